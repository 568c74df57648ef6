"""Why a situation is deferred: the first reason that applies (contract, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Reason
from rsa_sched.engine.cpsat.model import Model, possible
from rsa_sched.engine.cpsat.pins import placed_in_turn
from rsa_sched.engine.options import Starts
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat, broken_by
from rsa_sched.rules.session_type import pool_of_session, pool_of_situation


def rules_with_reasons() -> list[Rule]:
    """The rules that may leave a situation without any session, in the order of the contract's reasons."""
    return [rule for reason in get_args(Reason) for rule in RULES if rule.reason == reason]


class Reasons:
    """Finds the reason of each deferral of one agenda.

    Parameters
    ----------
    prepared : the problem.
    seats : the agenda, by situation.
    components : the independent sub-problems of the prepared problem.
    """

    def __init__(
        self, prepared: PreparedProblem, seats: Mapping[str, Seat], components: Sequence[PreparedProblem]
    ) -> None:
        self._index, self._seats = prepared.index, seats
        self._telling = rules_with_reasons()
        self._by_pool: dict[tuple[str, str], list[str]] = {}
        for session in self._index.sessions:
            self._by_pool.setdefault(pool_of_session(self._index, session), []).append(session)
        self._heard = {self._index.situations[name].person for name in seats} - {None}
        self._admitted = prepared.admitted
        self.component = {name: component for component in components for name in component.candidates}
        self._starts: dict[int, Starts] = {id(component): Starts(component) for component in components}
        self._partials: dict[tuple[int, tuple[Seat, ...]], PartialAgenda] = {}
        self._pinned = {pin.situation for pin in self._index.problem.pins}
        self._hourless = {pin.situation for pin in self._index.problem.pins if pin.start is None}
        self._pinned_seats: dict[int, _Pinned] = {}
        self._alone: dict[int, tuple[Seat, ...]] = {}

    def of(self, situation: str) -> Reason:
        """The first reason that applies to a deferred situation."""
        if not self._admitted[situation]:
            left = self._by_pool.get(pool_of_situation(self._index, situation), [])
            for rule in self._telling:
                left = [session for session in left if rule.admits(self._index, situation, session)]
                if not left and rule.reason is not None:
                    return rule.reason
        if self._index.situations[situation].person in self._heard:
            return "person-seated"
        # A rule that has no reason of its own may leave a situation without sessions: it could sit in none of them.
        return "outranked" if self._admitted[situation] and self._could_sit(situation) else "no-common-time"

    def sessions_left(self, situation: str) -> Sequence[str]:
        """The sessions that no rule with a reason of its own keeps a situation from."""
        pool = self._by_pool.get(pool_of_situation(self._index, situation), [])
        return [
            session for session in pool if all(rule.admits(self._index, situation, session) for rule in self._telling)
        ]

    def pinned(self, situation: str) -> Mapping[str, Seat]:
        """The seats of the pinned among whom a candidate would have to sit."""
        return {seat.situation: seat for seat in self._pinned_of(self.component[situation]).here}

    def starts(self, component: PreparedProblem) -> Starts:
        """The starts of a component."""
        return self._starts[id(component)]

    def _could_sit(self, situation: str) -> bool:
        """Whether the situation could sit anywhere where only the pinned situations are seated."""
        component = self.component[situation]
        pinned = self._pinned_of(component)
        if self._could_sit_beside(component, pinned.here, situation):
            return True
        starts = self._starts[id(component)]
        if not pinned.movable or not any(starts.of(situation, name) for name in component.admitted[situation]):
            return False
        alone = self._pinned_alone(component)
        if alone and self._could_sit_beside(component, alone, situation):
            return True
        # A pin without an hour may be held at yet another hour.
        names = [seat.situation for seat in pinned.here]
        return bool(self._seated(component, [*names, situation]))

    def _could_sit_beside(self, component: PreparedProblem, held: Sequence[Seat], situation: str) -> bool:
        """Whether there is an opening beside these seats that breaks no rule."""
        key, starts = (id(component), tuple(held)), self._starts[id(component)]
        if key not in self._partials:
            self._partials[key] = PartialAgenda(component, held)
        partial = self._partials[key]
        openings = (
            seat for session in component.admitted[situation] for seat in partial.openings(situation, session, starts)
        )
        if not held:
            return any(True for _ in openings)
        # In this agenda others may keep a pinned situation the company that it needs.
        others = [rule for rule in RULES if not rule.is_monotone]
        return any(not any(broken_by(others, self._index, [*held, seat])) for seat in openings)

    def _pinned_of(self, component: PreparedProblem) -> _Pinned:
        key = id(component)
        if key not in self._pinned_seats:
            names = [name for name in component.candidates if name in self._pinned]
            here = tuple(self._seats[name] for name in names)
            self._pinned_seats[key] = _Pinned(here, not self._hourless.isdisjoint(names))
        return self._pinned_seats[key]

    def _pinned_alone(self, component: PreparedProblem) -> tuple[Seat, ...]:
        """The pinned at hours where no others are seated, if any: CP-SAT may be asked, so only where it matters."""
        key = id(component)
        if key not in self._alone:
            names = {seat.situation for seat in self._pinned_of(component).here}
            pins = [pin for pin in component.index.problem.pins if pin.situation in names]
            seats = placed_in_turn(component, pins)
            self._alone[key] = tuple((self._seated(component, sorted(names)) if seats is None else seats).values())
        return self._alone[key]

    @staticmethod
    def _seated(component: PreparedProblem, situations: Sequence[str]) -> Mapping[str, Seat]:
        """Seats for all of these and no others, by all the rules; empty where there are none."""
        model = Model(component.restricted(situations), terms=())
        model.seat_all()
        return possible(model).seats


@dataclass(frozen=True)
class _Pinned:
    """The pinned of a component, at their hours of this agenda."""

    here: tuple[Seat, ...]
    movable: bool
    """Whether any of the pins has no hour: where all have one, they hold at `here` alone."""
