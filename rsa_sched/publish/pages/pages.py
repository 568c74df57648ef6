"""The agenda as pages: one for the month, one for each session, that any browser opens, prints and reads aloud.

What is on them stands here; how it is laid out, in the templates ``month`` and ``session`` of `rsa_sched.render`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from rsa_sched.display.accounts import dues, points
from rsa_sched.display.audience import Audience
from rsa_sched.display.svg import timeline
from rsa_sched.display.tables import deferrals, seats, sessions
from rsa_sched.display.view import SessionView, View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.explain.notices import list_hours
from rsa_sched.french.figures import NONE, capital, count, day, figure, hour
from rsa_sched.french.labels import COLON, count_modes
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import file_names, legible
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.pages.words import BAREME, abbreviations, legal_mention, note, parameter_table
from rsa_sched.publish.tasks.held import staff_missed
from rsa_sched.publish.tasks.task import Task, task_table
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid

NO_LETTERHEAD = Letterhead()
"""The sender where nothing more is known."""
SESSIONS_IN_ONE_PICTURE = 12
"""More than these make a picture too high for a sheet: it is then shown on screens only."""


def pages(
    problem: Problem, agenda: Agenda, shown: View, tasks: Sequence[Task], *, letterhead: Letterhead = NO_LETTERHEAD
) -> dict[str, bytes]:
    """The pages of an audited agenda as one audience may see it, by path: HTML in UTF-8, self-contained and inert.

    Parameters
    ----------
    problem, agenda : the problem and its agenda; of them the pages take only what the service alone is shown (the
        picture, how the agenda was made) and the label of the audience itself.
    shown : what the audience may see.
    tasks : what the audience has to do.
    letterhead : who sends it, and whom to ask for the rules of the algorithm.

    Returns
    -------
    dict
        ``index.html`` and ``seances/<name>.html``, one a session that the audience is told of.
    """
    names = file_names(session.id for session in shown.sessions)
    paths = {session: f"seances/{name}.html" for session, name in names.items()}
    whom = _whom(problem, shown)
    made = {"index.html": _month(problem, agenda, shown, tasks, paths, whom, letterhead)}
    for session in shown.sessions:
        made[paths[session.id]] = _session(shown, session, whom, letterhead)
    return made


def _whom(problem: Problem, shown: View) -> str:
    """« pour la structure Service social »."""
    who = shown.audience.who
    if shown.audience.circle == "prescriber":
        return "pour la structure " + next(row.label or row.id for row in problem.structures if row.id == who)
    if shown.audience.circle == "partner":
        return "pour le professionnel " + next(row.label or row.id for row in problem.professionals if row.id == who)
    return "pour la personne concernée" if who else "document interne au service insertion"


def _month(
    problem: Problem,
    agenda: Agenda,
    shown: View,
    tasks: Sequence[Task],
    paths: Mapping[str, str],
    whom: str,
    head: Letterhead,
) -> bytes:
    """What is heard where and when, what is deferred and why, what is to be done, by which rules."""
    judged = shown.parts is not None
    told = shown.audience.circle != "partner" or bool(shown.deferrals)
    names = {
        "bref": "En bref",
        "seances": "Séances" if judged or shown.sessions else "",
        "ordre": "Ordre du jour" if judged or shown.sessions else "",
        "ajournements": "Ajournements" if told else "",
        "taches": "À faire" if tasks or judged else "",
        "reglement": "Règlement appliqué",
        "glossaire": "Glossaire",
    }
    parts = {key: name for key, name in names.items() if name}
    return page(
        "month.html.jinja",
        f"Ordre du jour – {_period(problem) or shown.problem}",
        note=note(shown.regulation),
        shown=shown,
        head=head,
        whom=whom,
        parts=parts,
        nav=[(f"#{key}", name) for key, name in parts.items()],
        brief=_in_brief(shown),
        sessions=sessions(shown, paths).grid("page"),
        # it escapes every text itself
        picture=Markup(legible(timeline(problem, agenda))) if shown.audience.all else "",  # noqa: S704
        picture_fits=len(problem.sessions) <= SESSIONS_IN_ONE_PICTURE,
        blocks=[_block(shown, session, paths) for session in shown.sessions],
        deferrals=deferrals(shown.deferrals, shown.audience.circle).grid("page"),
        tasks=task_table(tasks).grid("page"),
        bareme=BAREME,
        accounts=[
            parameter_table(shown.regulation).grid("page"),
            *([points(shown.parts).grid("page")] if shown.parts is not None else []),
            *([dues(shown.due, services=shown.services).grid("page")] if judged else []),
        ],
        mention=legal_mention(head),
        abbreviations=abbreviations,
        run=agenda.run,
    ).encode()


def _period(problem: Problem) -> str:
    """« octobre 2010 », or from the first month to the last."""
    days = sorted(session.start.date() for session in problem.sessions)
    ends = list(dict.fromkeys(day(date).split(" ", 2)[2] for date in days))
    return f"{ends[0]} à {ends[-1]}" if len(ends) > 1 else "".join(ends)


def _in_brief(shown: View) -> dict[str, str]:
    """The figures at the head of the month's page."""
    heard, deferred = len(shown.seats), len(shown.deferrals)
    whose = "Situations" if shown.audience.all else "Vos situations"
    partner = shown.audience.circle == "partner"
    rows = {"Situations auxquelles vous participez" if partner else f"{whose} entendues": figure(heard)}
    if deferred or not partner:  # professionals who were merely to be invited are told of none
        rows[f"{whose} ajournées"] = figure(deferred)
    rows["Séances"] = count_modes(session.mode for session in shown.sessions)
    rows["Ancienneté comptée au"] = day(shown.as_of)
    if shown.points is not None:
        rows["Points de l'ordre du jour"] = figure(shown.points)
    return rows


