"""The strategy: split, a first agenda everywhere, then each component side by side until proven or out of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.budget import Budget
from rsa_sched.engine.colgen.stage import is_large
from rsa_sched.engine.component import at_once, improve
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.pins import refuse_inadmissible
from rsa_sched.engine.executor import Lost, Piece, WorkerPool
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.memory import Memory
from rsa_sched.engine.options import options
from rsa_sched.engine.progress import NOT_ENOUGH, Enough, OnProgress, Progress, Reporter
from rsa_sched.errors import Interrupted
from rsa_sched.rules.base import Seat

ENGINE = "components, CP-SAT, session plans"
"""Name of this strategy, as agendas state it."""
WORTH_PROCESSES = 64
"""From so many open components on, the second that it takes to start processes is little, and a worker that dies there
takes nobody along. So are two large ones: plans are searched in Python, of which one thread runs at a time."""
TIME_FOR_PROCESSES = 15.0
"""Seconds that must be left for that."""


@dataclass(frozen=True)
class Outcome:
    """The whole problem's best known agenda.

    Attributes
    ----------
    seats : by situation.
    bound : no agenda has more points.
    cut : whether the time limit, a stop or a lost worker ended a search early.
    components : as solved.
    workers : components solved side by side, at most.
    known : components that were known and proven before.
    remarks : what went wrong with the caller's `on_progress`.
    """

    seats: Mapping[str, Seat]
    bound: int
    cut: bool
    components: tuple[Incumbent, ...]
    trace: tuple[Progress, ...]
    workers: int
    known: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def alarms(self) -> tuple[str, ...]:
        """What went wrong and was got over: answers of the solver that did not stand up, workers that died."""
        return (*(alarm for found in self.components for alarm in found.alarms), *self.remarks)


def search(
    prepared: PreparedProblem,
    control: Control,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    start: Mapping[str, Seat] | None = None,
    on_progress: OnProgress | None = None,
    enough: Enough = NOT_ENOUGH,
    memory: Memory | None = None,
) -> Outcome:
    """The best agenda of a prepared problem that the time allows; what a memory knows to be proven is not searched.

    Raises
    ------
    ValueError : for an executor that is none.
    PinClash : where the pins leave no agenda.
    Interrupted : where a stop came before there was any.
    """
    stop = control.stop
    refuse_inadmissible(prepared)
    components, rest = split(prepared)
    reporter = Reporter(on_progress, stop, points_of(rest, {}), enough)
    if stop.asked:
        raise Interrupted("stopped before any agenda existed")
    known = [None if memory is None else memory.recall(component, control.seed) for component in components]
    best = [
        _begin(component, start or {}, before, control) for component, before in zip(components, known, strict=True)
    ]
    finished = sum(before is not None and before.proven for before in known)
    if memory is not None:
        memory.kept = finished
    with reporter:
        reporter.begin([found.points for found in best], [found.bound for found in best])
        open_ones = [n for n, found in enumerate(best) if not found.proven]
        with WorkerPool(executor, workers, _is_much(best, open_ones, control), stop, control.left) as worker_pool:
            _improve(best, open_ones, _Round(worker_pool, control, reporter))
        reporter.end(control.left)
    for n, before in enumerate(known):
        if before is not None and not before.proven:
            best[n] = replace(best[n], cut=True)  # it went on from where the clock had stopped it
    seats = {name: seat for found in best for name, seat in found.seats.items()}
    bound = sum(found.bound for found in best) + points_of(rest, {})
    cut = any(found.cut for found in best)
    told, number = tuple(reporter.trace), worker_pool.number
    return Outcome(seats, bound, cut, tuple(best), told, number, finished, reporter.remarks)


def _is_much(best: Sequence[Incumbent], open_ones: Sequence[int], control: Control) -> bool:
    """Whether what is open is worth the start of processes."""
    left = control.left()
    if left is not None and left < TIME_FOR_PROCESSES:
        return False
    return len(open_ones) >= WORTH_PROCESSES or sum(is_large(options(best[n].prepared)) for n in open_ones) > 1


def _begin(
    component: PreparedProblem, start: Mapping[str, Seat], known: Incumbent | None, control: Control
) -> Incumbent:
    """What is known of a component where it is proven; else its first agenda, or what is known where that is better."""
    if known is not None and known.proven:
        return known
    first = at_once(component, {name: start[name] for name in component.candidates if name in start}, control)
    if known is None:
        return first
    return replace(first.improve_with(known.seats), bound=min(first.bound, known.bound))


def _improve(best: list[Incumbent], open_ones: list[int], round_: _Round) -> None:
    """Improve these components' agendas, in place; with time left, those still open once more."""
    control = round_.control
    lost = round_.improve(best, open_ones)
    left, still_open = control.left(), [n for n in open_ones if not best[n].proven and n not in lost]
    if still_open and len(still_open) < len(best) and not control.stop.asked and left is not None and left > 0.1:
        # The easy components are done early: what they left of the time goes to the others.
        round_.improve(best, still_open)
        for n in still_open:
            # Which agenda of equal points came out now depends on the clock, even where it is proven best.
            best[n] = replace(best[n], cut=True)


