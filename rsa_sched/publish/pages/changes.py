"""« Ce qui change »: the page of a publication that replaces another one, to be read before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rsa_sched.display.view import View
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import day, figure
from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.publish.changes.compare import KINDS, Changes, changes_between
from rsa_sched.publish.changes.edition import CHANGES, Edition
from rsa_sched.publish.changes.letters import Letters
from rsa_sched.publish.changes.wording import Shown, session_table, situation_table, to_tell
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.pages.pages import period_of, reader_of
from rsa_sched.publish.pages.words import abbreviations, note
from rsa_sched.publish.standing import Standing
from rsa_sched.publish.tasks.task import Task
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, Layout, Link, Table, column

_NOT_SENT = ("seance-", "courriers/")
"""Lists for the table of a session, and all letters in one file: what letters there are says nothing of them."""


class SentLetter(NamedTuple):
    """A letter that is new, stands for another, or is void, with the path of its file where it has one."""

    name: str
    path: str
    how: str


def changes_page(
    problem: Problem,
    shown: View,
    people: Shown,
    tasks: Sequence[Task],
    edition: Edition,
    letters: Letters,
    head: Letterhead,
    standing: Standing | None = None,
) -> dict[str, bytes]:
    """The page by its path: who enters, leaves, moves, whom to tell and by when, which letters to send.

    Parameters
    ----------
    problem, shown : the problem, and its agenda as the audience sees it.
    people : labels of professionals.
    tasks : what there is to do because of the change.
    edition : the publication, with the one that it replaces.
    letters : the service's letters; none for anybody else.
    head : who sends it.
    standing : what the page says that the agenda is, at its head.
    """
    former = edition.former
    if former is None:
        return {}
    known = former.facts is not None
    changes = changes_between(former.facts, edition.facts) if former.facts is not None else Changes((), ())
    sent = list(_sent(edition, letters))
    tables: dict[str, Grid | None] = {
        "prevenir": to_tell(tasks).grid("page") if tasks else None,
        "situations": situation_table(changes.situations, people).grid("page") if changes.situations else None,
        "seances": session_table(changes.sessions, people).grid("page") if changes.sessions else None,
        "courriers": _letter_table(sent).grid("page") if sent else None,
    }
    sections = words("changes.sections")
    parts = {key: sections[key] for key, table in tables.items() if table is not None}
    replaced = (
        say("changes.replaces", number=former.number, day=former.day) if former.day is not None else ""
    ) if known else say("changes.unknown")  # fmt: skip
    made = page(
        "changes.html.jinja",
        say("changes.title", period=period_of(problem) or shown.problem),
        note=note(shown.regulation),
        head=head,
        standing=standing,
        whom=reader_of(problem, shown),
        edition=f"{say('changes.edition', number=edition.number, day=edition.day)} {replaced}".rstrip(),
        nothing="" if parts or not known else say("changes.nothing"),
        brief=_brief(changes, tasks, sent) if known else {},
        sections=sections,
        parts=parts,
        tables=tables,
        nav=[("index.html", say("changes.month")), *((f"#{key}", name) for key, name in parts.items())],
        abbreviations=abbreviations,
    )
    return {CHANGES: made.encode()}


def _brief(changes: Changes, tasks: Sequence[Task], sent: Sequence[SentLetter]) -> dict[str, str]:
    """How many of each, and the first date."""
    labels: Mapping[str, str] = words("changes.brief")
    counts = Counter(line.kind for line in changes.situations)
    figures = {labels[kind]: figure(counts[kind]) for kind in KINDS if counts[kind]}
    if changes.sessions:
        figures[labels["sessions"]] = figure(len(changes.sessions))
    if sent:
        figures[labels["letters"]] = figure(sum(bool(row.path) for row in sent))
    if tasks:
        figures[labels["until"]] = day(min(task.due for task in tasks))
    return figures


def _sent(edition: Edition, letters: Letters) -> Iterator[SentLetter]:
    """The letters of this publication, then those that are void without another in their place."""
    for name, issue in sorted(letters.issues.items()):
        if issue.number == edition.number and not name.startswith(_NOT_SENT):
            how = say("changes.letters.cells.new")
            if issue.replaces is not None:
                how = say("changes.letters.cells.replaces", number=issue.replaces, day=issue.replaces_day)
            yield SentLetter(name, letters.paths[name], how)
    for name, issue in sorted(edition.former.letters.items() if edition.former is not None else ()):
        if name not in letters.issues and not name.startswith(_NOT_SENT):
            yield SentLetter(name, "", say("changes.letters.cells.void", number=issue.number, day=issue.day))


def _letter_table(rows: Sequence[SentLetter]) -> Table[SentLetter]:
    return Table(
        rows,
        {
            "letter": column(lambda row: Link(row.name, row.path) if row.path else row.name, "id"),
            "how": column(lambda row: row.how),
        },
        {"page": Layout("letter, how")},
        lookup("changes.letters"),
    )
