"""What a discomfort of a year's calendar is: one sentence, one file, counted from the plan and posted to the model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rsa_sched.calendar.requirements.base import PlanReading

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class Discomfort(NamedTuple):
    """Points that one session, or one person's day, costs; the session, or "" where it is of none."""

    points: int
    session: str


class Cost(ABC):
    """One kind of discomfort: whole points, fewer are better."""

    id: ClassVar[str]

    @abstractmethod
    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        """What a plan costs in this respect, session by session, in plain code."""

    @abstractmethod
    def post(self, model: YearVariables) -> None:
        """CP-SAT form."""
