"""The organisation that months are played in: people, places and a calendar that goes on."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.simulate.workdays import HOLIDAYS

Row = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """An organisation with one month of sessions, which every later month repeats.

    Attributes
    ----------
    organisation : the problem document's lists of services, subsectors, venues, structures and professionals, and its
        travel and time zone; all professionals are available.
    sessions : the sessions of the first month.
    anchor : the day from which the month's intake is counted, by default that of the first session. Settings made of
        this one keep it, so that further sessions leave everybody's date as it was.
    lead : days before the anchor on which the intake of a month ends.
    source : id and fingerprint of the problem that it was made of; "" of none.
    """

    organisation: dict[str, Any]
    sessions: tuple[Row, ...]
    anchor: str = ""
    lead: int = 10
    source: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.anchor and self.sessions:
            object.__setattr__(self, "anchor", min(row["start"] for row in self.sessions)[:10])

    @classmethod
    def of(cls, problem: Problem) -> Setting:
        """The organisation and calendar of a problem; its situations, history and wishes are left behind."""
        document = problem.to_dict()
        keys = ("timezone", "services", "subsectors", "venues", "travel", "structures", "professionals")
        organisation = {key: copy.deepcopy(document[key]) for key in keys if document.get(key) is not None}
        for person in organisation["professionals"]:
            person.pop("unavailable", None)
        return cls(organisation, tuple(copy.deepcopy(document["sessions"])), lead=problem.regulation.deadline_days,
            source=f"{problem.id} {problem.sha256}")  # fmt: skip

    def closes(self, number: int) -> dt.date:
        """The last day of the intake of a month, counted from 0: the same whatever sessions there are."""
        return _same_weekday(dt.date.fromisoformat(self.anchor), number) - dt.timedelta(days=self.lead)

    def month(self, number: int) -> list[Row]:
        """The sessions of a month, counted from 0: on the same weekday of the month, venues in turn [R23].

        A day that is a public holiday, or on which somebody of the staff has a session already, gives way to the next
        working day without one.
        """
        posts: dict[str, set[dt.date]] = defaultdict(set)
        turned = self._venues()
        found = []
        for row in sorted(self.sessions, key=lambda row: (row["start"], row["id"])):
            start = dt.datetime.fromisoformat(row["start"])
            day = _same_weekday(start.date(), number)
            staff = row.get("staff") or []
            while number and (not _open(day) or any(day in posts[person] for person in staff)):
                day += dt.timedelta(days=1)
            for person in staff:
                posts[person].add(day)
            session = {**row, "id": f"{row['id']}~{number + 1:03}", "start": f"{day}T{start:%H:%M}"}
            if (venues := turned.get(row.get("subsector", ""))) and row["venue"] in venues:
                session["venue"] = venues[(venues.index(row["venue"]) + number) % len(venues)]
            found.append(session)
        return found

    def with_further(self, session: str) -> Setting:
        """The same with one of the sessions held once more a month; InputError where there is none of that id."""
        like = next((row for row in self.sessions if row["id"] == session), None)
        if like is None:
            raise InputError.of("further", "", "not-a-session", sessions=[row["id"] for row in self.sessions])
        return replace(self, sessions=(*self.sessions, further(self.sessions, like)))

    def _venues(self) -> dict[str, list[str]]:
        """The venues of each sub-sector, as listed."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.organisation["venues"]:
            if row.get("subsector"):
                found[row["subsector"]].append(row["id"])
        return found


def _same_weekday(day: dt.date, months: int) -> dt.date:
    """The third Tuesday of another month for a third Tuesday; for a fifth the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    found = first + dt.timedelta(days=(day.weekday() - first.weekday()) % 7 + 7 * ((day.day - 1) // 7))
    return found if found.month == month + 1 else found - dt.timedelta(days=7)


def _open(day: dt.date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def further(rows: Sequence[Row], like: Row) -> Row:
    """Another session like one of them: a week or more later, on a day on which its staff has none.

    Raises InputError where there is no such day.
    """
    start = dt.datetime.fromisoformat(like["start"])
    staff = set(like.get("staff") or ())
    taken = {row["start"][:10] for row in rows if staff & set(row.get("staff") or ())}
    month = [day for day in range(1, 29) if (start.replace(day=day)).weekday() < 5]
    order = sorted(month, key=lambda day: ((day - start.day) % 28, day))
    free = [day for day in order if f"{start.replace(day=day):%Y-%m-%d}" not in taken]
    if not free:
        raise InputError.of("sessions", f"the staff of {like['id']} has one on every working day", "no-free-day")
    # a week later first, then two, three; other weekdays last
    day = min(free, key=lambda day: ((day - start.day) % 7 != 0, order.index(day)))
    number = sum(row["id"].startswith(f"{like['id']}+") for row in rows) + 1
    return {**like, "id": f"{like['id']}+{number}", "start": f"{start.replace(day=day):%Y-%m-%dT%H:%M}"}
