"""The laboratory held against a real history: fitted to its first months, would it have foretold the others?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.simulate.campaigns.replication import seed_of
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.flow import Flow
from rsa_sched.simulate.months.month import Arbiter, play
from rsa_sched.simulate.months.planned import PlannedSetting
from rsa_sched.simulate.months.run import solved
from rsa_sched.simulate.months.state import State

if TYPE_CHECKING:
    import pandas as pd

History = Sequence[tuple[Problem, Agenda]]
Key = tuple[int, str, str]
"""A month, a measure, and whose it is (a kind of structure, or "")."""
REPLICATIONS = 39
"""Of which the lowest and highest are a predictive interval of 95 %."""
CONFIDENCE = 0.95
LEAST_FITTED = 3
DOUBT = 0.05


@dataclass(frozen=True)
class PredictiveCheck:
    """What was foretold and what happened.

    Attributes
    ----------
    figures : a month, measure and group a row: ``month`` (its problem's id), ``measure`` (``arrived``, ``waiting``
        before the agenda, ``seated``, ``waited_days`` of the seated on average, ``granted`` units), ``kind`` (of
        ``granted``; else ""), ``observed``, ``median``, ``low`` and ``high`` of the predictive interval, ``inside``.
    fitted : the demand and behaviour that the first months say.
    months : how many they were; replications : how often the others were played.
    outside : how many figures lie outside; p_value : how often as many or more of them would if the laboratory were
        right (the observed history is one more replication then, and figures that hang together are counted so).
    """

    figures: pd.DataFrame = field(repr=False)
    fitted: Demand = field(repr=False)
    months: int
    replications: int
    outside: int
    p_value: float

    def __bool__(self) -> bool:
        """Whether nothing speaks against the laboratory."""
        return self.p_value >= DOUBT


def predictive_check(
    history: History,
    *,
    fitted: int,
    replications: int = REPLICATIONS,
    confidence: float = CONFIDENCE,
    seed: int = 0,
    arbiter: Arbiter | None = None,
) -> PredictiveCheck:
    """Fit the laboratory to the first months of a history, play the others, and look where the real ones lie.

    Parameters
    ----------
    history : as for `replay`; the sessions of the later months count as known, as a year's calendar is.
    fitted : months that are fitted to, 3 or more; those left are foretold.
    replications : how often they are played, each with a demand drawn from what the first months leave open (a gamma
        law of the number of requests): an interval of a prediction is of the chance to come and of what is not known.
    confidence : of the intervals, between order statistics of the replications.
    arbiter : what makes the agendas, `solve` by default.

    Raises
    ------
    InputError : where there are too few months to fit to or none to foretell, or nobody asked in those fitted to.
    ValueError : for too few replications to have such an interval.
    """
    if not LEAST_FITTED <= fitted < len(history):
        raise InputError.of("fitted", str(fitted), "not-one-of", names=[*map(str, range(LEAST_FITTED, len(history)))])
    rank = math.floor((replications + 1) * (1 - confidence) / 2 + 1e-9)
    if rank < 1:
        least = math.ceil(2 / (1 - confidence) - 1e-9) - 1
        raise ValueError(f"replications: expected {least} or more")
    demand, asked = fitted_demand(history[:fitted])
    before, later = history[fitted - 1][0], [problem for problem, _ in history[fitted:]]
    setting = PlannedSetting.of_months(before, later)
    known = {row.id for problem, _ in history[:fitted] for row in problem.situations}
    start = _present(later[0], before, known)
    rng, drawn = np.random.default_rng(seed), []
    for number in range(replications):
        level = float(rng.gamma(asked + 0.5) / asked)
        one = demand.scaled(level)
        drawn.append(_played(setting, one, later, start, known, seed_of(seed, number), arbiter or solved))
    observed: dict[Key, float] = {}
    seen = set(known)
    for number, (problem, agenda) in enumerate(history[fitted:]):
        observed |= dict(_facts(number, problem, agenda, seen))
        seen |= {row.id for row in problem.situations}
    return _checked(observed, drawn, rank, demand, fitted, [problem.id for problem in later])


def fitted_demand(history: History) -> tuple[Demand, int]:
    """The demand and behaviour of past months; how many requests it rests on.

    What waited in the first of them is a stock and no flow: requests are counted from the second on.
    """
    rows: list[Any] = []
    seen = {row.id for row in history[0][0].situations}
    for problem, _ in history[1:]:
        rows += [row for row in problem.situations if row.id not in seen]
        seen |= {row.id for row in problem.situations}
    if not rows:
        raise InputError.of("months", "", "no-recent-request", days=30 * len(history))
    regulation = history[0][0].regulation
    usual = regulation.types[0].id
    months = len(history) - 1
    counts = Counter((row.structure, row.subsector, row.type or usual) for row in rows)
    levels = Counter(row.urgency for row in rows)
    kept, heard, absent, left = 0, 0, 0, 0
    for (problem, agenda), (following, _) in pairwise(history):
        seated = {line.situation for line in agenda.appointments}
        still = {row.id for row in following.situations}
        waited = {row.id for row in problem.situations} - seated
        heard, absent = heard + len(seated), absent + len(seated & still)
        kept, left = kept + len(waited), left + len(waited - still)
    last = history[-1][0]
    away = sum(bool(person.unavailable) for person in last.professionals)
    demand = Demand(
        tuple(Flow(*key, count / months) for key, count in sorted(counts.items())),
        urgency=tuple(levels[level] for level in range(len(regulation.urgency_days))),
        partners=_percent(sum(bool(row.partners) for row in rows), len(rows)),
        second_partner=_percent(sum(len(row.partners) > 1 for row in rows), sum(bool(row.partners) for row in rows)),
        invited=_percent(sum(row.beneficiary_invited for row in rows), len(rows)),
        withdrawal=_percent(left, kept),
        no_show=_percent(absent, heard),
        unavailable=_percent(away, len(last.professionals)),
    )
    return demand, len(rows)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _present(first: Problem, before: Problem, known: set[str]) -> State:
    """Who waited when the first month to be foretold began, as its own problem says."""
    document = first.to_dict()
    waiting = tuple({key: value for key, value in row.items() if key not in ("rank", "wanted_sessions")}
                    for row in document["situations"] if row["id"] in known)  # fmt: skip
    return State(until=str(before.as_of), waiting=waiting, counters=tuple(document.get("history") or ()))


def _played(
    setting: PlannedSetting,
    demand: Demand,
    months: Sequence[Problem],
    state: State,
    known: set[str],
    seed: int,
    arbiter: Arbiter,
) -> dict[Key, float]:
    found: dict[Key, float] = {}
    seen = set(known)
    for number, real in enumerate(months):
        month = play(setting, demand, real.regulation, state, seed, arbiter)
        found |= dict(_facts(number, month.problem, month.agenda, seen))
        seen |= {row.id for row in month.problem.situations}
        state = month.after
    return found


def _facts(number: int, problem: Problem, agenda: Agenda, seen: set[str]) -> Iterator[tuple[Key, float]]:
    """The figures of a month, real or played."""
    asked = {row.id: row.requested_on for row in problem.situations}
    waits = [(line.start.date() - asked[line.situation]).days for line in agenda.appointments]
    yield (number, "arrived", ""), float(len(asked.keys() - seen))
    yield (number, "waiting", ""), float(len(asked))
    yield (number, "seated", ""), float(len(waits))
    yield (number, "waited_days", ""), float(np.mean(waits)) if waits else 0.0
    granted: Counter[str] = Counter()
    for line in agenda.due:
        granted[line.kind] += line.granted_units
    for kind in problem.regulation.kinds:
        yield (number, "granted", kind), float(granted[kind])


def _checked(
    observed: dict[Key, float], drawn: list[dict[Key, float]], rank: int, demand: Demand, fitted: int, names: list[str]
) -> PredictiveCheck:
    import pandas as pd

    keys = sorted(observed)
    pool = np.array([[one[key] for key in keys] for one in (observed, *drawn)])
    outside = np.array([_outside(pool[n], np.delete(pool, n, axis=0), rank) for n in range(len(pool))]).sum(axis=1)
    played = np.sort(pool[1:], axis=0)
    frame = pd.DataFrame(keys, columns=["month", "measure", "kind"])
    frame["month"] = [names[number] for number in frame["month"]]
    frame["observed"], frame["median"] = pool[0], np.median(pool[1:], axis=0)
    frame["low"], frame["high"] = played[rank - 1], played[-rank]
    frame["inside"] = (frame["low"] <= frame["observed"]) & (frame["observed"] <= frame["high"])
    return PredictiveCheck(frame, demand, fitted, len(drawn), int(outside[0]), float((outside >= outside[0]).mean()))


def _outside(one: np.ndarray[Any, Any], others: np.ndarray[Any, Any], rank: int) -> np.ndarray[Any, Any]:
    ordered = np.sort(others, axis=0)
    found: np.ndarray[Any, Any] = (one < ordered[rank - 1]) | (one > ordered[-rank])
    return found
