"""What the solves of one component's variants have in common: plans near the best, and the hours of plans.

A variant has other values, a situation less or one pinned more; sessions, hours and calendars stay. So the plans of one
are plans of another, as far as whoever sits in them may; and sets of situations have the same hours in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rsa_sched.engine.colgen.decomposition import Decomposition
from rsa_sched.engine.colgen.integer_master import Exclusion
from rsa_sched.engine.colgen.restricted_master import Column, RestrictedMaster
from rsa_sched.engine.colgen.timetable import Sets, Timetable

OFTEN = 2
"""Choices of a solve, on average, up to which plans are worth it where CP-SAT might do the same."""


@dataclass
class Remembered:
    """Plans and hours of a component, from one solve of it or of a variant to the next.

    Attributes
    ----------
    plans : session and situations of each, in the order found.
    hours : as timetablers find them.
    exclusions : what plans do not show, as provers find it.
    solves, choices : how many.
    """

    plans: dict[tuple[str, frozenset[str]], None] = field(default_factory=dict)
    hours: dict[Sets, Timetable] = field(default_factory=dict)
    exclusions: list[Exclusion] = field(default_factory=list)
    solves: int = 0
    choices: int = 0

    @property
    def is_any_use(self) -> bool:
        """Whether plans are mostly chosen once or twice; where hours exclude one choice after the other, CP-SAT is
        faster."""
        return self.choices <= OFTEN * (self.solves + 1)

    def count(self, choices: int) -> None:
        """Remember how often plans were chosen in a solve."""
        self.solves += 1
        self.choices += choices

    def plans_alone(self) -> Remembered:
        """Its plans, for a component whose sessions or seats are others."""
        return Remembered(dict(self.plans))

    def take(self, master: RestrictedMaster) -> None:
        """Remember a master's plans."""
        blocks = master.decomposition.blocks
        for number, plan in master:
            block = blocks[number]
            situations = frozenset(block.items[place].situation for place in plan)
            self.plans.update({(session, situations): None for session in block.sessions})

    def columns(self, decomposition: Decomposition) -> Iterator[Column]:
        """The plans that a decomposition has as well."""
        blocks = decomposition.blocks
        places = [{item.situation: place for place, item in enumerate(block.items)} for block in blocks]
        number_of = {session: number for number, block in enumerate(blocks) for session in block.sessions}
        for session, situations in self.plans:
            number = number_of.get(session)
            if number is not None and situations <= places[number].keys():
                plan = tuple(sorted(places[number][name] for name in situations))
                if blocks[number].must.issubset(plan):
                    yield number, plan
