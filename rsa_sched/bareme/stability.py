"""Stability: what it costs to change an agenda that was already announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rsa_sched.bareme.base import Tally, Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import to_minute
from rsa_sched.rules.base import Seat
from rsa_sched.rules.seats import Seats


class Stability(Term):
    """Another session, or none: ``2 * move_session_days``; another hour of the same: ``2 * move_time_days``."""

    id = "stability"
    scope = "seat"

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        regulation, cost = prepared.index.regulation, 0
        for line in prepared.index.problem.announced:
            if line.situation not in prepared.admitted:
                continue  # another component's
            seat = seats.get(line.situation)
            if seat is None or seat.session != line.session:
                cost += 2 * regulation.move_session_days
            elif seat.start != to_minute(line.start):
                cost += 2 * regulation.move_time_days
        return cost

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        regulation = prepared.index.regulation
        elsewhere, otherwise = 2 * regulation.move_session_days, 2 * regulation.move_time_days
        for line in prepared.index.problem.announced:
            if line.situation not in prepared.admitted:
                continue  # another component's
            seats.earn_always(-elsewhere)
            if seats.can_sit(line.situation, line.session):
                seats.earn(elsewhere - otherwise, seats.seated(line.situation, line.session))
            as_announced = seats.starts(line.situation, line.session).get(to_minute(line.start))
            if as_announced is not None:
                seats.earn(otherwise, as_announced)

    def constant(self, prepared: PreparedProblem) -> int:
        lines = sum(line.situation in prepared.admitted for line in prepared.index.problem.announced)
        return -2 * prepared.index.regulation.move_session_days * lines

    def worth(self, prepared: PreparedProblem, situation: str, session: str) -> int:
        line = prepared.index.announced.get(situation)
        return 0 if line is None or line.session != session else 2 * prepared.index.regulation.move_session_days

    def tally(self, prepared: PreparedProblem) -> Tally:
        return _Kept(self, prepared)


class _Kept(Tally):
    """What keeping an announced place gives back."""

    def __init__(self, term: Stability, prepared: PreparedProblem) -> None:
        self._term, self._prepared = term, prepared

    def gain(self, seat: Seat) -> int:
        line = self._prepared.index.announced.get(seat.situation)
        if line is None or line.session != seat.session:
            return 0
        moved = 2 * self._prepared.index.regulation.move_time_days if to_minute(line.start) != seat.start else 0
        return self._term.worth(self._prepared, seat.situation, seat.session) - moved

    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        if situation not in self._prepared.index.announced:
            return [0] * len(sessions)
        return [self._term.worth(self._prepared, situation, session) for session in sessions]
