"""The strategy: split, a first agenda everywhere, then each component side by side until proven or out of time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from joblib import Parallel, delayed

from rsa_sched.bareme.case import Case
from rsa_sched.engine.budget import Budget
from rsa_sched.engine.component import at_once, improve
from rsa_sched.engine.components import split
from rsa_sched.engine.found import Found, points_of
from rsa_sched.engine.pins import refuse_inadmissible
from rsa_sched.engine.progress import OnProgress, Progress, Reporter
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import Interrupted
from rsa_sched.rules.base import Seat

ENGINE = "components, CP-SAT, session plans"
"""Name of this strategy, as agendas state it."""


@dataclass(frozen=True)
class Outcome:
    """The whole problem's best known agenda.

    Attributes
    ----------
    seats : by situation.
    bound : no agenda has more points.
    cut : whether the time limit or a stop ended the search early.
    components : as solved.
    """

    seats: Mapping[str, Seat]
    bound: int
    cut: bool
    components: tuple[Found, ...]
    trace: tuple[Progress, ...]

    @property
    def alarms(self) -> tuple[str, ...]:
        """What the solver said that did not stand up."""
        return tuple(alarm for found in self.components for alarm in found.alarms)


def search(
    case: Case,
    *,
    time_limit: float | None,
    seed: int,
    workers: int | None,
    stop: Stop,
    on_progress: OnProgress | None = None,
    start: Mapping[str, Seat] | None = None,
) -> Outcome:
    """The best agenda of a case that the time allows.

    Raises
    ------
    PinClash : where the pins leave no agenda.
    Interrupted : where a stop came before there was any.
    """
    workers = worker_count(workers)
    refuse_inadmissible(case)
    components, rest = split(case)
    reporter = Reporter(on_progress, stop, points_of(rest, {}))
    budget = Budget(time_limit, workers, sum(len(component.candidates) for component in components))
    if stop.asked:
        raise Interrupted("stopped before any agenda existed")
    begun = start or {}
    floors = [
        at_once(component, stop, {name: begun[name] for name in component.candidates if name in begun})
        for component in components
    ]
    reporter.begin([floor.points for floor in floors], [floor.bound for floor in floors])
    best = _side_by_side(floors, budget, seed, workers, stop, reporter)
    open_ones = [n for n, found in enumerate(best) if not found.proven]
    left = budget.left()
    if open_ones and len(open_ones) < len(best) and not stop.asked and left is not None and left > 0.1:
        # The easy components are done early: what they left of the time goes to the others.
        second = Budget(left, workers, sum(len(best[n].case.candidates) for n in open_ones))
        again = _side_by_side([best[n] for n in open_ones], second, seed, workers, stop, reporter)
        for n, found in zip(open_ones, again, strict=True):
            # Which agenda of equal points came out now depends on the clock, even where it is proven best.
            best[n] = replace(found, cut=True, alarms=best[n].alarms + found.alarms)
    if reporter.error is not None:
        raise reporter.error
    reporter.end()
    seats = {name: seat for found in best for name, seat in found.seats.items()}
    bound = sum(found.bound for found in best) + points_of(rest, {})
    return Outcome(seats, bound, any(found.cut for found in best), tuple(best), tuple(reporter.trace))


def worker_count(workers: int | None) -> int:
    """As many as asked for; as many as cores where nobody asked."""
    if workers is not None:
        return max(1, workers)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _side_by_side(
    floors: list[Found], budget: Budget, seed: int, workers: int, stop: Stop, reporter: Reporter
) -> list[Found]:
    # CP-SAT lets go of Python's lock, so that threads are enough; a caller's own parallel_config comes first.
    jobs = Parallel(n_jobs=min(workers, max(1, len(floors))), prefer="threads", return_as="generator")
    tasks = (delayed(improve)(floor, budget, seed, stop, reporter.of(n)) for n, floor in enumerate(floors))
    best = []
    for n, found in enumerate(jobs(tasks)):
        reporter.better(n, found.points, found.bound, finished=True)
        best.append(found)
    return best
