"""The latest month of each waiting request: a place that is kept for it, whatever the others do.

The barème alone promises nobody a month: an endless stream of more urgent requests outweighs any age, whose days are
capped. What holds is a place kept ahead, and a pin once its month has come. Places are kept as the rule of
``reliability.md`` section 7 would serve them: of a pool's units in a month each kind of structure has its weight's
share, less a place lost to rounding and those left to urgent cases, the oldest requests first.

A reserved place can be used whoever else of the reserved ones was heard before:

- all places of a month stand together beside the staff's sessions and the absences that are known;
- each stands alone too, within the first hour of its session (rule ``first-hour``);
- nobody who takes part has another reserved place on that day in another session.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT, iso_minute, parse_minute, to_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.months.carrying import missing_people
from rsa_sched.promises.calendar import MonthPlan
from rsa_sched.rules.base import Seat
from rsa_sched.rules.session_type import pool_of_session, pool_of_situation

PLACE = 2
"""Units of an ordinary place."""
Pool = Any


@dataclass(frozen=True)
class Reservation:
    """A place that is kept for a request.

    Attributes
    ----------
    situation : its id.
    month : the latest one, as ``2010-12``.
    session, start : where it is kept, `start` as in the problem document.
    planned : whether the session is in the service's calendar; else it is taken to be held as this month's is.
    """

    situation: str
    month: str
    session: str
    start: str
    planned: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {name: getattr(self, name) for name in ("situation", "month", "session", "start", "planned")}


def reserve(
    problem: Problem,
    waiting: Iterable[Mapping[str, Any]],
    plans: Sequence[MonthPlan],
    standing: Iterable[Reservation] = (),
    *,
    urgent: int = 1,
) -> dict[str, Reservation]:
    """Keep a place for as many requests as the months to come have room for, by id; the oldest first.

    Parameters
    ----------
    problem : whose organisation and règlement hold.
    waiting : rows of those who wait, as in the problem document.
    plans : the months to come.
    standing : places promised before; they stay, for those who still wait and whose session is still in the plans.
    urgent : places a month that each kind keeps free for urgent cases.

    Returns
    -------
    No place for a request that no session of these months admits, or for which none is left.
    """
    rows = {row["id"]: _of_later(row) for row in waiting}
    order = sorted(rows, key=lambda name: (rows[name]["requested_on"], name))
    kept = [one for one in standing if one.situation in rows]
    found: dict[str, Reservation] = {}
    for plan in plans:
        left = [name for name in order if name not in found]
        if not left:
            break
        month = MonthPlaces(month_problem(problem, [rows[name] for name in left], plan.sessions), urgent)
        held = {one.situation: one for one in kept if one.month == plan.month}
        promised = {one.situation for one in kept}
        found |= {name: one for name, one in held.items() if month.keep(one)}
        for name in left:
            if name not in promised and (seat := month.take(name)) is not None:
                start = iso_minute(seat.start)
                found[name] = Reservation(name, plan.month, seat.session, start, plan.planned)
    return found


def month_problem(
    problem: Problem, rows: Sequence[Mapping[str, Any]], sessions: Sequence[Mapping[str, Any]]
) -> Problem:
    """A later month with these requests and sessions: no wishes, and the absences that are known."""
    document = problem.to_dict()
    for key in ("pins", "bans", "announced"):
        document.pop(key, None)
    people = [*document["professionals"], *missing_people(document["professionals"], rows)]
    document |= {"professionals": people, "sessions": list(sessions), "situations": list(rows)}
    return Problem.from_dict(document)


def _of_later(row: Mapping[str, Any]) -> dict[str, Any]:
    """A request without what ends with the month."""
    return {key: value for key, value in row.items() if key not in ("rank", "wanted_sessions")}


class MonthPlaces:
    """The places of one month, as they are reserved one after the other."""

    def __init__(self, problem: Problem, urgent: int) -> None:
        self.prepared = PreparedProblem.of(problem)
        self._starts: Options = options(self.prepared)
        self._partial = PartialAgenda(self.prepared, terms=())
        self._units: dict[tuple[str, Pool, str], int] = defaultdict(int)
        self._engaged: dict[tuple[str, Any], str] = {}
        self._urgent = urgent
        index = self.prepared.index
        self._offered: dict[tuple[str, Pool], int] = defaultdict(int)
        for name, session in index.sessions.items():
            self._offered[session.service, pool_of_session(index, name)] += session.minutes // UNIT

    def _quota(self, kind: str, service: str, pool: Pool) -> int:
        """Units of a pool that may be reserved for a kind."""
        regulation = self.prepared.index.regulation
        weights = sum(map(regulation.weight, regulation.kinds))
        due = self._offered[service, pool] * regulation.weight(kind) // weights
        return due - PLACE * (1 + self._urgent)

    def take(self, name: str) -> Seat | None:
        """Reserve a place: the earliest session and start; None where there is none."""
        index = self.prepared.index
        service, pool, kind = index.service_of(name), pool_of_situation(index, name), index.kind_of(name)
        used = self._units[service, pool, kind]
        if used and used + index.units(name) > self._quota(kind, service, pool):
            return None
        sessions = sorted(self.prepared.admitted[name], key=lambda session: (index.start[session], session))
        for session in sessions:
            if not self._stands_alone(name, session):
                continue
            seat = next(self._partial.openings(name, session, self._starts), None)
            if seat is not None:
                self._place(seat)
                return seat
        return None

    def keep(self, one: Reservation) -> bool:
        """Reserve a place that was promised before; False where it is not to be had any more."""
        index = self.prepared.index
        if one.session not in self.prepared.admitted.get(one.situation, ()):
            return False
        start = to_minute(parse_minute(one.start))
        seat = Seat(one.situation, one.session, start, start + index.minutes[one.situation])
        if start not in self._starts[one.situation, one.session] or not self._stands_alone(one.situation, one.session):
            return False
        # its company may come after it: the first hour is looked at above, for it alone
        for other in self._partial.seats.values():
            if other.session == seat.session and other.start < seat.end and seat.start < other.end:
                return False
        self._place(seat)
        return True

    def _place(self, seat: Seat) -> None:
        index = self.prepared.index
        self._partial.place(seat)
        name = seat.situation
        key = index.service_of(name), pool_of_situation(index, name), index.kind_of(name)
        self._units[key] += index.units(name)
        for person in index.participants[name]:
            self._engaged[person, index.date(seat.session)] = seat.session

    def _stands_alone(self, name: str, session: str) -> bool:
        """Whether the request could be the only one of the session, and its people are in no other that day."""
        index = self.prepared.index
        day = index.date(session)
        if any(self._engaged.get((person, day), session) != session for person in index.participants[name]):
            return False
        return alone_start(self.prepared, self._starts, name, session) is not None


def alone_start(prepared: PreparedProblem, starts: Options, name: str, session: str) -> int | None:
    """The first start at which a request may be the only one of a session; None where there is none."""
    index = prepared.index
    limit = index.regulation.single_situation_minutes
    for minute in starts[name, session]:
        if limit is None or minute + index.minutes[name] <= index.start[session] + limit:
            return minute
    return None
