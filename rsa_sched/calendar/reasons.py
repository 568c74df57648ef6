"""Why a year has no plan: a smallest set of its clauses that cannot hold together, in words of its file.

CP-SAT names a set that suffices; each clause of it is then left out in turn, and stays out where the rest is still
impossible. What is left is minimal: without any one of them there is a plan for the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.model import YearModel
from rsa_sched.calendar.requirements.base import Clause
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import Interrupted, SolverAlarm


@dataclass(frozen=True)
class YearReason:
    """Clauses that cannot hold together.

    Attributes
    ----------
    clauses : the clauses.
    minimal : whether it is proven of each that the others can hold without it.
    """

    clauses: tuple[Clause, ...]
    minimal: bool


def reason(
    index: YearIndex,
    kept: Sequence[Placed] = (),
    *,
    seconds: float | None = None,
    seed: int = 0,
    stop: Stop | None = None,
) -> YearReason:
    """A smallest set of clauses against any plan.

    Parameters
    ----------
    kept : sessions that are over, and stay as they were.
    seconds : limit of each of the small searches; one that is cut short leaves its clause in, and the set unproven.

    Raises
    ------
    SolverAlarm : where all clauses can hold together after all.
    Interrupted : where it is stopped before a set is known.
    """
    model = YearModel(index, kept, told=True)
    everything = range(len(model.clauses))
    first = model.solve(seconds=seconds, seed=seed, stop=stop, assume=everything)
    if first.status in ("optimal", "feasible"):
        raise SolverAlarm("CP-SAT found no plan of a year that has one")
    if first.status == "unknown":
        raise Interrupted("stopped before it was known what stands against a plan")
    needed = sorted(first.core) or list(everything)
    minimal = True
    for number in list(needed):
        if number not in needed:
            continue
        rest = [other for other in needed if other != number]
        answer = model.solve(seconds=seconds, seed=seed, stop=stop, assume=rest)
        if answer.status == "infeasible":
            needed = sorted(answer.core & set(rest)) or rest
        elif answer.status == "unknown":
            minimal = False
    return YearReason(tuple(model.clauses[n] for n in needed), minimal)
