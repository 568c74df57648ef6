"""VTIMEZONE as Outlook reads it: with yearly rules.

Outlook passes over the lists of dates (RDATE) that a VTIMEZONE made from the time zone database consists of, and other
readers take the first of them for all. Wherever a zone changes its hour by the same rule in the years that matter, as
every French zone does or does not change it at all, the rule says the same; other zones keep the lists.
"""

from __future__ import annotations

import calendar as days_of
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY, _SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """From when on clocks show another offset: the hour they show just before, the same each year.

    Attributes
    ----------
    start : the first time.
    day : the day of ``BYDAY`` in the month of `start`: ``-1SU``; "" where it happens once and for all.
    before, after : offsets from UTC.
    """

    start: dt.datetime
    day: str
    before: dt.timedelta
    after: dt.timedelta


def add_timezone(calendar: icalendar.Calendar, zone: ZoneInfo, first: int, last: int) -> None:
    """Add the zone's VTIMEZONE, good for these years, before the calendar's events."""
    import icalendar

    changes = yearly(zone, first, last)
    if changes is None:
        calendar.add_missing_timezones(dt.date(first, 1, 1), dt.date(last, 12, 31))
    else:
        timezone = icalendar.Timezone()
        timezone.add("tzid", zone.key)
        for change in changes:
            part = icalendar.TimezoneDaylight() if change.after > change.before else icalendar.TimezoneStandard()
            part.add("dtstart", change.start)
            if change.day:
                part.add("rrule", {"freq": "yearly", "bymonth": change.start.month, "byday": change.day})
            part.add("tzoffsetfrom", change.before)
            part.add("tzoffsetto", change.after)
            timezone.add_component(part)
        calendar.add_component(timezone)
    calendar.subcomponents.sort(key=lambda part: part.name != "VTIMEZONE")


@lru_cache(maxsize=64)
def yearly(zone: ZoneInfo, first: int, last: int) -> tuple[Change, ...] | None:
    """The two changes of each year, or the one offset there is, as rules; None where no rule fits these years."""
    found = [tuple(_changes(zone, year)) for year in range(first, last + 1)]
    if not any(found):
        offset = _offset(zone, dt.datetime(first, 1, 1, tzinfo=dt.UTC))
        return (Change(dt.datetime(first, 1, 1), "", offset, offset),)
    if any(len(changes) != 2 for changes in found):
        return None
    rules = []
    for same in zip(*found, strict=True):
        day = _same_day([change.start for change in same])
        if day is None or len({(change.start.time(), change.before, change.after) for change in same}) > 1:
            return None
        rules.append(Change(same[0].start, day, same[0].before, same[0].after))
    return tuple(rules)


def _same_day(starts: list[dt.datetime]) -> str | None:
    """The nth or last weekday of a month that all of these are."""
    if len({(start.month, start.weekday()) for start in starts}) > 1:
        return None
    weekday = _WEEKDAYS[starts[0].weekday()]
    if all(start.day + 7 > days_of.monthrange(start.year, start.month)[1] for start in starts):
        return f"-1{weekday}"
    weeks = {(start.day + 6) // 7 for start in starts}
    return f"{weeks.pop()}{weekday}" if len(weeks) == 1 else None


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """The changes of one year, to the second."""
    moment, end = dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC)
    while moment < end:
        before, after = _offset(zone, moment), _offset(zone, moment + _DAY)
        if before != after:
            low, high = moment, moment + _DAY
            while high - low > _SECOND:
                middle = low + (high - low) // 2 // _SECOND * _SECOND
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            yield Change((high + before).replace(tzinfo=None), "", before, after)
        moment += _DAY


def _offset(zone: ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()
