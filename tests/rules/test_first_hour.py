"""first-hour: a session's only situation ends within the first `single_situation_minutes`."""

import pytest

from rsa_sched.rules.first_hour import FirstHour
from rsa_sched.rules.session_time import SessionTime
from tests.support.builders import fits, heard, judged, partner, problem, session, situation

RULE = FirstHour()
BROKEN = ("first-hour", "d-1", "s-1")


@pytest.mark.parametrize(
    ("minutes", "last_start", "next_start"),
    [(60, "09:30", "09:45"), (45, "09:15", "09:30"), (50, "09:15", "09:30"), (30, "09:00", "09:15")],
)
def test_alone_it_ends_within_the_first_minutes(minutes: int, last_start: str, next_start: str) -> None:
    of = problem(regulation={"single_situation_minutes": minutes})
    assert judged(RULE, of, heard()) == []
    assert judged(RULE, of, heard(clock=last_start)) == []
    assert judged(RULE, of, heard(clock=next_start)) == [BROKEN]


def test_by_default_these_are_sixty() -> None:
    assert judged(RULE, problem(), heard(clock="09:30")) == []
    assert judged(RULE, problem(), heard(clock="09:45")) == [BROKEN]


def test_a_long_situation_has_to_start_earlier() -> None:
    of = problem([situation(partners=partner("p-9"))])
    assert judged(RULE, of, heard(clock="09:15", minutes=45)) == []
    assert judged(RULE, of, heard(clock="09:30", minutes=45)) == [BROKEN]


def test_null_means_no_such_rule() -> None:
    of = problem(regulation={"single_situation_minutes": None})
    assert judged(RULE, of, heard(clock="11:30")) == []


@pytest.mark.parametrize("kind", ["standard", "sdf", "psychologist"])
def test_it_holds_in_sessions_of_any_type(kind: str) -> None:
    of = problem([situation(type=kind)], [session(type=kind)])
    length = 45 if kind == "psychologist" else 30
    assert judged(RULE, of, heard(clock="09:15", minutes=length)) == []
    assert judged(RULE, of, heard(clock="10:00", minutes=length)) == [BROKEN]


def test_in_company_any_hour_will_do() -> None:
    assert judged(RULE, problem(2), heard(1, clock="10:30"), heard(2, clock="11:30")) == []


def test_company_within_the_first_hour_is_enough() -> None:
    assert judged(RULE, problem(2), heard(1), heard(2, clock="11:00")) == []


def test_company_in_another_session_is_none() -> None:
    of = problem(2, 2)
    assert judged(RULE, of, heard(1, 1, "10:30"), heard(2, 2)) == [BROKEN]
    assert judged(RULE, of, heard(1, 1, "10:30"), heard(2, 2, "11:00")) == [BROKEN, ("first-hour", "d-2", "s-2")]


def test_where_no_situation_can_end_in_time_none_is_heard_alone() -> None:
    regulation = {"single_situation_minutes": 15}
    assert not fits(problem(1, regulation=regulation), RULE, SessionTime())
    assert fits(problem(2, regulation=regulation), RULE, SessionTime())
