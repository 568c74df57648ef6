"""An agenda in the making: what is taken, who is where, and what one seat more would bring, counted at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.travel import Trip, trip
from rsa_sched.domain.clock import UNIT, quarters, to_minute
from rsa_sched.engine.keeping import keeps, others
from rsa_sched.engine.options import Options
from rsa_sched.rules.base import Seat


class Gain(NamedTuple):
    """What a seat changes in each part of the points; costs saved count as gains."""

    priority: int
    equity: int
    travel: int
    idle: int
    stability: int

    @property
    def points(self) -> int:
        """What it changes in all."""
        return sum(self)


class PartialAgenda:
    """Seats of a prepared problem, with what they take up. Adding a seat of `openings` leaves a valid agenda valid.

    What the contract's rules leave free is looked up; a rule that has no look-up here is asked (`keeping`).

    Parameters
    ----------
    prepared : the (component of a) problem.
    seats : what is seated to begin with.
    """

    def __init__(self, prepared: PreparedProblem, seats: Iterable[Seat] = ()) -> None:
        self.prepared = prepared
        self.seats: dict[str, Seat] = {}
        self._asked = others()
        # Of each session the quarters taken, a bit each, and of each person in it their spans.
        self._taken: dict[str, int] = defaultdict(int)
        self._spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._elsewhere: dict[tuple[str, str], int] = {}
        self._earned: dict[tuple[str, str], int] = {}
        self._journey: dict[tuple[str, str], Trip | None] = {}
        self._count: Counter[str] = Counter()
        self._persons: Counter[str] = Counter()
        self._trips: Counter[Trip] = Counter()
        self._granted: Counter[tuple[str, str]] = Counter()
        self._due = prepared.dues
        self._announced = {line.situation: line for line in prepared.index.problem.announced}
        for seat in seats:
            self.place(seat)

    def openings(self, situation: str, session: str, starts: Options) -> Iterator[Seat]:
        """Every seat in one session that fits beside what is seated, by start."""
        return (seat for seat in self.free(situation, session, starts) if self.keeps(seat))

    def keeps(self, seat: Seat) -> bool:
        """Whether the rules that have no look-up here allow one seat more."""
        return not self._asked or keeps(self.prepared, [*self.seats.values(), seat], self._asked)

    def free(self, situation: str, session: str, starts: Options) -> Iterator[Seat]:
        """As `openings`, but for what `keeps` has to ask."""
        index = self.prepared.index
        if not self.is_open(situation) or not self.has_room(session, index.minutes[situation]):
            return
        length, units, opens = index.minutes[situation], index.units(situation), index.start[session]
        busy = self._taken[session]
        for participant in index.participants[situation]:
            busy |= self._needed_elsewhere(participant, session)
        first = index.regulation.single_situation_minutes
        latest = None if first is None or self._count[session] else opens + first - length
        whole = (1 << units) - 1
        for minute in starts.get((situation, session), ()):
            if not busy >> (minute - opens) // UNIT & whole and (latest is None or minute <= latest):
                yield Seat(situation, session, minute, minute + length)

    def is_open(self, situation: str) -> bool:
        """Whether neither the situation is seated nor another of the same person."""
        person = self.prepared.index.situations[situation].person
        return situation not in self.seats and (person is None or not self._persons[person])

    def has_room(self, session: str, minutes: int) -> bool:
        """Whether a session has a place left, and so many minutes, wherever they lie."""
        row = self.prepared.index.sessions[session]
        room = row.minutes - UNIT * self._taken[session].bit_count()
        return room >= minutes and self._count[session] < row.size

    def _needed_elsewhere(self, who: str, session: str) -> int:
        """The quarters of a session in which somebody sits in another one, or is on the way."""
        key = who, session
        if key not in self._elsewhere:
            index, mask = self.prepared.index, 0
            first, count = index.start[session], index.grid(session)
            for other, away in index.near(session).items():
                for start, end in self._spans.get((who, other), ()):
                    mask |= quarters(start - away, end + away, first, count)
            self._elsewhere[key] = mask
        return self._elsewhere[key]

    # --- what it would bring ------------------------------------------------------------------------------------------

    def gain(self, seat: Seat) -> Gain:
        """What seating this situation, not seated now, adds to the points of the agenda as it stands."""
        regulation = self.prepared.index.regulation
        return Gain(
            self.earned(seat.situation, seat.session),
            self._shortfall_relieved(seat.situation),
            -2
            * regulation.trip_days
            * sum(not self._trips[journey] for journey in self._journeys(seat.situation, seat.session)),
            -regulation.idle_days * self._added_wait(seat),
            self._kept_announcement(seat),
        )

    def promise(self, situation: str, session: str) -> int:
        """No start in that session adds more than this."""
        return self.promises(situation, [session])[0][0]

    def promises(self, situation: str, sessions: Iterable[str]) -> list[tuple[int, str]]:
        """Of each of these sessions what no start there can exceed, with its name."""
        line, regulation = self._announced.get(situation), self.prepared.index.regulation
        units, participants = self.prepared.index.units(situation), self.prepared.index.participants[situation]
        relieved = self._shortfall_relieved(situation)
        found = []
        for session in sessions:
            kept = 2 * regulation.move_session_days if line is not None and line.session == session else 0
            new = sum(not self._trips[journey] for journey in self._journeys(situation, session))
            # Whoever is there already may have a gap that the situation fills.
            there = sum((who, session) in self._spans for who in participants)
            filled = regulation.idle_days * units * there
            points = self.earned(situation, session) + relieved - 2 * regulation.trip_days * new + filled + kept
            found.append((points, session))
        return found

    def earned(self, situation: str, session: str) -> int:
        """The points of a seat by itself, counted once."""
        key = situation, session
        if key not in self._earned:
            self._earned[key] = earned(self.prepared, situation, session)
        return self._earned[key]

    def _shortfall_relieved(self, situation: str) -> int:
        index = self.prepared.index
        key = index.service_of(situation), index.kind_of(situation)
        short = self._due.get(key, 0) - self._granted[key]
        relieved = range(max(0, short - index.units(situation)) + 1, short + 1)
        return sum(index.regulation.shortfall_price(unit) for unit in relieved)

    def _journeys(self, situation: str, session: str) -> set[Trip]:
        index, found = self.prepared.index, set()
        for who in index.participants[situation]:
            key = who, session
            if key not in self._journey:
                self._journey[key] = trip(index, who, session)
            journey = self._journey[key]
            if journey is not None:
                found.add(journey)
        return found

    def _added_wait(self, seat: Seat) -> int:
        units, index = 0, self.prepared.index
        for who in index.participants[seat.situation]:
            there = self._spans.get((who, seat.session))
            if there and who not in index.sessions[seat.session].staff:
                first, last = min(start for start, _ in there), max(end for _, end in there)
                longer = max(last, seat.end) - min(first, seat.start) - (last - first)
                units += longer // UNIT - index.units(seat.situation)
        return units

    def _kept_announcement(self, seat: Seat) -> int:
        line, regulation = self._announced.get(seat.situation), self.prepared.index.regulation
        if line is None or line.session != seat.session:
            return 0
        moved = 2 * regulation.move_time_days if to_minute(line.start) != seat.start else 0
        return 2 * regulation.move_session_days - moved

    # --- changes ------------------------------------------------------------------------------------------------------

    def place(self, seat: Seat) -> None:
        """Seat a situation."""
        self.seats[seat.situation] = seat
        self._taken[seat.session] |= self._quarters(seat)
        for who in self.prepared.index.participants[seat.situation]:
            self._spans.setdefault((who, seat.session), []).append((seat.start, seat.end))
        self._tally(seat, 1)

    def lift(self, situation: str) -> Seat:
        """Take a situation off the agenda; whoever stays alone in a session may then break first-hour."""
        seat = self.seats.pop(situation)
        self._taken[seat.session] &= ~self._quarters(seat)
        for who in self.prepared.index.participants[situation]:
            spans = self._spans[who, seat.session]
            spans.remove((seat.start, seat.end))
            if not spans:
                del self._spans[who, seat.session]
        self._tally(seat, -1)
        return seat

    def _quarters(self, seat: Seat) -> int:
        index = self.prepared.index
        return quarters(seat.start, seat.end, index.start[seat.session], index.grid(seat.session))

    def _tally(self, seat: Seat, by: int) -> None:
        index = self.prepared.index
        self._count[seat.session] += by
        person = index.situations[seat.situation].person
        if person is not None:
            self._persons[person] += by
        for journey in self._journeys(seat.situation, seat.session):
            self._trips[journey] += by
        for near in index.near(seat.session):
            for who in index.participants[seat.situation]:
                self._elsewhere.pop((who, near), None)
        units = index.units(seat.situation)
        self._granted[index.service_of(seat.situation), index.kind_of(seat.situation)] += by * units
