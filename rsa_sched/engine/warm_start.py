"""A warm start: what still holds of an agenda that was made for an earlier state of the problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.pins import pins_hold, refuse_inadmissible, seats_of_pins
from rsa_sched.engine.options import Starts
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Seat, broken_by


def seats_that_hold(prepared: PreparedProblem, seats: Mapping[str, Seat], control: Control) -> dict[str, Seat]:
    """The seats that keep the rules, those of pinned situations and then the earliest first.

    All of them where all of them do. A seat that breaks a rule beside those kept before it is left out, and so is
    whoever then breaks one that is not monotone. Pins that these seats do not hold are held by others.

    Raises
    ------
    PinClash, Interrupted : where the pins leave no agenda, or a stop came before that was known.
    """
    if pins_hold(prepared, seats) and not _breaks(prepared, seats):
        return dict(seats)
    pinned = {pin.situation for pin in prepared.index.problem.pins}
    order = sorted(seats.values(), key=lambda seat: (seat.situation not in pinned, seat.start, seat.session, seat[0]))
    kept = _grown(prepared, {}, order)
    if not pins_hold(prepared, kept):
        refuse_inadmissible(prepared)
        kept = _grown(prepared, seats_of_pins(prepared, control), order)
    return {} if _breaks(prepared, kept) else kept


def _grown(prepared: PreparedProblem, base: Mapping[str, Seat], order: Iterable[Seat]) -> dict[str, Seat]:
    """Those of the base, and one by one those that break no rule beside them."""
    monotone = [rule for rule in RULES if rule.is_monotone]
    partial, starts = PartialAgenda(prepared, base.values(), rules=monotone, terms=()), Starts(prepared)
    for seat in order:
        possible = seat.start in starts.get((seat.situation, seat.session), ())
        if possible and seat.end - seat.start == prepared.index.minutes[seat.situation] and partial.fits(seat):
            partial.place(seat)
    kept = dict(partial.seats)
    others = [rule for rule in RULES if not rule.is_monotone]
    while alone := {violation.situation for violation in broken_by(others, prepared.index, kept.values())} & {*kept}:
        kept = {name: seat for name, seat in kept.items() if name not in alone}
    return kept


def _breaks(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> bool:
    return any(broken_by(RULES, prepared.index, seats.values()))