def _block(shown: View, session: SessionView, paths: Mapping[str, str]) -> dict[str, object]:
    """One session on the page of the month."""
    return {
        "id": session.id,
        "title": headline(session),
        "use": use(session, shown.audience),
        "path": paths[session.id],
        "warned": [
            words for words in (notice(session, shown.regulation), *absent_told(session, shown.regulation)) if words
        ],
        "seats": _seats(shown, session, earned=True) if session.lines else None,
        "whole": sees_whole(session, shown.audience),
    }


def _session(shown: View, session: SessionView, whom: str, head: Letterhead) -> bytes:
    """The page of one session, for the people in the room: on one sheet of A4 for six situations."""
    about = {
        "Date": capital(day(session.start.date())),
        "Heures": f"de {hour(session.start)} à {hour(session.end)}",
        "Lieu": session.venue_label,
        "Séance": f"{session.id}, {session.type.name}",
        "Secteur": ", ".join(dict.fromkeys(filter(None, (session.subsector_label, session.service_label)))),
        "Présents à la séance": ", ".join(session.staff_shown) or "non indiqués",
        "Tenue": use(session, shown.audience),
    }
    if sees_whole(session, shown.audience):
        about["Temps libre"] = free_told(session)
    return page(
        "session.html.jinja",
        f"Séance du {day(session.start.date())}, {hour(session.start)}",
        note=note(shown.regulation),
        head=head,
        whom=whom,
        warned=notice(session, shown.regulation),
        about=about,
        seats=_seats(shown, session, earned=False),
        abbreviations=abbreviations,
    ).encode()


def _seats(shown: View, session: SessionView, *, earned: bool) -> Grid:
    rows = sorted(session.seats, key=lambda seat: (seat.line.start, seat.line.situation))
    return seats(shown, rows, told_of(session, shown.audience), points=earned).grid("page")


# --- how a session is told --------------------------------------------------------------------------------------------


def sees_whole(session: SessionView, audience: Audience) -> bool:
    """Whether an audience sees every place of a session, and so what is free."""
    return audience.circle in ("service", "prescriber") or audience.who in session.staff


def headline(session: SessionView) -> str:
    """« Mardi 5 octobre 2010, 9h00 – Centre social (S1-2010-10) »."""
    return (
        f"{capital(day(session.start.date()))}, {hour(session.start)} – {session.venue_label or session.venue} "
        f"({session.id})"
    )


def told_of(session: SessionView, audience: Audience) -> str:
    """What the table of its seats is called: all of them, or those that concern the audience."""
    whose = "Situations de la" if sees_whole(session, audience) else "Situations qui vous concernent,"
    return f"{whose} séance {session.id}"


def use(session: SessionView, audience: Audience) -> str:
    """How it is held, and how much of it is used for those who see all of it."""
    told = capital(say(f"labels.modes.{session.mode}"))
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
        f"{shown[name]} tient la séance {session.id} et n'est pas disponible {list_hours(rows)}."
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
