"""An agenda in the making: what is taken, who is where, and what one seat more would bring, counted at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.travel import Trip, trip
from rsa_sched.domain.clock import UNIT, to_minute
from rsa_sched.domain.docket import Engagement
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


class Board:
    """Seats of a case, with what they take up. Adding a seat of `openings` leaves a valid agenda valid.

    Parameters
    ----------
    case : the (component of a) problem.
    seats : what is seated to begin with.
    """

    def __init__(self, case: Case, seats: Iterable[Seat] = ()) -> None:
        self.case = case
        self.seats: dict[str, Seat] = {}
        self._taken: dict[str, set[int]] = defaultdict(set)
        self._count: Counter[str] = Counter()
        self._persons: Counter[str] = Counter()
        self._engagements: dict[str, list[Engagement]] = defaultdict(list)
        self._trips: Counter[Trip] = Counter()
        self._granted: Counter[tuple[str, str]] = Counter()
        self._due = case.dues
        self._announced = {line.situation: line for line in case.docket.problem.announced}
        for seat in seats:
            self.place(seat)

    def openings(self, situation: str, session: str, starts: Options) -> Iterator[Seat]:
        """Every seat in one session that fits beside what is seated, by start."""
        docket = self.case.docket
        person, length = docket.situations[situation].person, docket.minutes[situation]
        if situation in self.seats or (person is not None and self._persons[person]):
            return
        room = docket.sessions[session].minutes - UNIT * len(self._taken[session])
        if room < length or self._count[session] >= docket.sessions[session].size:
            return
        for minute in starts.get((situation, session), ()):
            seat = Seat(situation, session, minute, minute + length)
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

    # --- what it would bring ------------------------------------------------------------------------------------------

    def gain(self, seat: Seat) -> Gain:
        """What seating this situation, not seated now, adds to the points of the agenda as it stands."""
        regulation = self.case.docket.regulation
        return Gain(
            earned(self.case, seat.situation, seat.session),
            self._shortfall_relieved(seat),
            -2 * regulation.trip_days * sum(not self._trips[journey] for journey in self._journeys(seat)),
            -regulation.idle_days * self._added_wait(seat),
            self._kept_announcement(seat),
        )

    def promise(self, situation: str, session: str) -> int:
        """No start in that session adds more than this."""
        anywhere = Seat(situation, session, 0, 0)
        line, regulation = self._announced.get(situation), self.case.docket.regulation
        kept = 2 * regulation.move_session_days if line is not None and line.session == session else 0
        trips = 2 * regulation.trip_days * sum(not self._trips[journey] for journey in self._journeys(anywhere))
        # Whoever is there already may have a gap that the situation fills.
        there = sum(
            any(known.session == session for known in self._engagements[who])
            for who in self.case.docket.participants[situation]
        )
        filled = regulation.idle_days * self.case.docket.units(situation) * there
        return earned(self.case, situation, session) + self._shortfall_relieved(anywhere) - trips + filled + kept

    def _shortfall_relieved(self, seat: Seat) -> int:
        docket = self.case.docket
        key = docket.service_of(seat.situation), docket.kind_of(seat.situation)
        short = self._due.get(key, 0) - self._granted[key]
        relieved = range(max(0, short - docket.units(seat.situation)) + 1, short + 1)
        return sum(docket.regulation.shortfall_price(unit) for unit in relieved)

    def _journeys(self, seat: Seat) -> set[Trip]:
        docket = self.case.docket
        journeys = (trip(docket, who, seat.session) for who in docket.participants[seat.situation])
        return {journey for journey in journeys if journey is not None}

    def _added_wait(self, seat: Seat) -> int:
        units, docket = 0, self.case.docket
        for who in docket.participants[seat.situation]:
            there = [known for known in self._engagements[who] if known.session == seat.session]
            if there and who not in docket.sessions[seat.session].staff:
                first, last = min(known.start for known in there), max(known.end for known in there)
                longer = max(last, seat.end) - min(first, seat.start) - (last - first)
                units += longer // UNIT - docket.units(seat.situation)
        return units

    def _kept_announcement(self, seat: Seat) -> int:
        line, regulation = self._announced.get(seat.situation), self.case.docket.regulation
        if line is None or line.session != seat.session:
            return 0
        moved = 2 * regulation.move_time_days if to_minute(line.start) != seat.start else 0
        return 2 * regulation.move_session_days - moved

    # --- changes ------------------------------------------------------------------------------------------------------

    def place(self, seat: Seat) -> None:
        """Seat a situation."""
        self.seats[seat.situation] = seat
        self._taken[seat.session].update(range(seat.start, seat.end, UNIT))
        for who in self.case.docket.participants[seat.situation]:
            self._engagements[who].append(self._engagement(seat))
        self._tally(seat, 1)

    def lift(self, situation: str) -> Seat:
        """Take a situation off the agenda; whoever stays alone in a session may then break first-hour."""
        seat = self.seats.pop(situation)
        self._taken[seat.session].difference_update(range(seat.start, seat.end, UNIT))
        for who in self.case.docket.participants[situation]:
            self._engagements[who].remove(self._engagement(seat))
        self._tally(seat, -1)
        return seat

    def _tally(self, seat: Seat, by: int) -> None:
        docket = self.case.docket
        self._count[seat.session] += by
        person = docket.situations[seat.situation].person
        if person is not None:
            self._persons[person] += by
        for journey in self._journeys(seat):
            self._trips[journey] += by
        units = docket.units(seat.situation)
        self._granted[docket.service_of(seat.situation), docket.kind_of(seat.situation)] += by * units
