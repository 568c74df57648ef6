"""The stage for a component that one CP-SAT model can prove: solve it, and believe what stands up to a recount."""

from __future__ import annotations

from dataclasses import replace

from rsa_sched.bareme.points import points_of
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Answer, Model
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import Options, options


def improve_by_model(floor: Incumbent, control: Control) -> Incumbent:
    """Solve the model of the whole component; once more, cautiously, where an answer does not stand up."""
    weight, starts = len(floor.prepared.candidates), options(floor.prepared)
    model = Model(floor.prepared, starts=starts, pulse=control.check)
    model.hint(floor.seats)
    seconds = control.allot(weight).left()
    answer = model.solve(
        seconds=seconds, seed=control.seed, stop=control.stop, enough=floor.bound, on_better=control.tell
    )
    try:
        found = _believed(floor, answer, starts, control)
    except _Doubt as doubt:
        floor = replace(doubt.found, alarms=(*doubt.found.alarms, str(doubt)))
        if control.stop.asked:
            return replace(floor, cut=True)
        seconds = control.allot(weight).left()
        answer = model.solve(seconds=seconds, seed=control.seed, stop=control.stop, cautious=True)
        try:
            found = _believed(floor, answer, starts, control)
        except _Doubt as again:
            return replace(again.found, cut=True, alarms=(*again.found.alarms, str(again)))
    return replace(found, cut=found.cut or floor.cut)


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
    return replace(found, cut=found.points != found.bound)
