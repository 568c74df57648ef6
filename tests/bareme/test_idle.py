"""Idle time: what a participant waits between their situations in one session."""

import pytest

from rsa_sched.bareme.base import visits
from rsa_sched.bareme.idle import Idle
from rsa_sched.bareme.priority import Priority
from tests.support.builders import (
    at,
    best,
    case_of,
    heard,
    partner,
    problem,
    recounted,
    seats,
    session,
    situation,
    start_of,
)

PART = Idle()
SHARED = [situation(n, referent="p-1") for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("clocks", "units"),
    [
        ([], 0),
        (["10:00"], 0),  # nobody waits for the first
        (["09:00", "09:30"], 0),
        (["09:00", "09:45"], 1),
        (["11:30", "09:00"], 8),
        (["09:00", "09:30", "10:00"], 0),
        (["09:00", "10:00", "11:00"], 4),
        (["11:00", "09:00", "09:30"], 4),
    ],
    ids=str,
)
def test_units_between_first_and_last_that_are_not_ones_own(clocks: list[str], units: int) -> None:
    appointments = [heard(n, clock=clock) for n, clock in enumerate(clocks, 1)]
    assert recounted(PART, problem(SHARED), *appointments) == units
    assert recounted(PART, problem(SHARED, regulation={"idle_days": 7}), *appointments) == 7 * units
    assert recounted(PART, problem(SHARED, regulation={"idle_days": 0}), *appointments) == 0


def test_the_situations_of_others_are_waited_through() -> None:
    of = problem([*SHARED[:2], situation(3, referent="p-3")])
    assert recounted(PART, of, heard(1), heard(3, clock="09:30"), heard(2, clock="10:00")) == 2


def test_every_participant_waits_and_long_situations_are_no_waiting() -> None:
    of = problem([situation(n, referent="p-1", partners=partner("p-8", f"p-1{n}")) for n in (1, 2)])
    # p-1 and p-8 wait from 09:45 to 10:15, 2 units each
    assert recounted(PART, of, heard(1, minutes=45), heard(2, clock="10:15", minutes=45)) == 4


def test_between_two_sessions_nobody_waits() -> None:
    assert recounted(PART, problem(SHARED, 2), heard(1, 1), heard(2, 2, "11:00")) == 0
    assert recounted(PART, problem(SHARED, 2), heard(1, 1), heard(2, 1, "10:00"), heard(3, 2, "11:00")) == 2


def test_the_staff_of_the_session_do_not_wait() -> None:
    of = problem(SHARED, [session(staff=["p-1"])])
    assert recounted(PART, of, heard(1), heard(2, clock="11:00")) == 0
    assert best(of, PART, everybody=True).points == 0
    elsewhere = problem(SHARED, [session(1), session(2, clock="14:00", staff=["p-1"])])
    assert recounted(PART, elsewhere, heard(1), heard(2, clock="11:00")) == 6


def test_visits_are_the_seats_of_each_participant_in_each_session() -> None:
    of = problem([SHARED[0], situation(2, partners=partner("p-1"))], [session(1, staff=["p-2"]), session(2)])
    seated = seats(of, heard(1, 1), heard(2, 1, "10:00", 45))
    assert visits(case_of(of), seated.values()) == {("p-1", "s-1"): [seated["d-1"], seated["d-2"]]}


def test_the_best_agenda_leaves_no_gap_where_it_need_not() -> None:
    of = problem(SHARED, absences={"p-1": [(at("09:30"), at("10:00"))]})
    answer = best(of, PART, everybody=True)
    assert answer.points == 0
    assert min(seat.start for seat in answer.seats.values()) % (24 * 60) >= 10 * 60


def test_the_best_agenda_waits_no_longer_than_it_has_to() -> None:
    absences = {"p-1": [(at("09:30"), at("10:00"))]}
    answer = best(problem(SHARED[:2], [session(minutes=90)], absences=absences), PART, everybody=True)
    assert answer.points == -2
    assert {start_of(answer, 1), start_of(answer, 2)} == {"s-1 09:00", "s-1 10:00"}


def test_who_is_not_seated_makes_nobody_wait() -> None:
    of = problem(SHARED, [session(minutes=60)], regulation={"idle_days": 1000})
    answer = best(of, Priority(), PART)
    assert (answer.points, len(answer.seats)) == (2 * 180, 2)


def test_waiting_may_cost_more_than_a_seat_earns() -> None:
    absences = {"p-1": [(at("09:30"), at("10:00"))]}
    dear = problem(SHARED[:2], [session(minutes=90)], absences=absences, regulation={"idle_days": 100})
    answer = best(dear, Priority(), PART)
    assert (answer.points, len(answer.seats)) == (180, 1)  # both would be 2 * 180 - 2 * 100


def test_where_waiting_is_free_any_hour_will_do() -> None:
    absences = {"p-1": [(at("09:30"), at("10:00"))]}
    free = problem(SHARED[:2], [session(minutes=90)], absences=absences, regulation={"idle_days": 0})
    assert best(free, PART, everybody=True).points == 0


def test_one_situation_a_person_leaves_nothing_to_wait_for() -> None:
    assert best(problem(3), PART, everybody=True).points == 0
