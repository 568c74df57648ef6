"""The sessions of a year, the half-days on which each may be held, and look-ups; times in whole minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rsa_sched.calendar.schooldays import is_school_holiday, month_days
from rsa_sched.calendar.year import HALVES, Attendee, Half, Series, Year, YearVenue
from rsa_sched.domain.clock import DAY, overlap
from rsa_sched.domain.organisation import TravelTimes
from rsa_sched.opendays import Calendar


class YearSlot(NamedTuple):
    """A half-day."""

    date: dt.date
    half: Half


class ToPlace(NamedTuple):
    """A session that has to be given a half-day, a venue and people: the `number`-th of its series in its month."""

    id: str
    series: str
    month: str
    number: int


class Placed(NamedTuple):
    """A session with its half-day, its venue, and one person for each seat of its series, in their order."""

    session: str
    date: dt.date
    half: Half
    venue: str
    people: tuple[str, ...]

    @property
    def slot(self) -> YearSlot:
        """When it is held."""
        return YearSlot(self.date, self.half)


class YearIndex:
    """A year with its sessions and everything that is looked up again and again.

    Parameters
    ----------
    published : whether its calendar is known already: the turns of venues are then a wish, which gives way to dates
        that stand; else they are kept.

    Attributes
    ----------
    sessions : every session by id: by series as listed, month, number.
    """

    def __init__(self, year: Year, *, published: bool = False) -> None:
        self.year = year
        self.published = published
        self.series: dict[str, Series] = {row.id: row for row in year.series}
        self.venues: dict[str, YearVenue] = {row.id: row for row in year.venues}
        self.people: dict[str, Attendee] = {row.id: row for row in year.people}
        self.open = Calendar(year.timezone, year.region)
        self.travel = TravelTimes(year.travel.default_minutes, list(year.travel.between))
        self.sessions: dict[str, ToPlace] = {row.id: row for row in self._sessions()}
        self._of_series: dict[str, list[ToPlace]] = {name: [] for name in self.series}
        for row in self.sessions.values():
            self._of_series[row.series].append(row)

    def _sessions(self) -> Iterator[ToPlace]:
        for series in self.year.series:
            for month in self.year.months:
                for number in range(1, self.asked(series, month) + 1):
                    suffix = f"-{number}" if number > 1 else ""
                    yield ToPlace(f"{series.id}-{month}{suffix}", series.id, month, number)

    @staticmethod
    def asked(series: Series, month: str) -> int:
        """How many sessions of a series a month has."""
        held = series.months is None or month in series.months
        return series.a_month + series.extra.count(month) if held else 0

    def of_series(self, name: str) -> list[ToPlace]:
        """The sessions of a series, by month and number: by date in every plan."""
        return self._of_series[name]

    def followers(self, name: str) -> list[tuple[ToPlace, ToPlace]]:
        """Each session of a series with the next one."""
        return list(pairwise(self._of_series[name]))

    def asked_of(self, session: ToPlace) -> Series:
        """The series of a session."""
        return self.series[session.series]

    @cached_property
    def _slots(self) -> dict[str, tuple[YearSlot, ...]]:
        return {month: tuple(self._weekdays(month)) for month in self.year.months}

    @staticmethod
    def _weekdays(month: str) -> Iterator[YearSlot]:
        day, last = month_days(month)
        while day <= last:
            if day.weekday() < 5:
                yield from (YearSlot(day, half) for half in HALVES)
            day += dt.timedelta(days=1)

    def slots(self, session: ToPlace) -> tuple[YearSlot, ...]:
        """Half-days of its month from Monday to Friday, whatever stands against them."""
        return self._slots[session.month]

    @cached_property
    def all_slots(self) -> list[YearSlot]:
        """Half-days of the whole year from Monday to Friday."""
        return [slot for slots in self._slots.values() for slot in slots]

    # --- times --------------------------------------------------------------------------------------------------------

    def span(self, session: ToPlace, slot: YearSlot) -> tuple[int, int]:
        """Start and end of a session held then, in minutes since the year 1."""
        start = (slot.date.toordinal() - 1) * DAY + self.year.hours.minutes(slot.half)
        return start, start + self.asked_of(session).minutes

    def apart(self, one: ToPlace, at: YearSlot, there: str, other: ToPlace, then: YearSlot, elsewhere: str) -> bool:
        """Whether one person can attend both: they do not overlap, and leave the time to travel within a day."""
        first, second = self.span(one, at), self.span(other, then)
        if overlap(first, second):
            return False
        if at.date != then.date:
            return True
        gap = max(first[0], second[0]) - min(first[1], second[1])
        return gap >= self.travel.minutes(there, elsewhere)

    def at_once(self, one: ToPlace, at: YearSlot, other: ToPlace, then: YearSlot) -> bool:
        """Whether two sessions overlap."""
        return overlap(self.span(one, at), self.span(other, then))

    # --- days ---------------------------------------------------------------------------------------------------------

    def is_school_holiday(self, date: dt.date) -> bool:
        """Whether there is no school: by the service's own table where it has one, else by that of the zone."""
        own = self.year.school
        if own:
            return any(spell.covers(date, half) for spell in own for half in HALVES)
        return is_school_holiday(self.year.school_zone, date)
