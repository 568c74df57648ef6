"""How many sessions a month it takes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rsa_sched.errors import InputError, Interrupted
from rsa_sched.simulate.campaigns.campaign import campaign, must_have_played
from rsa_sched.simulate.campaigns.precision import Precision
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.intervals import CONFIDENCE, intervals
from rsa_sched.simulate.measures.waiting import WITHIN_DAYS, waiting
from rsa_sched.simulate.months.capacity import with_sessions

if TYPE_CHECKING:
    import pandas as pd

TWICE = 2
TOLD = ("mean", "low", "high", "replications")


@dataclass(frozen=True)
class Capacity:
    """How many sessions a month reach a target.

    Attributes
    ----------
    sessions : the fewest of those tried whose service level lies above the target with confidence; None where even the
        most allowed do not.
    surely_too_few : the most whose level lies below it with confidence, found by a bisection of its own, so that it
        does not depend on `most`; None where there are none. Between the two, chance leaves the answer open: more
        replications narrow it.
    tried : one number of sessions a row: ``sessions``, ``mean``, ``low``, ``high`` (of the share heard in time),
        ``replications``, and with a precision ``reached``.
    target, within : the share, and the days in which it is to be heard.
    """

    sessions: int | None
    surely_too_few: int | None
    tried: pd.DataFrame = field(repr=False)
    target: float
    within: int


def smallest_capacity(
    base: Scenario,
    *,
    target: float = 0.95,
    within: int = WITHIN_DAYS,
    replications: int = 10,
    most: int | None = None,
    seed: int = 0,
    confidence: float = CONFIDENCE,
    progress: bool = False,
    executor: Executor | None = None,
    precision: Precision | None = None,
) -> Capacity:
    """The fewest sessions a month with which the target share is heard in time, by bisection.

    Parameters
    ----------
    base : what is played; long enough that requests can be followed for `within` days.
    target : share of the requests, above 0 and below 1.
    replications : of each number of sessions, 2 or more; all of them meet the same requests.
    most : where the search ends; by default twice today's sessions, or as many as their staff has days for.
    executor : plays the replications, as for `campaign`.
    precision : of the share heard in time, whatever its own `measure` and `within`: each number of sessions is played
        until it is known so well. The target has no part in when that is, or the answer would err more often.

    Raises
    ------
    ValueError : for numbers that make no sense, and for a `most` beyond what the staff has days for.
    InputError : where every replication failed. Interrupted : where it was stopped before its end.

    Notes
    -----
    More sessions are taken to bring no lower level, as they do but for chance.
    """
    if not 0 < target < 1 or replications < TWICE or within < 0:
        raise ValueError("target, replications, within: expected a share, 2 or more, and 0 days or more")
    today = len(base.setting.sessions)
    most = _most(base) if most is None else most
    levels: dict[int, tuple[float, float, float]] = {}
    rows: dict[int, dict[str, object]] = {}
    if precision is not None:
        precision = replace(precision, measure="within", within=within, by=(), against="")

    def level(count: int) -> tuple[float, float, float]:
        if count not in levels:
            scenario = replace(base, setting=with_sessions(base.setting, count, base.demand), name=f"sessions={count}")
            played = campaign(
                [scenario], replications, seed=seed, progress=progress, executor=executor, precision=precision
            )
            must_have_played(played)
            if played.missing:
                raise Interrupted("stopped before the capacity was known")
            measured = waiting(played.requests, by=["replication"], within=within)
            (row,) = intervals(measured, by=[], columns=["within"], confidence=confidence).to_dict("records")
            levels[count] = row["mean"], row["low"], row["high"]
            rows[count] = {"sessions": count, **{name: row[name] for name in TOLD}}
            if played.precision is not None:
                rows[count]["reached"] = bool(played.precision["reached"].all())
        return levels[count]

    low, high = 1, max(1, most)
    if level(high)[1] >= target:
        if low <= today < high:
            # what is known of today is worth a row, and halves the search
            low, high = (low, today) if level(today)[1] >= target else (today + 1, high)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if level(middle)[1] >= target else (middle + 1, high)
        found: int | None = high
        level(high)
    else:
        found = None
    few = _surely_too_few(lambda count: level(count)[2] < target, most if found is None else found - 1)
    return Capacity(found, few, _table(rows), target, within)


def _most(base: Scenario) -> int:
    """Twice today's sessions, or as many as their staff has days for."""
    count = max(1, TWICE * len(base.setting.sessions))
    while count > 1:
        try:
            with_sessions(base.setting, count, base.demand)
        except InputError:
            count -= 1
        else:
            break
    return count


def _surely_too_few(is_too_few: Callable[[int], bool], most: int) -> int | None:
    """The largest number up to `most` that is too few, as long as those above one that is not are not either."""
    low, high = 0, max(0, most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_too_few(middle) else (low, middle - 1)
    return low or None


def _table(rows: dict[int, dict[str, object]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([rows[count] for count in sorted(rows)])
