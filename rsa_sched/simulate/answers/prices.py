"""Prices of equity under which agreed weights are kept, and what that costs in waiting."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.domain.regulation import Regulation
from rsa_sched.errors import Interrupted
from rsa_sched.simulate.answers.compare import compare
from rsa_sched.simulate.campaigns.campaign import Campaign, campaign, must_have_played
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.intervals import intervals
from rsa_sched.simulate.measures.shares import heard_of_asked, shares
from rsa_sched.simulate.measures.waiting import WITHIN_DAYS, waiting

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 0.02
STEEPEST = 64
"""Times today's prices: beyond, a missing unit weighs more than any request and nothing changes any more."""
NEARLY_ALL = 0.95
"""Heard of what it asked for, from which a kind lacks nothing, whatever its share of the whole."""
MOST_DAYS = 1_000_000
"""What the contract lets a price be."""
EACH = ("scenario", "replication", "kind")


@dataclass(frozen=True)
class PricesThatKeep:
    """Which prices keep agreed weights.

    Attributes
    ----------
    equity_days : the lowest of those tried under which every kind keeps its share; None where none does.
    factor : how many times the prices given they are.
    tried : one factor and kind a row, the prices rising: ``factor``, ``equity_days``, ``kind``, ``agreed_share`` (by
        weight), ``real_share`` of all units granted since the beginning with ``low`` and ``high``, ``real_lag_slots``
        (places behind since the beginning), ``heard_of_asked``, ``median_days``, ``p90_days``, ``within`` of its
        requests, ``kept``, ``replications``.
    cost : `compare` of waiting under the prices given and under those found, by level of urgency: who pays; None where
        the prices given keep the weights already, or none do.
    """

    equity_days: tuple[int, ...] | None
    factor: int | None
    tried: pd.DataFrame = field(repr=False)
    cost: pd.DataFrame | None = field(repr=False)


def prices_that_keep(
    weights: Mapping[str, int],
    base: Scenario,
    *,
    tolerance: float = TOLERANCE,
    steepest: int = STEEPEST,
    replications: int = 10,
    within: int = WITHIN_DAYS,
    seed: int = 0,
    folder: Path | None = None,
    progress: bool = False,
    executor: Executor | None = None,
) -> PricesThatKeep:
    """The lowest multiple of the scenario's ``equity_days`` that keeps agreed weights; all meet the same requests.

    Parameters
    ----------
    weights : of each kind of the règlement, as in its ``weights``.
    base : what is played, with prices above 0. Weights are only at stake where places are short.
    tolerance : how far below its agreed share of the units granted the interval of a kind's may reach. A kind that is
        heard for nearly all that it asks keeps what it wants, whatever its share.
    steepest : the largest multiple tried. Doubled as long as it takes, then halved in between.
    replications, seed, folder, progress, executor : as for `campaign`.

    Raises
    ------
    ValueError : for prices that are all 0 and for numbers that make no sense; weights of other kinds are an error too.
    Interrupted : where it was stopped before its end.

    Notes
    -----
    The default prices weigh a missing unit like some weeks of waiting, so that over months unequal weights give way to
    age and urgency, and the ledger forgives what it could not grant beyond a month's due: `tried` tells how far.
    """
    if not 0 < tolerance < 1 or steepest < 1 or replications < 2 or not any(base.regulation.equity_days):
        raise ValueError(
            "tolerance, steepest, replications, equity_days: expected a share, 1 or more, 2 or more, prices"
        )
    given = base.regulation.model_dump(mode="json", exclude_unset=True)
    prices = {0: base.regulation.equity_days}
    rows: dict[int, pd.DataFrame] = {}

    def scenario(factor: int) -> Scenario:
        prices[factor] = tuple(min(MOST_DAYS, factor * price) for price in prices[0])
        changed = {**given, "weights": dict(weights), "equity_days": list(prices[factor])}
        return replace(base, name=f"equity x{factor}", regulation=Regulation.model_validate(changed))

    with tempfile.TemporaryDirectory(prefix="rsa-sched-") as temporary:
        place = Path(temporary) if folder is None else folder

        def play(*factors: int) -> Campaign:
            tried = [scenario(factor) for factor in factors]
            played = campaign(tried, replications, seed=seed, folder=place, progress=progress, executor=executor)
            must_have_played(played)
            if played.missing:
                raise Interrupted("stopped before the prices were known")
            return played

        def keeps(factor: int) -> bool:
            if factor not in rows:
                rows[factor] = _row(play(factor), factor, prices[factor], tolerance, within)
            return bool(rows[factor]["kept"].all())

        found = _least(keeps, steepest)
        cost = None
        if found is not None and found > 1:
            both = play(1, found)
            cost = compare(both, *(one.name for one in both.scenarios), by=["urgency"], within=within)
    import pandas as pd

    tried = pd.concat([rows[factor] for factor in sorted(rows)], ignore_index=True)
    return PricesThatKeep(None if found is None else prices[found], found, tried, cost)


def _least(keeps: Callable[[int], bool], steepest: int) -> int | None:
    """The least factor that keeps, of those found by doubling, then by halving the gap below it."""
    low, high = 0, 1
    while not keeps(high):
        if high >= steepest:
            return None
        low, high = high, min(2 * high, steepest)
    while high - low > max(1, low // 4):
        middle = (low + high) // 2
        low, high = (low, middle) if keeps(middle) else (middle, high)
    return high


def _row(played: Campaign, factor: int, prices: tuple[int, ...], tolerance: float, within: int) -> pd.DataFrame:
    """What came of one factor, a kind a row."""
    kinds, requests = played.kinds, played.requests
    share = intervals(shares(kinds, by=EACH), by=["kind"], columns=["real_share"]).set_index("kind")
    means = shares(kinds, by=EACH).groupby("kind")[["agreed_share", "real_lag_slots"]].mean()
    asked = heard_of_asked(requests, by=EACH).groupby("kind")["heard_of_asked"].mean()
    waits = waiting(requests, by=EACH, within=within).groupby("kind")[["median_days", "p90_days", "within"]].mean()
    frame = means.join(share[["mean", "low", "high", "replications"]].rename(columns={"mean": "real_share"}))
    frame = frame.join(asked).join(waits).reset_index()
    below = frame["low"] < frame["agreed_share"] - tolerance
    frame["kept"] = ~below | (frame["heard_of_asked"] >= NEARLY_ALL)
    frame.insert(0, "equity_days", [prices] * len(frame))
    frame.insert(0, "factor", factor)
    order = ["factor", "equity_days", "kind", "agreed_share", "real_share", "low", "high", "real_lag_slots",
             "heard_of_asked", "median_days", "p90_days", "within", "kept", "replications"]  # fmt: skip
    return frame[order]
