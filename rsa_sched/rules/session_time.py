"""session-time: on the 15-minute grid, inside the session, of the prescribed length, one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rsa_sched.domain.clock import UNIT, iso_minute, quarters, starts_reaching
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Seat, SeatFit, Violation
from rsa_sched.rules.seats import Seats


class SessionTime(Rule):
    """A session hears one situation at a time, for as long as its type and its content ask."""

    id = "session-time"
    scope = "session"
    directness = 3

    # --- plain check --------------------------------------------------------------------------------------------------

    def check(self, reading: Reading) -> Iterator[Violation]:
        index = reading.index
        for name, seat in reading.seats.items():
            opens, closes = index.start[seat.session], index.end(seat.session)
            if (seat.start - opens) % 15 != 0:
                yield self.broken("off-grid", name, seat.session)
            if seat.end - seat.start != index.minutes[name]:
                due, lasts = index.minutes[name], seat.end - seat.start
                yield self.broken("length", name, seat.session, minutes=due, lasts=lasts)
            if seat.start < opens or seat.end > closes:
                hours = {"opens": iso_minute(opens), "closes": iso_minute(closes)}
                yield self.broken("outside", name, seat.session, **hours)
        for session, seats in reading.by_session.items():
            for n, seat in enumerate(seats):
                for other in seats[n + 1 :]:
                    if seat.start < other.end and other.start < seat.end:
                        yield self.broken("overlap", other.situation, session, other=seat.situation)

    # --- CP-SAT form --------------------------------------------------------------------------------------------------

    def allows(self, index: ProblemIndex, situation: str, session: str, start: int) -> bool:
        return index.start[session] <= start and start + index.minutes[situation] <= index.end(session)

    def barred(self, index: ProblemIndex, situation: str, session: str) -> int:
        room = index.sessions[session].minutes - index.minutes[situation]
        return (1 << index.grid(session)) - (1 << max(0, room // UNIT + 1))

    def post(self, seats: Seats) -> None:
        for session, situations in seats.of_session.items():
            if len(situations) < 2:
                continue
            for literals in seats.by_quarter(session, situations).values():
                seats.at_most_one(literals)
            # Follows from the above; said again, in units, because it is what the solver's bound lives on.
            lengths = {situation: seats.index.units(situation) for situation in situations}
            room = seats.index.sessions[session].minutes // UNIT
            if sum(lengths.values()) > room:
                seats.at_most(room, ((units, seats.seated(name, session)) for name, units in lengths.items()))

    # --- an agenda in the making --------------------------------------------------------------------------------------

    def fit(self, index: ProblemIndex) -> SeatFit:
        return _Taken(index)


class _Taken(SeatFit):
    """The quarters of each session that are taken, a bit each."""

    def __init__(self, index: ProblemIndex) -> None:
        self._index = index
        self._taken: dict[str, int] = defaultdict(int)

    def has_room(self, situation: str, session: str) -> bool:
        taken = UNIT * self._taken[session].bit_count()
        return self._index.sessions[session].minutes - taken >= self._index.minutes[situation]

    def blocked(self, situation: str, session: str) -> int:
        return starts_reaching(self._taken[session], self._index.units(situation))

    def place(self, seat: Seat) -> None:
        self._taken[seat.session] |= self._quarters(seat)

    def lift(self, seat: Seat) -> None:
        self._taken[seat.session] &= ~self._quarters(seat)

    def _quarters(self, seat: Seat) -> int:
        return quarters(seat.start, seat.end, self._index.start[seat.session], self._index.grid(seat.session))
