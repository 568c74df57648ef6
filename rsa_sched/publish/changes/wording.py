"""Changes in French: where a situation stood and stands, how a session is held, as tables and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rsa_sched.display.people import called
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import several
from rsa_sched.french.sentences import lookup, say
from rsa_sched.publish.changes.compare import FateChange, SessionChange
from rsa_sched.publish.changes.facts import Fate, Held
from rsa_sched.publish.tasks.referents import with_structure
from rsa_sched.publish.tasks.task import Task, task_columns
from rsa_sched.render.table import Layout, Table, column


class Shown:
    """Professionals by what they are called, by id where they are in no list of the month any more."""

    def __init__(self, problem: Problem) -> None:
        self._called = called(problem)
        self._structures = {row.id: row.label or row.id for row in problem.structures}

    def structure(self, name: str) -> str:
        """Its label, or id."""
        return self._structures.get(name, name)

    def one(self, professional: str) -> str:
        """What they are called, or their id."""
        return self._called.whole.get(professional, professional)

    def of(self, referent: str, structure: str) -> str:
        """What they are called, with the structure of the situations that they follow."""
        known = referent in self._called.whole
        return with_structure(
            self._called.beside(referent, structure) if known else referent,
            self.structure(structure) if structure else "",
        )

    def all(self, professionals: Iterable[str]) -> str:
        """« a, b et c »."""
        return several(map(self.one, professionals))


def place(fate: Fate | None, people: Shown | None = None) -> str:
    """Where a situation stands; with whom too where `people` are given."""
    if fate is None:
        return say("changes.places.nothing")
    if fate.start is None or fate.end is None:
        return say("changes.places.deferred", reason=say(f"deferrals.reasons.{fate.reason}"))
    text = say("changes.places.heard", start=fate.start, end=fate.end, venue=fate.venue, session=fate.session)
    if people is not None:
        names = people.all(fate.participants[1:]) or say("changes.places.alone")
        text = say("changes.places.with", place=text, names=names)
        text = say("changes.places.invited", place=text) if fate.invited else text
    return text


def held(row: Held | None, people: Shown | None = None) -> str:
    """How a session is held; with which staff where `people` are given."""
    if row is None:
        return say("changes.held.nothing")
    mode = say(f"labels.modes.{row.mode}")
    text = say("changes.held.held", mode=mode, start=row.start, end=row.end, venue=row.venue)
    return text if people is None else say("changes.held.staff", held=text, names=people.all(row.staff))


def sides(line: SessionChange, people: Shown) -> tuple[str, str]:
    """How a session was held and is held now, with its staff where that changed."""
    staff = line.before is not None and line.after is not None and line.before.staff != line.after.staff
    shown = people if staff else None
    return held(line.before, shown), held(line.after, shown)


def situation_table(rows: Sequence[FateChange], people: Shown) -> Table[FateChange]:
    """Who enters, leaves, moves."""

    def side(row: FateChange, fate: Fate | None) -> str:
        return place(fate, people if row.kind == "arranged" else None)

    return Table(
        rows,
        {
            "situation": column(lambda row: row.situation, "id"),
            "kind": column(lambda row: say(f"changes.kinds.{row.kind}")),
            "before": column(lambda row: side(row, row.before)),
            "after": column(lambda row: side(row, row.after)),
            "referent": column(lambda row: people.all(row.referents)),
        },
        {"page": Layout("situation, kind, before, after, referent", shape="long")},
        lookup("changes.table"),
    )


def session_table(rows: Sequence[SessionChange], people: Shown) -> Table[SessionChange]:
    """Which sessions are held otherwise, or hear others."""
    return Table(
        rows,
        {
            "session": column(lambda row: row.session, "id"),
            "before": column(lambda row: sides(row, people)[0]),
            "after": column(lambda row: say("changes.held.same") if row.before == row.after else sides(row, people)[1]),
            "programme": column(lambda row: say(f"changes.held.{'programme' if row.programme else 'same'}")),
        },
        {"page": Layout("session, before, after, programme", shape="long")},
        lookup("changes.sessions"),
    )


def to_tell(tasks: Iterable[Task]) -> Table[Task]:
    """A to-do list grouped by whom to tell, each by date."""
    rows = sorted(tasks, key=lambda task: (task.recipient_shown, task.recipient, task.due, task.key))
    texts: Mapping[str, Mapping[str, str]] = {**lookup("tasks.table"), **lookup("changes.to-tell")}
    layout = Layout("recipient, due, actor, what, rules, situation, session", name="what", shape="long prose")
    return Table(rows, task_columns(), {"page": layout}, texts)
