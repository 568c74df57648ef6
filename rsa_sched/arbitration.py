"""`solve`: from a problem to an audited, explained agenda."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from rsa_sched._version import __version__
from rsa_sched.bareme.points import parts_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.documenting import audited_agenda
from rsa_sched.domain.agenda import Deferral, Run
from rsa_sched.domain.problem import Problem, the_problem
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.components import sessions_of
from rsa_sched.engine.control import Control
from rsa_sched.engine.feasibility import broken_rules, repair
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.memory import Memory
from rsa_sched.engine.progress import Enough, OnProgress
from rsa_sched.engine.search import ENGINE, Outcome, search
from rsa_sched.engine.solve_options import SolveOptions
from rsa_sched.engine.stop import Stop, stopped_by_signals
from rsa_sched.engine.warm_start import seats_that_hold
from rsa_sched.errors import SolverAlarm
from rsa_sched.explanations.deferrals import crowded_pools, deferrals
from rsa_sched.result import Component, Result
from rsa_sched.rules.base import Reading, Seat
from rsa_sched.rules.session_type import Pool, pool_of_situation

LOG = logging.getLogger("rsa_sched")
"""Silent unless the program that uses the package asks for it; ids of problems, counts and seconds only."""
LOG.addHandler(logging.NullHandler())

NAMED = 5
"""How many situations a warning names where places of a start no longer hold."""

EXPLAINING = 10
"""Sentences and audit come after the search: they take seven to ten times as long as the preparation that has just been
measured, on a machine as fast and as busy as it is."""
LEAST, MOST = 0.0002, 0.0008
"""Seconds set aside for them a situation, at least and at most: a preparation of milliseconds is no measure."""


def solve(
    problem: Problem,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    start: AgendaSource | None = None,
    announced: AgendaSource | None = None,
    executor: Executor | None = None,
    stop: Stop | None = None,
    gap: float | None = None,
    patience: float | None = None,
    memory: Memory | None = None,
) -> Result:
    """Arbitrate: the agenda with the most points, its proof, and a reason for every deferral.

    Parameters
    ----------
    problem : what is to be arbitrated.
    time_limit : seconds; 0 for the first agenda at once, None for as long as it takes. Kept within 1 s, where a first
        agenda, its audit and its sentences take no longer (a quarter of a millisecond a situation) and no pins clash.
    seed : of the search; where the search ends by itself, another seed may give another agenda of the same points.
    workers : independent components solved side by side; as many as cores, or as `executor` has workers, by default.
        Changes no result.
    on_progress : called with a `Progress` at each better agenda or bound, from a thread of its own. Where it returns
        True, the search ends with the best agenda so far; where it raises an error, it is not called again, and
        `Result.warnings` says so. No search waits for it.
    start : an agenda to begin from, as anything that `check` takes. Only its places are looked at (so one made under
        another règlement will do). Those that no longer hold are left out, as `result.warnings` says; the result
        is never worse than the others.
    announced : an agenda that was sent out, as anything that `check` takes: every place of it that counts is announced,
        in place of the problem's own list, so that as little as possible is moved. The result's agenda is one of
        ``result.problem``, the problem so changed (`Problem.announcing`).
    executor : works on the components, and is not shut down: any of `concurrent.futures`, loky's, or a Dask client's
        (``client.get_executor()``). By default what `joblib.parallel_config` names, else threads of our own, or
        processes where many components are open. Changes no result.
    stop : ends the search when another thread calls its `set`: with the best agenda so far, whose sentences then leave
        out what hearing each situation would cost.
    gap : ends the search once no more than this share of the bound may be missing (0.01: one per cent).
    patience : seconds without a better agenda after which the search ends.
    memory : of earlier solves, to which this one is added: components that have not changed since are not searched
        again. Changes no result but for a search that a time limit cut short, which goes on from where it was.

    Returns
    -------
    Result
        The audited agenda. Interrupted by SIGINT (Ctrl-C) or SIGTERM, as by `stop`: the best so far, with its bound.

    Raises
    ------
    PinClash : where the pins cannot all hold.
    Interrupted : where it was interrupted before any agenda existed.
    InputError : where `problem` is no `Problem`, `start` or `announced` no agenda document: with what to pass instead.
    ValueError : where `start` is an agenda of another problem, or a limit, seed, stop or executor makes no sense.
    SolverAlarm : where no agenda stands up to the audit: a bug.
    """
    if not isinstance(stop, Stop | None):
        raise ValueError(f"stop: {type(stop).__name__}: expected a Stop, as rsa_sched.Stop(), or None")
    signals = Stop()
    if announced is not None:
        problem = the_problem(problem).announcing(announced)
    with stopped_by_signals(signals), (signals if stop is None else stop).followed_by(signals):
        given = SolveOptions(time_limit=time_limit, seed=seed, workers=workers, gap=gap, patience=patience)
        return arbitrate(
            problem, signals, given, on_progress=on_progress, start=start, executor=executor, memory=memory
        )


def arbitrate(
    problem: Problem,
    stop: Stop,
    given: SolveOptions,
    *,
    on_progress: OnProgress | None = None,
    start: AgendaSource | None = None,
    executor: Executor | None = None,
    memory: Memory | None = None,
) -> Result:
    """As `solve`, for callers that handle signals themselves; only `stop` interrupts it."""
    began = time.monotonic()
    prepared = PreparedProblem.of(problem)
    set_aside = _explaining(len(prepared.admitted), time.monotonic() - began)
    LOG.info("solving %s: %d situations, %d sessions, seed %d, limit %s s", problem.id, len(problem.situations),
             len(problem.sessions), given.seed, given.time_limit)  # fmt: skip
    enough = Stop()  # what ends the search alone, not the sentences
    with stop.followed_by(enough):
        seats, stale = _start_seats(prepared, start, Control(seed=given.seed, stop=enough))
        spent = time.monotonic() - began + set_aside
        seconds = None if given.time_limit is None else max(0.0, given.time_limit - spent)
        outcome = search(
            prepared,
            Control.within(seconds, enough, given.seed),
            workers=given.workers,
            executor=executor,
            start=seats,
            on_progress=on_progress,
            enough=Enough(given.gap, given.patience),
            memory=memory,
        )
    result = _result(prepared, outcome, given, stop, memory)
    if memory is not None and not result.warnings:
        memory.learn(outcome.components, given.seed, seats)
    LOG.info("solved %s: %s, %d points, at most %d, components %d, known %d, %.3f s", problem.id, result.status,
             result.points, result.bound, len(outcome.components), outcome.known, time.monotonic() - began)  # fmt: skip
    if stale or result.warnings:  # counted, not quoted: they name situations
        LOG.warning("%s: warnings (%d), see Result.warnings", problem.id, len(stale + result.warnings))
    return replace(result, warnings=stale + result.warnings) if stale else result


def _explaining(situations: int, preparing: float) -> float:
    """Seconds to set aside for sentences and audit, where preparing the problem took so many."""
    return min(MOST * situations, max(LEAST * situations, EXPLAINING * preparing))


def _start_seats(
    prepared: PreparedProblem, start: AgendaSource | None, control: Control
) -> tuple[dict[str, Seat], tuple[str, ...]]:
    """The seats to begin from, and a warning that names those that no longer hold."""
    if start is None:
        return {}, ()
    problem = prepared.index.problem
    statement = Statement.of(start, problem, "start")
    if statement.problem not in (None, problem.id):
        raise ValueError(f"start: an agenda of {statement.problem}: expected one of {problem.id}")
    kept = seats_that_hold(prepared, Reading(prepared.index, statement).seats, control)
    lost = {
        line.situation: None
        for line in statement.appointments
        if line.situation not in kept or kept[line.situation].session != line.session
    }
    if not lost:
        return kept, ()
    named = ", ".join(list(lost)[:NAMED]) + ("…" if len(lost) > NAMED else "")
    return kept, (f"start: {len(lost)} of {len(statement.appointments)} places no longer hold: {named}",)


def _result(
    prepared: PreparedProblem, outcome: Outcome, given: SolveOptions, stop: Stop, memory: Memory | None
) -> Result:
    run = Run(
        version=__version__,
        seed=given.seed,
        time_limit=given.time_limit,
        workers=outcome.workers,
        engine=ENGINE,
        seconds=round(outcome.trace[-1].elapsed, 3),
        reproducible=not outcome.cut,
    )
    components = [found.prepared for found in outcome.components]

    def stated(seats: Mapping[str, Seat], alarms: tuple[str, ...]) -> Result:
        parts, bound = parts_of(prepared, seats), outcome.bound
        points = parts.points
        if bound < points:
            alarms = (*alarms, f"the components' bounds add up to {bound}, below an agenda of {points} points")
            bound = max(points, capacity_bound(prepared))
        explained = None if memory is None else _explained(prepared, seats, components, stop, memory)
        agenda, audited = audited_agenda(prepared, seats, bound, components, run, stop, explained, parts)
        solved = tuple(map(_component, outcome.components))
        return Result(prepared.index.problem, agenda, audited, alarms, outcome.trace, solved)

    try:
        return stated(outcome.seats, outcome.alarms)
    except SolverAlarm:
        # Each component keeps the rules: one that looks at several components does not say so (`Rule.ties`).
        alarm = f"the components' agendas together broke {', '.join(broken_rules(prepared, outcome.seats))}"
        return stated(repair(prepared, outcome.seats), (*outcome.alarms, f"{alarm}: places were taken back"))


def _explained(
    prepared: PreparedProblem,
    seats: Mapping[str, Seat],
    components: Sequence[PreparedProblem],
    stop: Stop,
    memory: Memory,
) -> tuple[Deferral, ...]:
    """The deferrals, those of components that are as they were as they were told."""
    crowded = crowded_pools(prepared)
    known: dict[str, Deferral] = {}
    new: list[tuple[PreparedProblem, list[Pool]]] = []
    for component in components:
        pools = sorted(crowded.intersection(pool_of_situation(component.index, name) for name in component.candidates))
        rows = memory.told(component, seats, pools)
        known.update({row.situation: row for row in rows})
        if not rows:
            new.append((component, pools))
    explained = deferrals(prepared, seats, components, stop, known, crowded)
    if not stop.asked:  # whose sentences are shorter
        row_of = {row.situation: row for row in explained}
        for component, pools in new:
            rows = tuple(row_of[name] for name in component.candidates if name in row_of)
            memory.tell(component, seats, pools, rows)
    return explained


def _component(found: Incumbent) -> Component:
    prepared = found.prepared
    services = tuple(sorted({prepared.index.service_of(name) for name in prepared.candidates}))
    return Component(services, len(sessions_of(prepared)), len(prepared.candidates), found.points, found.bound)
