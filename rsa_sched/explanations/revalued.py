"""Changes that move values alone (age, urgency, rank): what is known of one agenda bounds all such changes.

The agendas of a component stay what they are when only its values change, and each seat's points are known. So every
agenda that was ever found is a bound from below for every change, and every proven bound is one from above once each
situation's gain since then is added. Most changes are settled by these; the others by a solve, whose agenda and bound
serve all later ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.values import values
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.situation import Situation
from rsa_sched.engine.colgen.remembered import Remembered
from rsa_sched.engine.control import Control
from rsa_sched.explanations.imposed import Decided, Points, solved, without
from rsa_sched.rules.base import Seat

Gains = Mapping[tuple[str, str], int]
"""Points that a seat has more than in the problem as it is, by situation and session; 0 where it is left out."""


class Unproven(Exception):
    """There was no time to find out whether a change suffices."""


@dataclass
class _Decision:
    """The agendas that take one decision: those known, and bounds from above.

    Attributes
    ----------
    component : that has no other agendas.
    remembered : of solves of the component and its variants.
    start : seats to begin a search from.
    lost : points that the component does not count.
    agendas : points with the values as they are, and the session of each situation heard.
    bounds : gains, and the most points with them.
    """

    component: PreparedProblem
    remembered: Remembered
    start: Mapping[str, Seat] = field(default_factory=dict)
    lost: int = 0
    agendas: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    bounds: list[tuple[Gains, int]] = field(default_factory=list)

    def ask(self, values: Mapping[str, int], gains: Gains, control: Control) -> None:
        """Solve with these values."""
        own = {name: value for name, value in values.items() if name in self.component.values}
        component = replace(self.component, values={**self.component.values, **own})
        self.take(gains, *solved(component, control, self.start, self.remembered), self.lost)

    def take(self, gains: Gains, seats: Mapping[str, Seat], points: Points, lost: int = 0) -> None:
        """Remember what was found with these gains."""
        places = {name: seat.session for name, seat in seats.items()}
        self.agendas.append((points.at_least + lost - _total(gains, places), places))
        self.bounds.append((gains, points.at_most + lost))

    def between(self, gains: Gains, there: tuple[str, str] | None = None) -> Points:
        """What is known of the most points with other gains; `there` is a seat that all its agendas have."""
        return Points(
            max(points + _total(gains, places) for points, places in self.agendas),
            min(most + _most_gained(known, gains, there) for known, most in self.bounds),
        )


def _total(gains: Gains, places: Mapping[str, str]) -> int:
    return sum(points for (name, session), points in gains.items() if places.get(name) == session)


def _most_gained(before: Gains, after: Gains, there: tuple[str, str] | None) -> int:
    """The most points that any agenda gains: each situation sits somewhere or nowhere."""
    most: dict[str, int] = {}
    for pair in {**before, **after}:
        gain = after.get(pair, 0) - before.get(pair, 0)
        if there is not None and pair[0] == there[0]:
            if pair == there:
                most[pair[0]] = gain
        else:
            most[pair[0]] = max(gain, most.get(pair[0], 0))
    return sum(most.values())


class Revalued:
    """Whether a situation would be heard by every best agenda, were values others.

    Parameters
    ----------
    decided : the situation's component, in which it is a candidate.
    control : time and stop.
    """

    def __init__(self, decided: Decided, situation: str, control: Control) -> None:
        self._component, self._situation, self._control = decided.component, situation, control
        self.remembered = decided.remembered
        others = {name: seat for name, seat in decided.seats.items() if name != situation}
        known, lost = decided.remembered, decided.lost_by_leaving(situation)
        self._unheard = _Decision(without(decided.component, situation), known, others, lost)
        if situation not in decided.seats and decided.best.proven:
            self._unheard.take({}, decided.seats, decided.best)
        else:
            self._unheard.ask({}, {}, control)
        self._heard: dict[str, _Decision] = {}
        for session, one in decided.heard_by_session(situation, control).items():
            self._heard[session] = side = _Decision(one.component, known, one.seats)
            side.take({}, one.seats, one.best)

    @property
    def heard(self) -> Points | None:
        """The most points of the agendas that hear it, values as they are; None where there are none."""
        found = [side.between({}) for side in self._heard.values()]
        return Points(max(one.at_least for one in found), max(one.at_most for one in found)) if found else None

    def margin(self, values: Mapping[str, int]) -> int | None:
        """Points by which hearing it is ahead with other values: where it is not, at most so many.

        Parameters
        ----------
        values : of the situations whose value is another; the others keep theirs.

        Returns
        -------
        Below 1 where not every best agenda hears it; None where none can.

        Raises
        ------
        Unproven : where there is no time to tell.
        """
        if not self._heard:
            return None
        values = {name: value for name, value in values.items() if name in self._component.admitted}
        gains, asked = self._gains(values), set[str]()
        while True:
            heard = {session: side.between(gains, (self._situation, session)) for session, side in self._heard.items()}
            unheard = self._unheard.between(gains)
            ahead = max(one.at_least for one in heard.values()) - unheard.at_most
            if ahead > 0:
                return ahead
            behind = max(one.at_most for one in heard.values()) - unheard.at_least
            if behind <= 0:
                return behind
            # The side that may be furthest from what is known of it; then the other one.
            session = max(heard, key=lambda name: (heard[name].at_most, name))
            question = UNHEARD if session in asked else session
            if question in asked or not self._control.alive:
                raise Unproven
            asked.add(question)
            (self._unheard if question is UNHEARD else self._heard[question]).ask(values, gains, self._control)

    def _gains(self, values: Mapping[str, int]) -> Gains:
        """What each seat earns more with these values."""
        before = self._component
        after = replace(before, values={**before.values, **values})
        found = {
            (name, session): earned(after, name, session) - earned(before, name, session)
            for name in values
            for session in before.admitted[name]
        }
        return {pair: points for pair, points in found.items() if points}


UNHEARD: Final = ""


class Ranking:
    """The values that a structure's ranks hand out among the situations which one situation may meet there.

    Parameters
    ----------
    prepared : the whole problem.
    """

    def __init__(self, prepared: PreparedProblem, situation: str) -> None:
        self._whole, self.situation = prepared, situation
        self.members = tuple(sorted({situation, *_met(prepared.index, situation)}))
        self._problem = prepared.index.cut_out(self.members, ()).problem
        self._admitted = {name: prepared.admitted[name] for name in self.members}

    def values(self, **changes: Any) -> dict[str, int]:
        """The values that differ from the present ones once the situation's row has these fields."""
        rows = (row if row.id != self.situation else _changed(row, changes) for row in self._problem.situations)
        fields = {name: getattr(self._problem, name) for name in Problem.model_fields} | {"situations": tuple(rows)}
        found = values(ProblemIndex(Problem.model_construct(**fields)), self._admitted)
        return {name: value for name, value in found.items() if value != self._whole.values[name]}


def _met(index: ProblemIndex, situation: str) -> Iterator[str]:
    """Those among whom ranks may hand out its value, guaranteed or not."""
    row = index.situations[situation]
    if row.rank is None or index.regulation.rank != "reorder":
        return
    for name, other in index.situations.items():
        same = other.structure == row.structure and other.subsector == row.subsector
        if same and other.rank is not None and index.type_of(name).id == index.type_of(situation).id:
            yield name


def _changed(row: Situation, changes: Mapping[str, Any]) -> Situation:
    fields = {name: getattr(row, name) for name in Situation.model_fields}
    return Situation.model_construct(**{**fields, **changes})
