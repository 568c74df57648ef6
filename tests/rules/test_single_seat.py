"""single-seat: a situation is seated at most once; of several situations of one person, at most one is seated."""

from rsa_sched.rules.single_seat import SingleSeat
from tests.support.builders import fits, found, heard, judged, problem, session, situation

RULE = SingleSeat()
TWO_SESSIONS = [session(1), session(2, day=7)]


def test_a_situation_seated_once_is_fine() -> None:
    assert judged(RULE, problem(), heard()) == []


def test_nobody_seated_is_fine() -> None:
    assert judged(RULE, problem()) == []


def test_a_situation_in_two_sessions_is_refused_at_its_second_appointment() -> None:
    of = problem(1, TWO_SESSIONS)
    assert judged(RULE, of, heard(1, 1), heard(1, 2, day=7)) == [("single-seat", "d-1", "s-2")]


def test_a_situation_listed_twice_in_one_session_is_refused() -> None:
    assert found(RULE, problem(), heard(1, 1, "09:00"), heard(1, 1, "10:00")) == [("single-seat", "d-1", "s-1")]
    assert found(RULE, problem(), heard(), heard()) == [("single-seat", "d-1", "s-1")]


def test_each_further_appointment_is_named() -> None:
    again = ("single-seat", "d-1", "s-1")
    assert found(RULE, problem(), heard(), heard(clock="10:00"), heard(clock="11:00")) == [again, again]


def test_appointments_of_unknown_sessions_or_situations_count_for_nothing() -> None:
    assert found(RULE, problem(), heard(1, 9), heard(1, 1), heard(1, 8)) == []
    assert found(RULE, problem(), heard(9), heard(9)) == []


def test_two_situations_of_one_person_in_one_session_are_refused() -> None:
    of = problem([situation(1, person="b-1"), situation(2, person="b-1")])
    assert judged(RULE, of, heard(1), heard(2, clock="09:30")) == [("single-seat", "d-2", "s-1")]


def test_two_situations_of_one_person_in_two_sessions_are_refused() -> None:
    of = problem([situation(1, person="b-1"), situation(2, person="b-1")], TWO_SESSIONS)
    assert judged(RULE, of, heard(2, 2, day=7), heard(1, 1)) == [("single-seat", "d-1", "s-1")]


def test_one_of_the_situations_of_a_person_is_fine() -> None:
    of = problem([situation(1, person="b-1"), situation(2, person="b-1"), situation(3, person="b-2")])
    assert judged(RULE, of, heard(2), heard(3, clock="09:30")) == []


def test_the_third_situation_of_a_person_is_named_as_well() -> None:
    of = problem([situation(n, person="b-1") for n in (1, 2, 3)])
    assert judged(RULE, of, heard(1), heard(2), heard(3)) == [
        ("single-seat", "d-2", "s-1"),
        ("single-seat", "d-3", "s-1"),
    ]


def test_a_repeated_appointment_is_no_second_situation_of_the_person() -> None:
    of = problem([situation(1, person="b-1")], TWO_SESSIONS)
    assert found(RULE, of, heard(1, 1), heard(1, 2, day=7)) == [("single-seat", "d-1", "s-2")]


def test_situations_without_a_person_are_of_different_people() -> None:
    assert judged(RULE, problem(2), heard(1), heard(2, clock="09:30")) == []


def test_the_model_seats_all_persons_but_no_person_twice() -> None:
    assert fits(problem([situation(1, person="b-1"), situation(2, person="b-2")], TWO_SESSIONS), RULE)
    assert not fits(problem([situation(1, person="b-1"), situation(2, person="b-1")], TWO_SESSIONS), RULE)
