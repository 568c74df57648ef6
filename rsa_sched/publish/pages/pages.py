"""The agenda as pages: one for the month, one for each session, that any browser opens, prints and reads aloud.

What is on them stands here; how it is laid out, in the templates ``month`` and ``session`` of `rsa_sched.render`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from rsa_sched.display.accounts import dues, points
from rsa_sched.display.people import called
from rsa_sched.display.svg import timeline
from rsa_sched.display.tables import NO_LINKS, deferrals, seats, sessions
from rsa_sched.display.view import DeferralView, SessionView, View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import capital, day, figure
from rsa_sched.french.labels import count_modes
from rsa_sched.french.sentences import say, words
from rsa_sched.office.inert import file_names, legible
from rsa_sched.publish.changes.edition import CHANGES, Edition
from rsa_sched.publish.letterhead import USUAL_LETTERHEAD, Letterhead
from rsa_sched.publish.pages.decide import topics
from rsa_sched.publish.pages.person import person_page
from rsa_sched.publish.pages.session_words import absences, free_words, notice, sees_whole, usage
from rsa_sched.publish.pages.todo import to_do
from rsa_sched.publish.pages.words import abbreviations, legal_mention, note, parameter_table
from rsa_sched.publish.standing import Standing
from rsa_sched.publish.tasks.task import Task, task_table
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, Table

TO_PRINT = "courriers/a-imprimer.html"
"""All letters for one print run."""
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
    letters: Mapping[str, str] = NO_LINKS,
    sheet: str = "",
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
    letters : the path of each letter, by kind and id of whoever it is for.
    sheet : the path of the sheet to sign.

    Returns
    -------
    dict
        ``index.html`` and ``seances/<name>.html``, one a session that the audience is told of.
    """
    names = file_names(session.id for session in shown.sessions)
    paths = {session: f"seances/{name}.html" for session, name in names.items()}
    reader = reader_of(problem, shown)
    if shown.audience.circle == "beneficiary":
        month = person_page(shown, reader, letterhead, edition, standing)
    else:
        month = _month(
            problem, agenda, shown, tasks, paths, reader, letterhead, edition, standing, fingerprint, letters, sheet
        )
    return {"index.html": month} | {
        paths[row.id]: _session(shown, row, reader, letterhead, standing) for row in shown.sessions
    }


def reader_of(problem: Problem, shown: View) -> str:
    """« pour la structure Service social »."""
    circle, who = shown.audience.circle, shown.audience.who
    structures = {row.id: row.label or row.id for row in problem.structures}
    names = structures if circle == "prescriber" else called(problem).whole
    return say(f"pages.readers.{circle}", name=names.get(who, ""))


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
    letters: Mapping[str, str],
    sheet: str,
) -> bytes:
    """What is left to decide, the month at a glance, what is to be done; then who is heard, who is not and why."""
    judged, service = shown.parts is not None, shown.audience.all
    shows = {
        "decider": service,
        "seances": judged or bool(shown.sessions),
        "ordre": judged or bool(shown.sessions),
        "ajournements": shown.audience.circle != "partner" or bool(shown.deferrals),
        "taches": judged or bool(tasks),
    }
    parts = {anchor: name for anchor, name in words("pages.sections").items() if shows.get(anchor, True)}
    if service and standing is not None and standing.kind in ("decided", "published"):
        parts["decider"] = say("pages.decide.watched")
    accounts: list[Table[Any]] = [parameter_table(shown.regulation)]
    if shown.parts is not None:
        accounts += [points(shown.parts), dues(shown.due, services=shown.services)]
    former = edition.former if edition is not None else None
    link = [(CHANGES, say("changes.link", number=former.number))] if former is not None else []
    todo = to_do(shown, tasks, letters) if service else None
    listed = tasks if todo is None else todo.others
    found = topics(shown) if service else []
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
        lead=say(
            f"pages.decide.lead-{standing.kind if standing is not None else 'proposed'}",
            by=standing.by if standing is not None else "",
        ),
        sign=(sheet, say("pages.decide.sign")) if sheet else None,
        topics=found,
        italic=say("pages.decide.italic") if any(topic.cases for topic in found) else "",
        nothing_to_decide=say("pages.decide.nothing"),
        others=lambda number: say("pages.decide.others", number=number),
        brief=_brief(shown),
        sessions=sessions(shown, paths).grid("page"),
        # it escapes every text itself
        picture=Markup(legible(timeline(problem, agenda))) if service else "",  # noqa: S704
        picture_fits=len(problem.sessions) <= SESSIONS_IN_ONE_PICTURE,
        blocks=[_block(shown, session, paths) for session in shown.sessions if service or _own_lines(session)],
        deferrals=_deferrals(shown),
        todo=todo,
        tasks=task_table(listed).grid("page").dense(),
        others_do=say("pages.todo.others", number=len(listed)),
        by_day=lambda date: say(f"pages.todo.{'by-day' if date > shown.as_of else 'today'}", day=date),
        to_print=TO_PRINT if letters and former is None else "",
        bareme=say("pages.bareme"),
        accounts=[table.grid("page") for table in accounts],
        mention=legal_mention(head),
        abbreviations=abbreviations,
        run=agenda.run,
    ).encode()


