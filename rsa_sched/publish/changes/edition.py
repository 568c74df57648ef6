"""The publication that is being made, beside the one that it replaces."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rsa_sched.french.sentences import say
from rsa_sched.publish.changes.facts import Facts
from rsa_sched.publish.changes.record import Issue, Record, Version
from rsa_sched.publish.tasks.task import Task

CHANGES: Final = say("publication.files.changes")
"""The page of a second publication that says what it changes."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A publication in the making.

    Attributes
    ----------
    number, day : 1 for the first into a folder; the day of its agenda.
    facts : what it tells.
    former : the one that it replaces; None for the first.
    standing : the letters that the folder holds now.
    begun : the local minute by which sessions that have left the problem had begun; None where none has.
    """

    number: int
    day: dt.date
    facts: Facts
    former: Version | None
    standing: Mapping[str, Issue]
    begun: dt.datetime | None = None

    @classmethod
    def after(
        cls, record: Record | None, facts: Facts, day: dt.date, *, is_new: bool, at: dt.datetime | None = None
    ) -> Edition:
        """The one that comes after what a folder holds.

        The folder's own where it tells the same, whatever else has changed: a repeated run replaces nothing.

        Parameters
        ----------
        record : what the folder's manifest keeps.
        facts, day : what is to be told, and the day of the agenda.
        is_new : whether the folder holds no publication; where it holds one without a record, that one is not known.
        at : sessions that had begun by then have left the problem, or by the moment that the folder knows of.
        """
        if record is None:
            former = None if is_new else Version(1)
            return cls(1 if former is None else 2, day, facts, former, {})
        now = record.version
        begun = max((moment for moment in (at, now.begun) if moment is not None), default=None)
        if begun is not None and now.facts is not None:
            facts = facts.with_begun(now.facts, begun)
        if now.facts == facts and now.day is not None:
            return cls(now.number, now.day, facts, record.former, now.letters, now.begun)
        return cls(now.number + 1, day, facts, now, now.letters, begun)

    def issue(self, letter: str, fate: str, look: str) -> Issue:
        """The letter as it now stands: the former one where its fate is the same, else one that replaces it."""
        before = self.former.letters.get(letter) if self.former else None
        if before is None:
            return Issue(self.number, self.day, fate, look)
        if before.fate == fate:
            return Issue(before.number, before.day, fate, look, before.replaces, before.replaces_day)
        return Issue(self.number, self.day, fate, look, before.number, before.day)

    def record(
        self, letters: Mapping[str, Issue], tasks: Iterable[Task], months: tuple[str, ...], services: tuple[str, ...]
    ) -> Record:
        """What the manifest keeps of it."""
        told = {task.key: task_print(task) for task in tasks}
        version = Version(
            self.number, self.day, self.facts, dict(sorted(letters.items())), dict(sorted(told.items())), self.begun
        )
        return Record(version, self.former, months, services)


def task_print(task: Task) -> str:
    """Fingerprint of a task, whatever its date: it is told anew where there is something else to do."""
    return fingerprint([task.actor, task.recipient, task.duty])[:16]


def fingerprint(value: Any) -> str:
    """SHA-256 of plain values; dates and times as they are written."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True, default=str).encode()).hexdigest()
