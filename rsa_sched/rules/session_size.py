"""session-size: at most `max_situations` of the session, by default its type's [R40: 6, R35: 4]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Seat, SeatFit, Violation
from rsa_sched.rules.seats import Seats


class SessionSize(Rule):
    """A session hears only so many situations."""

    id = "session-size"
    scope = "session"

    def check(self, reading: Reading) -> Iterator[Violation]:
        for session, seats in reading.by_session.items():
            most = reading.index.sessions[session].size
            if len(seats) > most:
                yield self.broken("too-many", None, session, number=len(seats), most=most)

    def post(self, seats: Seats) -> None:
        for session, situations in seats.of_session.items():
            most = seats.index.sessions[session].size
            if len(situations) > most:
                seats.at_most(most, ((1, seats.seated(situation, session)) for situation in situations))

    def fit(self, index: ProblemIndex) -> SeatFit:
        return _Places(index)


class _Places(SeatFit):
    """How many situations each session hears."""

    def __init__(self, index: ProblemIndex) -> None:
        self._size = {name: row.size for name, row in index.sessions.items()}
        self._heard: Counter[str] = Counter()

    def has_room(self, situation: str, session: str) -> bool:
        return self._heard[session] < self._size[session]

    def place(self, seat: Seat) -> None:
        self._heard[seat.session] += 1

    def lift(self, seat: Seat) -> None:
        self._heard[seat.session] -= 1
