"""Sessions, seats and deferrals as tables: each is built here once, for every output that shows it.

To add a column to one of them: a line among its columns, and its key in the layouts of the outputs that show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from rsa_sched.display.audience import Circle
from rsa_sched.display.view import DeferralView, Line, SeatView, SessionView, View
from rsa_sched.french.figures import short_day
from rsa_sched.french.sentences import say, words
from rsa_sched.render.html import ident, inline, unbroken
from rsa_sched.render.table import Column, Layout, Link, Ruled, Table

TAKEN = "place prise"
"""All that is told of a seat of another structure."""
NO_LABELS: Mapping[Any, Any] = MappingProxyType({})


def sessions(shown: View, links: Mapping[str, str] = NO_LABELS) -> Table[SessionView]:
    """The sessions of a month; `links`: where each is told in full, by its id."""
    judged = shown.parts is not None  # others do not see every line of a session
    at = _zoned(shown)
    return Table(
        shown.sessions,
        {
            "session": Column("Séance", lambda row: Link(row.id, links[row.id]) if links else row.id, "id", width=20),
            "type": Column("Type de séance", lambda row: row.type.name, width=11),
            "service": Column("Service", lambda row: row.service_label),
            "subsector": Column("Sous-secteur", lambda row: row.subsector_label, width=22),
            "venue": Column("Lieu", lambda row: row.venue_label, width=28),
            "day": Column("Date", lambda row: row.start.date(), "day", width=11),
            "hours": Column("Heures", lambda row: (row.start, row.end), "period"),
            "start": Column("Heure", lambda row: row.start, "hour", width=7),
            "end": Column("Fin", lambda row: row.end, "hour", width=7),
            "held": Column("Tenue", lambda row: say(f"labels.modes.{row.mode}"), width=12),
            "heard": Column("Situations", lambda row: len(row.lines) if judged else None, "count", width=10),
            "size": Column("Situations au plus", lambda row: row.size, "count"),
            "used": Column("Minutes occupées", lambda row: row.minutes_used, "count", width=10),
            "minutes": Column("Minutes ouvertes", lambda row: row.minutes, "count", width=10),
            "places": Column("Places prises", lambda row: f"{len(row.lines)} sur {row.size}"),
            "time": Column("Temps pris", lambda row: f"{row.minutes_used} min sur {row.minutes}"),
            "staff": Column("Permanents", lambda row: row.staff_shown, "list", width=30),
            "date_iso": Column("date_iso", lambda row: row.start.date(), "iso"),
            "start_iso": Column("start_iso", lambda row: at(row.start), "iso"),
            "end_iso": Column("end_iso", lambda row: at(row.end), "iso"),
            "service_id": Column("service_id", lambda row: row.service),
            "subsector_id": Column("subsector_id", lambda row: row.subsector),
            "venue_id": Column("venue_id", lambda row: row.venue),
            "mode": Column("mode", lambda row: row.mode),
            "staff_ids": Column("staff_ids", lambda row: row.staff, "list"),
        },
        {
            "page": Layout(
                "session, day, hours, venue, type: Type, held" + ", places, time" * judged,
                "Séances, avec un lien vers la page de chacune",
            ),
            "sheet": Layout(
                "session, type: Type, day, start, end, venue, subsector, held, heard, used, minutes, staff"
            ),
            "csv": Layout(
                "session, type, service, subsector, venue, day, start, end, held, heard, size, used, "
                "minutes, staff, date_iso, start_iso, end_iso, service_id, subsector_id, venue_id, mode, "
                "staff_ids"
            ),
        },
    )


def seats(shown: View, rows: Sequence[SeatView], caption: str = "", *, points: bool = True) -> Table[SeatView]:
    """Seats of one or several sessions; `points`: whether the page tells what each earns."""
    at = _zoned(shown)
    earned = points and any(line.points is not None for _, line in rows)
    return Table(
        rows,
        {
            "hours": Column("Heure", lambda seat: (seat.line.start, seat.line.end), "period", right=True),
            "when": Column("Heure", lambda seat: (seat.line.start, seat.line.end), "period"),
            "day": Column("Date", lambda seat: seat.line.start.date(), "day"),
            "start": Column("Heure", lambda seat: seat.line.start, "hour", width=7),
            "end": Column("Fin", lambda seat: seat.line.end, "hour", width=7),
            "minutes": Column("Durée (min)", lambda seat: _minutes(seat.line), "count"),
            "length": Column("Durée", lambda seat: f"{_minutes(seat.line)} min", right=True),
            "situation": Column("Situation", lambda seat: seat.line.situation or TAKEN, width=14),
            "starred": Column("Situation", lambda seat: seat.line.situation + "*" * seat.line.pinned),
            "named": Column("Situation", lambda seat: _named(seat.line)),
            "person": Column("Personne", lambda seat: seat.line.person),
            "session": Column("Séance", lambda seat: seat.session.id),
            "type": Column("Type de séance", lambda seat: seat.session.type.name),
            "venue": Column("Lieu", lambda seat: seat.session.venue_label),
            "structure": Column("Structure", lambda seat: seat.line.structure_label, width=26),
            "whose": Column("Structure", lambda seat: _structure(seat.line.structure_label, seat.line.kind)),
            "kind": Column("Type de structure", lambda seat: seat.line.kind, width=10),
            "referent": Column("Référent", lambda seat: seat.line.shown[0] if seat.line.shown else "", width=20),
            "referent_kept": Column("Référent", lambda seat: _referent(seat.line), "id"),
            "participants": Column("Participants", lambda seat: seat.line.shown, "list"),
            "others": Column("Autres participants", lambda seat: seat.line.shown[1:], "list", width=30),
            "others_told": Column("Autres participants", lambda seat: _others(seat.line)),
            "external": Column("Partenaires extérieurs", lambda seat: _external(seat.line), "list"),
            "invited": Column("Personne invitée", lambda seat: _if_told(seat, "beneficiary_invited"), "flag", width=9),
            "pinned": Column("Place fixée par le service", lambda seat: _if_told(seat, "pinned"), "flag", width=8),
            "earned": Column("Points", lambda seat: seat.line.points, "count", width=8),
            "points": Column("Points", lambda seat: seat.line.points, "number"),
            "notes": Column("Notes", lambda seat: None, width=22),
            "date_iso": Column("date_iso", lambda seat: seat.line.start.date(), "iso"),
            "start_iso": Column("start_iso", lambda seat: at(seat.line.start), "iso"),
            "end_iso": Column("end_iso", lambda seat: at(seat.line.end), "iso"),
            "structure_id": Column("structure_id", lambda seat: seat.line.structure),
            "referent_id": Column("referent_id", lambda seat: seat.line.referent),
            "participant_ids": Column("participant_ids", lambda seat: seat.line.participants, "list"),
            "venue_id": Column("venue_id", lambda seat: seat.session.venue),
            "not_before": Column("not_before_iso", lambda seat: seat.line.not_before, "iso"),
            "not_after": Column("not_after_iso", lambda seat: seat.line.not_after, "iso"),
        },
        {
            "text": Layout("when, starred, kind: Structure, points, participant_ids: Participants"),
            "notebook": Layout(
                "hours, situation, kind: Structures, points, participant_ids: Participants", caption, "situation"
            ),
            "page": Layout(
                "when, named, whose, referent_kept, others_told, length, invited" + ", earned" * earned,
                caption,
                "named",
            ),
            "sheet": Layout(
                "start, end, situation, structure, kind, referent, others, invited, pinned: Place fixée, earned, notes",
                nothing="Aucune situation",
            ),
            "csv": Layout(
                "situation, person, session, type, day, start, end, minutes, venue, structure, kind, "
                "referent, participants, external, invited, pinned, earned, date_iso, start_iso, end_iso, "
                "structure_id, referent_id, participant_ids, venue_id, not_before, not_after"
            ),
        },
    )


def deferrals(rows: Sequence[Any], circle: Circle = "service") -> Table[Any]:
    """Situations that are not heard: of a view, or for notebooks the agenda's own `Deferral`."""
    personal = circle == "beneficiary"
    return Table(
        rows,
        {
            "situation": Column("Situation", lambda row: row.situation, "id", width=13),
            "person": Column("Personne", lambda row: row.person),
            "type": Column("Type de séance", lambda row: row.type.name),
            "structure": Column("Structure", lambda row: row.structure_label, width=26),
            "whose": Column("Structure", lambda row: _structure(row.structure_label, row.kind)),
            "kind": Column("Type de structure", lambda row: row.kind, width=10),
            "referent": Column("Référent", lambda row: row.referent_shown, width=16),
            "requested": Column("Demandée le", lambda row: row.requested_on, "day", width=12),
            "asked": Column("Demandée le", _asked),
            "period": Column("Période", period_told, width=18),
            "before": Column("Ajournements précédents", lambda row: row.deferrals, "count", width=14),
            "label": Column("Motif", lambda row: say(f"deferrals.reasons.{row.reason}"), width=16),
            "rules": Column("Règles", lambda row: row.rules, "list", width=10),
            "ruled": Column(
                "Motif et règles", lambda row: Ruled(say(f"deferrals.reasons.{row.reason}"), row.rules), "rules"
            ),
            "text": Column("Explication", lambda row: row.text, width=66),
            "why": Column(
                "Explication", lambda row: say(f"deferrals.why.{row.reason}") if personal else row.text or None
            ),
            "next": Column("Que faire", lambda row: say(f"deferrals.next.{row.reason}") if personal else _to_do(row)),
            "requested_iso": Column("requested_on_iso", lambda row: row.requested_on, "iso"),
            "reason": Column("reason", lambda row: row.reason),
            "structure_id": Column("structure_id", lambda row: row.structure),
            "referent_id": Column("referent_id", lambda row: row.referent),
            "not_before": Column("not_before_iso", lambda row: row.not_before, "iso"),
            "not_after": Column("not_after_iso", lambda row: row.not_after, "iso"),
        },
        {
            "notebook": Layout("situation, label, rules, text", "Situations ajournées"),
            "page": Layout(
                "situation, whose, asked, why: Pourquoi, next: Et ensuite",
                "Situations qui ne sont pas entendues ce mois-ci",
            )
            if personal
            else Layout(
                "situation, whose, asked, before: Ajournée avant, ruled, why, next",
                "Situations ajournées, motif et suite possible",
                shape="long",
            ),
            "sheet": Layout(
                "situation, structure, kind, referent, requested, period, before, label, rules, text",
                nothing="Aucune situation ajournée",
            ),
            "csv": Layout(
                "situation, person, type, structure, kind, referent, requested, before, label, rules, text, "
                "requested_iso, reason, structure_id, referent_id, not_before, not_after"
            ),
        },
    )


