"""What the service has to do, by whom it is for: letters to send first, then what only it can do.

One line is one thing to do for several recipients, however many situations it is about; what the prescribers do is told
by their letters, and folded here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rsa_sched.display.view import View
from rsa_sched.french.sentences import say
from rsa_sched.publish.tasks.task import Task


class ToSend(NamedTuple):
    """One letter: for whom, its path ("" where none was made), and its day where others of its kind have longer."""

    name: str
    path: str
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Letters of one kind.

    Attributes
    ----------
    title : what there is to do, with how many.
    dues : how many have to leave by which day, as the tasks say, by day.
    letters : by structure, or under "" where they are of none.
    """

    title: str
    dues: Mapping[dt.date, int]
    letters: Mapping[str, Sequence[ToSend]]


@dataclass(frozen=True, slots=True)
class ToDo:
    """What is to be done.

    Attributes
    ----------
    groups : letters to be sent.
    tasks : what the service does besides, by date.
    others : what the prescribers do.
    """

    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    others: tuple[Task, ...]


def to_do(shown: View, tasks: Iterable[Task], paths: Mapping[str, str]) -> ToDo:
    """The service's list, its letters by recipient; `paths` lead to each letter, by kind and id of the recipient."""
    by_duty: dict[str, list[Task]] = {}
    for task in tasks:
        duty = task.key.partition("/")[0] if task.circle == "service" else "prescriber"
        by_duty.setdefault(duty, []).append(task)
    others = by_duty.pop("prescriber", [])
    groups = [
        group
        for group in (
            _letters("prescribers", by_duty.pop("decision", []), "prescripteur", paths, _structures(shown)),
            _letters("partners", by_duty.pop("courrier-partenaire", []), "partenaire", paths, {}),
            _persons(shown, by_duty.pop("courrier-personne", []), paths),
        )
        if group is not None
    ]
    rest = sorted((task for rows in by_duty.values() for task in rows), key=lambda task: (task.due, task.key))
    return ToDo(tuple(groups), tuple(rest), tuple(others))


def _structures(shown: View) -> dict[str, str]:
    """The structure of each referent, as it is called."""
    heard = {line.referent: line.structure_label for _, line in shown.seats}
    return heard | {row.referent: row.structure_label for row in shown.deferrals}


def _letters(
    key: str, tasks: Sequence[Task], kind: str, paths: Mapping[str, str], structures: Mapping[str, str]
) -> Group | None:
    """One line for all letters of a kind, whoever they are for."""
    if not tasks:
        return None
    names = {task.recipient: task.recipient_shown for task in tasks}
    days = {name: min(task.due for task in tasks if task.recipient == name) for name in names}
    letters: dict[str, list[ToSend]] = {}
    for name, label in sorted(names.items(), key=lambda item: (structures.get(item[0], ""), item[0])):
        structure = structures.get(name, "")
        told = label.removesuffix(say("labels.people.of", name="", structure=structure)) if structure else label
        due = days[name] if days[name] < max(days.values()) else None
        letters.setdefault(structure, []).append(ToSend(told, paths.get(f"{kind}-{name}", ""), due))
    return Group(say(f"pages.todo.letters.{key}", number=len(names)), _by_day(days.values()), letters)


def _by_day(days: Iterable[dt.date]) -> Mapping[dt.date, int]:
    return dict(sorted(Counter(days).items()))


def _persons(shown: View, tasks: Sequence[Task], paths: Mapping[str, str]) -> Group | None:
    """The letters that were made for persons; whoever is invited without one is told by their referent."""
    made = {name.removeprefix("personne-"): path for name, path in paths.items() if name.startswith("personne-")}
    if not made:
        return None
    about = dict(_situations(shown))
    days = {_person_of(shown, task.situation): task.due for task in sorted(tasks, key=lambda task: task.due)[::-1]}
    known = [days[name] for name in made if name in days]
    last = max(known, default=None)
    letters = {
        "": [
            ToSend(about.get(name, name), path, days[name] if name in days and days[name] != last else None)
            for name, path in sorted(made.items())
        ]
    }
    return Group(say("pages.todo.letters.persons", number=len(made)), _by_day(known), letters)


def _situations(shown: View) -> Iterator[tuple[str, str]]:
    """The situation of each person; of several the one that is heard."""
    yield from ((row.person, row.situation) for row in shown.deferrals)
    yield from ((line.person, line.situation) for _, line in shown.seats)


def _person_of(shown: View, situation: str) -> str:
    return next((line.person for _, line in shown.seats if line.situation == situation), "")
