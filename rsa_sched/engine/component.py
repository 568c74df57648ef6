"""One component: a first agenda, then CP-SAT until it is proven best or the time is up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.budget import Budget
from rsa_sched.engine.colgen.stage import improve_by_plans, is_large
from rsa_sched.engine.cpsat.model import Answer, Model, possible
from rsa_sched.engine.cpsat.pins import clash_unheard, seats_of_pins
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent, points_of
from rsa_sched.engine.keeping import broken, mended
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.room_for_all import bound_if_one_is_left_out, claimants, may_all_be_seated
from rsa_sched.engine.stop import Stop
from rsa_sched.rules.base import Seat


def at_once(
    prepared: PreparedProblem, stop: Stop, start: Mapping[str, Seat], left: Callable[[], float | None] = lambda: None
) -> Incumbent:
    """A first agenda: the pins, then by value; or the caller's, filled up, where that is better.

    A stop ends the filling: what is seated by then is an agenda.

    Parameters
    ----------
    left : seconds left for naming a clash of pins; None for ever.

    Raises
    ------
    PinClash, Interrupted : where the pins leave no agenda, or a stop came before that was known.
    """
    pinned = seats_of_pins(prepared, stop, left)
    starts = options(prepared)
    first, alarms = _whole(prepared, greedy(prepared, starts, pinned, stop))
    points = points_of(prepared, first)
    if start:
        own = greedy(prepared, starts, start, stop)
        own_points = points_of(prepared, own)
        if own_points > points and not broken(prepared, own):
            first, points, alarms = own, own_points, ()
    return Incumbent(prepared, first, points, max(points, capacity_bound(prepared)), stop.asked, alarms)


def _whole(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> tuple[Mapping[str, Seat], tuple[str, ...]]:
    """A first agenda as it is, where it keeps every rule; else what is left of it, and a word on that."""
    rules = broken(prepared, seats)
    if not rules:
        return seats, ()
    rest = mended(prepared, seats)
    still = broken(prepared, rest)
    if still:
        raise clash_unheard(prepared, still)
    return rest, (f"the first agenda broke {', '.join(rules)}: {len(seats) - len(rest)} places were taken back",)


def improve(
    floor: Incumbent, budget: Budget, seed: int, stop: Stop, tell: Callable[[int, int | None], None]
) -> Incumbent:
    """Search from a first agenda on; the answer is never worse, its bound never weaker."""
    known = floor
    try:
        _still_time(budget, stop)
        if not known.proven:
            starts = options(floor.prepared)
            known = _everybody(floor, budget, seed, stop, starts)
        if not known.proven:
            tell(known.points, known.bound)
            known = _searched(known, budget, seed, stop, tell, starts)
    except _OutOfTime:
        known = replace(known, cut=known.cut or not known.proven)
    finally:
        budget.done(len(floor.prepared.candidates))
    return floor if known is floor else _keeping(floor, known)


def _searched(
    floor: Incumbent,
    budget: Budget,
    seed: int,
    stop: Stop,
    tell: Callable[[int, int | None], None],
    starts: Options,
) -> Incumbent:
    weight = len(floor.prepared.candidates)
    if is_large(starts):
        found = improve_by_plans(floor, budget.share(weight), seed, stop, tell, starts)
        return replace(found, cut=found.cut or floor.cut)
    model = Model(floor.prepared, starts=starts, pulse=lambda: _still_time(budget, stop))
    model.hint(floor.seats)
    answer = model.solve(seconds=budget.share(weight), seed=seed, stop=stop, enough=floor.bound, on_better=tell)
    found = _believed(floor, answer, starts, stop)
    if found.alarms and not stop.asked:
        answer = model.solve(seconds=budget.share(weight), seed=seed, stop=stop, cautious=True)
        again = _believed(floor, answer, starts, stop)
        found = replace(again, alarms=found.alarms + again.alarms)
    return replace(found, cut=found.cut or floor.cut)


def _keeping(floor: Incumbent, found: Incumbent) -> Incumbent:
    """What was found, where it keeps every rule; else the agenda from before, and a word on it."""
    rules = broken(found.prepared, found.seats)
    if not rules:
        return found
    alarm = f"an agenda of {found.points} points breaks {', '.join(rules)}; the one before it is kept"
    bound = max(floor.points, found.bound)
    return replace(floor, bound=bound, cut=True, alarms=(*found.alarms, alarm))


def _everybody(floor: Incumbent, budget: Budget, seed: int, stop: Stop, starts: Options) -> Incumbent:
    """Where there may be room for everybody: everybody's agenda, or the proof that somebody must be left out."""
    prepared, groups = floor.prepared, claimants(floor.prepared)
    if sum(any(name in floor.seats for name in group) for group in groups) == len(groups) or not may_all_be_seated(
        prepared
    ):
        return floor
    model = Model(prepared, parts=(), starts=starts, pulse=lambda: _still_time(budget, stop))
    model.seat_all(groups)
    seconds = budget.share(len(prepared.candidates))
    answer = possible(model, seconds=None if seconds is None else seconds / 2, seed=seed, stop=stop)
    if answer.status == "infeasible":
        return replace(floor, bound=max(floor.points, min(floor.bound, bound_if_one_is_left_out(prepared))))
    if answer.status == "unknown":
        return replace(floor, cut=True)  # the clock has decided what is known from here on
    points = points_of(prepared, answer.seats)
    return replace(floor, seats=answer.seats, points=points) if points > floor.points else floor


class _OutOfTime(Exception):
    """The time was up while a model was being built."""


def _still_time(budget: Budget, stop: Stop) -> None:
    left = budget.left()
    if stop.asked or (left is not None and left <= 0):
        raise _OutOfTime


def _believed(floor: Incumbent, answer: Answer, starts: Options, stop: Stop) -> Incumbent:
    """As much of an answer as stands up to a recount."""
    prepared = floor.prepared
    if answer.status == "infeasible":
        # The floor is an agenda: whoever finds none is wrong.
        return Incumbent(
            prepared, floor.seats, floor.points, floor.bound, True, ("CP-SAT found no agenda where one is known",)
        )
    seats, points = floor.seats, floor.points
    bound = floor.bound if answer.bound is None else min(floor.bound, answer.bound)
    if answer.seats or answer.status in ("optimal", "feasible"):
        counted = points_of(prepared, answer.seats)
        if counted < answer.points:
            alarm = f"CP-SAT counts {answer.points} points where there are {counted}"
            return Incumbent(prepared, floor.seats, floor.points, floor.bound, True, (alarm,))
        if counted > points:
            seats, points = answer.seats, counted
    if max(points, floor.points) > bound:
        alarm = f"CP-SAT's bound {bound} lies below an agenda of {max(points, floor.points)} points"
        return Incumbent(prepared, seats, points, max(points, floor.bound), True, (alarm,))
    if answer.status != "optimal":
        filled = greedy(prepared, starts, seats, stop)
        if points_of(prepared, filled) > points:
            seats, points = filled, points_of(prepared, filled)
    return Incumbent(prepared, seats, points, bound, points != bound)
