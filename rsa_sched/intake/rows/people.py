"""The professionals, and when they cannot come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.domain.base import bare_form
from rsa_sched.intake.cells.values import read_hour, read_moment
from rsa_sched.intake.rows.known import Organisation, person_names, read_names
from rsa_sched.intake.rows.privacy import holds_email, holds_phone
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow
from rsa_sched.intake.rows.situations import holds_last_name
from rsa_sched.names import Identity

HALF_DAYS = {"morning": ("08:00", "12:00"), "afternoon": ("13:00", "18:00"), "day": ("08:00", "18:00")}


@dataclass(slots=True, repr=False)
class ProfessionalRows:
    """Professionals of a problem document.

    Attributes
    ----------
    rows : raw professionals with their lines.
    absences : by professional, the line of each of its intervals.
    identities : for the name table.
    """

    rows: Rows = field(default_factory=list)
    absences: dict[str, list[SourceRow]] = field(default_factory=lambda: defaultdict(list))
    identities: list[Identity] = field(default_factory=list)


def read_people(log: FindingLog, organisation: Organisation, lines: Iterable[SourceRow]) -> ProfessionalRows:
    """The professionals of the table; from then on the organisation knows them by id and by name."""
    people = ProfessionalRows()
    seen: dict[str, SourceRow] = {}
    for line in lines:
        name = line.text("id")
        if not name:
            continue
        before = seen.setdefault(bare_form(name), line)
        if before is not line:
            log.report("error", "id-doubled", line=line, key="id", wording="professional", where=before.where)
            continue
        if holds_last_name(line, "id"):
            log.report("warning", "id-names-person", line=line, key="id", wording="professional")
        row: dict[str, Any] = {"id": name} | read_names(log, line, {"structure": organisation.structures})
        label = _label(log, line)
        if label:
            row["label"] = label
            organisation.professionals.add(name, label)  # our own outputs call them so
        organisation.professionals.add(
            name, *person_names(line.text("first_name"), line.text("last_name")), shown=False
        )
        organisation.professionals.know(
            name, last=line.text("last_name"), first=line.text("first_name"), email=line.text("email"),
            structure=row.get("structure"),
        )  # fmt: skip
        people.rows.append((row, line))
        people.identities += _identity(name, line)
    return people


def _label(log: FindingLog, line: SourceRow) -> str:
    """The label, unless it holds the name, an address or a telephone number: labels are public."""
    label = line.text("label")
    if not label:
        return ""
    if holds_email(label) or holds_phone(label):
        log.report("warning", "contact-in-text", line=line, key="label")
        return ""
    if holds_last_name(line, "label"):
        log.report("repaired", "label-names-person", line=line, key="label")
        return ""
    return label


def _identity(name: str, line: SourceRow) -> list[Identity]:
    identity = Identity(
        name, "professional", line.text("civility"), line.text("last_name"), line.text("first_name"),
        email=line.text("email"), address=line.text("address"),
    )  # fmt: skip
    return [identity] if identity != Identity(name, "professional") else []


def read_absences(
    log: FindingLog, organisation: Organisation, people: ProfessionalRows, lines: Iterable[SourceRow]
) -> None:
    """Add to each professional when they are unavailable."""
    rows = {row["id"]: row for row, _ in people.rows}
    for line in lines:
        name = organisation.professionals.read(log, line, "professional")
        interval = _interval(log, line)
        if name is None or interval is None:
            continue
        if interval[1] < interval[0]:
            log.report("error", "interval-reversed", line=line, key="to" if line.filled("to") else "date")
            continue
        rows[name].setdefault("unavailable", []).append(list(interval))
        people.absences[name].append(line)


def _interval(log: FindingLog, line: SourceRow) -> tuple[str, str] | None:
    """Beginning and end of an absence; None, and an error, where they are not known."""
    if line.unread & {"date", "half_day"}:
        return None
    day, half = line.get("date"), line.get("half_day")
    start, end = line.get("from"), line.get("to")
    if half and not (start or end):
        if not day:
            log.report("error", "absence-incomplete", line=line, key="date", wording="half-day")
            return None
        return f"{day}T{HALF_DAYS[half][0]}", f"{day}T{HALF_DAYS[half][1]}"
    if start or end:
        first = _moment(log, line, "from", day, end=False)
        last = _moment(log, line, "to", day, end=True)
        if not (start and end):
            log.report("error", "absence-incomplete", line=line, key="to" if start else "from", wording="one-end")
        if half:
            log.report("warning", "absence-twice", line=line, key="half_day")
        return (first, last) if first and last else None
    if day:
        log.report("repaired", "whole-day", line=line, key="date")
        return f"{day}T08:00", f"{day}T18:00"
    if not line.unread:
        log.report("error", "absence-incomplete", line=line, key="date")
    return None


def _moment(log: FindingLog, line: SourceRow, key: str, day: str | None, *, end: bool) -> str | None:
    """One end of an absence; a date without an hour is its whole day."""
    text = line.text(key)
    if not text:
        return None
    epoch = line.table.sheet.epoch
    if day:
        hour = read_hour(text)
        if hour.value:
            log.report_cell(line, key, hour)
            return f"{day}T{hour.value}"
    read = read_moment(text, epoch, day=day, show=True)
    if read.value and "T" not in read.value:
        log.report("repaired", "whole-day", line=line, key=key, wording="without-hour")
        date = dt.date.fromisoformat(read.value) + dt.timedelta(days=1 if end else 0)
        return f"{date.isoformat()}T00:00"
    if read.value:
        log.report_cell(line, key, read)
        return str(read.value)
    log.report_cell(line, key, read, "error")
    return None
