"""One component: a first agenda, then stage after stage until it is proven best or the time is up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.colgen.stage import improve_by_plans, is_large
from rsa_sched.engine.control import Control, OutOfTime
from rsa_sched.engine.cpsat.pins import name_clash, seats_of_pins
from rsa_sched.engine.cpsat.stage import improve_by_model
from rsa_sched.engine.feasibility import broken_rules, repair
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import options
from rsa_sched.engine.room_for_all import seat_everybody
from rsa_sched.heap import give_back
from rsa_sched.rules.base import Seat


def at_once(prepared: PreparedProblem, start: Mapping[str, Seat], control: Control) -> Incumbent:
    """A first agenda: the pins, then by value; or the caller's, filled up, where that is better.

    A stop ends the filling: what is seated by then is an agenda.

    Raises
    ------
    PinClash, Interrupted : where the pins leave no agenda, or a stop came before that was known.
    """
    pinned = seats_of_pins(prepared, control)
    starts = options(prepared)
    first, alarms = _whole(prepared, greedy(prepared, starts, pinned, control.stop))
    points = points_of(prepared, first)
    if start:
        own = greedy(prepared, starts, start, control.stop)
        own_points = points_of(prepared, own)
        if own_points > points and not broken_rules(prepared, own):
            first, points, alarms = own, own_points, ()
    return Incumbent(prepared, first, points, max(points, capacity_bound(prepared)), control.stop.asked, alarms)


def _whole(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> tuple[Mapping[str, Seat], tuple[str, ...]]:
    """A first agenda as it is, where it keeps every rule; else what is left of it, and a word on that."""
    rules = broken_rules(prepared, seats)
    if not rules:
        return seats, ()
    rest = repair(prepared, seats)
    still = broken_rules(prepared, rest)
    if still:
        raise name_clash(prepared, still)
    return rest, (f"the first agenda broke {', '.join(rules)}: {len(seats) - len(rest)} places were taken back",)


def improve(floor: Incumbent, control: Control) -> Incumbent:
    """Search from a first agenda on; the answer is never worse, its bound never weaker."""
    known = floor
    try:
        for stage in (seat_everybody, _search):
            control.check()
            if not known.proven:
                known = stage(known, control)
    except OutOfTime:
        known = replace(known, cut=known.cut or not known.proven)
    finally:
        control.budget.done(len(floor.prepared.candidates))
    return known


def _search(floor: Incumbent, control: Control) -> Incumbent:
    control.tell(floor.points, floor.bound)
    if not is_large(options(floor.prepared)):
        return improve_by_model(floor, control)
    found = improve_by_plans(floor, control)
    give_back()  # pools of plans by the hundred thousand, beside other components that draw up theirs
    return found
