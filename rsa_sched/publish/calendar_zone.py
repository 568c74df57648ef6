"""VTIMEZONE as Outlook reads it: with yearly rules.

Outlook passes over the lists of dates (RDATE) that a VTIMEZONE made from the time zone database consists of. Wherever
the zone changes its hour as Europe does, as French zones that change it have done since 1996, the two rules say the
same; other zones keep the lists.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

HOUR = dt.timedelta(hours=1)


def add_timezone(calendar: icalendar.Calendar, zone: ZoneInfo, first: int, last: int) -> None:
    """Add the zone's VTIMEZONE, good for these years."""
    usual = european(zone, first, last)
    if usual is None:
        calendar.add_missing_timezones(dt.date(first, 1, 1), dt.date(last, 12, 31))
        return
    import icalendar

    timezone = icalendar.Timezone()
    timezone.add("tzid", zone.key)
    summer, winter = icalendar.TimezoneDaylight(), icalendar.TimezoneStandard()
    for part, month, before, after in ((summer, 3, usual, usual + HOUR), (winter, 10, usual + HOUR, usual)):
        start = dt.datetime.combine(_last_sunday(1996, month), dt.time(1)) + before  # the hour that clocks show then
        part.add("dtstart", start)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        timezone.add_component(part)
    calendar.add_component(timezone)


def european(zone: ZoneInfo, first: int, last: int) -> dt.timedelta | None:
    """The winter offset of a zone whose summer lasts from the last Sunday of March to that of October in all of these
    years, each time from 01:00 UTC on, and whose clocks then show the same Sunday; None of any other.
    """
    winter = dt.datetime(first, 1, 1, 12, tzinfo=zone).utcoffset()
    if winter is None or first < 1996 or not -HOUR <= winter < 23 * HOUR:
        return None
    for year in range(first, last + 1):
        changes = [dt.datetime.combine(_last_sunday(year, month), dt.time(1), dt.UTC) for month in (3, 10)]
        starts = [dt.datetime(year, 1, 1, 12, tzinfo=dt.UTC), changes[0], changes[1]]
        ends = [changes[0], changes[1], dt.datetime(year, 12, 31, 12, tzinfo=dt.UTC)]
        for start, end, offset in zip(starts, ends, (winter, winter + HOUR, winter), strict=True):
            if any(_offset(zone, moment) != offset for moment in (start, end - dt.timedelta(seconds=1))):
                return None
    return winter


def _offset(zone: ZoneInfo, moment: dt.datetime) -> dt.timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _last_sunday(year: int, month: int) -> dt.date:
    last = dt.date(year, month, 31)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)
