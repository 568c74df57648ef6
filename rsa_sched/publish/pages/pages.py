"""The agenda as pages: one for the month, one for each session, that any browser opens, prints and reads aloud.

What is on them stands here; how it is laid out, in the templates ``month`` and ``session`` of `rsa_sched.render`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from rsa_sched.display.accounts import dues, points
from rsa_sched.display.audience import Audience
from rsa_sched.display.svg import timeline
from rsa_sched.display.tables import deferrals, seats, sessions
from rsa_sched.display.view import SessionView, View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.organisation import Professional, Structure
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.explanations.notices import list_hours
from rsa_sched.french.figures import NONE, capital, day, figure
from rsa_sched.french.labels import count_modes
from rsa_sched.french.sentences import say, words
from rsa_sched.office.inert import file_names, legible
from rsa_sched.publish.changes.edition import CHANGES, Edition
from rsa_sched.publish.letterhead import USUAL_LETTERHEAD, Letterhead
from rsa_sched.publish.pages.words import abbreviations, legal_mention, note, parameter_table
from rsa_sched.publish.standing import Standing
from rsa_sched.publish.tasks.attendance import missing_staff
from rsa_sched.publish.tasks.task import Task, task_table
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, Table

SESSIONS_IN_ONE_PICTURE = 12
"""More than these make a picture too high for a sheet: it is then shown on screens only."""


def pages(
    problem: Problem,
    agenda: Agenda,
    shown: View,
    tasks: Sequence[Task],
    *,
    letterhead: Letterhead = USUAL_LETTERHEAD,
    edition: Edition | None = None,
    standing: Standing | None = None,
    fingerprint: str = "",
) -> dict[str, bytes]:
    """The pages of an audited agenda as one audience may see it, by path: HTML in UTF-8, self-contained and inert.

    Parameters
    ----------
    problem, agenda : the problem and its agenda; of them the pages take only what the service alone is shown (the
        picture, how the agenda was made) and the label of the audience itself.
    shown : what the audience may see.
    tasks : what the audience has to do.
    letterhead : who sends it, and whom to ask for the rules of the algorithm.
    edition : which publication it is: of a second one the month's page leads to what changes first of all.
    standing : what each page says that the agenda is, at its head.
    fingerprint : of the certificate that stands beside the pages; "" where there is none.

    Returns
    -------
    dict
        ``index.html`` and ``seances/<name>.html``, one a session that the audience is told of.
    """
    names = file_names(session.id for session in shown.sessions)
    paths = {session: f"seances/{name}.html" for session, name in names.items()}
    reader = reader_of(problem, shown)
    month = {
        "index.html": _month(problem, agenda, shown, tasks, paths, reader, letterhead, edition, standing, fingerprint)
    }
    return month | {paths[row.id]: _session(shown, row, reader, letterhead, standing) for row in shown.sessions}


def reader_of(problem: Problem, shown: View) -> str:
    """« pour la structure Service social »."""
    circle, who = shown.audience.circle, shown.audience.who
    rows: Sequence[Structure | Professional] = problem.structures if circle == "prescriber" else problem.professionals
    return say(f"pages.readers.{circle}", name=next((row.label or row.id for row in rows if row.id == who), ""))


def _month(
    problem: Problem,
    agenda: Agenda,
    shown: View,
    tasks: Sequence[Task],
    paths: Mapping[str, str],
    reader: str,
    head: Letterhead,
    edition: Edition | None,
    standing: Standing | None,
    fingerprint: str,
) -> bytes:
    """What is heard where and when, what is deferred and why, what is to be done, by which rules."""
    judged = shown.parts is not None
    shows = {
        "seances": judged or bool(shown.sessions),
        "ordre": judged or bool(shown.sessions),
        "ajournements": shown.audience.circle != "partner" or bool(shown.deferrals),
        "taches": judged or bool(tasks),
    }
    parts = {anchor: name for anchor, name in words("pages.sections").items() if shows.get(anchor, True)}
    accounts: list[Table[Any]] = [parameter_table(shown.regulation)]
    if shown.parts is not None:
        accounts += [points(shown.parts), dues(shown.due, services=shown.services)]
    former = edition.former if edition is not None else None
    link = [(CHANGES, say("changes.link", number=former.number))] if former is not None else []
    return page(
        "month.html.jinja",
        say("pages.titles.month", period=period_of(problem) or shown.problem),
        note=note(shown.regulation),
        shown=shown,
        head=head,
        standing=standing,
        fingerprint=fingerprint if judged else "",
        whom=reader,
        parts=parts,
        nav=[*link, *((f"#{key}", name) for key, name in parts.items())],
        change=link[0] if link else None,
        edition=say("changes.edition", number=edition.number, day=edition.day) if edition and link else "",
        partial=say("changes.still-to-do", number=former.number) if former and former.facts else "",
        brief=_brief(shown),
        sessions=sessions(shown, paths).grid("page"),
        # it escapes every text itself
        picture=Markup(legible(timeline(problem, agenda))) if shown.audience.all else "",  # noqa: S704
        picture_fits=len(problem.sessions) <= SESSIONS_IN_ONE_PICTURE,
        blocks=[_block(shown, session, paths) for session in shown.sessions],
        deferrals=deferrals(shown.deferrals, shown.audience.circle).grid("page"),
        tasks=task_table(tasks).grid("page"),
        bareme=say("pages.bareme"),
        accounts=[table.grid("page") for table in accounts],
        mention=legal_mention(head),
        abbreviations=abbreviations,
        run=agenda.run,
    ).encode()


def period_of(problem: Problem) -> str:
    """« octobre 2010 », or from the first month to the last."""
    days = sorted(session.start.date() for session in problem.sessions)
    months = list(dict.fromkeys(day(date).split(" ", 2)[2] for date in days))
    return say("pages.titles.months", first=months[0], last=months[-1]) if len(months) > 1 else "".join(months)


def _brief(shown: View) -> dict[str, str]:
    """The figures at the head of the month's page."""
    own, partner = "" if shown.audience.all else "-own", shown.audience.circle == "partner"
    figures = {"heard-partner" if partner else f"heard{own}": figure(len(shown.seats))}
    if shown.deferrals or not partner:  # professionals who were merely to be invited are told of none
        figures[f"deferred{own}"] = figure(len(shown.deferrals))
    figures |= {"sessions": count_modes(session.mode for session in shown.sessions), "as-of": day(shown.as_of)}
    if shown.points is not None:
        figures["points"] = figure(shown.points)
    return _labelled(words("pages.brief"), figures)


