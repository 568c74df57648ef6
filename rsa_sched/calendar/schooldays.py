"""School holidays: dated tables with the arrêté that they come from, in ``school.toml``; never a day beyond them."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

NO_ZONE = "none"
"""Stands for: school holidays do not matter."""


class SchoolTable(NamedTuple):
    """What one arrêté says of one zone: days from `first` to `last`, and the intervals between two classes."""

    source: str
    first: dt.date
    last: dt.date
    off: tuple[tuple[dt.date, dt.date], ...]
    """The last day of class before, and the first one after."""


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files("rsa_sched.calendar").joinpath("school.toml").read_text(encoding="utf-8"))


@cache
def tables(zone: str) -> tuple[SchoolTable, ...]:
    """The tables of a zone, by their days."""
    document = _document()
    return tuple(
        SchoolTable(
            document["arretes"][row["arrete"]],
            row["covers"][0],
            row["covers"][1],
            tuple((last, first) for last, first in row["off"]),
        )
        for row in document["zones"].get(zone, ())
    )


SCHOOL_ZONES: tuple[str, ...] = (NO_ZONE, *("A", "B", "C", "corse", "guadeloupe", "martinique", "reunion"))
"""Zones that have tables, and none."""


def covered(zone: str, first_month: str, last_month: str) -> dt.date | None:
    """The first day of these months of which nothing was published; None where all of them are covered."""
    if zone == NO_ZONE:
        return None
    day, end = month_days(first_month)[0], month_days(last_month)[1]
    for table in tables(zone):
        if table.first <= day <= table.last:
            day = table.last + dt.timedelta(days=1)
    return day if day <= end else None


def month_days(month: str) -> tuple[dt.date, dt.date]:
    """First and last day of a month written as ``2010-10``."""
    first = dt.date.fromisoformat(f"{month}-01")
    return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def is_school_holiday(zone: str, date: dt.date) -> bool:
    """Whether there is no class in a zone on a day of the tables, week-ends in the midst of a term aside.

    Raises
    ------
    LookupError : where nothing was published of that day.
    """
    if zone == NO_ZONE:
        return False
    for table in tables(zone):
        if table.first <= date <= table.last:
            return any(last < date < first for last, first in table.off)
    raise LookupError(date)


def sources(zone: str, first_month: str, last_month: str) -> list[str]:
    """The arrêtés from which the school holidays of these months come."""
    first, last = month_days(first_month)[0], month_days(last_month)[1]
    return (
        []
        if zone == NO_ZONE
        else [table.source for table in tables(zone) if table.first <= last and table.last >= first]
    )
