"""The file of a year (TOML), read strictly: months, series, venues, people, closed days, limits, weights."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError

from rsa_sched.calendar.crossed import crossed, without
from rsa_sched.calendar.knownkeys import with_known_keys
from rsa_sched.domain.base import READ, Count, Day, Id, Ids, Label, Length, Part, Positive, Rows
from rsa_sched.domain.organisation import Travel
from rsa_sched.domain.reading import faults_of, naming_file
from rsa_sched.errors import BadValue, InputError
from rsa_sched.french.sentences import lookup
from rsa_sched.office.toml import read_toml


class Half(StrEnum):
    """A half-day."""

    AM = "am"
    PM = "pm"


HALVES = (Half.AM, Half.PM)
"""In their order."""

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):(00|15|30|45)")


def _weekday(text: str) -> str:
    if text not in lookup("year.input.weekdays"):
        raise BadValue("not-a-weekday")
    return text


def _half(text: str) -> str:
    if text not in lookup("year.input.halves"):
        raise BadValue("not-a-half-day")
    return text


@cache
def weekday_numbers(names: tuple[str, ...]) -> frozenset[int]:
    """Numbers of French weekdays, Monday 0."""
    return frozenset(map(lookup("year.input.weekdays").index, names))


@cache
def half_day(name: str | None) -> Half | None:
    """The half-day of a French name."""
    return None if name is None else HALVES[lookup("year.input.halves").index(name)]


def _month(text: str) -> str:
    if not _MONTH.fullmatch(text) or text < "0002":
        raise BadValue("not-a-month")
    return text


def _hour(text: str) -> str:
    if not _HOUR.fullmatch(text):
        raise BadValue("not-an-hour-of-the-day")
    return text


Weekdays = Rows[Annotated[str, AfterValidator(_weekday)]]
"""In French, as ``mardi``: sessions are held from Monday to Friday."""
HalfText = Annotated[str, AfterValidator(_half)]
"""In French."""
MonthText = Annotated[str, AfterValidator(_month)]
HourText = Annotated[str, AfterValidator(_hour)]


class _OnWeekdays(Part):
    """What stands on some weekdays, on one half of the day; on all where they are left out."""

    weekdays: Weekdays = ()
    half: HalfText | None = None

    @property
    def days(self) -> frozenset[int]:
        """The weekdays by number."""
        return weekday_numbers(self.weekdays)

    @property
    def half_day(self) -> Half | None:
        """The half-day; None for either."""
        return half_day(self.half)


class Spell(_OnWeekdays):
    """Some days, or halves of them: of a period, on these weekdays; what is left out means every one of them."""

    first: Day | None = None
    last: Day | None = None
    """Included; the first day alone where it is left out beside `first`."""
    label: Label = None

    def covers(self, date: dt.date, half: Half) -> bool:
        """Whether a half-day is one of these."""
        last = self.last if self.last is not None else self.first
        return (
            (self.first is None or self.first <= date)
            and (last is None or date <= last)
            and (not self.weekdays or date.weekday() in self.days)
            and self.half_day in (None, half)
        )


class Attending(Part):
    """A seat of every session of a series: one of these people, the first of them where possible [R14-R19, R36]."""

    one_of: Annotated[Ids, Field(min_length=1)]
    each_time_another: bool = False
    """Whether all of them come before one comes again [R38]."""


class Series(_OnWeekdays):
    """Sessions that come back month after month: those of a sub-sector, of the homeless team, of the psychologist.

    Its weekdays and half-day are those preferred.
    """

    id: Id
    label: Label = None
    type: Id = "standard"
    subsector: Id | None = None
    service: Id | None = None
    months: Rows[MonthText] | None = None
    """Months in which it is held; all of the year's where it is left out."""
    a_month: Annotated[int, Field(ge=1, le=8)] = 1
    extra: Rows[MonthText] = ()
    """Months with one session more, named as often as there are more."""
    minutes: Length = 180
    strictly: bool = False
    """Whether no other weekday and half-day will do."""
    min_days: Positive = 1
    """Least number of days from one date to the next."""
    max_days: Positive | None = None
    every_days: Positive = 30
    """Days from one date to the next that are aimed at."""
    tolerance_days: Count = 10
    """Days by which a distance may differ from that at no cost."""
    venues: Annotated[Ids, Field(min_length=1)]
    last_venue: Id | None = None
    """Where the last session before this year was held."""
    attend: Rows[Attending] = ()


