"""What still holds of an agenda that was made for an earlier state of the problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import to_moment
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.statement import StatedAppointment, Statement
from rsa_sched.engine.cpsat.pins import pins_hold, refuse_inadmissible, seats_of_pins
from rsa_sched.engine.stop import Stop
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Rule, Seat
from rsa_sched.rules.document import WholeDocument
from rsa_sched.rules.first_hour import FirstHour


def seats_that_hold(prepared: PreparedProblem, seats: Mapping[str, Seat], stop: Stop) -> dict[str, Seat]:
    """The seats that keep the rules of the prepared problem, those of pinned situations and then the earliest first.

    All of them where all of them do. A seat that breaks a rule beside those kept before it is left out, and so is
    whoever then stays alone in a session after its first hour. Pins that these seats do not hold are held by others.

    Raises
    ------
    PinClash, Interrupted : where the pins leave no agenda, or a stop came before that was known.
    """
    if pins_hold(prepared, seats) and not _broken(prepared.index, seats.values()):
        return dict(seats)
    pinned = {pin.situation for pin in prepared.index.problem.pins}
    order = sorted(seats.values(), key=lambda seat: (seat.situation not in pinned, seat.start, seat.session, seat[0]))
    kept = _grown(prepared.index, {}, order)
    if not pins_hold(prepared, kept):
        refuse_inadmissible(prepared)
        kept = _grown(prepared.index, seats_of_pins(prepared, stop), order)
    # a rule may look further than a seat's neighbours
    return {} if _broken(prepared.index, kept.values()) else kept


def _grown(index: ProblemIndex, base: Mapping[str, Seat], order: Iterable[Seat]) -> dict[str, Seat]:
    """Those of the base, and one by one those that break no rule beside them."""
    kept: dict[str, Seat] = {}
    near: dict[tuple[str, str | None], list[Seat]] = defaultdict(list)

    def keep(seat: Seat) -> None:
        kept[seat.situation] = seat
        for key in _neighbourhoods(index, seat):
            near[key].append(seat)

    for seat in base.values():
        keep(seat)
    # Fewer seats break no rule but first-hour, so that one is looked at when all are there.
    rules = [rule for rule in RULES if not isinstance(rule, WholeDocument | FirstHour)]
    for seat in order:
        beside = {other.situation: other for key in _neighbourhoods(index, seat) for other in near[key]}
        if seat.situation not in kept and not _broken(index, [*beside.values(), seat], rules):
            keep(seat)
    for rule in RULES:
        if isinstance(rule, FirstHour):
            for violation in list(rule.check(_reading(index, kept.values()))):
                kept.pop(violation.situation or "", None)
    return kept


def _neighbourhoods(index: ProblemIndex, seat: Seat) -> list[tuple[str, str | None]]:
    """What two seats have in common that may keep them apart: session, participant or person."""
    person = index.situations[seat.situation].person
    people = [("participant", name) for name in index.participants[seat.situation]]
    return [("session", seat.session), *people, *([] if person is None else [("person", person)])]


def _broken(index: ProblemIndex, seats: Iterable[Seat], rules: Iterable[Rule] = RULES) -> bool:
    """Whether a rule is broken by what is seated; that a pinned situation is not seated at all is no fault here."""
    reading = _reading(index, seats)
    return any(
        violation.situation is None or violation.situation in reading.seats
        for rule in rules
        if not isinstance(rule, WholeDocument)
        for violation in rule.check(reading)
    )


def _reading(index: ProblemIndex, seats: Iterable[Seat]) -> Reading:
    lines = tuple(
        StatedAppointment.model_construct(
            situation=seat.situation, session=seat.session, start=to_moment(seat.start), end=to_moment(seat.end)
        )
        for seat in seats
    )
    return Reading(index, Statement.model_construct(appointments=lines, deferrals=()))
