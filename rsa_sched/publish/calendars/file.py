"""Calendar files: text that stays text, in lines of at most 75 octets, with the time zone that Outlook asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from rsa_sched.errors import brought_by
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import legible
from rsa_sched.publish.calendars.entries import Entry
from rsa_sched.publish.calendars.zone import add_timezone

if TYPE_CHECKING:
    import icalendar


def calendar_file(
    events: Iterable[tuple[Entry, int]],
    *,
    timezone: str,
    stamp: dt.date,
    method: Literal["PUBLISH", "CANCEL"],
    tentative: bool = False,
) -> bytes:
    """A calendar of these entries with their SEQUENCE.

    Parameters
    ----------
    events : entries and how often each was changed.
    timezone : where the hours hold.
    stamp : day of the agenda: DTSTAMP, and so the file, says nothing of when it was written.
    tentative : whether nobody has decided yet that they take place.
    method : PUBLISH, or CANCEL for events that are to be taken out; a CANCEL is of one event (RFC 5546, 3.2.5).
    """
    with brought_by("ics"):
        import icalendar

    zone = ZoneInfo(timezone)
    calendar = icalendar.Calendar()
    calendar.add("prodid", say("calendars.product"))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    days: list[dt.date] = []
    for entry, sequence in events:
        calendar.add_component(_event(entry, sequence, zone, stamp, method == "CANCEL", tentative=tentative))
        if not entry.all_day:
            days += [entry.start.date(), entry.end.date()]
    if days:
        # Transitions of the years around are enough, and keep the file small.
        first, last = max(min(days).year - 1, 2), min(max(days).year + 1, 9997)
        add_timezone(calendar, zone, first, last)
    data: bytes = calendar.to_ical(sorted=True)
    return data


def _event(
    entry: Entry, sequence: int, zone: ZoneInfo, stamp: dt.date, withdrawn: bool, *, tentative: bool = False
) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", dt.datetime.combine(stamp, dt.time(), dt.UTC))
    event.add("sequence", sequence)
    if entry.all_day:
        event.add("dtstart", entry.start.date())
        event.add("dtend", entry.end.date())
    else:
        event.add("dtstart", entry.start.replace(tzinfo=zone))
        event.add("dtend", entry.end.replace(tzinfo=zone))
    event.add("summary", plain(entry.summary))
    if entry.description:
        event.add("description", plain(entry.description))
    if entry.location:
        event.add("location", plain(entry.location))
    if entry.category:
        event.add("categories", [entry.category])
    gone = withdrawn or entry.cancelled
    event.add("status", "CANCELLED" if gone else "TENTATIVE" if tentative else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.all_day or gone else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def plain(text: str) -> str:
    """Text as a calendar may hold it: some readers take further characters than CR and LF for the end of a line."""
    return legible(text).replace("\u2028", "\n").replace("\u2029", "\n")
