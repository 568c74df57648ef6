"""first-hour: a session's only situation ends within the first `single_situation_minutes` [R22]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rsa_sched.domain.clock import UNIT, iso_minute
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Seat, SeatFit, Violation
from rsa_sched.rules.seats import Seats


class FirstHour(Rule):
    """With fewer than two situations the service stays for the first hour only; ``null``: no such rule."""

    id = "first-hour"
    scope = "session"
    is_monotone = False  # whoever stays alone may end too late
    directness = 0

    def check(self, reading: Reading) -> Iterator[Violation]:
        minutes = reading.index.regulation.single_situation_minutes
        if minutes is None:
            return
        for session, seats in reading.by_session.items():
            limit = reading.index.start[session] + minutes
            if len(seats) == 1 and seats[0].end > limit:
                yield self.broken("late", seats[0].situation, session, limit=iso_minute(limit))

    def post(self, seats: Seats) -> None:
        minutes = seats.index.regulation.single_situation_minutes
        if minutes is None:
            return
        for session, situations in seats.of_session.items():
            limit = seats.index.start[session] + minutes
            late = {}
            for situation in situations:
                length = seats.index.minutes[situation]
                starts = seats.starts(situation, session)
                late[situation] = [(1, literal) for start, literal in starts.items() if start + length > limit]
            if any(late.values()):
                # in company: at least two sit here
                company = seats.whole_number(1)
                seats.at_least(0, [(-2, company), *((1, seats.seated(name, session)) for name in situations)])
                for literals in late.values():
                    if literals:
                        seats.at_most(0, [*literals, (-1, company)])

    def fit(self, index: ProblemIndex) -> SeatFit | None:
        first = index.regulation.single_situation_minutes
        return None if first is None else _FirstSeat(index, first)


class _FirstSeat(SeatFit):
    """How many sit in each session: the first has to end within the first hour, whoever may follow."""

    def __init__(self, index: ProblemIndex, first: int) -> None:
        self._index, self._first = index, first
        self._heard: Counter[str] = Counter()

    def blocked(self, situation: str, session: str) -> int:
        if self._heard[session]:
            return 0
        early = max(0, (self._first - self._index.minutes[situation]) // UNIT + 1)
        grid = self._index.grid(session)
        return (1 << grid) - (1 << min(early, grid))

    def place(self, seat: Seat) -> None:
        self._heard[seat.session] += 1

    def lift(self, seat: Seat) -> None:
        self._heard[seat.session] -= 1