# --- cells ------------------------------------------------------------------------------------------------------------


def _zoned(shown: View) -> Any:
    zone = ZoneInfo(shown.timezone)
    return lambda moment: moment.replace(tzinfo=zone)


def _minutes(line: Line) -> int:
    return int((line.end - line.start).total_seconds()) // 60


def _structure(label: str, kind: str) -> Markup | None:
    """« SATIS (PSSI) »; None of a seat that is only told to be taken."""
    return Markup("{} ({})").format(inline(label), ident(kind)) if label else None


def _named(line: Line) -> Markup | str:
    if not line.situation:
        return TAKEN
    return (
        Markup("{} (place fixée par le service)").format(ident(line.situation))
        if line.pinned
        else ident(line.situation)
    )


def _referent(line: Line) -> str | None:
    shown = dict(zip(line.participants, line.shown, strict=True))
    return shown.get(line.referent, line.referent) or None


def _others(line: Line) -> str | None:
    """Everybody but the referent, and who of them comes from outside."""
    return ", ".join(
        label + (" (extérieur)" if name in line.external else "")
        for name, label in dict(zip(line.participants, line.shown, strict=True)).items()
        if name != line.referent
    ) or None  # fmt: skip


def _external(line: Line) -> list[str]:
    return [label for name, label in zip(line.participants, line.shown, strict=True) if name in line.external]


