"""An agenda at once: situations by value, each where it brings most. The floor below which no answer falls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.travel import Trip, trip
from rsa_sched.domain.clock import UNIT, to_minute
from rsa_sched.domain.docket import Engagement
from rsa_sched.engine.options import Options
from rsa_sched.rules.base import Seat


class Board:
    """An agenda in the making: what is taken, who is where, and what one more seat would bring.

    It only ever adds: a seat that `fits` leaves a valid agenda valid.
    """

    def __init__(self, case: Case, starts: Options, seats: Mapping[str, Seat]) -> None:
        self.case = case
        self.seats: dict[str, Seat] = {}
        self._starts = starts
        self._taken: dict[str, set[int]] = defaultdict(set)
        self._count: dict[str, int] = defaultdict(int)
        self._persons: set[str] = set()
        self._engagements: dict[str, list[Engagement]] = defaultdict(list)
        self._trips: set[Trip] = set()
        self._granted: dict[tuple[str, str], int] = defaultdict(int)
        self._due = case.dues
        self._announced = {line.situation: line for line in case.docket.problem.announced}
        for seat in seats.values():
            self.place(seat)

    def openings(self, situation: str) -> Iterator[Seat]:
        """Every seat that fits beside what is seated, nobody moved."""
        docket = self.case.docket
        person = docket.situations[situation].person
        if situation in self.seats or person in self._persons:
            return
        for session in self.case.admitted[situation]:
            if self._count[session] >= docket.sessions[session].size:
                continue
            for minute in self._starts.get((situation, session), ()):
                seat = Seat(situation, session, minute, minute + docket.minutes[situation])
                if self._fits(seat):
                    yield seat

    def _fits(self, seat: Seat) -> bool:
        docket = self.case.docket
        if not self._taken[seat.session].isdisjoint(range(seat.start, seat.end, UNIT)):
            return False
        first = docket.regulation.single_situation_minutes
        if not self._count[seat.session] and first is not None and seat.end > docket.start[seat.session] + first:
            return False
        here = self._engagement(seat)
        return not any(
            docket.clash(here, there)
            for participant in docket.participants[seat.situation]
            for there in self._engagements[participant]
        )

    def _engagement(self, seat: Seat) -> Engagement:
        docket = self.case.docket
        venue = docket.sessions[seat.session].venue
        return Engagement(seat.start, seat.end, venue, docket.date(seat.session), seat.session)

    def gain(self, seat: Seat) -> int:
        """Points that the seat adds to the agenda as it stands."""
        docket, regulation = self.case.docket, self.case.docket.regulation
        key = docket.service_of(seat.situation), docket.kind_of(seat.situation)
        short = self._due.get(key, 0) - self._granted[key]
        relieved = range(max(0, short - docket.units(seat.situation)) + 1, short + 1)
        gain = earned(self.case, seat.situation, seat.session)
        gain += sum(regulation.shortfall_price(unit) for unit in relieved)
        gain -= 2 * regulation.trip_days * len(self._new_trips(seat))
        gain -= regulation.idle_days * self._added_wait(seat)
        line = self._announced.get(seat.situation)
        if line is not None and line.session == seat.session:
            gain += 2 * regulation.move_session_days
            gain -= 2 * regulation.move_time_days if to_minute(line.start) != seat.start else 0
        return gain

    def _new_trips(self, seat: Seat) -> set[Trip]:
        docket = self.case.docket
        trips = (trip(docket, who, seat.session) for who in docket.participants[seat.situation])
        return {journey for journey in trips if journey is not None} - self._trips

    def _added_wait(self, seat: Seat) -> int:
        units, docket = 0, self.case.docket
        for who in docket.participants[seat.situation]:
            there = [known for known in self._engagements[who] if known.session == seat.session]
            if there and who not in docket.sessions[seat.session].staff:
                first, last = min(known.start for known in there), max(known.end for known in there)
                longer = max(last, seat.end) - min(first, seat.start) - (last - first)
                units += longer // UNIT - docket.units(seat.situation)
        return units

    def place(self, seat: Seat) -> None:
        """Seat a situation."""
        docket = self.case.docket
        self.seats[seat.situation] = seat
        self._taken[seat.session].update(range(seat.start, seat.end, UNIT))
        self._count[seat.session] += 1
        person = docket.situations[seat.situation].person
        if person is not None:
            self._persons.add(person)
        self._trips |= self._new_trips(seat)
        for who in docket.participants[seat.situation]:
            self._engagements[who].append(self._engagement(seat))
        self._granted[docket.service_of(seat.situation), docket.kind_of(seat.situation)] += docket.units(seat.situation)


def greedy(case: Case, starts: Options, base: Mapping[str, Seat]) -> dict[str, Seat]:
    """Seats for a case, around those of `base`: by value per unit, each at the opening that adds most, if it adds."""
    board = Board(case, starts, base)

    def worth(situation: str) -> tuple[int, str]:
        best = max((earned(case, situation, session) for session in case.admitted[situation]), default=0)
        return -best // case.docket.units(situation), situation

    for situation in sorted(case.candidates, key=worth):
        best = max(board.openings(situation), key=lambda seat: (board.gain(seat), -seat.start), default=None)
        if best is not None and board.gain(best) > 0:
            board.place(best)
    return board.seats
