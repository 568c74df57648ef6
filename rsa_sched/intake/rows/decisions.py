"""What was settled before: decisions of the service [R27], units already granted, people heard last month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.clock import iso_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.intake.rows.known import NameList, Organisation, read_names
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow


@dataclass(slots=True, repr=False)
class Decisions:
    """Raw pins, bans and announcements with their lines; lines left out because their situation is."""

    pins: Rows = field(default_factory=list)
    bans: Rows = field(default_factory=list)
    announced: Rows = field(default_factory=list)


def read_decisions(
    log: FindingLog,
    organisation: Organisation,
    lines: Iterable[SourceRow],
    situations: Rows,
    sessions: Rows,
    other_ids: Mapping[str, set[str]],
) -> Decisions:
    """The decisions on these situations (of bad lines too) and sessions; other_ids: what else tables call them."""
    known = NameList("situation")
    for name in sorted({row["id"] for row, _ in situations if "id" in row}):
        known.add(name)
    for other, names in sorted(other_ids.items()):
        for name in sorted(names):
            known.alias(name, other)
    starts = {row["id"]: row.get("start") for row, _ in sessions}
    decisions = Decisions()
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        row = read_names(log, line, {"situation": known, "session": organisation.sessions})
        decision = line.get("decision")
        start = _start(log, line, starts.get(row.get("session", "")), decision)
        if decision is None or len(row) < 2:
            continue
        if decision == "ban":
            decisions.bans.append((row, line))
        else:
            row |= {"start": start} if start else {}
            (decisions.pins if decision == "pin" else decisions.announced).append((row, line))
        once = (decision, row["situation"]) if decision == "announced" else (decision, *map(str, row.values()))
        if once in seen:
            log.report("error", "decision-doubled", line=line)
        seen.add(once)
    return decisions


def _start(log: FindingLog, line: SourceRow, session: str | None, decision: str | None) -> str | None:
    """When the situation is to be heard, where an hour is given."""
    day, hour = line.get("date"), line.get("hour")
    if session is not None and day is not None and session[:10] != day:
        log.report("error", "date-contradicts", line=line, key="date", day=dt.date.fromisoformat(session[:10]))
    if decision == "announced" and not line.filled("hour"):
        log.report("error", "cell-missing", line=line, key="hour", wording="announced-hour")
    if hour is None or session is None:
        return None
    return f"{session[:10]}T{hour}"


def read_history(log: FindingLog, organisation: Organisation, lines: Iterable[SourceRow]) -> Rows:
    """Units already granted, by service and kind."""
    rows: Rows = []
    seen: dict[tuple[str, str], SourceRow] = {}
    for line in lines:
        row = read_names(log, line, {"service": organisation.services, "kind": organisation.kinds})
        if line.get("units") is not None:
            row["units"] = line.get("units")
        if len(row) < 3:
            continue
        before = seen.setdefault((row["service"], row["kind"]), line)
        if before is not line:
            log.report("error", "history-doubled", line=line, where=before.where)
        else:
            rows.append((row, line))
    return rows


def announced_places(
    log: FindingLog,
    agenda: Agenda,
    situations: Rows,
    sessions: Rows,
    announced: Rows,
    other_ids: Mapping[str, set[str]],
) -> Rows:
    """The places of an agenda that was sent out, as announced rows with the lines of their situations.

    Left out: situations and sessions that the tables do not have any more, and situations that are `announced` already.
    A situation that has another id since is found by `other_ids`; where it may be one of several, that is told.
    """
    lines = {row.get("id"): line for row, line in situations}
    known = {row.get("id") for row, _ in sessions}
    settled = {row.get("situation") for row, _ in announced}
    found: Rows = []
    for seat in agenda.appointments:
        name = seat.situation
        if name not in lines and name in other_ids:
            ids = sorted(other_ids[name] & lines.keys())
            if len(ids) > 1:
                log.report("warning", "announced-ambiguous", ids=tuple(ids))
            name = ids[0] if len(ids) == 1 else name
        if name in lines and seat.session in known and name not in settled:
            row = {"situation": name, "session": seat.session, "start": iso_minute(seat.start)}
            found.append((row, lines[name]))
    return found


def last_heard(
    lines: Sequence[SourceRow], persons: Sequence[str | None], previous: tuple[Problem, Agenda] | None
) -> dict[str, str]:
    """By person, the last day on which they were heard: by these lines, or by the agenda of the month before."""
    days = [(person, line.get("heard_on")) for line, person in zip(lines, persons, strict=True)]
    if previous is not None:
        problem, agenda = previous
        person_of = {situation.id: situation.person for situation in problem.situations}
        days += [(person_of.get(seat.situation), seat.start.date().isoformat()) for seat in agenda.appointments]
    heard: dict[str, str] = {}
    for person, day in days:
        if person is not None and day is not None:
            heard[person] = max(day, heard.get(person, ""))
    return heard
