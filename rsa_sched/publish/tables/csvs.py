"""The tables of an agenda as CSV that a French spreadsheet opens by a double click, and a program reads without one.

The habits are those of rdv-insertion's exports: semicolons, UTF-8 with BOM, dd/mm/YYYY, « 9h05 », Oui/Non, lists joined
by commas. Beside them stand ids, and ISO dates and times with their offset, under English headings.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from rsa_sched.display.text import MODES, TERMS
from rsa_sched.explain.french import hour, short_day
from rsa_sched.office.inert import inert_cell
from rsa_sched.publish.tasks.todo import Task
from rsa_sched.publish.view import View

BOM = b"\xef\xbb\xbf"


def csv_files(shown: View, tasks: Sequence[Task]) -> dict[str, bytes]:
    """The tables: appointments, deferrals, sessions, and what only some may see (parts of the points, shares, tasks).

    No cell is a formula (`inert_cell`); the same view gives the same bytes.
    """
    zone = ZoneInfo(shown.timezone)
    tables = {
        "rendez-vous": _appointments(shown, zone),
        "ajournements": _deferrals(shown),
        "seances": _sessions(shown, zone),
    }
    if shown.parts is not None:
        tables |= {"parts": _parts(shown), "partage": _shares(shown)}
    tables["a-faire"] = _tasks(tasks)
    return {f"csv/{name}.csv": _bytes(rows) for name, rows in tables.items()}


def listed(names: Iterable[str]) -> str:
    """Several values in one cell."""
    return ", ".join(names)


def yes_no(value: bool) -> str:
    """« Oui » or « Non »."""
    return "Oui" if value else "Non"


Rows = list[Sequence[str | int]]


def _bytes(rows: Rows) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for row in rows:
        # A carriage return within a cell would end the line for some readers.
        writer.writerow([cell if isinstance(cell, int) else inert_cell(cell) for cell in row])
    return BOM + stream.getvalue().encode()


def _iso(date: dt.date | None) -> str:
    return "" if date is None else date.isoformat()


def _offset(moment: dt.datetime, zone: ZoneInfo) -> str:
    return moment.replace(tzinfo=zone).isoformat(timespec="seconds")


def _appointments(shown: View, zone: ZoneInfo) -> Rows:
    rows: Rows = [
        (
            "Situation", "Personne", "Séance", "Type de séance", "Date", "Heure", "Fin", "Durée (min)", "Lieu",
            "Structure", "Type de structure", "Référent", "Participants", "Partenaires extérieurs", "Personne invitée",
            "Place fixée par le service", "Points", "date_iso", "start_iso", "end_iso", "structure_id", "referent_id",
            "participant_ids", "venue_id", "not_before_iso", "not_after_iso",
        )
    ]  # fmt: skip
    for session, line in shown.seats:
        external = [label for name, label in zip(line.participants, line.shown, strict=True) if name in line.external]
        rows.append(
            (
                line.situation, line.person, session.id, session.type.name, short_day(line.start.date()),
                hour(line.start), hour(line.end), int((line.end - line.start).total_seconds()) // 60,
                session.venue_label, line.structure_label, line.kind, line.shown[0], listed(line.shown),
                listed(external), yes_no(line.beneficiary_invited), yes_no(line.pinned),
                "" if line.points is None else line.points, line.start.date().isoformat(), _offset(line.start, zone),
                _offset(line.end, zone), line.structure, line.referent, listed(line.participants), session.venue,
                _iso(line.not_before), _iso(line.not_after),
            )
        )  # fmt: skip
    return rows


def _deferrals(shown: View) -> Rows:
    rows: Rows = [
        (
            "Situation", "Personne", "Type de séance", "Structure", "Type de structure", "Référent", "Demandée le",
            "Ajournements précédents", "Motif", "Règles", "Explication", "requested_on_iso", "reason", "structure_id",
            "referent_id", "not_before_iso", "not_after_iso",
        )
    ]  # fmt: skip
    for row in shown.deferrals:
        rows.append(
            (
                row.situation, row.person, row.type.name, row.structure_label, row.kind, row.referent_shown,
                short_day(row.requested_on), row.deferrals, row.label, listed(row.rules), row.text,
                row.requested_on.isoformat(), row.reason, row.structure, row.referent,
                _iso(row.not_before), _iso(row.not_after),
            )
        )  # fmt: skip
    return rows


def _sessions(shown: View, zone: ZoneInfo) -> Rows:
    rows: Rows = [
        (
            "Séance", "Type de séance", "Service", "Sous-secteur", "Lieu", "Date", "Heure", "Fin", "Tenue",
            "Situations", "Situations au plus", "Minutes occupées", "Minutes ouvertes", "Permanents",
            "date_iso", "start_iso", "end_iso", "service_id", "subsector_id", "venue_id", "mode", "staff_ids",
        )
    ]  # fmt: skip
    judged = shown.parts is not None  # others do not see every line of a session
    for row in shown.sessions:
        rows.append(
            (
                row.id, row.type.name, row.service_label, row.subsector_label, row.venue_label,
                short_day(row.start.date()), hour(row.start), hour(row.end), MODES[row.mode],
                len(row.lines) if judged else "", row.size, row.minutes_used, row.minutes,
                listed(row.staff_shown), row.start.date().isoformat(),
                _offset(row.start, zone), _offset(row.end, zone), row.service, row.subsector, row.venue, row.mode,
                listed(row.staff),
            )
        )  # fmt: skip
    return rows


def _parts(shown: View) -> Rows:
    rows: Rows = [("Poste", "Points", "part")]
    if shown.parts is not None:
        costs = shown.parts.model_dump()
        rows += [(label, costs[name] if name == "priority" else -costs[name], name) for name, label in TERMS.items()]
        rows.append(("Total", shown.parts.points, "points"))
    return rows


def _shares(shown: View) -> Rows:
    labels = {row.service: row.service_label for row in shown.sessions}
    head = ("Service", "Type de structure", "Dû (unités de 15 min)", "Accordé", "Demandé", "service_id")
    return [
        head,
        *(
            (
                labels.get(row.service, row.service),
                row.kind,
                row.due_units,
                row.granted_units,
                row.demand_units,
                row.service,
            )
            for row in shown.due
        ),
    ]


def _tasks(tasks: Sequence[Task]) -> Rows:
    rows: Rows = [
        ("Au plus tard le", "Qui", "À qui", "Quoi", "Règle", "Situation", "Séance", "due_iso", "actor_id",
         "recipient_id", "key")
    ]  # fmt: skip
    for row in tasks:
        rows.append(
            (
                short_day(row.due), row.actor_shown, row.recipient_shown, row.what, row.rule, row.situation,
                row.session, row.due.isoformat(), row.actor, row.recipient, row.key,
            )
        )  # fmt: skip
    return rows
