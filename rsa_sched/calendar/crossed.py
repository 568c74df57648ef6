"""What has to hold between the parts of a year's file: ids, months, periods, imposed dates.

The checks read plain data in which every faulty value has become null, so that all faults of a file come out at once.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rsa_sched.calendar.schooldays import SCHOOL_ZONES, covered
from rsa_sched.domain.base import bare_form
from rsa_sched.domain.printable import Location, place, quoted
from rsa_sched.domain.rows import Checks, items, rows
from rsa_sched.domain.timechecks import known_zone
from rsa_sched.errors import Fault

MOST_MONTHS = 24
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def without(raw: Any, faulty: Iterable[Location]) -> dict[str, Any]:
    """A copy of the document with null wherever a fault was found."""
    whole = copy.deepcopy(raw) if isinstance(raw, dict) else {}
    for at in faulty:
        holder: Any = whole
        for step in at[:-1]:
            try:
                holder = holder[step]
            except (KeyError, IndexError, TypeError):
                holder = None
                break
        if not at:
            continue
        if at[-1] in holder if isinstance(holder, dict) else isinstance(holder, list) and isinstance(at[-1], int):
            holder[at[-1]] = None
    return whole


def crossed(document: dict[str, Any]) -> Checks:
    """Every fault between the parts of a file."""
    for check in (_ids, _references, _months, _periods, _zone, _imposed, _travel, _hours):
        yield from check(document)


def fault_at(at: Location, value: object, code: str, **facts: object) -> tuple[Location, Fault]:
    text = quoted(value) if isinstance(value, str) else value.isoformat() if isinstance(value, dt.date) else str(value)
    return at, Fault(place(at), text, code, facts)


def _ids(document: dict[str, Any]) -> Checks:
    for name in ("series", "venues", "people"):
        seen: set[str] = set()
        for n, row in rows(document, name):
            found = row.get("id")
            if isinstance(found, str):
                bare = bare_form(found)
                if bare in seen:
                    yield fault_at((name, n, "id"), found, "resembling-id")
                seen.add(bare)


def _known(document: dict[str, Any], name: str) -> set[Any]:
    return {row.get("id") for _, row in rows(document, name)}


def _references(document: dict[str, Any]) -> Checks:
    venues, people, series = (_known(document, name) for name in ("venues", "people", "series"))
    for n, row in rows(document, "series"):
        for m, name in items(row, "venues"):
            if name not in venues:
                yield fault_at(("series", n, "venues", m), name, "unknown-id", target="venues")
        yield from _twice(("series", n, "venues"), items(row, "venues"))
        last = row.get("last_venue")
        if last is not None and last not in venues:
            yield fault_at(("series", n, "last_venue"), last, "unknown-id", target="venues")
        for m, seat in rows(row, "attend"):
            for k, name in items(seat, "one_of"):
                if name not in people:
                    yield fault_at(("series", n, "attend", m, "one_of", k), name, "unknown-id", target="people")
            yield from _twice(("series", n, "attend", m, "one_of"), items(seat, "one_of"))
    for n, row in rows(document, "imposed"):
        if row.get("series") is not None and row["series"] not in series:
            yield fault_at(("imposed", n, "series"), row["series"], "unknown-id", target="series")


def _twice(at: Location, listed: list[tuple[int, Any]]) -> Checks:
    seen: set[str] = set()
    for n, name in listed:
        if isinstance(name, str) and name in seen:
            yield fault_at((*at, n), name, "line-twice")
        seen.add(str(name))


def _ends(document: dict[str, Any]) -> tuple[str, str] | None:
    first, last = document.get("first_month"), document.get("last_month")
    if all(isinstance(text, str) and _MONTH.fullmatch(text) for text in (first, last)):
        return str(first), str(last)
    return None


def _span(document: dict[str, Any]) -> tuple[str, str] | None:
    """The first month and the last; None where they are no period, outside which every month would lie."""
    ends = _ends(document)
    return ends if ends is not None and ends[0] <= ends[1] else None


def _number(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:])


def _months(document: dict[str, Any]) -> Checks:
    ends, span = _ends(document), _span(document)
    if ends is not None and span is None:
        yield fault_at(("last_month",), ends[1], "month-before-the-first", first=ends[0])
    if span is not None and _number(span[1]) - _number(span[0]) >= MOST_MONTHS:
        yield fault_at(("last_month",), span[1], "too-many-months", most=MOST_MONTHS)
    for n, row in rows(document, "series"):
        own = [month for _, month in items(row, "months")] if row.get("months") is not None else None
        for key in ("months", "extra"):
            for m, month in items(row, key):
                if span is not None and isinstance(month, str) and not span[0] <= month <= span[1]:
                    yield fault_at(("series", n, key, m), month, "month-outside", first=span[0], last=span[1])
                elif key == "extra" and own is not None and month not in own:
                    yield fault_at(("series", n, key, m), month, "month-not-of-the-series")
        yield from _twice(("series", n, "months"), items(row, "months"))
        least, most = row.get("min_days"), row.get("max_days")
        if isinstance(least, int) and isinstance(most, int) and most < least:
            yield fault_at(("series", n, "max_days"), most, "too-small", ge=least)


def _periods(document: dict[str, Any]) -> Checks:
    for at, spell in _spells(document):
        first, last = spell.get("first"), spell.get("last")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            yield fault_at((*at, "last"), last, "ends-before-it-begins", begins=first.isoformat())
        if last is not None and first is None and "first" not in spell:
            yield at, Fault(place(at), "nothing", "missing-first-day")


def _spells(document: dict[str, Any]) -> Iterator[tuple[Location, dict[str, Any]]]:
    for key in ("closed", "school"):
        yield from (((key, n), spell) for n, spell in rows(document, key))
    for holder, keys in (("venues", ("free", "taken")), ("people", ("absences",))):
        for n, row in rows(document, holder):
            for key in keys:
                yield from (((holder, n, key, m), spell) for m, spell in rows(row, key))


def _zone(document: dict[str, Any]) -> Checks:
    zone, span = document.get("school_zone"), _span(document)
    if isinstance(zone, str) and zone not in SCHOOL_ZONES:
        yield fault_at(("school_zone",), zone, "unknown-school-zone", names=SCHOOL_ZONES)
    elif isinstance(zone, str) and span is not None and not document.get("school"):
        missing = covered(zone, *span)
        if missing is not None:
            yield fault_at(("school_zone",), zone, "school-days-not-published", day=missing)
    timezone = document.get("timezone")
    if isinstance(timezone, str) and known_zone(timezone) is None:
        yield fault_at(("timezone",), timezone, "unknown-time-zone")


def _imposed(document: dict[str, Any]) -> Checks:
    span = _span(document)
    series = {row.get("id"): row for _, row in rows(document, "series")}
    seen: set[tuple[Any, Any]] = set()
    for n, row in rows(document, "imposed"):
        date, of = row.get("date"), series.get(row.get("series"), {})
        if not isinstance(date, dt.date):
            continue
        month = f"{date:%Y-%m}"
        if date.weekday() > 4:
            yield fault_at(("imposed", n, "date"), date, "not-monday-to-friday")
        if span is not None and not span[0] <= month <= span[1]:
            yield fault_at(("imposed", n, "date"), date, "month-outside", first=span[0], last=span[1])
        elif of.get("months") is not None and month not in of["months"]:
            yield fault_at(("imposed", n, "date"), date, "month-not-of-the-series")
        if of and row.get("venue") is not None and row["venue"] not in (of.get("venues") or [row["venue"]]):
            yield fault_at(("imposed", n, "venue"), row["venue"], "unknown-id", target="venues")
        key = (row.get("series"), date)
        if key in seen:
            yield fault_at(("imposed", n, "date"), date, "line-twice")
        seen.add(key)


def _travel(document: dict[str, Any]) -> Checks:
    venues = _known(document, "venues")
    travel = document.get("travel")
    seen: set[frozenset[Any]] = set()
    for n, pair in items(travel, "between") if isinstance(travel, dict) else []:
        if not isinstance(pair, list) or len(pair) < 2 or None in pair[:2]:
            continue
        for end in (0, 1):
            if pair[end] not in venues:
                yield fault_at(("travel", "between", n, end), pair[end], "unknown-id", target="venues")
        if pair[0] == pair[1]:
            yield fault_at(("travel", "between", n), pair[0], "travel-within-a-venue")
        elif frozenset(pair[:2]) in seen:
            yield fault_at(("travel", "between", n), pair[0], "venues-twice")
        seen.add(frozenset(pair[:2]))


def _hours(document: dict[str, Any]) -> Checks:
    hours = document.get("hours")
    morning, afternoon = (hours or {}).get("morning", "09:00"), (hours or {}).get("afternoon", "14:00")
    if isinstance(morning, str) and isinstance(afternoon, str) and afternoon <= morning:
        yield fault_at(("hours", "afternoon"), afternoon, "hour-not-later", than=morning)
        return
    for n, row in rows(document, "series"):
        minutes = row.get("minutes")
        if isinstance(minutes, int) and isinstance(afternoon, str) and _minutes(afternoon) + minutes > 24 * 60:
            yield fault_at(("series", n, "minutes"), minutes, "too-large", le=24 * 60 - _minutes(afternoon))


def _minutes(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:])
