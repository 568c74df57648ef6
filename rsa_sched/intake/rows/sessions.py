"""The calendar: which session is held where and when, with whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rsa_sched.domain.base import bare_form
from rsa_sched.intake.rows.known import Organisation, read_names
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow


def read_calendar(log: FindingLog, organisation: Organisation, lines: Iterable[SourceRow]) -> Rows:
    """The sessions of the table; from then on the organisation knows them. Professionals must be known before."""
    sessions: Rows = []
    seen: dict[str, SourceRow] = {}
    for line in lines:
        name = line.text("id")
        if name:
            before = seen.setdefault(bare_form(name), line)
            if before is not line:
                log.report("error", "id-doubled", line=line, key="id", wording="session", where=before.where)
                name = ""
            else:
                organisation.sessions.add(name)
        row = _session(log, organisation, line)
        if name:
            sessions.append(({"id": name} | row, line))
    organisation.hold(row for row, _ in sessions)
    return sessions


def _session(log: FindingLog, organisation: Organisation, line: SourceRow) -> dict[str, Any]:
    types = organisation.types
    kind = types.get(line.get("type")) or (types.first if "type" not in line.unread else None)
    row: dict[str, Any] = {} if kind is None else {"type": kind.id}
    row |= read_names(log, line, {"subsector": organisation.subsectors})
    if kind is not None and kind.scope == "service" and line.get("subsector"):
        log.report("error", "subsector-unwanted", line=line, key="subsector", rule="R33", type=kind.name)
    if kind is not None and kind.scope == "subsector" and not line.filled("subsector"):
        log.report("error", "cell-missing", line=line, key="subsector", wording="session-subsector")
    service = _service(log, organisation, line, row.get("subsector"))
    if service is not None:
        row["service"] = service
    row |= read_names(log, line, {"venue": organisation.venues})
    start = _start(log, line)
    if start is not None:
        row["start"] = start
    row |= {key: line.get(key) for key in ("minutes", "max_situations") if line.get(key) is not None}
    staff = _staff(log, organisation, line)
    if staff:
        row["staff"] = staff
    return row


def _service(log: FindingLog, organisation: Organisation, line: SourceRow, subsector: str | None) -> str | None:
    if line.get("service"):
        found = organisation.services.read(log, line, "service")
        own = organisation.service_of.get(subsector or "")
        if found is not None and own is not None and own != found:
            log.report("error", "service-contradicts", line=line, key="service", subsector=subsector, service=own)
        return found
    if subsector is not None:
        return organisation.service_of.get(subsector)
    if len(organisation.services.ids) == 1:
        return next(iter(organisation.services.ids))
    if not line.filled("subsector"):
        log.report("error", "cell-missing", line=line, key="service", wording="session-service")
    return None


def _start(log: FindingLog, line: SourceRow) -> str | None:
    if not line.filled("hour"):
        log.report("error", "cell-missing", line=line, key="hour", wording="session-hour")
    day, hour = line.get("date"), line.get("hour")
    return f"{day}T{hour}" if day and hour else None


def _staff(log: FindingLog, organisation: Organisation, line: SourceRow) -> list[str]:
    """Ids of the staff as listed, each once."""
    found = [organisation.professionals.read(log, line, "staff", text) for text in line.get("staff") or ()]
    staff = [name for name in found if name is not None]
    once = list(dict.fromkeys(staff))
    if len(once) < len(staff):
        log.report("repaired", "person-repeated", line=line, key="staff")
    return once
