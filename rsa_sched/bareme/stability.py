"""Stability: what it costs to change an agenda that was already announced."""

from __future__ import annotations

from collections.abc import Mapping

from rsa_sched.bareme.base import Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import to_minute
from rsa_sched.rules.base import Seat
from rsa_sched.rules.seats import Seats


class Stability(Term):
    """Another session, or none: ``2 * move_session_days``; another hour of the same: ``2 * move_time_days``."""

    id = "stability"

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
