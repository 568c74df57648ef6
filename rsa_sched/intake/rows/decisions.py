"""What was settled before: decisions of the service [R27], units already granted, people heard last month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.intake.rows.desk import Desk, SourceRow
from rsa_sched.intake.rows.known import Known, Organisation

Rows = list[tuple[dict[str, Any], SourceRow]]


@dataclass(slots=True, repr=False)
class Decisions:
    """Raw pins, bans and announcements with their lines; lines left out because their situation is."""

    pins: Rows = field(default_factory=list)
    bans: Rows = field(default_factory=list)
    announced: Rows = field(default_factory=list)


def read_decisions(
    desk: Desk, organisation: Organisation, lines: Iterable[SourceRow], situations: Iterable[str], sessions: Rows
) -> Decisions:
    """The decisions on these situations (ids, of bad lines too) and sessions."""
    known = Known("la situation", "situation")
    for name in sorted(situations):
        known.add(name)
    starts = {row["id"]: row.get("start") for row, _ in sessions}
    decisions = Decisions()
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        row: dict[str, Any] = {}
        if line.get("situation"):
            situation = known.read(desk, line, "situation", line.text("situation"))
            if situation is not None:
                row["situation"] = situation
        if line.get("session"):
            session = organisation.sessions.read(desk, line, "session", line.text("session"))
            if session is not None:
                row["session"] = session
        decision = line.get("decision")
        start = _start(desk, line, starts.get(row.get("session", "")), decision)
        if decision is None or len(row) < 2:
            continue
        if decision == "ban":
            decisions.bans.append((row, line))
        else:
            row |= {"start": start} if start else {}
            (decisions.pins if decision == "pin" else decisions.announced).append((row, line))
        once = (decision, row["situation"]) if decision == "announced" else (decision, *map(str, row.values()))
        if once in seen:
            desk.say(
                "error", "decision-doubled", "Cette décision figure déjà plus haut.", "Retirer la ligne.", line=line
            )
        seen.add(once)
    return decisions


def _start(desk: Desk, line: SourceRow, session: str | None, decision: str | None) -> str | None:
    """When the situation is to be heard, where an hour is given."""
    day, hour = line.get("date"), line.get("hour")
    if session is not None and day is not None and session[:10] != day:
        text = f"La séance n'a pas lieu ce jour-là : elle est du {_french(session[:10])}."
        desk.say("error", "date-contradicts", text, "Corriger la date ou la séance.", line=line, key="date")
    if decision == "announced" and not line.filled("hour"):
        desk.say("error", "cell-missing", "L'heure annoncée manque.", "L'indiquer.", line=line, key="hour")
    if hour is None or session is None:
        return None
    return f"{session[:10]}T{hour}"


def _french(day: str) -> str:
    return f"{day[8:]}/{day[5:7]}/{day[:4]}"


def read_history(desk: Desk, organisation: Organisation, lines: Iterable[SourceRow]) -> Rows:
    """Units already granted, by service and kind."""
    rows: Rows = []
    seen: dict[tuple[str, str], SourceRow] = {}
    for line in lines:
        row: dict[str, Any] = {}
        for key, known in (("service", organisation.services), ("kind", organisation.kinds)):
            if line.get(key):
                found = known.read(desk, line, key, line.text(key))
                if found is not None:
                    row[key] = found
        if line.get("units") is not None:
            row["units"] = line.get("units")
        if len(row) < 3:
            continue
        before = seen.setdefault((row["service"], row["kind"]), line)
        if before is not line:
            text = f"Ce service et ce parcours figurent déjà à la {before.where}."
            desk.say("error", "history-doubled", text, "Garder une seule ligne.", line=line)
            continue
        rows.append((row, line))
    return rows


def heard_on(lines: Sequence[SourceRow], persons: Sequence[str | None]) -> dict[str, str]:
    """By person, the last day on which they were heard."""
    heard: dict[str, str] = {}
    for line, person in zip(lines, persons, strict=True):
        day = line.get("heard_on")
        if person is not None and day is not None:
            heard[person] = max(day, heard.get(person, ""))
    return heard