def _deferrals(shown: View) -> list[Grid]:
    """The deferred, a table for each motive, the most frequent first."""
    circle = shown.audience.circle
    by_reason: dict[str, list[DeferralView]] = {}
    for row in shown.deferrals:
        by_reason.setdefault(row.label, []).append(row)
    captions = {label: f"{capital(label)} ({len(rows)})" for label, rows in by_reason.items()}
    order = sorted(by_reason, key=lambda label: (-len(by_reason[label]), label))
    return [deferrals(by_reason[label], circle, captions[label]).grid("page").dense() for label in order]


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
    if shown.status is not None:
        figures["proof"] = say(f"pages.brief.{'proven' if shown.status == 'optimal' else 'unproven'}")
    return _labelled(words("pages.brief"), figures)


def _labelled(labels: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {labels[key]: value for key, value in values.items()}


def _block(shown: View, session: SessionView, paths: Mapping[str, str]) -> dict[str, object]:
    """One session on the page of the month."""
    differs = notice(session, shown.regulation)
    own = _own_lines(session)
    return {
        "id": session.id,
        "title": say(
            "pages.session.headline",
            day=capital(day(session.start.date())),
            start=session.start,
            venue=session.venue_label or session.venue,
            id=session.id,
        ),
        "use": usage(session, shown.audience),
        "path": paths[session.id],
        "warned": [*([differs] if differs else []), *absences(session, shown.regulation)],
        "seats": _seats(shown, session) if own else None,
        "whole": sees_whole(session, shown.audience),
        "taken": say("pages.session.taken", number=len(session.lines) - own) if own < len(session.lines) else "",
    }


def _own_lines(session: SessionView) -> int:
    """How many situations are seen in a session, beside places that are only taken."""
    return sum(bool(line.situation) for line in session.lines)


def _session(shown: View, session: SessionView, reader: str, head: Letterhead, standing: Standing | None) -> bytes:
    """The page of one session, for the people in the room: on one sheet of A4 for six situations."""
    facts = {
        "day": capital(day(session.start.date())),
        "hours": say("pages.session.period", start=session.start, end=session.end),
        "venue": session.venue_label,
        "session": f"{session.id}, {session.type.name}",
        "sector": ", ".join(dict.fromkeys(filter(None, (session.subsector_label, session.service_label)))),
        "staff": ", ".join(session.staff_shown) or say("pages.session.no-staff"),
        "held": usage(session, shown.audience),
    }
    if sees_whole(session, shown.audience):
        facts["free"] = free_words(session)
    return page(
        "session.html.jinja",
        say("pages.titles.session", day=session.start.date(), start=session.start),
        note=note(shown.regulation),
        head=head,
        standing=standing,
        whom=reader,
        warned=notice(session, shown.regulation),
        about=_labelled(words("pages.facts"), facts),
        seats=_seats(shown, session),
        abbreviations=abbreviations,
    ).encode()


def _seats(shown: View, session: SessionView) -> Grid:
    """The situations that are seen in a session, by hour."""
    rows = sorted(session.seats, key=lambda seat: (seat.line.start, seat.line.situation))
    rows = [seat for seat in rows if seat.line.situation]
    whose = "all" if shown.audience.all or shown.audience.who in session.staff else "own"
    made = seats(shown, rows, say(f"pages.session.seats-{whose}", id=session.id), points=False).grid("page")
    return made if shown.audience.all else made.dense()
