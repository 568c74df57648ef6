"""Cross-checks of dates and hours: what exists on the clocks of the problem's time zone, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from rsa_sched.domain.clock import DAY, UNIT, exists_once, parse_minute, steady_between, to_minute, to_moment
from rsa_sched.domain.document import DEFAULT_ZONE
from rsa_sched.domain.reading import Location
from rsa_sched.domain.rows import Checks, fault_at, items, minutes_of, rows, types_of


def _moments(document: dict[str, Any]) -> Iterator[tuple[Location, str | None]]:
    """Every local time of the document."""
    for n, row in rows(document, "professionals"):
        for m, interval in items(row, "unavailable"):
            yield from ((("professionals", n, "unavailable", m, end), moment) for end, moment in enumerate(interval))
    for holder in ("sessions", "pins", "announced"):
        yield from (((holder, n, "start"), row.get("start")) for n, row in rows(document, holder))


def known_zone(name: Any) -> ZoneInfo | None:
    """The time zone of that name, or the default without one; None where there is no such zone."""
    name = DEFAULT_ZONE if name is None else name
    try:
        return ZoneInfo(name) if isinstance(name, str) else None
    except (KeyError, ValueError, OSError):  # what zoneinfo raises for odd names
        return None


def local_times(document: dict[str, Any]) -> Checks:
    """The time zone exists, and in it every local time, once; sessions start on the quarter of an hour."""
    name = document.get("timezone")
    zone = known_zone(name)
    if zone is None:
        yield fault_at(("timezone",), name, "unknown-time-zone")
    else:
        for at, moment in _moments(document):
            if moment is not None and not exists_once(parse_minute(moment), zone):
                yield fault_at(at, moment, "local-time-not-once", zone=zone.key)
    types = types_of(document)
    for n, row in rows(document, "sessions"):
        if row.get("start") is None:
            continue
        start = to_minute(parse_minute(row["start"]))
        if start % UNIT:
            yield fault_at(("sessions", n, "start"), row["start"], "no-quarter-of-an-hour")
        if start + minutes_of(row, types) > _LAST_MINUTE:
            yield fault_at(("sessions", n, "start"), row["start"], "after-the-year-9999")


_LAST_MINUTE = to_minute(parse_minute("9999-12-31T00:00")) + DAY - 1


def clock_changes(document: dict[str, Any]) -> Checks:
    """The clocks do not change during a session: its hours would not exist, or come twice."""
    zone, types = known_zone(document.get("timezone") or None), types_of(document)
    for n, row in rows(document, "sessions"):
        if zone is None or row.get("start") is None:
            continue
        start, minutes = parse_minute(row["start"]), minutes_of(row, types)
        end = to_minute(start) + minutes
        if (
            minutes
            and end <= _LAST_MINUTE
            and exists_once(start, zone)
            and not steady_between(start, to_moment(end - 1), zone)
        ):
            yield fault_at(("sessions", n, "start"), row["start"], "clock-change", zone=zone.key)


def intervals(document: dict[str, Any]) -> Checks:
    """No absence ends before it begins."""
    for n, row in rows(document, "professionals"):
        for m, interval in items(row, "unavailable"):
            if len(interval) == 2 and None not in interval and interval[1] < interval[0]:
                at = ("professionals", n, "unavailable", m, 1)
                yield fault_at(at, interval[1], "ends-before-it-begins", begins=interval[0])


def requests(document: dict[str, Any]) -> Checks:
    """No request comes from the future, or arrives before it was made.

    A window that ends before it begins is read, as conformance case 133 has one: it admits no session.
    """
    as_of = document.get("as_of")
    for n, row in rows(document, "situations"):
        requested, received = row.get("requested_on"), row.get("received_on")
        if as_of is not None and requested is not None and requested > as_of:
            yield fault_at(("situations", n, "requested_on"), requested, "requested-in-the-future", as_of=as_of)
        if requested is not None and received is not None and received < requested:
            at = ("situations", n, "received_on")
            yield fault_at(at, received, "received-before-requested", requested_on=requested)
