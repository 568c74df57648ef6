"""The audit of a plan: every requirement and every point over it, without any solver. Nothing is written before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rsa_sched.calendar.costs import COSTS
from rsa_sched.calendar.costs.base import Discomfort
from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.requirements import REQUIREMENTS
from rsa_sched.calendar.requirements.base import Breach, PlanReading


@dataclass(frozen=True)
class YearAudit:
    """What the audit found; true where every requirement is met.

    Attributes
    ----------
    breaches : each requirement that is not met, with the session concerned.
    discomforts : what the plan costs, by kind.
    """

    breaches: tuple[Breach, ...]
    discomforts: Mapping[str, tuple[Discomfort, ...]]

    @property
    def parts(self) -> dict[str, int]:
        """The points by kind."""
        return {name: sum(one.points for one in found) for name, found in self.discomforts.items()}

    @property
    def points(self) -> int:
        """All of them: the fewer the better."""
        return sum(self.parts.values())

    def __bool__(self) -> bool:
        return not self.breaches


def audit_plan(index: YearIndex, placed: Sequence[Placed]) -> YearAudit:
    """Read a plan against its year: what it does not meet, and its points recounted."""
    reading = PlanReading(index, placed)
    breaches = tuple(breach for requirement in REQUIREMENTS for breach in requirement.check(reading))
    return YearAudit(breaches, {cost.id: tuple(cost.recount(reading)) for cost in COSTS})
