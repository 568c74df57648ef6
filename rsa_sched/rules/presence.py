"""presence: every participant is there for the whole situation, and nobody is in two places at once [R20]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from rsa_sched.domain.clock import UNIT, iso_minute, overlap, quarters, starts_reaching
from rsa_sched.domain.index import Engagement, ProblemIndex
from rsa_sched.rules.base import Candidates, Node, Reading, Rule, Seat, SeatFit, Violation
from rsa_sched.rules.half_days import say_of_half_days
from rsa_sched.rules.seats import Pair, Seats


class Presence(Rule):
    """Available, not elsewhere, and with the time to travel.

    A professional's engagements are the situations they take part in and each session they staff, for its whole
    length; a situation and the very session it is seated in are exempt from each other. An engagement's date is its
    session's. Rooms are not counted.
    """

    id = "presence"
    directness = 2

    # --- plain check --------------------------------------------------------------------------------------------------

    def check(self, reading: Reading) -> Iterator[Violation]:
        attended: dict[str, list[Seat]] = defaultdict(list)
        for name, seat in reading.seats.items():
            for professional in dict.fromkeys(reading.index.participants[name]):
                attended[professional].append(seat)
        for professional in sorted(attended):
            seats = sorted(attended[professional], key=lambda seat: (seat.start, seat.situation))
            absences = reading.index.unavailable.get(professional, ())
            posts = reading.index.staffed.get(professional, ())
            for seat in seats if absences or posts else ():
                for start, end in absences:
                    if max(start, seat.start) < min(end, seat.end):
                        absence = {"start": iso_minute(start), "end": iso_minute(end)}
                        yield self.broken(
                            "unavailable", seat.situation, seat.session, professional=professional, **absence
                        )
                for post in posts:
                    if post.session != seat.session and self._apart(reading.index, reading.engagement(seat), post):
                        there = {"professional": professional, "post": post.session}
                        yield self.broken("staff-elsewhere", seat.situation, seat.session, **there)
            visits = [(seat, reading.engagement(seat)) for seat in seats] if len(seats) > 1 else []
            for (seat, before), (other, after) in combinations(visits, 2):
                if self._apart(reading.index, before, after):
                    both = {"professional": professional, "other": seat.situation}
                    yield self.broken("elsewhere", other.situation, other.session, **both)

    @staticmethod
    def _apart(index: ProblemIndex, one: Engagement, other: Engagement) -> bool:
        """Whether the two overlap or leave less than the travel time, told from the earlier one's end."""
        earlier, later = sorted((one, other), key=lambda engagement: (engagement.start, engagement.end))
        if later.start < earlier.end and later.start < later.end and earlier.start < earlier.end:
            return True
        if earlier.venue == later.venue or earlier.date != later.date:
            return False
        return later.start - earlier.end < index.travel.minutes(earlier.venue, later.venue)

    # --- CP-SAT form --------------------------------------------------------------------------------------------------

    def allows(self, index: ProblemIndex, situation: str, session: str, start: int) -> bool:
        # What lies beyond the session's end is session-time's to forbid.
        end = min(start + index.minutes[situation], index.end(session))
        here = Engagement(start, end, index.sessions[session].venue, index.date(session), session)
        for professional in index.participants[situation]:
            if any(overlap((start, end), absence) for absence in index.unavailable.get(professional, ())):
                return False
            for post in index.staffed.get(professional, ()):
                if post.session != session and index.clash(here, post):
                    return False
        return True

    def barred(self, index: ProblemIndex, situation: str, session: str) -> int:
        mask = 0
        for professional in index.participants[situation]:
            mask |= index.closed(professional, session)
        return starts_reaching(mask, index.units(situation))

    def post(self, seats: Seats) -> None:
        alike: set[tuple[Pair, Pair]] = set()
        for pairs in seats.of_participant.values():
            by_session: dict[str, list[str]] = defaultdict(list)
            for situation, session in pairs:
                by_session[session].append(situation)
            # Within one session, session-time already keeps situations apart.
            for one, other in combinations(sorted(by_session), 2):
                apart = self._time_between(seats.index, one, other)
                if apart is None:
                    continue
                here, there = by_session[one], by_session[other]
                by_quarter = (2 * apart // UNIT + 3) * seats.index.sessions[one].minutes // UNIT
                if len(here) * len(there) * seats.index.sessions[one].minutes // UNIT <= by_quarter:
                    alike.update(((i, one), (j, other)) for i in here for j in there if i != j)
                else:
                    self._exclude_quarters(seats, one, here, other, there, apart)
            say_of_half_days(seats, by_session)
        for first, second in sorted(alike):
            self._exclude_starts(seats, first, second)

    @staticmethod
    def _time_between(index: ProblemIndex, one: str, other: str) -> int | None:
        """Minutes that must lie between engagements in the two sessions; None where no hours of them can clash."""
        first, second = (
            Engagement(index.start[name], index.end(name), index.sessions[name].venue, index.date(name), name)
            for name in (one, other)
        )
        if not index.clash(first, second):
            return None
        return index.travel.minutes(first.venue, second.venue) if first.date == second.date else 0

    @staticmethod
    def _exclude_starts(seats: Seats, one: Pair, other: Pair) -> None:
        """A start of one excludes every start of the other that clashes with it: at most one of them all."""
        later = {minute: seats.engagement(*other, minute) for minute in seats.starts(*other)}
        for minute, literal in seats.starts(*one).items():
            here = seats.engagement(*one, minute)
            against = [seats.starts(*other)[at] for at, there in later.items() if seats.index.clash(here, there)]
            seats.at_most_one([literal, *against])

    @staticmethod
    def _exclude_quarters(seats: Seats, one: str, here: list[str], other: str, there: list[str], apart: int) -> None:
        """The same for many situations of one person: busy here in a quarter excludes busy there in any too near."""
        busy_there = seats.by_quarter(other, there)
        for quarter, literals in seats.by_quarter(one, here).items():
            for at, others in busy_there.items():
                if abs(at - quarter) - UNIT < apart:
                    seats.at_most_one([*literals, *others])

    # --- an agenda in the making --------------------------------------------------------------------------------------

    def fit(self, index: ProblemIndex) -> SeatFit:
        return _Whereabouts(index)

    def ties(self, index: ProblemIndex, candidates: Candidates) -> Iterator[tuple[Node, Node]]:
        """Sessions between which a participant may have to travel, or be in two places."""
        visits: dict[str, set[str]] = defaultdict(set)
        for situation, sessions in candidates.items():
            for participant in index.participants[situation]:
                visits[participant].update(sessions)
        # Most people of a service visit the same sessions: each company of sessions is looked at once.
        for visited in dict.fromkeys(map(frozenset, visits.values())):
            for session, other in index.clashing(visited):
                yield ("session", session), ("session", other)


class _Whereabouts(SeatFit):
    """Where participants are, session by session."""

    def __init__(self, index: ProblemIndex) -> None:
        self._index = index
        self._spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._elsewhere: dict[tuple[str, str], int] = {}

    def blocked(self, situation: str, session: str) -> int:
        busy = 0
        for participant in self._index.participants[situation]:
            busy |= self._needed_elsewhere(participant, session)
        return starts_reaching(busy, self._index.units(situation))

    def place(self, seat: Seat) -> None:
        for who in self._index.participants[seat.situation]:
            self._spans.setdefault((who, seat.session), []).append((seat.start, seat.end))
        self._forget(seat)

    def lift(self, seat: Seat) -> None:
        for who in self._index.participants[seat.situation]:
            self._spans[who, seat.session].remove((seat.start, seat.end))
        self._forget(seat)

    def _forget(self, seat: Seat) -> None:
        for near in self._index.near(seat.session):
            for who in self._index.participants[seat.situation]:
                self._elsewhere.pop((who, near), None)

    def _needed_elsewhere(self, who: str, session: str) -> int:
        """The quarters of a session in which somebody sits in another one, or is on the way."""
        key = who, session
        if key not in self._elsewhere:
            index, mask = self._index, 0
            first, count = index.start[session], index.grid(session)
            for other, away in index.near(session).items():
                for start, end in self._spans.get((who, other), ()):
                    mask |= quarters(start - away, end + away, first, count)
            self._elsewhere[key] = mask
        return self._elsewhere[key]
