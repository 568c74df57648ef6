"""Checks of the calendar: sessions on days and at hours at which hardly any is held, and staff that is away.

A session over a change of clocks is an error of the contract (`domain/timechecks.py`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import SessionType
from rsa_sched.errors import MissingExtra
from rsa_sched.intake.checks.substance import MonthRows, Row
from rsa_sched.intake.columns.title_months import Month, month_said
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow
from rsa_sched.opendays import Calendar

_MORNING, _EVENING = dt.time(7), dt.time(20)
"""Sessions begin and end between these; before and after, rather an hour was mistyped."""
_MONTH = re.compile(r"(?<![0-9])(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])(?![0-9])", re.ASCII)

Held = tuple[dt.datetime, int, Row, SourceRow]
"""A session whose start can be read: start and minutes, raw, with its line."""


def check_calendar(
    log: FindingLog,
    month: MonthRows,
    sessions: Rows,
    professionals: Rows,
    *,
    problem: str,
    timezone: str,
    closed: Collection[str] = (),
) -> None:
    """Every check, over every session whose day and hour could be read.

    Parameters
    ----------
    problem : id of the problem, whose month the sessions should be of where it names one.
    timezone : where the sessions are held.
    closed : ids of sessions of closed months, which may be past.
    """
    held = list(_held(month, sessions))
    away = {row["id"]: row.get("unavailable", ()) for row, _ in professionals}
    for start, minutes, row, line in held:
        _check_hours(log, month, start, minutes, line, is_closed=row.get("id") in closed)
        _check_length(log, month, row, minutes, line)
        _check_staff(log, away, start, minutes, row, line)
    _check_days(log, held, timezone)
    wanted = _month_wanted(held, problem)
    if wanted is not None:
        _check_month(log, held, wanted)
        _check_titles(log, month, wanted)
    _check_twins(log, held)


def _held(month: MonthRows, sessions: Rows) -> Iterator[Held]:
    for row, line in sessions:
        kind = month.types.get(row.get("type")) or month.types.first
        minutes = row.get("minutes") or kind.minutes
        if row.get("start"):
            yield dt.datetime.fromisoformat(row["start"]), min(minutes, 7 * 24 * 60), row, line


def _end(start: dt.datetime, minutes: int) -> dt.datetime:
    try:
        return start + dt.timedelta(minutes=minutes)
    except OverflowError:
        return dt.datetime.max


def _check_hours(
    log: FindingLog, month: MonthRows, start: dt.datetime, minutes: int, line: SourceRow, *, is_closed: bool
) -> None:
    end = _end(start, minutes)
    if start.time() < _MORNING or end.time() > _EVENING or end.date() != start.date():
        log.report("warning", "session-night", line=line, key="hour", start=start, end=end)
    if month.as_of and start.date().isoformat() < month.as_of and not is_closed:
        log.report("warning", "session-past", line=line, key="date", day=dt.date.fromisoformat(month.as_of))


def _check_length(log: FindingLog, month: MonthRows, row: Row, minutes: int, line: SourceRow) -> None:
    """A session in which not even the shortest situation of its type can be heard."""
    kind = month.types.get(row.get("type")) or month.types.first
    least = shortest(kind, month)
    if minutes < least:
        log.report("warning", "session-short", line=line, key="minutes", minutes=minutes, least=least, type=kind.name)


def shortest(kind: SessionType, month: MonthRows) -> int:
    """Minutes that the shortest situation of a type takes."""
    lengths = {name: _minutes(month.setting(f"{name}_minutes"), name) for name in ("long", "short")}
    if isinstance(kind.length, int):
        return kind.length
    return (
        lengths["long"]
        if kind.length == "long"
        else min(lengths.values())
        if kind.length == "content"
        else lengths["short"]
    )


def _minutes(value: Any, name: str) -> int:
    usual: int = Regulation.model_fields[f"{name}_minutes"].default
    return value if isinstance(value, int) and value >= UNIT else usual


def _check_staff(
    log: FindingLog, away: Mapping[str, Sequence[Any]], start: dt.datetime, minutes: int, row: Row, line: SourceRow
) -> None:
    """Staff that has said to be away while the session is held [R14]."""
    begin, end = start.strftime("%Y-%m-%dT%H:%M"), _end(start, minutes).strftime("%Y-%m-%dT%H:%M")
    for name in row.get("staff", ()):
        if any(first < end and begin < last for first, last in away.get(name, ())):
            log.report("warning", "staff-away", line=line, key="staff", professional=name)


def _check_days(log: FindingLog, held: Sequence[Held], timezone: str) -> None:
    """Public holidays and week-ends; where the list of holidays is not installed, one finding says so."""
    try:
        calendar = Calendar(timezone) if held else None
    except MissingExtra:
        calendar = None
        log.report("warning", "holidays-unknown")
    for start, _, _, line in held:
        holiday = calendar.holiday(start.date()) if calendar is not None else ""
        if holiday:
            log.report("warning", "session-holiday", line=line, key="date", day=start.date(), holiday=holiday)
        if start.weekday() >= 5:
            log.report("warning", "session-weekend", line=line, key="date", day=start.date())


def _month_wanted(held: Sequence[Held], problem: str) -> Month | None:
    """The month that the problem's id names, else that of nearly all sessions."""
    named = _MONTH.search(problem)
    months = Counter((start.year, start.month) for start, _, _, _ in held)
    if named is not None:
        return int(named["year"]), int(named["month"])
    if months and 5 * max(months.values()) >= 4 * len(held):
        return max(months, key=lambda one: months[one])
    return None


def _check_month(log: FindingLog, held: Sequence[Held], wanted: Month) -> None:
    for start, _, _, line in held:
        if (start.year, start.month) != wanted:
            log.report("warning", "session-month", line=line, key="date", month=_figures(wanted))


def _check_titles(log: FindingLog, month: MonthRows, wanted: Month) -> None:
    """Tables of requests whose titles, sheet or file name another month: last month's table, sent again."""
    for place, table in {line.place: line.table for _, line in month.situations}.items():
        said = month_said(table)
        if said is not None and said.month != wanted:
            told = Finding.at(table.sheet, "warning", "table-month", row=said.row, column=said.column,
                              said=_figures(said.month), month=_figures(wanted))  # fmt: skip
            log.add(told, place)


def _figures(month: Month) -> str:
    return f"{month[1]:02}/{month[0]}"


def _check_twins(log: FindingLog, held: Sequence[Held]) -> None:
    """The same place at the same time under two ids."""
    seen: dict[tuple[Any, ...], SourceRow] = {}
    for start, _, row, line in held:
        place = start, row.get("venue"), row.get("type"), row.get("subsector")
        before = seen.setdefault(place, line)
        if row.get("venue") and before is not line:
            log.report("warning", "session-twice", line=line, key="id", where=before.where)
