"""The most points of the agendas that hear a situation, and of those that do not (contract, section 7).

A decision is imposed on the situation's component alone: no other component's points hang on it. Not to be heard is to
be taken off the component, whose values and dues stay those of the whole. To be heard is to be pinned into one of the
sessions that admit it, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.wishes import Pin
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.colgen.remembered import Remembered
from rsa_sched.engine.colgen.stage import is_large, settle_by_plans
from rsa_sched.engine.component import at_once, improve
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.pins import pins_hold
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import Starts, options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.errors import PinClash
from rsa_sched.rules.base import Seat


class Points(NamedTuple):
    """What is known of the most points of a set of agendas; proven where both are equal."""

    at_least: int
    at_most: int

    @property
    def proven(self) -> bool:
        """Whether it is known exactly."""
        return self.at_least == self.at_most

    def plus(self, points: int) -> Points:
        """The same of agendas that have so many points more."""
        return Points(self.at_least + points, self.at_most + points)


@dataclass(frozen=True)
class Decided:
    """One component with what is known of its best agenda.

    Attributes
    ----------
    component : an independent sub-problem.
    seats : an agenda of it to begin from.
    best : the most points of its agendas.
    remembered : of its solves and those of its variants.
    """

    component: PreparedProblem
    seats: Mapping[str, Seat] = field(repr=False)
    best: Points
    remembered: Remembered = field(default_factory=Remembered, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        component: PreparedProblem,
        control: Control,
        seats: Mapping[str, Seat] | None = None,
        remembered: Remembered | None = None,
    ) -> Decided:
        """Solve a component. Raises PinClash where its pins leave no agenda."""
        known = Remembered() if remembered is None else remembered
        start = {name: seat for name, seat in (seats or {}).items() if name in component.admitted}
        return cls(component, *solved(component, control, start, known), known)

    def apart(self) -> Decided:
        """The same for another piece of work: nothing of what is found here reaches it."""
        return replace(self, remembered=self.remembered.plans_alone())

    def unheard(self, situation: str, control: Control) -> Points | None:
        """The most points of the agendas that do not hear a candidate; None where it is pinned, or company to a pin."""
        if any(pin.situation == situation for pin in self.component.index.problem.pins):
            return None
        if situation not in self.seats and self.best.proven:
            return self.best
        others = {name: seat for name, seat in self.seats.items() if name != situation}
        try:
            _, points = solved(without(self.component, situation), control, others, self.remembered)
        except PinClash:
            return None
        return points.plus(self.lost_by_leaving(situation))

    def lost_by_leaving(self, situation: str) -> int:
        """Points that the component `without` a situation does not count: an announced place that it loses."""
        return points_of(self.component.restricted((situation,)), {})

    def heard(self, situation: str, control: Control) -> Points | None:
        """The most points of the agendas that hear a candidate; None where there are none."""
        if situation in self.seats and self.best.proven:
            return self.best
        found = [one.best for one in self.heard_by_session(situation, control).values()]
        return Points(max(one.at_least for one in found), max(one.at_most for one in found)) if found else None

    def heard_by_session(self, situation: str, control: Control) -> Mapping[str, Decided]:
        """The component with the candidate pinned into each of the sessions where it can be heard."""
        starts, found = Starts(self.component), dict[str, Decided]()
        for session in self.component.admitted[situation]:
            if starts.of(situation, session):
                there = pinned(self.component, situation, session)
                try:
                    found[session] = Decided.of(there, control, self._moved(situation, session), self.remembered)
                except PinClash:
                    continue
        return found

    def _moved(self, situation: str, session: str) -> Mapping[str, Seat]:
        """The seats with a situation in a session, holders there taken off for it; none where that is not enough."""
        pinned = {pin.situation for pin in self.component.index.problem.pins}
        partial, starts = PartialAgenda(self.component, self.seats.values()), Starts(self.component)
        if situation in partial.seats:
            partial.lift(situation)
        holders = [seat for name, seat in partial.seats.items() if seat.session == session and name not in pinned]
        holders.sort(key=lambda seat: (earned(self.component, seat.situation, session), seat), reverse=True)
        while (seat := next(partial.openings(situation, session, starts), None)) is None:
            if not holders:
                return {}
            partial.lift(holders.pop().situation)
        partial.place(seat)
        return partial.seats


def solved(
    component: PreparedProblem, control: Control, start: Mapping[str, Seat], remembered: Remembered
) -> tuple[Mapping[str, Seat], Points]:
    """The best agenda of a component that the time allows, and what is known of the most points.

    Raises
    ------
    PinClash : where the pins leave no agenda.
    """
    if not component.candidates:
        points = points_of(component, {})
        return {}, Points(points, points)
    # A first agenda is had at once, and bounds what is asked from below, however little time there is.
    found = _begun(component, start, Control(seed=control.seed))
    if remembered.is_any_use and not found.proven and control.alive and not is_large(options(component)):
        # Questions are many and each is small: plans settle most of them in a fraction of what a model takes.
        within = Control.within(control.left(), control.stop, control.seed)
        found = replace(settle_by_plans(found, within, remembered), cut=False)
    if not found.proven and control.alive:
        found = improve(found, Control.within(control.left(), control.stop, control.seed))
    return found.seats, Points(found.points, found.bound)


def _begun(component: PreparedProblem, start: Mapping[str, Seat], control: Control) -> Incumbent:
    """A first agenda: the start filled up where it is one, else as anybody begins."""
    if start and pins_hold(component, start):
        seats = greedy(component, options(component), start, control.stop)
        if not broken_rules(component, seats):
            points = points_of(component, seats)
            return Incumbent(component, seats, points, max(points, capacity_bound(component)))
    return at_once(component, start, control)


def without(component: PreparedProblem, situation: str) -> PreparedProblem:
    """A component in which a situation cannot be heard: values and dues stay as they are."""
    return component.restricted((name for name in component.admitted if name != situation), services_of(component))


def pinned(component: PreparedProblem, situation: str, session: str) -> PreparedProblem:
    """A component in which a situation has to be heard in one session that admits it."""
    part = component.index.problem
    rows = {name: getattr(part, name) for name in type(part).model_fields}
    rows["pins"] = (*part.pins, Pin.model_construct(situation=situation, session=session, start=None))
    return replace(component, index=ProblemIndex(Problem.model_construct(**rows)))


def services_of(component: PreparedProblem) -> Iterable[str]:
    """The services whose dues a component has."""
    return sorted({claim.service for claim in component.claims})