def _labelled(labels: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {labels[key]: value for key, value in values.items()}


def _block(shown: View, session: SessionView, paths: Mapping[str, str]) -> dict[str, object]:
    """One session on the page of the month."""
    notice = _notice(session, shown.regulation)
    return {
        "id": session.id,
        "title": say(
            "pages.session.headline",
            day=capital(day(session.start.date())),
            start=session.start,
            venue=session.venue_label or session.venue,
            id=session.id,
        ),
        "use": _usage(session, shown.audience),
        "path": paths[session.id],
        "warned": [*([notice] if notice else []), *_absences(session, shown.regulation)],
        "seats": _seats(shown, session, earned=True) if session.lines else None,
        "whole": _sees_whole(session, shown.audience),
    }


def _session(shown: View, session: SessionView, reader: str, head: Letterhead, standing: Standing | None) -> bytes:
    """The page of one session, for the people in the room: on one sheet of A4 for six situations."""
    facts = {
        "day": capital(day(session.start.date())),
        "hours": say("pages.session.period", start=session.start, end=session.end),
        "venue": session.venue_label,
        "session": f"{session.id}, {session.type.name}",
        "sector": ", ".join(dict.fromkeys(filter(None, (session.subsector_label, session.service_label)))),
        "staff": ", ".join(session.staff_shown) or say("pages.session.no-staff"),
        "held": _usage(session, shown.audience),
    }
    if _sees_whole(session, shown.audience):
        facts["free"] = _free_times(session)
    return page(
        "session.html.jinja",
        say("pages.titles.session", day=session.start.date(), start=session.start),
        note=note(shown.regulation),
        head=head,
        standing=standing,
        whom=reader,
        warned=_notice(session, shown.regulation),
        about=_labelled(words("pages.facts"), facts),
        seats=_seats(shown, session, earned=False),
        abbreviations=abbreviations,
    ).encode()


def _seats(shown: View, session: SessionView, *, earned: bool) -> Grid:
    rows = sorted(session.seats, key=lambda seat: (seat.line.start, seat.line.situation))
    whose = "all" if _sees_whole(session, shown.audience) else "own"
    return seats(shown, rows, say(f"pages.session.seats-{whose}", id=session.id), points=earned).grid("page")


# --- a session in words -----------------------------------------------------------------------------------------------


def _sees_whole(session: SessionView, audience: Audience) -> bool:
    """Whether an audience sees every place of a session, and so what is free."""
    return audience.circle in ("service", "prescriber") or audience.who in session.staff


def _usage(session: SessionView, audience: Audience) -> str:
    """How it is held, and how much of it is used for those who see all of it."""
    mode = capital(say(f"labels.modes.{session.mode}"))
    if not _sees_whole(session, audience):
        return mode
    return say(
        "pages.session.usage",
        mode=mode,
        heard=len(session.lines),
        size=session.size,
        used=session.minutes_used,
        minutes=session.minutes,
    )


def _notice(session: SessionView, regulation: Regulation) -> str:
    """What differs from a session held as planned [R22, R52]; "" where nothing does."""
    if session.mode == "cancelled":
        return say("pages.session.cancelled")
    if session.mode == "first_hour":
        until = session.start + dt.timedelta(minutes=regulation.single_situation_minutes or 60)
        who = "all-staff" if session.type.empty == "cancelled" else "choice"
        return say(f"pages.session.first-hour-{who}", until=min(until, session.end))
    return ""


def _absences(session: SessionView, regulation: Regulation) -> list[str]:
    """One sentence for each of its staff who is unavailable while it is held."""
    shown = dict(zip(session.staff, session.staff_shown, strict=True))
    return [
        say("pages.session.absence", professional=shown[name], id=session.id, hours=list_hours(rows))
        for name, rows in missing_staff(session, regulation).items()
    ]


def free(session: SessionView) -> list[tuple[dt.datetime, dt.datetime]]:
    """The times of a session in which nobody is heard."""
    found, reached = [], session.start
    for line in sorted(session.lines, key=lambda row: row.start):
        if line.start > reached:
            found.append((reached, line.start))
        reached = max(reached, line.end)
    return [*found, (reached, session.end)] if reached < session.end else found


def _free_times(session: SessionView) -> str:
    """The same in words."""
    if session.mode == "cancelled":
        return NONE
    times = [say("pages.session.period", start=start, end=end) for start, end in free(session)]
    return ", ".join(times) or say("pages.session.no-free-time")
