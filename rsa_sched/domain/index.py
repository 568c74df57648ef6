"""The problem index: a problem made ready for reckoning, with look-ups by id and times in whole minutes.

Everything downstream (rules, barème, engine, explanations) reads the problem through it. Its order is canonical:
ids sorted, so that the order of the document's rows changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from rsa_sched.domain.clock import DAY, UNIT, overlap, quarters, to_minute
from rsa_sched.domain.cutout import Cutter
from rsa_sched.domain.organisation import TravelTimes
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session import CompleteSession
from rsa_sched.domain.session_type import SessionType
from rsa_sched.domain.situation import Situation
from rsa_sched.domain.wishes import Announcement


class Engagement(NamedTuple):
    """A professional is at a venue from `start` to before `end` (minutes); `date` is the session's, in days."""

    start: int
    end: int
    venue: str
    date: int
    session: str


@dataclass(frozen=True)
class ProblemIndex:
    """Look-ups over a problem; lengths in units of 15 minutes where a name says so, else in minutes."""

    problem: Problem

    @property
    def regulation(self) -> Regulation:
        """The règlement in force."""
        return self.problem.regulation

    @cached_property
    def situations(self) -> dict[str, Situation]:
        """Situations by id, in id order."""
        return {situation.id: situation for situation in sorted(self.problem.situations, key=lambda row: row.id)}

    @cached_property
    def sessions(self) -> dict[str, CompleteSession]:
        """Sessions by id, in id order, with length and size of their type where they say none."""
        rows = sorted(self.problem.sessions, key=lambda row: row.id)
        return {row.id: row.completed(self.types[row.type]) for row in rows}

    @cached_property
    def types(self) -> dict[str, SessionType]:
        """Types of session by id, as the règlement lists them."""
        return {kind.id: kind for kind in self.regulation.types}

    @cached_property
    def services(self) -> list[str]:
        """Ids of the services, in order."""
        return sorted(service.id for service in self.problem.services)

    # --- pieces -------------------------------------------------------------------------------------------------------

    def cut_out(self, situations: Iterable[str], sessions: Iterable[str]) -> ProblemIndex:
        """A problem index of these situations alone, who may sit in these sessions: small to keep and to send.

        Every rule and part says of these situations and sessions what it says of them in the whole.
        """
        asking = list(situations)
        # What a participant staffs elsewhere keeps them from coming, and may save them a trip.
        elsewhere = [
            post.session
            for name in asking
            for participant in self.participants[name]
            for post in self.staffed.get(participant, ())
        ]
        held = sorted({*sessions, *elsewhere})
        piece = ProblemIndex(self._cutter.piece(asking, held))
        vars(piece)["sessions"] = {name: self.sessions[name] for name in held}  # completed once, not once a piece
        return piece

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self.problem)

    def __getstate__(self) -> dict[str, Problem]:
        return {"problem": self.problem}  # look-ups are quicker made than sent

    # --- situations ---------------------------------------------------------------------------------------------------

    @cached_property
    def minutes(self) -> dict[str, int]:
        """Length of each situation (rule session-time)."""
        return {name: self._minutes(row, self.type_of(name).length) for name, row in self.situations.items()}

    def _minutes(self, row: Situation, length: str | int) -> int:
        if isinstance(length, int):
            return length
        if length == "content":
            length = "long" if row.beneficiary_invited or row.partners else "short"
        return self.regulation.long_minutes if length == "long" else self.regulation.short_minutes

    def type_of(self, situation: str) -> SessionType:
        """The type of session that a situation asks for."""
        kind = self.situations[situation].type
        return self.regulation.types[0] if kind is None else self.types[kind]

    def units(self, situation: str) -> int:
        """Length of a situation in units."""
        return self.minutes[situation] // UNIT

    @cached_property
    def participants(self) -> dict[str, tuple[str, ...]]:
        """Referent, then partners, of each situation."""
        return {name: row.participants for name, row in self.situations.items()}

    @cached_property
    def _service_of_subsector(self) -> dict[str, str]:
        return {subsector.id: subsector.service for subsector in self.problem.subsectors}

    @cached_property
    def _kind_of_structure(self) -> dict[str, str]:
        return {structure.id: structure.kind for structure in self.problem.structures}

    def service_of(self, situation: str) -> str:
        """The service of the situation's sub-sector."""
        return self._service_of_subsector[self.situations[situation].subsector]

    def kind_of(self, situation: str) -> str:
        """The kind of the structure that prescribes the situation."""
        return self._kind_of_structure[self.situations[situation].structure]

    # --- sessions -----------------------------------------------------------------------------------------------------

    @cached_property
    def start(self) -> dict[str, int]:
        """First minute of each session."""
        return {name: to_minute(row.start) for name, row in self.sessions.items()}

    def end(self, session: str) -> int:
        """The minute at which a session ends."""
        return self.start[session] + self.sessions[session].minutes

    def date(self, session: str) -> int:
        """Day number of a session: that of its start."""
        return self.start[session] // DAY

    def weeks_ahead(self, session: str) -> int:
        """Whole weeks from ``as_of`` to the session's date, never below 0."""
        return self._weeks_ahead[session]

    @cached_property
    def _weeks_ahead(self) -> dict[str, int]:
        today = self.problem.as_of
        return {name: max(0, (row.start.date() - today).days) // 7 for name, row in self.sessions.items()}

    def days_received_ahead(self, situation: str, session: str) -> int:
        """Calendar days between the arrival of a request and the session's date."""
        return self.date(session) - self._received[situation]

    @cached_property
    def _received(self) -> dict[str, int]:
        return {name: row.received.toordinal() - 1 for name, row in self.situations.items()}  # days, as `date`

    def is_late(self, situation: str, session: str) -> bool:
        """Whether the request arrived after the deadline of that session [R47, R53]."""
        return self.days_received_ahead(situation, session) < self.regulation.deadline_days

    # --- people and places --------------------------------------------------------------------------------------------

    @cached_property
    def staffed(self) -> dict[str, tuple[Engagement, ...]]:
        """The sessions that each professional staffs."""
        posts: dict[str, list[Engagement]] = defaultdict(list)
        for name, session in self.sessions.items():
            for professional in dict.fromkeys(session.staff):
                posts[professional].append(
                    Engagement(self.start[name], self.end(name), session.venue, self.date(name), name)
                )
        return {professional: tuple(engagements) for professional, engagements in posts.items()}

    @cached_property
    def unavailable(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """When each professional cannot come; empty intervals left out."""
        return {
            row.id: tuple(
                (to_minute(start), to_minute(end)) for start, end in row.unavailable if start < end
            )
            for row in self.problem.professionals
            if row.unavailable
        }  # fmt: skip

    @cached_property
    def travel(self) -> TravelTimes:
        """Minutes between venues."""
        return TravelTimes(self.problem.travel.default_minutes, list(self.problem.travel.between))

    def clash(self, first: Engagement, second: Engagement) -> bool:
        """Whether one person cannot hold both engagements (rule presence)."""
        if overlap(first[:2], second[:2]):
            return True
        if first.date != second.date or first.venue == second.venue:
            return False
        gap = max(first.start, second.start) - min(first.end, second.end)
        return gap < self.travel.minutes(first.venue, second.venue)

    # --- quarters of a session, a bit each: looked up, not scanned ----------------------------------------------------

    def grid(self, session: str) -> int:
        """How many quarters of an hour a session has, one begun counted."""
        return -(-self.sessions[session].minutes // UNIT)

    def near(self, session: str) -> Mapping[str, int]:
        """The other sessions whose hours leave a person too little time to come here, with the travel time needed."""
        if session not in self._near:
            here, found = self._whole(session), {}
            for other in dict.fromkeys(name for day in self._days(session) for name in self._by_day.get(day, ())):
                if other != session and self.clash(here, there := self._whole(other)):
                    found[other] = self.travel.minutes(here.venue, there.venue) if here.date == there.date else 0
            self._near[session] = found
        return self._near[session]

    def clashing(self, sessions: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The pairs of these sessions whose hours leave a person too little time to go from one to the other.

        Of a few sessions among many: `near` looks at all that are held on a day.
        """
        by_day: dict[int, list[str]] = defaultdict(list)
        for name in sessions:
            for day in self._days(name):
                by_day[day].append(name)
        for names in by_day.values():
            for one, other in combinations(names, 2):
                if self.clash(self._whole(one), self._whole(other)):
                    yield one, other

    def closed(self, professional: str, session: str) -> int:
        """The quarters in which a professional cannot be there, whoever else is seated: absent, or staff elsewhere."""
        key = professional, session
        if key not in self._closed:
            first, count, mask = self.start[session], self.grid(session), 0
            for start, end in self.unavailable.get(professional, ()):
                mask |= quarters(start, end, first, count)
            if professional in self.staffed:
                near = self.near(session)
                for post in self.staffed[professional]:
                    if post.session in near:
                        away = near[post.session]
                        mask |= quarters(post.start - away, post.end + away, first, count)
            self._closed[key] = mask
        return self._closed[key]

    def _days(self, session: str) -> range:
        """The days on which a session goes on: two where it lasts beyond midnight."""
        return range(self.start[session] // DAY, (self.end(session) - 1) // DAY + 1)

    def _whole(self, session: str) -> Engagement:
        start, venue = self.start[session], self.sessions[session].venue
        return Engagement(start, self.end(session), venue, self.date(session), session)

    @cached_property
    def _by_day(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for name in self.sessions:
            for day in self._days(name):
                found[day].append(name)
        return dict(found)

    @cached_property
    def _near(self) -> dict[str, dict[str, int]]:
        return {}

    @cached_property
    def _closed(self) -> dict[tuple[str, str], int]:
        return {}

    # --- wishes -------------------------------------------------------------------------------------------------------

    @cached_property
    def announced(self) -> dict[str, Announcement]:
        """The place that was announced to each situation."""
        return {line.situation: line for line in self.problem.announced}

    @cached_property
    def banned(self) -> frozenset[tuple[str, str]]:
        """Pairs (situation, session) that are banned."""
        return frozenset((ban.situation, ban.session) for ban in self.problem.bans)