class YearVenue(Part):
    """A place where sessions are held [R23, R24]."""

    id: Id
    label: Label = None
    address: Label = None
    free: Rows[Spell] = ()
    """When it can be had; always where it is left out."""
    taken: Rows[Spell] = ()


class Attendee(Part):
    """Somebody who attends sessions."""

    id: Id
    label: Label = None
    absences: Rows[Spell] = ()


class Hours(Part):
    """When sessions begin."""

    morning: HourText = "09:00"
    afternoon: HourText = "14:00"

    def minutes(self, half: Half) -> int:
        """From midnight to the beginning."""
        hour, _, minute = (self.morning if half == "am" else self.afternoon).partition(":")
        return int(hour) * 60 + int(minute)


class Most(Part):
    """The most sessions of a day and of a week, of all series together; no limit where it is left out."""

    a_day: Positive | None = None
    a_week: Positive | None = None


class YearWeights(Part):
    """What each kind of discomfort costs, in points; the plan with the fewest is the best."""

    school: Count = 60
    """A session in the school holidays."""
    weekday: Count = 20
    """A session on a weekday that its series does not prefer."""
    half: Count = 10
    """A session on the other half-day."""
    substitute: Count = 15
    """Each place in the list of a seat before the one who attends: the head of service for the sector officer."""
    day: Count = 4
    """A day on which somebody attends, whether one session or two: days are grouped."""
    rhythm: Count = 3
    """A day beyond the tolerance, in the distance of two dates of a series."""
    turn: Count = 25
    """Where a published year changes: a session in the venue of the one before, or a turn beyond a venue's share."""


class Imposed(Part):
    """A date that was decided elsewhere: a session of the series is held on that day, in that month."""

    series: Id
    date: Day
    half: HalfText | None = None
    venue: Id | None = None

    @property
    def half_day(self) -> Half | None:
        """The half-day."""
        return half_day(self.half)


class Year(Part):
    """What a year's calendar is made from.

    Attributes
    ----------
    title : of the calendar.
    first_month, last_month : as ``2010-10``, both included.
    timezone : whose public holidays hold, see `opendays.Calendar`.
    region : ``alsace-moselle`` where the local law's holidays hold too.
    school_zone : of the school holidays, a table of ``school.toml``; ``none``: they do not matter.
    school : the service's own table of school holidays, in place of that of a zone.
    """

    title: Annotated[str, Field(min_length=1, max_length=200, repr=False)]
    first_month: MonthText
    last_month: MonthText
    timezone: str = "Europe/Paris"
    region: Literal["", "alsace-moselle"] = ""
    school_zone: Id = "none"
    school: Rows[Spell] = ()
    hours: Hours = Hours()
    most: Most = Most()
    weights: YearWeights = YearWeights()
    closed: Rows[Spell] = ()
    travel: Travel = Travel()
    series: Annotated[Rows[Series], Field(min_length=1)]
    venues: Rows[YearVenue]
    people: Rows[Attendee] = ()
    imposed: Rows[Imposed] = ()

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """The year of a file. Raises InputError with every fault of it."""
        raw = read_toml(path)
        with naming_file(path.name):
            return cls.from_dict(raw)

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Self:
        """The year of data already parsed. Raises InputError with every fault."""
        year: Self | None = None
        found = []
        try:
            year = cls.model_validate(raw, context=READ)
        except ValidationError as error:
            found = list(with_known_keys(cls, faults_of(error, raw)))
        found += crossed(without(raw, [at for at, _ in found]))
        if year is None or found:
            raise InputError(tuple(fault for _, fault in found))
        return year

    @property
    def months(self) -> tuple[str, ...]:
        """Every month, as ``2010-10``."""
        return tuple(months_between(self.first_month, self.last_month))


def months_between(first: str, last: str) -> list[str]:
    """The months from one to another, both included."""
    low, high = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(low, high + 1)]