def _if_told(seat: SeatView, name: str) -> bool | None:
    """Nothing of a seat that is only told to be taken."""
    return getattr(seat.line, name) if seat.line.situation else None


def _asked(row: DeferralView) -> Markup:
    day, period = unbroken(short_day(row.requested_on)), period_told(row)
    return Markup("{} ({})").format(day, inline(period)) if period else day


def period_told(row: DeferralView) -> str:
    """When a situation may be heard, where its request says so; "" where any day will do."""
    first, last = row.not_before, row.not_after
    if first is not None and last is not None:
        return f"peut passer du {short_day(first)} au {short_day(last)}"
    if first is not None:
        return f"peut passer à partir du {short_day(first)}"
    return f"peut passer jusqu'au {short_day(last)}" if last is not None else ""


def _to_do(row: DeferralView) -> str:
    """What a prescriber can do about a deferral."""
    of_rule = words("deferrals.to-do-of-rule")
    conditions = [of_rule[rule] for rule in row.rules if rule in of_rule]
    if row.reason == "ineligible" and conditions:
        return " ".join(conditions)
    if row.reason == "no-session" and row.type.scope == "service":
        return "Vérifier le type demandé, ou demander au service de prévoir une séance."
    return say(f"deferrals.to-do.{row.reason}")
