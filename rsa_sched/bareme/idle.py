"""Idle time: what a participant waits between two of their situations in one session [R31]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rsa_sched.bareme.base import Term, visits
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.rules.base import Seat
from rsa_sched.rules.seats import Seats


def waited(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
    """Units that participants wait between their situations: from the start of the first to the end of the last, less
    the situations' own; nothing for the staff.
    """
    units = 0
    for attended in visits(prepared, seats.values()).values():
        present = max(seat.end for seat in attended) - min(seat.start for seat in attended)
        units += max(0, present // UNIT - sum(prepared.index.units(seat.situation) for seat in attended))
    return units


class Idle(Term):
    """Each unit that a participant waits costs ``idle_days``."""

    id = "idle"

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        return prepared.index.regulation.idle_days * waited(prepared, seats)

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        price = prepared.index.regulation.idle_days
        if not price:
            return
        for professional, pairs in seats.of_participant.items():
            attended = defaultdict(list)
            for situation, session in pairs:
                if professional not in prepared.index.sessions[session].staff:
                    attended[session].append(situation)
            for session, situations in attended.items():
                if len(situations) > 1:
                    self._post_wait(prepared, seats, session, situations, price)

    @staticmethod
    def _post_wait(prepared: PreparedProblem, seats: Seats, session: str, situations: list[str], price: int) -> None:
        index = prepared.index
        opens, whole = index.start[session], index.sessions[session].minutes // UNIT
        arrives, leaves, waits = (seats.whole_number(whole) for _ in range(3))
        busy = []
        for situation in situations:
            seated, units = seats.seated(situation, session), index.units(situation)
            begun = [((start - opens) // UNIT, literal) for start, literal in seats.starts(situation, session).items()]
            # Not seated, a situation says nothing: arrival by the end, departure from the beginning.
            seats.at_most(whole, [(1, arrives), (whole, seated), *((-unit, literal) for unit, literal in begun)])
            seats.at_least(0, [(1, leaves), *((-unit - units, literal) for unit, literal in begun)])
            busy.append((units, seated))
        seats.at_least(0, [(1, waits), (-1, leaves), (1, arrives), *busy])
        seats.earn(-price, waits)
