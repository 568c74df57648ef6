"""How a session is told: its name, how it is held, who sits in it when, and what stays free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rsa_sched.display.html import COLON, Markup
from rsa_sched.display.text import MODES
from rsa_sched.domain.regulation import Regulation
from rsa_sched.explain.french import capital, count, day, hour
from rsa_sched.explain.notices import hours_told
from rsa_sched.publish.audience import Audience
from rsa_sched.publish.pages.frame import Frame, ident, said
from rsa_sched.publish.tasks.held import staff_missed
from rsa_sched.publish.view import Line, SessionView

NONE = "–"
TAKEN = "place prise"
"""All that is told of a seat of another structure."""


def sees_whole(session: SessionView, audience: Audience) -> bool:
    """Whether an audience sees every place of a session, and so what is free."""
    return audience.circle in ("service", "prescriber") or audience.who in session.staff


def minutes(line: Line) -> int:
    """Length of a seat."""
    return int((line.end - line.start).total_seconds()) // 60


def hours(start: dt.datetime, end: dt.datetime) -> Markup:
    """« 9h00–9h45 », on one line."""
    return Markup(f'<span class="k">{hour(start)}–{hour(end)}</span>')


def headline(session: SessionView) -> str:
    """« Mardi 5 octobre 2010, 9h00 – Centre social (S1-2010-10) »."""
    return (
        f"{capital(day(session.start.date()))}, {hour(session.start)} – {session.venue_label or session.venue} "
        f"({session.id})"
    )


def structure(label: str, kind: str) -> Markup:
    """« SATIS (PSSI) »."""
    return Markup(f"{said(label)} ({ident(kind)})")


def told_of(session: SessionView, audience: Audience) -> str:
    """What the table of its seats is called: all of them, or those that concern the audience."""
    whose = "Situations de la" if sees_whole(session, audience) else "Situations qui vous concernent,"
    return f"{whose} séance {session.id}"


def use(session: SessionView, audience: Audience) -> str:
    """How it is held, and how much of it is used for those who see all of it."""
    told = capital(MODES[session.mode])
    if not sees_whole(session, audience):
        return told
    return (
        f"{told}{COLON}{len(session.lines)} sur {count(session.size, 'situation')} au plus, "
        f"{session.minutes_used} min sur {session.minutes}"
    )


def notice(session: SessionView, regulation: Regulation) -> str:
    """What differs from a session held as planned [R22, R52]; "" where nothing does."""
    if session.mode == "cancelled":
        return "Séance annulée\u202f: aucune situation n'y est inscrite."
    if session.mode == "first_hour":
        until = session.start + dt.timedelta(minutes=regulation.single_situation_minutes or 60)
        # Where an empty session would have been cancelled there is nobody to choose or to do without [R36].
        who = (
            "Les permanents de la séance sont présents"
            if session.type.empty == "cancelled"
            else "La chargée de secteur ou le chef de service est présent"
        )
        return (
            f"Première heure seulement\u202f: moins de deux situations sont inscrites. {who} sur place jusqu'à "
            f"{hour(min(until, session.end))}."
        )
    return ""


def absent_told(session: SessionView, regulation: Regulation) -> list[str]:
    """One sentence for each of its staff who is unavailable while it is held."""
    shown = dict(zip(session.staff, session.staff_shown, strict=True))
    return [
        f"{shown[name]} tient la séance {session.id} et n'est pas disponible {hours_told(rows)}."
        for name, rows in staff_missed(session, regulation).items()
    ]


def free(session: SessionView) -> list[tuple[dt.datetime, dt.datetime]]:
    """The times of a session in which nobody is heard."""
    found, reached = [], session.start
    for line in sorted(session.lines, key=lambda row: row.start):
        if line.start > reached:
            found.append((reached, line.start))
        reached = max(reached, line.end)
    return [*found, (reached, session.end)] if reached < session.end else found


def free_told(session: SessionView) -> str:
    """The same in words."""
    if session.mode == "cancelled":
        return NONE
    told = ", ".join(f"de {hour(start)} à {hour(end)}" for start, end in free(session))
    return told or "aucun"


HEAD = ("Heure", "Situation", "Structure", "Référent", "Autres participants", "Durée", "Personne invitée")


def seats(frame: Frame, caption: str, session: SessionView, *, points: bool) -> Markup:
    """The seats of a session as a table; `points` adds what each earns."""
    earned = points and any(line.points is not None for line in session.lines)
    head = (*HEAD, "Points") if earned else HEAD
    rows = [(*row, _points(line)) if earned else row for line, row in _rows(session)]
    return frame.grid(caption, head, rows, name=1, figures=(5, 7))


def _points(line: Line) -> str:
    return NONE if line.points is None else f"{line.points}"


def _rows(session: SessionView) -> Iterator[tuple[Line, tuple[str, ...]]]:
    for line in sorted(session.lines, key=lambda row: (row.start, row.situation)):
        when, length = hours(line.start, line.end), f"{minutes(line)} min"
        if not line.situation:
            yield line, (when, TAKEN, NONE, NONE, NONE, length, NONE)
            continue
        shown = dict(zip(line.participants, line.shown, strict=True))
        others = [
            label + (" (extérieur)" if name in line.external else "")
            for name, label in shown.items()
            if name != line.referent
        ]
        name = Markup(f"{ident(line.situation)} (place fixée par le service)") if line.pinned else ident(line.situation)
        yield (
            line,
            (
                when,
                name,
                structure(line.structure_label, line.kind),
                ident(shown.get(line.referent, line.referent)),
                ", ".join(others) or NONE,
                length,
                "oui" if line.beneficiary_invited else "non",
            ),
        )
