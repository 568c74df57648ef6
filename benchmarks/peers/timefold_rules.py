"""The contract in the words of Timefold: what is planned, and what each agenda is worth.

One planning entity a situation, whose variable is a slot: a session and a start, or none. Hours at which somebody is
away are no slots of it, as Timefold's guide advises. No `from __future__ import annotations` here: they are read.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from solverforge_legacy.solver import SolverFactory
from solverforge_legacy.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from solverforge_legacy.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from solverforge_legacy.solver.score import (
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)


@dataclass(eq=False)
class Session:
    """A session: how many situations it takes, until when one may last that is alone, the way to other venues."""

    id: str
    day: int
    venue: str
    size: int
    alone_until: int
    ways: dict[str, int]


@dataclass(eq=False)
class Slot:
    """A start in a session."""

    session: Session
    start: int


@dataclass(eq=False)
class Cost:
    """A trip, or the time that somebody waits at a session: its price, for each unit."""

    price: int


@dataclass(eq=False)
class Share:
    """What a kind of structure has due: for each number of units granted the points that they save."""

    saves: list[int]


@dataclass(eq=False)
class Offer:
    """What a seat of one situation in one session brings, which trips it takes, and who may have to wait."""

    points: int
    trips: list[Cost]
    waits: list[Cost]


@planning_entity
@dataclass(eq=False)
class Visit:
    """A situation."""

    id: Annotated[str, PlanningId]
    units: int
    claimant: str
    pinned: bool
    share: Share
    announced_session: str
    announced_start: int
    kept: int
    offers: dict[str, Offer]
    slots: Annotated[list[Slot], ValueRangeProvider]
    slot: Annotated[Slot | None, PlanningVariable(allows_unassigned=True)] = None

    def end(self) -> int:
        """When it is over."""
        return self.slot.start + self.units  # type: ignore[union-attr]


@dataclass(eq=False)
class Colleagues:
    """Two situations with somebody in common."""

    one: str
    other: str


@planning_solution
@dataclass
class Plan:
    """All of it."""

    visits: Annotated[list[Visit], PlanningEntityCollectionProperty]
    colleagues: Annotated[list[Colleagues], ProblemFactCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def _clash(one: Visit, other: Visit) -> bool:
    """Whether nobody can be at both: they overlap, or the way between their venues is too long."""
    here, there = one.slot.session, other.slot.session  # type: ignore[union-attr]
    gap = 0
    if here.day == there.day and here.venue != there.venue:
        gap = here.ways[there.venue]
    return one.slot.start < other.end() + gap and other.slot.start < one.end() + gap  # type: ignore[union-attr]


@constraint_provider
def constraints(factory: ConstraintFactory):  # type: ignore[no-untyped-def]
    """Rules are hard, parts of the barème are soft."""
    hard, soft = HardSoftScore.ONE_HARD, HardSoftScore.ONE_SOFT
    return [
        factory.for_each_unique_pair(Visit, Joiners.equal(lambda visit: visit.claimant))
        .penalize(hard)
        .as_constraint("a person once"),
        factory.for_each_unique_pair(
            Visit,
            Joiners.equal(lambda visit: visit.slot.session),
            Joiners.overlapping(lambda visit: visit.slot.start, lambda visit: visit.end()),
        )
        .penalize(hard)
        .as_constraint("one at a time"),
        factory.for_each(Colleagues)
        .join(Visit, Joiners.equal(lambda pair: pair.one, lambda visit: visit.id))
        .join(Visit, Joiners.equal(lambda pair, one: pair.other, lambda visit: visit.id))
        .filter(lambda pair, one, other: one.slot.session is not other.slot.session and _clash(one, other))
        .penalize(hard)
        .as_constraint("nobody in two places"),
        factory.for_each(Visit)
        .group_by(lambda visit: visit.slot.session, ConstraintCollectors.count())
        .filter(lambda session, number: number > session.size)
        .penalize(hard, lambda session, number: number - session.size)
        .as_constraint("size of a session"),
        factory.for_each(Visit)
        .group_by(
            lambda visit: visit.slot.session,
            ConstraintCollectors.count(),
            ConstraintCollectors.max(lambda visit: visit.end()),
        )
        .filter(lambda session, number, end: number == 1 and end > session.alone_until)
        .penalize(hard)
        .as_constraint("alone at a late hour"),
        factory.for_each_including_unassigned(Visit)
        .filter(lambda visit: visit.pinned and visit.slot is None)
        .penalize(hard)
        .as_constraint("pins"),
        factory.for_each(Visit)
        .impact(soft, lambda visit: visit.offers[visit.slot.session.id].points)
        .as_constraint("priority, and the announced session"),
        factory.for_each(Visit)
        .filter(lambda visit: visit.slot.start == visit.announced_start)
        .filter(lambda visit: visit.slot.session.id == visit.announced_session)
        .impact(soft, lambda visit: visit.kept)
        .as_constraint("the announced hour"),
        factory.for_each(Visit)
        .group_by(lambda visit: visit.share, ConstraintCollectors.sum(lambda visit: visit.units))
        .reward(soft, lambda share, units: share.saves[min(units, len(share.saves) - 1)])
        .as_constraint("equity"),
        factory.for_each(Visit)
        .expand(lambda visit: visit.offers[visit.slot.session.id].trips)
        .flatten_last(lambda trips: trips)
        .group_by(lambda visit, trip: trip)
        .penalize(soft, lambda trip: trip.price)
        .as_constraint("travel"),
        factory.for_each(Visit)
        .expand(lambda visit: visit.offers[visit.slot.session.id].waits)
        .flatten_last(lambda waits: waits)
        .group_by(
            lambda visit, wait: wait,
            ConstraintCollectors.min(lambda visit, wait: visit.slot.start),
            ConstraintCollectors.max(lambda visit, wait: visit.end()),
            ConstraintCollectors.sum(lambda visit, wait: visit.units),
        )
        .penalize(soft, lambda wait, first, last, busy: wait.price * max(0, last - first - busy))
        .as_constraint("idle"),
    ]


def java() -> str:
    """The version of the Java virtual machine that is loaded."""
    import jpype

    return str(jpype.java.lang.System.getProperty("java.version"))


def search(plan: Plan, until: float, seed: int, better: Callable[[Any], None]) -> Plan:
    """The best plan that is found until then, as `time.perf_counter` counts; each better one is told."""
    seconds = max(0.01, until - time.perf_counter())
    solver = SolverFactory.create(
        SolverConfig(
            solution_class=Plan,
            entity_class_list=[Visit],
            score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
            termination_config=TerminationConfig(spent_limit=Duration(milliseconds=round(1000 * seconds))),
            random_seed=seed,
        )
    ).build_solver()
    solver.add_event_listener(better)
    found: Plan = solver.solve(plan)
    return found
