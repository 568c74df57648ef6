"""pinned: every pin holds (session, and start where given); no ban is used."""

from rsa_sched.rules.pinned import Pinned
from rsa_sched.rules.session_time import SessionTime
from rsa_sched.rules.single_seat import SingleSeat
from tests.support.builders import at, case_of, fits, found, heard, judged, problem, session

RULE = Pinned()
TO_FIRST = {"situation": "d-1", "session": "s-1"}
AT_TEN = TO_FIRST | {"start": at("10:00")}


def test_a_pin_to_a_session_holds_at_any_hour() -> None:
    of = problem(1, 2, pins=[TO_FIRST])
    assert judged(RULE, of, heard(clock="09:00")) == []
    assert judged(RULE, of, heard(clock="11:30")) == []


def test_a_pinned_situation_in_another_session_is_refused() -> None:
    assert judged(RULE, problem(1, 2, pins=[TO_FIRST]), heard(1, 2)) == [("pinned", "d-1", "s-1")]


def test_a_pinned_situation_left_out_is_refused() -> None:
    of = problem(2, pins=[TO_FIRST])
    assert judged(RULE, of, heard(2)) == [("pinned", "d-1", "s-1")]
    assert found(RULE, of, deferred=[1, 2]) == [("pinned", "d-1", "s-1")]


def test_a_pin_to_an_hour_holds_at_this_hour_only() -> None:
    of = problem(1, 2, pins=[AT_TEN])
    assert judged(RULE, of, heard(clock="10:00")) == []
    assert judged(RULE, of, heard(clock="10:15")) == [("pinned", "d-1", "s-1")]
    assert judged(RULE, of, heard(1, 2, "10:00")) == [("pinned", "d-1", "s-1")]


def test_a_ban_is_not_used() -> None:
    of = problem(1, 2, bans=[TO_FIRST])
    assert judged(RULE, of, heard(1, 1)) == [("pinned", "d-1", "s-1")]
    assert judged(RULE, of, heard(1, 2)) == []
    assert judged(RULE, of) == []


def test_a_ban_concerns_one_situation_only() -> None:
    assert judged(RULE, problem(2, bans=[TO_FIRST]), heard(2)) == []


def test_each_pin_and_ban_that_is_not_kept_is_named() -> None:
    of = problem(
        3, 2, pins=[TO_FIRST, {"situation": "d-2", "session": "s-2"}], bans=[{"situation": "d-3", "session": "s-1"}]
    )
    broken = [("pinned", "d-1", "s-1"), ("pinned", "d-2", "s-2"), ("pinned", "d-3", "s-1")]
    assert judged(RULE, of, heard(1, 2), heard(2, 1), heard(3, 1)) == broken


def test_the_model_holds_the_pins_of_its_problem_unless_told_otherwise() -> None:
    assert fits(problem(1, pins=[AT_TEN]), RULE, SessionTime())
    assert not fits(problem(1, pins=[TO_FIRST | {"start": at("12:00")}]), RULE, SessionTime())
    assert not fits(problem(1, pins=[TO_FIRST | {"start": at("10:05")}]), RULE, SessionTime())


def test_two_pins_of_one_situation_clash_as_it_has_one_seat() -> None:
    of = problem(1, 2, pins=[TO_FIRST, {"situation": "d-1", "session": "s-2"}])
    assert fits(of, RULE)
    assert not fits(of, RULE, SingleSeat())


def test_a_banned_session_does_not_admit_the_situation() -> None:
    of = problem(2, [session(1), session(2)], bans=[TO_FIRST])
    assert case_of(of, [RULE]).admitted == {"d-1": ("s-2",), "d-2": ("s-1", "s-2")}
