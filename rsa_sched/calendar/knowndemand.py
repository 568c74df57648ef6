"""A year's plan as the laboratory plays it: who asks, who waits already, and the sessions month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.schooldays import month_days
from rsa_sched.calendar.year import Series, Year
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.session_type import SessionType
from rsa_sched.errors import Fault, InputError
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.planned import PlannedSetting
from rsa_sched.simulate.months.setting import Row, Setting
from rsa_sched.simulate.months.state import State


@dataclass(frozen=True)
class KnownDemand:
    """What is known of those who ask.

    Attributes
    ----------
    problem : the last month that is known: its people, places and règlement are those of the year.
    demand : who asks from then on.
    start : who waits then; all that is known was asked until ``start.until``.
    """

    problem: Problem
    demand: Demand
    start: State

    @classmethod
    def like(cls, problem: Problem) -> KnownDemand:
        """Of one month alone: who asked in its last 30 days asks on, and all of its situations wait."""
        return cls(problem, Demand.like(problem), State.of(problem))

    def type_of(self, series: Series) -> SessionType | None:
        """The type of the sessions of a series; None where the règlement has none of that name."""
        return next((kind for kind in self.problem.regulation.types if kind.id == series.type), None)

    def services(self, series: Series) -> set[str]:
        """The services for which a series may be: one where it says enough."""
        if series.subsector is not None:
            return {row.service for row in self.problem.subsectors if row.id == series.subsector}
        return {row.id for row in self.problem.services if series.service in (None, row.id)}

    def misfits(self, year: Year) -> Iterator[Fault]:
        """What a year names and the month that is known has not."""
        known = {row.id for row in self.problem.subsectors}
        types = sorted(kind.id for kind in self.problem.regulation.types)
        for number, series in enumerate(year.series):
            kind, place = self.type_of(series), f"series[{number}]"
            if kind is None:
                yield Fault(f"{place}.type", series.type, "unknown-type", {"types": types})
            elif series.subsector is None and kind.scope == "subsector":
                yield Fault(f"{place}.subsector", "", "missing-subsector", {"type": kind.id})
            elif series.subsector is not None and series.subsector not in known:
                yield Fault(f"{place}.subsector", series.subsector, "not-one-of", {"names": sorted(known)})
            elif len(self.services(series)) != 1:
                names = sorted(row.id for row in self.problem.services)
                yield Fault(f"{place}.service", series.service or "", "not-one-of", {"names": names})

    def months(self, index: YearIndex) -> tuple[str, ...]:
        """The months of a year that have sessions, and whose intake ends after all that is known.

        Raises
        ------
        InputError : with all that does not fit; where no month is left.
        """
        year = index.year
        if faults := tuple(self.misfits(year)):
            raise InputError(faults)
        held = {session.month for session in index.sessions.values()}
        left = tuple(month for month in year.months if month in held and str(self.closes(month)) >= self.start.until)
        if not left:
            until = dt.date.fromisoformat(self.start.until)
            raise InputError.of("last_month", year.last_month, "year-is-known", day=until)
        return left

    def closes(self, month: str) -> dt.date:
        """The last day of the intake of a month: whatever its sessions are, requests are in time for all of them."""
        return month_days(month)[0] - dt.timedelta(days=self.problem.regulation.deadline_days)

    def setting(self, found: YearCalendar, months: Sequence[str]) -> PlannedSetting:
        """The organisation with the sessions of these months of a calendar."""
        organisation = dict(Setting.of(self.problem).organisation)
        for key, rows in (("venues", found.index.venues), ("professionals", found.index.people)):
            there = {row["id"] for row in organisation[key]}
            organisation[key] = [*organisation[key], *({"id": name} for name in rows if name not in there)]
        planned = tuple(tuple(self._sessions(found, month)) for month in months)
        before = month_days(months[0])[0] - dt.timedelta(days=1)
        closing = (f"{self.closes(f'{before:%Y-%m}')}", *(f"{self.closes(month)}" for month in months))
        every = tuple(row for rows in planned for row in rows)
        lead = self.problem.regulation.deadline_days
        return PlannedSetting(organisation, every, lead=lead, planned=planned, closing=closing)

    def _sessions(self, found: YearCalendar, month: str) -> Iterator[Row]:
        for row in found.placed:
            session = found.index.sessions[row.session]
            if session.month != month:
                continue
            series = found.index.asked_of(session)
            minutes = found.index.year.hours.minutes(row.half)
            (service,) = self.services(series)
            yield {
                "id": row.session,
                "type": series.type,
                "service": service,
                **({} if series.subsector is None else {"subsector": series.subsector}),
                "venue": row.venue,
                "start": f"{row.date}T{minutes // 60:02}:{minutes % 60:02}",
                "minutes": series.minutes,
                "staff": list(row.people),
            }
