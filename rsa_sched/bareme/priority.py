"""Priority: seniority and urgency, per unit of session time [R28, R29]."""

from __future__ import annotations

from collections.abc import Mapping

from rsa_sched.bareme.base import BaremePart
from rsa_sched.bareme.case import Case
from rsa_sched.rules.base import Seat
from rsa_sched.rules.seats import Seats


def earned(case: Case, situation: str, session: str) -> int:
    """Points of a situation seated in a session.

    Per unit, so that asking for 45 minutes neither helps nor harms; less for each week ahead; a late request
    (``late: "fill"``) earns less than anybody in time, the oldest and most urgent most.
    """
    docket, regulation = case.docket, case.docket.regulation
    units = docket.units(situation)
    if regulation.late == "fill" and docket.is_late(situation, session):
        return units * (regulation.slot_days // 2 + min(1000, case.values[situation]) // 100)
    value = case.values[situation]
    lost_percent = min(50, docket.weeks_ahead(session) * regulation.wait_percent_per_week)
    return units * (value - value * lost_percent // 100)


class Priority(BaremePart):
    """What the seated situations earn."""

    id = "priority"

    def recount(self, case: Case, seats: Mapping[str, Seat]) -> int:
        return sum(earned(case, seat.situation, seat.session) for seat in seats.values())

    def post(self, case: Case, seats: Seats) -> None:
        for situation, session in seats.pairs:
            seats.earn(earned(case, situation, session), seats.seated(situation, session))
