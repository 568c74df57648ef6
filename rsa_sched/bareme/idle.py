"""Idle time: what a participant waits between two of their situations in one session [R31]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rsa_sched.bareme.base import Tally, Term, visits
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
    scope = "session"

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

    def tally(self, prepared: PreparedProblem) -> Tally:
        return _Waits(prepared)


class _Waits(Tally):
    """When participants are busy in each session."""

    def __init__(self, prepared: PreparedProblem) -> None:
        self._index, self._price = prepared.index, prepared.index.regulation.idle_days
        self._spans: dict[tuple[str, str], list[tuple[int, int]]] = {}

    def gain(self, seat: Seat) -> int:
        units = 0
        for who in self._index.participants[seat.situation]:
            there = self._spans.get((who, seat.session))
            if there and who not in self._index.sessions[seat.session].staff:
                first, last = min(start for start, _ in there), max(end for _, end in there)
                longer = max(last, seat.end) - min(first, seat.start) - (last - first)
                units += longer // UNIT - self._index.units(seat.situation)
        return -self._price * units

    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        participants = self._index.participants[situation]
        # A participant who is there already may have a gap that the situation fills.
        filled = self._price * self._index.units(situation)
        return [filled * sum((who, session) in self._spans for who in participants) for session in sessions]

    def place(self, seat: Seat) -> None:
        for who in self._index.participants[seat.situation]:
            self._spans.setdefault((who, seat.session), []).append((seat.start, seat.end))

    def lift(self, seat: Seat) -> None:
        for who in self._index.participants[seat.situation]:
            spans = self._spans[who, seat.session]
            spans.remove((seat.start, seat.end))
            if not spans:
                del self._spans[who, seat.session]
