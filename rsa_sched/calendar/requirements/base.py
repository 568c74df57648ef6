"""What a requirement of a year's calendar is: one sentence, one file, two readings.

1. `check`: every way in which a finished plan does not meet it, in plain code, from the plan's side.
2. `post`: what the CP-SAT model must not do, one clause at a time.

They are written independently of each other. A clause is one line of the year's file that may be left out to see
whether the others can be met: an absence, a closed day, the number of sessions of a month.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from rsa_sched.calendar.index import Placed, ToPlace, YearIndex
from rsa_sched.french.sentences import say
from rsa_sched.frozen import FrozenMapping

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


@dataclass(frozen=True)
class Clause:
    """One demand of a year's file.

    Attributes
    ----------
    what : which sentence tells it: a key of ``french/year.toml``, ``clauses``.
    key : ids and indices that tell it from the others of its kind.
    facts : what the sentence names.
    """

    what: str
    key: tuple[object, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", FrozenMapping(self.facts))

    @property
    def text(self) -> str:
        """The demand in French."""
        return say(f"year.clauses.{self.what}", **self.facts)


@dataclass(frozen=True)
class Breach:
    """One way in which a plan does not meet a requirement: its sentence's code, the session concerned, and facts."""

    requirement: str
    what: str
    session: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The sentence in French."""
        return say(f"year.breaches.{self.what}", session=self.session, **self.facts)


class PlanReading:
    """A plan as the audit reads it, beside the year that it answers."""

    def __init__(self, index: YearIndex, placed: Sequence[Placed]) -> None:
        self.index = index
        self.listed = tuple(placed)
        self.placed = {row.session: row for row in placed if row.session in index.sessions}

    def of_series(self, name: str) -> list[Placed]:
        """The sessions of a series, by date."""
        found = [self.placed[row.id] for row in self.index.of_series(name) if row.id in self.placed]
        return sorted(found, key=lambda row: (row.date, row.half))

    def session(self, row: Placed) -> ToPlace:
        """What was to be placed."""
        return self.index.sessions[row.session]

    def span(self, row: Placed) -> tuple[int, int]:
        """Start and end in minutes."""
        return self.index.span(self.session(row), row.slot)


class Requirement(ABC):
    """One requirement. A plan that does not meet it is not a plan."""

    id: ClassVar[str]

    @abstractmethod
    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        """What the year's file asks for in this respect."""

    @abstractmethod
    def check(self, reading: PlanReading) -> Iterator[Breach]:
        """Every way in which a plan does not meet it."""

    @abstractmethod
    def post(self, model: YearVariables, clause: Clause) -> None:
        """CP-SAT form of one clause."""

    def breach(self, what: str, session: str, **facts: object) -> Breach:
        """One way in which a plan does not meet it."""
        return Breach(self.id, what, session, facts)
