"""Idle time: what a participant waits between two of their situations in one session [R31]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rsa_sched.bareme.base import BaremePart, visits
from rsa_sched.bareme.case import Case
from rsa_sched.domain.clock import UNIT
from rsa_sched.rules.base import Seat
from rsa_sched.rules.seats import Seats


class Idle(BaremePart):
    """Units from the start of the first to the end of the last, less the situations' own; nothing for the staff."""

    id = "idle"

    def recount(self, case: Case, seats: Mapping[str, Seat]) -> int:
        units = 0
        for attended in visits(case, seats.values()).values():
            present = max(seat.end for seat in attended) - min(seat.start for seat in attended)
            units += present // UNIT - sum(case.docket.units(seat.situation) for seat in attended)
        return case.docket.regulation.idle_days * units

    def post(self, case: Case, seats: Seats) -> None:
        price = case.docket.regulation.idle_days
        if not price:
            return
        for professional, pairs in seats.of_participant.items():
            attended = defaultdict(list)
            for situation, session in pairs:
                if professional not in case.docket.sessions[session].staff:
                    attended[session].append(situation)
            for session, situations in attended.items():
                if len(situations) > 1:
                    self._post_wait(case, seats, session, situations, price)

    @staticmethod
    def _post_wait(case: Case, seats: Seats, session: str, situations: list[str], price: int) -> None:
        docket, cp = case.docket, seats.cp
        opens, whole = docket.start[session], docket.sessions[session].minutes // UNIT
        arrives, leaves = cp.new_int_var(0, whole, ""), cp.new_int_var(0, whole, "")
        busy = []
        for situation in situations:
            seated, units = seats.seated(situation, session), docket.units(situation)
            begun = [((start - opens) // UNIT, literal) for start, literal in seats.starts(situation, session).items()]
            # Not seated, a situation says nothing: arrival by the end, departure from the beginning.
            cp.add(arrives <= sum(unit * literal for unit, literal in begun) + whole * (1 - seated))
            cp.add(leaves >= sum((unit + units) * literal for unit, literal in begun))
            busy.append(units * seated)
        waits = cp.new_int_var(0, whole, "")
        cp.add(waits >= leaves - arrives - sum(busy))
        seats.earn(-price, waits)
