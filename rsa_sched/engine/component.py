"""One component: a first agenda, then CP-SAT until it is proven best or the time is up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from rsa_sched.bareme.case import Case
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.budget import Budget
from rsa_sched.engine.everybody import bound_if_somebody_is_not, claimants, may_all_be_heard
from rsa_sched.engine.found import Found, points_of
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.keeping import broken, mended
from rsa_sched.engine.large import improve_large, is_large
from rsa_sched.engine.model import Answer, Model, possible
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.pins import clash_unheard, seats_of_pins
from rsa_sched.engine.stop import Stop
from rsa_sched.rules.base import Seat


def at_once(
    case: Case, stop: Stop, start: Mapping[str, Seat], left: Callable[[], float | None] = lambda: None
) -> Found:
    """A first agenda: the pins, then by value; or the caller's, filled up, where that is better.

    A stop ends the filling: what is seated by then is an agenda.

    Parameters
    ----------
    left : seconds left for naming a clash of pins; None for ever.

    Raises
    ------
    PinClash, Interrupted : where the pins leave no agenda, or a stop came before that was known.
    """
    pinned = seats_of_pins(case, stop, left)
    starts = options(case)
    first, alarms = _whole(case, greedy(case, starts, pinned, stop))
    points = points_of(case, first)
    if start:
        own = greedy(case, starts, start, stop)
        own_points = points_of(case, own)
        if own_points > points and not broken(case, own):
            first, points, alarms = own, own_points, ()
    return Found(case, first, points, max(points, capacity_bound(case)), stop.asked, alarms)


def _whole(case: Case, seats: Mapping[str, Seat]) -> tuple[Mapping[str, Seat], tuple[str, ...]]:
    """A first agenda as it is, where it keeps every rule; else what is left of it, and a word on that."""
    rules = broken(case, seats)
    if not rules:
        return seats, ()
    rest = mended(case, seats)
    still = broken(case, rest)
    if still:
        raise clash_unheard(case, still)
    return rest, (f"the first agenda broke {', '.join(rules)}: {len(seats) - len(rest)} places were taken back",)


def improve(floor: Found, budget: Budget, seed: int, stop: Stop, tell: Callable[[int, int | None], None]) -> Found:
    """Search from a first agenda on; the answer is never worse, its bound never weaker."""
    known = floor
    try:
        _still_time(budget, stop)
        if not known.proven:
            starts = options(floor.case)
            known = _everybody(floor, budget, seed, stop, starts)
        if not known.proven:
            tell(known.points, known.bound)
            known = _searched(known, budget, seed, stop, tell, starts)
    except _OutOfTime:
        known = replace(known, cut=known.cut or not known.proven)
    finally:
        budget.done(len(floor.case.candidates))
    return floor if known is floor else _keeping(floor, known)


def _searched(
    floor: Found,
    budget: Budget,
    seed: int,
    stop: Stop,
    tell: Callable[[int, int | None], None],
    starts: Options,
) -> Found:
    weight = len(floor.case.candidates)
    if is_large(starts):
        found = improve_large(floor, budget.share(weight), seed, stop, tell, starts)
        return replace(found, cut=found.cut or floor.cut)
    model = Model(floor.case, starts=starts, pulse=lambda: _still_time(budget, stop))
    model.hint(floor.seats)
    answer = model.solve(seconds=budget.share(weight), seed=seed, stop=stop, enough=floor.bound, on_better=tell)
    found = _believed(floor, answer, starts, stop)
    if found.alarms and not stop.asked:
        answer = model.solve(seconds=budget.share(weight), seed=seed, stop=stop, cautious=True)
        again = _believed(floor, answer, starts, stop)
        found = replace(again, alarms=found.alarms + again.alarms)
    return replace(found, cut=found.cut or floor.cut)


def _keeping(floor: Found, found: Found) -> Found:
    """What was found, where it keeps every rule; else the agenda from before, and a word on it."""
    rules = broken(found.case, found.seats)
    if not rules:
        return found
    alarm = f"an agenda of {found.points} points breaks {', '.join(rules)}; the one before it is kept"
    bound = max(floor.points, found.bound)
    return replace(floor, bound=bound, cut=True, alarms=(*found.alarms, alarm))


def _everybody(floor: Found, budget: Budget, seed: int, stop: Stop, starts: Options) -> Found:
    """Where there may be room for everybody: everybody's agenda, or the proof that somebody must be left out."""
    case, groups = floor.case, claimants(floor.case)
    if sum(any(name in floor.seats for name in group) for group in groups) == len(groups) or not may_all_be_heard(case):
        return floor
    model = Model(case, parts=(), starts=starts, pulse=lambda: _still_time(budget, stop))
    model.seat_all(groups)
    seconds = budget.share(len(case.candidates))
    answer = possible(model, seconds=None if seconds is None else seconds / 2, seed=seed, stop=stop)
    if answer.status == "infeasible":
        return replace(floor, bound=max(floor.points, min(floor.bound, bound_if_somebody_is_not(case))))
    if answer.status == "unknown":
        return replace(floor, cut=True)  # the clock has decided what is known from here on
    points = points_of(case, answer.seats)
    return replace(floor, seats=answer.seats, points=points) if points > floor.points else floor


class _OutOfTime(Exception):
    """The time was up while a model was being built."""


def _still_time(budget: Budget, stop: Stop) -> None:
    left = budget.left()
    if stop.asked or (left is not None and left <= 0):
        raise _OutOfTime


def _believed(floor: Found, answer: Answer, starts: Options, stop: Stop) -> Found:
    """As much of an answer as stands up to a recount."""
    case = floor.case
    if answer.status == "infeasible":
        # The floor is an agenda: whoever finds none is wrong.
        return Found(case, floor.seats, floor.points, floor.bound, True, ("CP-SAT found no agenda where one is known",))
    seats, points = floor.seats, floor.points
    bound = floor.bound if answer.bound is None else min(floor.bound, answer.bound)
    if answer.seats or answer.status in ("optimal", "feasible"):
        counted = points_of(case, answer.seats)
        if counted < answer.points:
            alarm = f"CP-SAT counts {answer.points} points where there are {counted}"
            return Found(case, floor.seats, floor.points, floor.bound, True, (alarm,))
        if counted > points:
            seats, points = answer.seats, counted
    if max(points, floor.points) > bound:
        alarm = f"CP-SAT's bound {bound} lies below an agenda of {max(points, floor.points)} points"
        return Found(case, seats, points, max(points, floor.bound), True, (alarm,))
    if answer.status != "optimal":
        filled = greedy(case, starts, seats, stop)
        if points_of(case, filled) > points:
            seats, points = filled, points_of(case, filled)
    return Found(case, seats, points, bound, points != bound)
