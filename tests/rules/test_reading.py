"""Seats are read as the statement that states them would be: a rule sees no difference."""

from __future__ import annotations

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading
from tests.support.builders import heard, problem, seats, statement


def test_a_seat_states_what_its_appointment_states() -> None:
    """Situation, session and both moments, line by line; and the same seats come of both."""
    of = problem(2, 1)
    appointments = heard(1), heard(2, clock="09:30")
    told = Reading(ProblemIndex(of), statement(*appointments))
    made = Reading.of_seats(ProblemIndex(of), seats(of, *appointments).values())
    assert [(line.situation, line.session, line.start, line.end) for line in made.statement.appointments] == [
        (line.situation, line.session, line.start, line.end) for line in told.statement.appointments
    ]
    assert made.seats == told.seats
    assert len(made.seats) == 2
