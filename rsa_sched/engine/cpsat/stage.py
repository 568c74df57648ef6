"""The stage for a component that one CP-SAT model can prove: solve it, and believe what stands up to a recount."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from rsa_sched.bareme.points import points_of
from rsa_sched.engine.control import Control, OutOfTime
from rsa_sched.engine.cpsat.aims import Bisection
from rsa_sched.engine.cpsat.model import Answer, Model
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.lns import Neighbourhoods, take_steps
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.side_by_side import side_by_side

FIRST = 3.0
"""CP-SAT's own seconds for the first attempt, which nearly every component ends with; each further one has twice."""
MOST = 16
"""Attempts: the last would take a day, so that only a solver that answers nothing comes to it."""
STEP_STARTS, STEP_WORK = 600, 0.5
"""Starts that a step of the neighbourhoods leaves open here, and CP-SAT's seconds for it."""


def improve_by_model(floor: Incumbent, control: Control) -> Incumbent:
    """Solve the model of the whole component; where that does not end soon, by turns with questions and steps."""
    found = improve_by_turns(floor, control.allot(len(floor.prepared.candidates)))
    return replace(found, cut=found.cut or not found.proven)


def improve_by_turns(known: Incumbent, control: Control, turns: int = MOST) -> Incumbent:
    """Attempts at the whole and questions about it by turns, with steps around what is known beside each.

    One worker of CP-SAT has no neighbourhoods and one strategy. The turns give it both, and the same result each time:
    each has its limit of work, which doubles. The first attempt has nothing beside it, since most components end there.

    Parameters
    ----------
    turns : how many, at most.
    """
    starts = options(known.prepared)
    drawn = Neighbourhoods(known.prepared, starts, control.seed, STEP_STARTS)
    bisection = Bisection(starts)
    before, known = known.cut, replace(known, cut=False)
    try:
        for turn in range(turns):
            work = FIRST * 2**turn
            attempt = partial(_attempt, known, starts, work)
            known = side_by_side(attempt, partial(_steps, known, drawn), control) if turn else attempt(control)
            if known.proven or known.cut:
                break
            known = side_by_side(partial(bisection.narrow, known, work), partial(_steps, known, drawn), control)
            if known.proven or known.cut:
                break
    except OutOfTime:  # while a model was built
        known = replace(known, cut=True)
    return replace(known, cut=known.cut or before)


def _steps(known: Incumbent, drawn: Neighbourhoods, control: Control) -> Incumbent:
    """A round of steps: of all pools, of all dates, of all hours."""
    for steps in (drawn.pools(), drawn.dates(), drawn.hours()):
        known = take_steps(known, drawn, steps, control, STEP_WORK)
    return known


def _attempt(floor: Incumbent, starts: Options, work: float, control: Control) -> Incumbent:
    """Solve the model of the whole; once more, cautiously, where an answer does not stand up."""
    model = Model(floor.prepared, starts=starts, pulse=control.check)
    model.hint(floor.seats)
    answer = model.solve(
        seconds=control.left(),
        work=work,
        seed=control.seed,
        stop=control.stop,
        enough=floor.bound,
        on_better=control.tell,
    )
    try:
        return _believed(floor, answer, starts, control)
    except _Doubt as doubt:
        floor = replace(doubt.found, alarms=(*doubt.found.alarms, str(doubt)))
        if control.stop.asked:
            return replace(floor, cut=True)
        answer = model.solve(seconds=control.left(), seed=control.seed, stop=control.stop, cautious=True)
        try:
            return _believed(floor, answer, starts, control)
        except _Doubt as again:
            return replace(again.found, cut=True, alarms=(*again.found.alarms, str(again)))


class _Doubt(Exception):
    """An answer of the solver does not stand up; `found` is what does."""

    def __init__(self, found: Incumbent, alarm: str) -> None:
        super().__init__(alarm)
        self.found = found


def _believed(floor: Incumbent, answer: Answer, starts: Options, control: Control) -> Incumbent:
    """As much of an answer as stands up to a recount."""
    prepared = floor.prepared
    if answer.status == "infeasible":
        # The floor is an agenda: that there is none is wrong.
        raise _Doubt(floor, "CP-SAT found no agenda where one is known")
    found = replace(floor, bound=floor.bound if answer.bound is None else min(floor.bound, answer.bound))
    if answer.seats or answer.status in ("optimal", "feasible"):
        counted = points_of(prepared, answer.seats)
        if counted < answer.points:
            raise _Doubt(floor, f"CP-SAT counts {answer.points} points where there are {counted}")
        found = found.improve_with(answer.seats)
        if counted > found.points:
            return replace(found, bound=max(found.bound, found.points), cut=True)  # the agenda broke a rule
    if found.points > found.bound:
        alarm = f"CP-SAT's bound {found.bound} lies below an agenda of {found.points} points"
        raise _Doubt(replace(found, bound=max(found.points, floor.bound)), alarm)
    if answer.status != "optimal":
        found = found.improve_with(greedy(prepared, starts, found.seats, control.stop))
    return replace(found, cut=floor.cut or not (found.proven or control.alive))
