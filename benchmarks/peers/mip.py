"""The time-indexed MIP of the contract: a Boolean for each seat and start. The solver is another file's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from benchmarks.peers.answer import NoAgenda
from benchmarks.peers.arrays import Arrays, Term
from benchmarks.peers.reading import Meeting, Pair, Place, Reading, Trip


class Mip:
    """The model of a problem; times in units counted from the session's opening."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.model = Arrays()
        self.starts: dict[Pair, dict[int, int]] = {}
        self._sessions: dict[str, list[str]] = defaultdict(list)
        self._attended: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.constant = 0
        self._seats()
        self._one_seat_each()
        self._sessions_hold()
        self._nobody_twice()
        self._first_hour()
        self._pins()
        self._equity()
        self._travel()
        self._idle()
        self._stability()

    def _seat(self, situation: str, session: str, factor: int = 1) -> list[Term]:
        """The factor, where the situation sits in the session."""
        return [(factor, column) for column in self.starts[situation, session].values()]

    # --- rules --------------------------------------------------------------------------------------------------------

    def _seats(self) -> None:
        for situation, sessions in self.reading.admitted.items():
            for session in sessions:
                starts = self.reading.starts(situation, session)
                if not starts:
                    continue
                points, pair = self.reading.earns(situation, session), (situation, session)
                self.starts[pair] = {start: self.model.boolean() for start in starts}
                for column in self.starts[pair].values():
                    self.model.gains[column] += points
                self._sessions[session].append(situation)
                for name in self.reading.requests[situation].who:
                    self._attended[name][session].append(situation)

    def _one_seat_each(self) -> None:
        claims: dict[str, list[Term]] = defaultdict(list)
        for pair in self.starts:
            claims[self.reading.requests[pair[0]].claimant] += self._seat(*pair)
        for seats in claims.values():
            self.model.row(seats, most=1)

    def _busy(self, session: str, situations: Iterable[str]) -> dict[int, list[Term]]:
        """For each unit of a session the starts that take it up."""
        taken: dict[int, list[Term]] = defaultdict(list)
        for situation in situations:
            for start, column in self.starts[situation, session].items():
                for unit in range(start, start + self.reading.requests[situation].units):
                    taken[unit].append((1, column))
        return taken

    def _sessions_hold(self) -> None:
        for session, situations in self._sessions.items():
            for taken in self._busy(session, situations).values():
                self.model.row(taken, most=1)
            seats = [term for name in situations for term in self._seat(name, session)]
            self.model.row(seats, most=self.reading.meetings[session].size)

    def _nobody_twice(self) -> None:
        """Busy in one session in a unit excludes busy in another one in a unit too near: overlap or way."""
        for sessions in self._attended.values():
            for one, other in combinations(sessions, 2):
                first, second = self.reading.meetings[one], self.reading.meetings[other]
                if self.reading.may_meet(first, second):
                    self._exclude(first, sessions[one], second, sessions[other])

    def _exclude(self, first: Meeting, here: list[str], second: Meeting, there: list[str]) -> None:
        gap, later = self.reading.gap(first, second), self._busy(second.id, there)
        for unit, taken in self._busy(first.id, here).items():
            for other, others in later.items():
                if abs(unit - other) <= gap:
                    self.model.row([*taken, *others], most=1)

    def _first_hour(self) -> None:
        minutes = self.reading.regulation.single_situation_minutes
        if minutes is None:
            return
        for session, situations in self._sessions.items():
            latest = self.reading.meetings[session].opens + minutes // 15
            company = self.model.boolean()
            seats = [term for name in situations for term in self._seat(name, session)]
            self.model.row([*seats, (-2, company)], least=0)
            for name in situations:
                units = self.reading.requests[name].units
                late = [(1, seat) for start, seat in self.starts[name, session].items() if start + units > latest]
                if late:
                    self.model.row([*late, (-1, company)], most=0)

    def _pins(self) -> None:
        for situation, session, start in self.reading.pins:
            starts = self.starts.get((situation, session), {})
            wanted = [(1, column) for at, column in starts.items() if start in (None, at)]
            if not wanted:
                raise NoAgenda(f"{situation} cannot sit in {session} as pinned")
            self.model.row(wanted, least=1)

    # --- points -------------------------------------------------------------------------------------------------------

    def _equity(self) -> None:
        granted: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for situation, session in self.starts:
            request = self.reading.requests[situation]
            granted[request.service, request.kind] += self._seat(situation, session, request.units)
        for key, due in self.reading.dues.items():
            steps: list[Term] = []
            for price, width in self.reading.shortfall_steps(due):
                step = self.model.number(width)
                self.model.gains[step] -= price
                steps.append((1, step))
            self.model.row([*steps, *granted[key]], least=due)

    def _travel(self) -> None:
        reasons: dict[Trip, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for situation, session in self.starts:
            for trip in self.reading.trips(situation, session):
                reasons[trip][situation] += self._seat(situation, session)
        for situations in reasons.values():
            travels = self.model.boolean()
            self.model.gains[travels] -= 2 * self.reading.regulation.trip_days
            for seats in situations.values():
                self.model.row([*seats, (-1, travels)], most=0)

    def _idle(self) -> None:
        for name, sessions in self._attended.items():
            for session, situations in sessions.items():
                meeting = self.reading.meetings[session]
                if len(situations) < 2 or name in meeting.staff:
                    continue
                arrives, leaves, waits = (self.model.number(meeting.units) for _ in range(3))
                busy: list[Term] = []
                for situation in situations:
                    units = self.reading.requests[situation].units
                    begun = self.starts[situation, session].items()
                    # Not seated, a situation says nothing: arrival by the end, departure from the opening.
                    early = [(meeting.units - (start - meeting.opens), seat) for start, seat in begun]
                    self.model.row([(1, arrives), *early], most=meeting.units)
                    late = [(-(start - meeting.opens) - units, seat) for start, seat in begun]
                    self.model.row([(1, leaves), *late], least=0)
                    busy += self._seat(situation, session, units)
                self.model.row([(1, waits), (-1, leaves), (1, arrives), *busy], least=0)
                self.model.gains[waits] -= self.reading.regulation.idle_days

    def _stability(self) -> None:
        elsewhere = 2 * self.reading.regulation.move_session_days
        otherwise = 2 * self.reading.regulation.move_time_days
        for situation, (session, start) in self.reading.announced.items():
            self.constant -= elsewhere
            for at, column in self.starts.get((situation, session), {}).items():
                self.model.gains[column] += elsewhere if at == start else elsewhere - otherwise

    # --- answer -------------------------------------------------------------------------------------------------------

    def places(self, values: Sequence[float]) -> dict[str, Place]:
        """Who sits where, in an answer: the value of each column."""
        return {
            situation: (session, start)
            for (situation, session), starts in self.starts.items()
            for start, column in starts.items()
            if values[column] > 0.5
        }
