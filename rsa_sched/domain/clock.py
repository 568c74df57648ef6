"""Wall-clock time as whole minutes (contract, section 1): a time zone only to refuse bad input."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from rsa_sched.errors import BadValue

UNIT = 15
"""Minutes in one unit of session time."""

DAY = 24 * 60
"""Minutes in a day."""

_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=1 << 14)
def parse_minute(text: str) -> dt.datetime:
    """``2010-10-05T09:00`` as a naive datetime; BadValue where it is written otherwise or does not exist."""
    if not _MINUTE.fullmatch(text):
        raise BadValue("not-a-local-time")
    try:
        # Not fromisoformat: newer Pythons read 24:00 as the next day.
        return dt.datetime.combine(dt.date.fromisoformat(text[:10]), dt.time(int(text[11:13]), int(text[14:])))
    except ValueError:
        raise BadValue("no-such-local-time") from None


@lru_cache(maxsize=1 << 14)
def parse_day(text: str) -> dt.date:
    """``2010-10-05`` as a date; BadValue where it is written otherwise or does not exist."""
    if not _DAY.fullmatch(text):
        raise BadValue("not-a-date")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadValue("no-such-date") from None


def to_minute(moment: dt.datetime) -> int:
    """Minutes since 0001-01-01T00:00, wall clock."""
    return (moment.toordinal() - 1) * DAY + moment.hour * 60 + moment.minute


def to_moment(minute: int) -> dt.datetime:
    """The inverse of `to_minute`."""
    return dt.datetime.min + dt.timedelta(minutes=minute)


def iso_minute(moment: dt.datetime | int) -> str:
    """``2010-10-05T09:00`` of a datetime or of a count of minutes."""
    if isinstance(moment, int):
        moment = to_moment(moment)
    return moment.isoformat(timespec="minutes")


def overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two half-open intervals of minutes share a minute; an empty one shares none."""
    return max(first[0], second[0]) < min(first[1], second[1])


def quarters(start: int, end: int, first: int, count: int) -> int:
    """The quarters of an hour that an interval touches: bit n is the n-th of `count` quarters counted from `first`."""
    low, high = max(0, (start - first) // UNIT), min(count, -((first - end) // UNIT))
    return (1 << high) - (1 << low) if low < high and start < end else 0


def starts_reaching(mask: int, units: int) -> int:
    """The starts (bit n: the n-th quarter) from which something of that many units reaches a quarter of the mask."""
    reached = 1
    while mask and reached < units:
        step = min(reached, units - reached)
        mask |= mask >> step
        reached += step
    return mask


def exists_once(moment: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of `zone` show this local time exactly once (not skipped, not repeated)."""
    if _steady(moment.date(), zone):
        return True
    early, late = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if early.utcoffset() != late.utcoffset():
        return False
    back = early.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    return back == moment


def steady_between(first: dt.datetime, last: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of `zone` do not change between a local time that exists once and one at most a day on."""
    if _steady(first.date(), zone) and _steady(last.date(), zone):
        return True
    before = first.replace(tzinfo=zone).utcoffset()
    return all(last.replace(tzinfo=zone, fold=fold).utcoffset() == before for fold in (0, 1))


@lru_cache(maxsize=4096)
def _steady(day: dt.date, zone: ZoneInfo) -> bool:
    """Whether no clock change falls on that day (most days: then no time of it needs a closer look)."""
    if day.year in (dt.MINYEAR, dt.MAXYEAR):
        return True  # beyond every clock change on record, and astimezone would overflow
    midnight = dt.datetime.combine(day, dt.time(), zone)
    following = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    edges = {moment.replace(fold=fold).utcoffset() for moment in (midnight, following) for fold in (0, 1)}
    return len(edges) == 1
