"""Agendas for those who solve them: in notebooks as a fragment of HTML, or as a page of its own, in French.

Tables have captions and headers, the picture says nothing that they do not, and no colour carries a meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from rsa_sched.display.accounts import dues, points
from rsa_sched.display.svg import timeline
from rsa_sched.display.tables import deferrals, seats
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import decimal, figure, hour, period, short_day
from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.render.html import fragment
from rsa_sched.render.html import page as whole_page
from rsa_sched.render.table import Grid, grid_of


def page(problem: Problem, agenda: Agenda) -> str:
    """The whole agenda of a problem: figures, picture, sessions, parts, dues, and who is deferred and why."""
    return fragment("agenda.html.jinja", say("agenda.title", problem=agenda.problem), **_whole(problem, agenda))


def agenda_page(problem: Problem, agenda: Agenda) -> str:
    """`page` as a document of its own, to be opened or printed by any browser."""
    return whole_page("agenda.html.jinja", say("agenda.title", problem=agenda.problem), **_whole(problem, agenda))


def agenda_html(agenda: Agenda) -> str:
    """An agenda by itself, ids only."""
    rows = [
        (line.session, short_day(line.start.date()), period(line.start, line.end), line.situation, line.venue,
         ", ".join(line.participants))
        for line in agenda.appointments
    ]  # fmt: skip
    listed = grid_of(lookup("tables.appointments.caption"), lookup("tables.appointments.columns"), rows, name=3)
    return fragment(
        "agenda.html.jinja",
        say("agenda.title", problem=agenda.problem),
        **_context(agenda, [listed, *_accounts(agenda)]),
    )


def problem_html(problem: Problem) -> str:
    """A problem at a glance: how much of what, and when its sessions are; no text about people."""
    index = ProblemIndex(problem)
    counts = [(label, figure(len(getattr(problem, name)))) for name, label in words("tables.contents.lists").items()]
    sessions = [
        (row.id, index.types[row.type].name, short_day(row.start.date()), hour(row.start), figure(row.minutes),
         row.venue, figure(row.size))
        for row in sorted(index.sessions.values(), key=lambda row: (row.start, row.id))
    ]  # fmt: skip
    contents, calendar = lookup("tables.contents"), lookup("tables.calendar")
    return fragment(
        "tables.html.jinja",
        say("agenda.page.problem", problem=problem.id),
        sentences=[say("agenda.page.as-of", date=problem.as_of, timezone=problem.timezone)],
        tables=[
            grid_of(contents["caption"], contents["columns"], counts, figures=(1,)),
            grid_of(calendar["caption"], calendar["columns"], sessions, figures=(4, 6)),
        ],
    )


def document_html(document: object) -> str:
    """How a notebook shows a problem or an agenda. Raises TypeError for anything else."""
    if isinstance(document, Problem):
        return problem_html(document)
    if isinstance(document, Agenda):
        return agenda_html(document)
    raise TypeError(f"{type(document).__name__} is no document")


def _whole(problem: Problem, agenda: Agenda) -> dict[str, Any]:
    """What the template asks for, with the picture and a table for each session."""
    shown = view(problem, agenda)
    tables = []
    for session in shown.sessions:
        caption = say(
            "agenda.page.session",
            start=session.start,
            venue=session.venue_label,
            session=session.id,
            mode=say(f"labels.modes.{session.mode}"),
            used=session.minutes_used,
            minutes=session.minutes,
        )
        tables.append(seats(shown, session.seats, caption).grid("notebook"))
    picture = Markup(timeline(problem, agenda))  # noqa: S704 - it escapes every text itself
    return _context(agenda, [*tables, *_accounts(agenda)], picture)


def _accounts(agenda: Agenda) -> Iterator[Grid]:
    """Parts of the points, the dues of the kinds, the deferrals."""
    for table in (points(agenda.parts), dues(agenda.due), deferrals(agenda.deferrals)):
        yield table.grid("notebook")


def _context(agenda: Agenda, tables: list[Grid], picture: str = "") -> dict[str, Any]:
    return {
        "agenda": agenda,
        "heard": say("labels.heard-and-deferred", heard=len(agenda.appointments), deferred=len(agenda.deferrals)),
        "seconds": decimal(agenda.run.seconds, 2),
        "tables": tables,
        "picture": picture,
    }
