"""Priority: seniority and urgency, per unit of session time [R28, R29]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rsa_sched.bareme.base import Tally, Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.rules.base import Seat
from rsa_sched.rules.seats import Seats


def earned(prepared: PreparedProblem, situation: str, session: str) -> int:
    """Points of a situation seated in a session.

    Per unit, so that asking for 45 minutes neither helps nor harms; less for each week ahead; a late request
    (``late: "fill"``) earns less than anybody in time, the oldest and most urgent most.
    """
    index, regulation = prepared.index, prepared.index.regulation
    units = index.units(situation)
    if regulation.late == "fill" and index.is_late(situation, session):
        return units * (regulation.slot_days // 2 + min(1000, prepared.values[situation]) // 100)
    value = prepared.values[situation]
    lost_percent = min(50, index.weeks_ahead(session) * regulation.wait_percent_per_week)
    return units * (value - value * lost_percent // 100)


class Priority(Term):
    """What the seated situations earn."""

    id = "priority"
    sign = 1
    scope = "seat"
    in_plans = True

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        return sum(earned(prepared, seat.situation, seat.session) for seat in seats.values())

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        for situation, session in seats.pairs:
            seats.earn(earned(prepared, situation, session), seats.seated(situation, session))

    def worth(self, prepared: PreparedProblem, situation: str, session: str) -> int:
        return earned(prepared, situation, session)

    def tally(self, prepared: PreparedProblem) -> Tally:
        return _Earnings(prepared)


class _Earnings(Tally):
    """What each pair earns, looked up."""

    def __init__(self, prepared: PreparedProblem) -> None:
        self._prepared = prepared
        self._known: dict[tuple[str, str], int] = {}

    def gain(self, seat: Seat) -> int:
        return self._of(seat.situation, seat.session)

    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        return [self._of(situation, session) for session in sessions]

    def _of(self, situation: str, session: str) -> int:
        key = situation, session
        if key not in self._known:
            self._known[key] = earned(self._prepared, situation, session)
        return self._known[key]
