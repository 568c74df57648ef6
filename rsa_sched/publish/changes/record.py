"""What a folder's manifest keeps of its publications: the one that stands there, and the one that it replaced.

Two are kept, and not one, so that a publication that is written again compares itself with the same one again, and so
has the same bytes: a run that was killed, or is simply repeated, is no publication of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter

from rsa_sched.domain.problem import Problem
from rsa_sched.publish.changes.facts import Facts


@dataclass(frozen=True, slots=True)
class Issue:
    """One letter, as it was last made.

    Attributes
    ----------
    number, day : of the publication that it is of, and so the day that it bears.
    fate : fingerprint of what it tells: fates, hours, actions.
    look : fingerprint of how it tells it: template, sender, names.
    replaces, replaces_day : number and day of the publication whose letter it stands for; None where it is the first.
    """

    number: int
    day: dt.date
    fate: str
    look: str
    replaces: int | None = None
    replaces_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One publication into a folder.

    Attributes
    ----------
    number : 1 for the first.
    day : day of its agenda; None where it is not known.
    facts : what it told; None where it is not known, since an older rsa_sched wrote it.
    letters : by kind and id.
    tasks : fingerprint of each task of the whole to-do list, by key.
    begun : the local minute by which sessions that have left the problem had begun; None where none has.
    """

    number: int
    day: dt.date | None = None
    facts: Facts | None = None
    letters: dict[str, Issue] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    begun: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The publication that stands in a folder, and the one before it; None where it is the first.

    `months` (« 2010-10 ») are those of the sessions, `services` the ids of their services: no other ones are published
    into the same folder.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    version: Version
    former: Version | None
    months: tuple[str, ...]
    services: tuple[str, ...]

    @classmethod
    def read(cls, raw: Any) -> Record | None:
        """What `to_dict` wrote. Raises ValueError for anything else."""
        return None if raw is None else _adapter().validate_python(raw)

    def to_dict(self) -> dict[str, Any]:
        """In plain values, for JSON."""
        plain: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return plain


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def months_of(problem: Problem) -> tuple[str, ...]:
    """The months of its sessions, « 2010-10 »."""
    return _sorted(f"{session.start:%Y-%m}" for session in problem.sessions)


def services_of(problem: Problem) -> tuple[str, ...]:
    """The services of its sessions."""
    return _sorted(session.service for session in problem.sessions)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
