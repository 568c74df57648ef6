"""Why a situation is deferred: the first reason that applies (contract, section 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Reason
from rsa_sched.engine.cpsat.model import Model, possible
from rsa_sched.engine.options import Starts
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.rules.base import Rule, Seat
from rsa_sched.rules.deadline import Deadline
from rsa_sched.rules.eligible import Eligible
from rsa_sched.rules.pinned import Pinned
from rsa_sched.rules.session_type import SameType, pool_of_session, pool_of_situation
from rsa_sched.rules.window import Window

OBSTACLES: tuple[tuple[Reason, Rule], ...] = (
    ("no-session", SameType()),
    ("ineligible", Eligible()),
    ("out-of-window", Window()),
    ("banned", Pinned()),
    ("late", Deadline()),
)
"""What may leave a situation without any session, in the order in which it is told."""


class Reasons:
    """Tells the reason of each deferral of one agenda.

    Parameters
    ----------
    prepared : the problem.
    seats : the agenda, by situation.
    components : the independent sub-problems of the prepared problem.
    """

    def __init__(
        self, prepared: PreparedProblem, seats: Mapping[str, Seat], components: Sequence[PreparedProblem]
    ) -> None:
        self._docket, self._seats = prepared.index, seats
        self._by_pool: dict[tuple[str, str], list[str]] = {}
        for session in self._docket.sessions:
            self._by_pool.setdefault(pool_of_session(self._docket, session), []).append(session)
        people = {name: self._docket.situations[name].person for name in seats}
        self.heard = {person: name for name, person in people.items() if person is not None}
        self._admitted = prepared.admitted
        self.component = {name: component for component in components for name in component.candidates}
        self._starts: dict[int, Starts] = {id(component): Starts(component) for component in components}
        self._boards: dict[tuple[int, tuple[Seat, ...]], PartialAgenda] = {}
        self._pinned = {pin.situation for pin in self._docket.problem.pins}
        self._pinned_seats: dict[int, _Pinned] = {}

    def of(self, situation: str) -> Reason:
        """The first reason that applies to a deferred situation."""
        if not self._admitted[situation]:
            left = self._by_pool.get(pool_of_situation(self._docket, situation), [])
            for reason, rule in OBSTACLES:
                left = [session for session in left if rule.admits(self._docket, situation, session)]
                if not left:
                    return reason
        if self._docket.situations[situation].person in self.heard:
            return "person-seated"
        # What no session admits by a rule that has no reason of its own could sit in none of them.
        return "outranked" if self._admitted[situation] and self._could_sit(situation) else "no-common-time"

    def left(self, situation: str) -> Sequence[str]:
        """The sessions that no rule with a reason of its own keeps a situation from."""
        pool = self._by_pool.get(pool_of_situation(self._docket, situation), [])
        told = [rule for _, rule in OBSTACLES]
        return [session for session in pool if all(rule.admits(self._docket, situation, session) for rule in told)]

    def pinned(self, situation: str) -> Mapping[str, Seat]:
        """The seats of the pinned among whom a candidate would have to sit."""
        return {seat.situation: seat for seat in self._pinned_of(self.component[situation]).here}

    def starts(self, component: PreparedProblem) -> Starts:
        """The starts of a component."""
        return self._starts[id(component)]

    def _could_sit(self, situation: str) -> bool:
        """Whether the situation could sit anywhere with nobody but the pinned seated."""
        component = self.component[situation]
        pinned = self._pinned_of(component)
        arrangements = [pinned.here, pinned.alone] if pinned.alone else [pinned.here]
        if any(self._could_sit_beside(component, held, situation) for held in arrangements):
            return True
        if not pinned.here:
            return False
        # A pin without an hour may be held at yet another hour.
        names = [seat.situation for seat in pinned.here]
        return bool(self._seated(component, [*names, situation]))

    def _could_sit_beside(self, component: PreparedProblem, held: Sequence[Seat], situation: str) -> bool:
        """Whether there is an opening beside these seats that leaves nobody late alone."""
        key, starts = (id(component), tuple(held)), self._starts[id(component)]
        if key not in self._boards:
            self._boards[key] = PartialAgenda(component, held)
        board = self._boards[key]
        openings = (
            seat for session in component.admitted[situation] for seat in board.openings(situation, session, starts)
        )
        return any(self._nobody_late_alone([*held, seat]) for seat in openings)

    def _nobody_late_alone(self, seats: Sequence[Seat]) -> bool:
        """Whether first-hour holds: in this agenda others may have kept a pinned situation company."""
        minutes, number = self._docket.regulation.single_situation_minutes, Counter(seat.session for seat in seats)
        return minutes is None or all(
            number[seat.session] > 1 or seat.end <= self._docket.start[seat.session] + minutes for seat in seats
        )

    def _pinned_of(self, component: PreparedProblem) -> _Pinned:
        key = id(component)
        if key not in self._pinned_seats:
            names = [name for name in component.candidates if name in self._pinned]
            alone = self._seated(component, names) if names else {}
            here = tuple(self._seats[name] for name in names)
            self._pinned_seats[key] = _Pinned(here, tuple(alone.values()))
        return self._pinned_seats[key]

    @staticmethod
    def _seated(component: PreparedProblem, situations: Sequence[str]) -> Mapping[str, Seat]:
        """Seats for all of these and nobody else, by all the rules; none where there are none."""
        model = Model(component.restricted(situations), parts=())
        model.seat_all()
        return possible(model).seats


@dataclass(frozen=True)
class _Pinned:
    """The pinned of a component: at their hours of this agenda, and at hours with nobody else seated, if any."""

    here: tuple[Seat, ...]
    alone: tuple[Seat, ...]
