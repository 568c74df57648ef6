"""A problem as plain numbers for the peers: times in units of 15 minutes, nothing of the engine's.

Candidates, values and dues come from `rsa_sched.Case`; the rest is read off the problem as the contract words it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from rsa_sched import PreparedProblem, Problem
from rsa_sched.domain.situation import Situation

UNIT = 15
"""Minutes in a unit."""
NEVER = -1
"""Stands for a stated start that is on no grid."""

Pair = tuple[str, str]
"""(situation, session)."""
Place = tuple[str, int]
"""(session, start in units)."""
Trip = tuple[str, str, int]
"""(professional, venue, day)."""


@dataclass(frozen=True)
class Request:
    """A situation: its length, who must be there, which service and kind it counts for, whose it is."""

    id: str
    units: int
    who: tuple[str, ...]
    service: str
    kind: str
    claimant: str


@dataclass(frozen=True)
class Meeting:
    """A session: where, on which day, from which unit on, for how many, for how many situations, held by whom."""

    id: str
    venue: str
    day: int
    opens: int
    units: int
    size: int
    staff: frozenset[str]

    @property
    def closes(self) -> int:
        """The unit at which it ends."""
        return self.opens + self.units


def _minute(moment: dt.datetime) -> int:
    return moment.toordinal() * 24 * 60 + moment.hour * 60 + moment.minute


def clock(unit: int) -> str:
    """A unit as a local time of the documents."""
    days, minutes = divmod(unit * UNIT, 24 * 60)
    start = dt.datetime.combine(dt.date.fromordinal(days), dt.time(minutes // 60, minutes % 60))
    return start.isoformat(timespec="minutes")


class Reading:
    """A problem, ready to be modelled.

    Attributes
    ----------
    requests, meetings : by id.
    admitted : sessions that admit each candidate, in order of time.
    values : days, of each situation.
    dues : units, by (service, kind).
    """

    def __init__(self, problem: Problem) -> None:
        self.problem, self.regulation = problem, problem.regulation
        case = PreparedProblem.of(problem)
        self.values, self.dues = case.values, case.dues
        services = {row.id: row.service for row in problem.subsectors}
        kinds = {row.id: row.kind for row in problem.structures}
        types = {row.id: row for row in self.regulation.types}
        self.requests = {
            row.id: Request(
                row.id,
                self._units(row, types[row.type or self.regulation.types[0].id].length),
                (row.referent, *(partner.professional for partner in row.partners)),
                services[row.subsector],
                kinds[row.structure],
                f"person {row.person}" if row.person is not None else f"situation {row.id}",
            )
            for row in sorted(problem.situations, key=lambda row: row.id)
        }
        self.meetings = {
            row.id: Meeting(
                row.id,
                row.venue,
                row.start.toordinal(),
                _minute(row.start) // UNIT,
                (types[row.type].minutes if row.minutes is None else row.minutes) // UNIT,
                types[row.type].max_situations if row.max_situations is None else row.max_situations,
                frozenset(row.staff),
            )
            for row in sorted(problem.sessions, key=lambda row: (row.start, row.id))
        }
        order = {name: number for number, name in enumerate(self.meetings)}
        self.admitted = {
            name: sorted(sessions, key=order.__getitem__) for name, sessions in case.admitted.items() if sessions
        }
        self._arrived = {row.id: (row.received_on or row.requested_on).toordinal() for row in problem.situations}
        self._routes = {frozenset((row[0], row[1])): row[2] for row in problem.travel.between}

    def _units(self, row: Situation, length: str | int) -> int:
        """Units of a situation whose type has this length."""
        if isinstance(length, int):
            return length // UNIT
        if length == "content":
            length = "long" if row.beneficiary_invited or row.partners else "short"
        minutes = {"long": self.regulation.long_minutes, "short": self.regulation.short_minutes}
        return minutes[length] // UNIT

    # --- who can come -------------------------------------------------------------------------------------------------

    @cached_property
    def absences(self) -> dict[str, list[tuple[int, int]]]:
        """When professionals are away, widened to whole units: situations keep to the grid."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row in self.problem.professionals:
            for start, end in row.unavailable:
                if start < end:
                    found[row.id].append((_minute(start) // UNIT, -(-_minute(end) // UNIT)))
        return found

    @cached_property
    def posts(self) -> dict[str, list[Meeting]]:
        """The sessions that each professional staffs."""
        found: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.meetings.values():
            for name in meeting.staff:
                found[name].append(meeting)
        return found

    def gap(self, one: Meeting, other: Meeting) -> int:
        """Units that must lie between engagements at two sessions: the way between venues on one day, else none."""
        if one.day != other.day or one.venue == other.venue:
            return 0
        minutes = self._routes.get(frozenset((one.venue, other.venue)), self.problem.travel.default_minutes)
        return -(-minutes // UNIT)

    def clash(self, one: Meeting, start: int, end: int, other: Meeting, begin: int, stop: int) -> bool:
        """Whether nobody can be at one session from start to end and at the other from begin to stop."""
        gap = self.gap(one, other)
        return begin < end + gap and start < stop + gap

    def may_meet(self, one: Meeting, other: Meeting) -> bool:
        """Whether some hours of the two sessions clash."""
        return self.clash(one, one.opens, one.closes, other, other.opens, other.closes)

    def starts(self, situation: str, session: str) -> list[int]:
        """The units at which a situation may start there: inside the session, everybody free and not on duty."""
        request, meeting = self.requests[situation], self.meetings[session]
        return [
            start
            for start in range(meeting.opens, meeting.closes - request.units + 1)
            if all(self._free(name, meeting, start, start + request.units) for name in request.who)
        ]

    def _free(self, name: str, meeting: Meeting, start: int, end: int) -> bool:
        if any(start < back and away < end for away, back in self.absences.get(name, ())):
            return False
        return not any(
            self.clash(meeting, start, end, post, post.opens, post.closes)
            for post in self.posts.get(name, ())
            if post.id != meeting.id
        )

    # --- what it is worth ---------------------------------------------------------------------------------------------

    def earns(self, situation: str, session: str) -> int:
        """Priority points of a seat."""
        request, meeting, value = self.requests[situation], self.meetings[session], self.values[situation]
        late = meeting.day - self._arrived[situation] < self.regulation.deadline_days
        if late and self.regulation.late == "fill":
            return request.units * (self.regulation.slot_days // 2 + min(1000, value) // 100)
        weeks = max(0, meeting.day - self.problem.as_of.toordinal()) // 7
        return request.units * (value - value * min(50, weeks * self.regulation.wait_percent_per_week) // 100)

    def trips(self, situation: str, session: str) -> list[Trip]:
        """The trips that a seat takes; none to where the professional holds a session on that day."""
        meeting = self.meetings[session]
        return [
            (name, meeting.venue, meeting.day)
            for name in self.requests[situation].who
            if not any((post.venue, post.day) == (meeting.venue, meeting.day) for post in self.posts.get(name, ()))
        ]

    def shortfall_steps(self, due: int) -> list[tuple[int, int]]:
        """(price, width) of the steps by which a kind may miss its due."""
        prices, steps = self.regulation.equity_days, []
        for number, price in enumerate(prices):
            left = due - 2 * number
            if left > 0:
                steps.append((price, left if number == len(prices) - 1 else min(2, left)))
        return steps

    # --- what was decided or announced --------------------------------------------------------------------------------

    @cached_property
    def pins(self) -> list[tuple[str, str, int | None]]:
        """(situation, session, start or None)."""
        return [
            (row.situation, row.session, None if row.start is None else _unit(row.start)) for row in self.problem.pins
        ]

    @cached_property
    def announced(self) -> dict[str, Place]:
        """Where and when situations were announced."""
        return {row.situation: (row.session, _unit(row.start)) for row in self.problem.announced}


def _unit(moment: dt.datetime) -> int:
    return NEVER if _minute(moment) % UNIT else _minute(moment) // UNIT
