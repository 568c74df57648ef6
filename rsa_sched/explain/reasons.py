"""Why a situation is deferred: the first reason that applies (contract, section 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rsa_sched.bareme.case import Case
from rsa_sched.domain.agenda import Reason
from rsa_sched.engine.board import Board
from rsa_sched.engine.model import Model, possible
from rsa_sched.engine.options import options
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat
from rsa_sched.rules.deadline import Deadline
from rsa_sched.rules.eligible import Eligible
from rsa_sched.rules.first_hour import FirstHour
from rsa_sched.rules.pinned import Pinned
from rsa_sched.rules.session_type import SessionType, pool_of_session, pool_of_situation

OBSTACLES: tuple[tuple[Reason, Rule], ...] = (
    ("no-session", SessionType()),
    ("ineligible", Eligible()),
    ("banned", Pinned()),
    ("late", Deadline()),
)
"""What may leave a situation without any session, in the order in which it is told."""


class Reasons:
    """Tells the reason of each deferral of one agenda.

    Parameters
    ----------
    case : the problem.
    seats : the agenda, by situation.
    components : the independent sub-problems of the case.
    """

    def __init__(self, case: Case, seats: Mapping[str, Seat], components: Sequence[Case]) -> None:
        self._docket, self._seats = case.docket, seats
        self._by_pool: dict[tuple[str, str], list[str]] = {}
        for session in self._docket.sessions:
            self._by_pool.setdefault(pool_of_session(self._docket, session), []).append(session)
        people = {name: self._docket.situations[name].person for name in seats}
        self.heard = {person: name for name, person in people.items() if person is not None}
        self._component = {name: component for component in components for name in component.candidates}
        self._pinned = {pin.situation for pin in self._docket.problem.pins}
        self._company_needed: dict[tuple[str, ...], bool] = {}

    def of(self, situation: str) -> Reason:
        """The first reason that applies to a deferred situation."""
        left = self._by_pool.get(pool_of_situation(self._docket, situation), [])
        for reason, rule in OBSTACLES:
            left = [session for session in left if rule.admits(self._docket, situation, session)]
            if not left:
                return reason
        if self._docket.situations[situation].person in self.heard:
            return "person-seated"
        return "outranked" if self._could_sit(situation) else "no-common-time"

    def _could_sit(self, situation: str) -> bool:
        """Whether the situation could sit anywhere with nobody but the pinned seated."""
        component = self._component[situation]
        pinned = [name for name in component.candidates if name in self._pinned]
        board = Board(component, (self._seats[name] for name in pinned))
        starts = options(component, situations=[situation])
        openings = (
            seat for session in component.admitted[situation] for seat in board.openings(situation, session, starts)
        )
        held = [self._seats[name] for name in pinned]
        if any(self._nobody_late_alone([*held, seat]) for seat in openings):
            return True
        return bool(pinned) and self._could_sit_if_pinned_move(component, pinned, situation)

    def _nobody_late_alone(self, seats: Sequence[Seat]) -> bool:
        """Whether first-hour holds: in this agenda others may have kept a pinned situation company."""
        minutes, number = self._docket.regulation.single_situation_minutes, Counter(seat.session for seat in seats)
        return minutes is None or all(
            number[seat.session] > 1 or seat.end <= self._docket.start[seat.session] + minutes for seat in seats
        )

    def _could_sit_if_pinned_move(self, component: Case, pinned: list[str], situation: str) -> bool:
        """A pin without an hour may be held at another hour than this agenda's."""
        key = tuple(pinned)
        if key not in self._company_needed:
            self._company_needed[key] = not self._possible(component, pinned, RULES)
        rules: Sequence[Rule] = RULES
        if self._company_needed[key]:  # the pinned alone break first-hour: it says nothing of this situation
            rules = [rule for rule in RULES if not isinstance(rule, FirstHour)]
        return self._possible(component, [*pinned, situation], rules)

    @staticmethod
    def _possible(component: Case, situations: list[str], rules: Sequence[Rule]) -> bool:
        model = Model(component.restricted(situations), rules=rules, parts=())
        model.seat_all()
        return possible(model).status != "infeasible"