@dataclass(frozen=True)
class _Round:
    """Improving components side by side."""

    worker_pool: WorkerPool
    control: Control
    reporter: Reporter

    def improve(self, best: list[Incumbent], numbers: Iterable[int]) -> set[int]:
        """Improve these components' agendas, in place; the numbers of those that were lost.

        Raises
        ------
        Whatever the search of a component raised, once the others have let go.
        """
        weight = {n: len(best[n].prepared.candidates) for n in numbers}
        budget = Budget(self.control.left(), self.worker_pool.number, sum(weight.values()))
        lost, failures = set(), []
        threads = 1 if self.worker_pool.apart else max(1, self.worker_pool.number // max(1, len(weight)))

        def piece(n: int) -> Piece:
            control = replace(self.control, budget=budget.lend(), tell=self.reporter.of(n), threads=threads)
            return partial(_attempt, n, best[n], control)

        unheard = dict.fromkeys(sorted(weight, key=lambda n: -weight[n]))  # the longest first: nobody waits for it
        with self.control.stop.shared() if self.worker_pool.apart else nullcontext():
            for n, answer in self.worker_pool.answers(list(unheard), piece):
                del unheard[n]
                budget.done(weight[n])
                if isinstance(answer, _Failure):
                    failures.append(answer.error)
                    self.control.stop.set()
                elif isinstance(answer, Lost):
                    lost.add(n)
                    best[n] = _keep(best[n], answer.why)
                else:
                    best[n] = replace(best[n], **{**answer, "alarms": best[n].alarms + answer["alarms"]})
                self.reporter.better(n, best[n].points, best[n].bound, finished=True)
        for n in unheard:
            best[n] = replace(best[n], cut=True)
        if failures:
            raise failures[0]
        return lost


def _keep(found: Incumbent, why: str) -> Incumbent:
    """The agenda from before, and a word on it that names nobody."""
    names = found.prepared.candidates
    alarm = f"component of {names[0]} ({len(names)} situations): {why}; the agenda found before is kept"
    return replace(found, cut=True, alarms=(*found.alarms, alarm))


@dataclass(frozen=True)
class _Failure:
    error: Exception


def _attempt(number: int, floor: Incumbent, control: Control) -> tuple[int, dict[str, Any] | Lost | _Failure]:
    """Improve one component, wherever this runs; what is new of it, without what the sender has."""
    with control.stop.heard():
        try:
            found = improve(replace(floor, alarms=()), control)
        except MemoryError:
            return number, Lost("out of memory")
        except Exception as error:  # raised by whoever waits for it, when all have let go
            return number, _Failure(error)
    return number, {field.name: getattr(found, field.name) for field in fields(found) if field.name != "prepared"}
