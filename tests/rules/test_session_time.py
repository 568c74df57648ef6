"""session-time: on the grid, inside the session, of the prescribed length, one after the other."""

import pytest

from rsa_sched.rules.session_time import SessionTime
from tests.support.builders import Doc, fits, found, heard, holds, judged, partner, problem, session, situation

RULE = SessionTime()
BROKEN = ("session-time", "d-1", "s-1")
PSYCHOLOGIST = session(type="psychologist")

LENGTHS: list[tuple[str, Doc, Doc, int]] = [
    ("ordinary", {}, {}, 30),
    ("partner", {"partners": partner("p-9")}, {}, 45),
    ("external partner", {"partners": [{"professional": "p-9", "external": True}]}, {}, 45),
    ("two partners", {"partners": partner("p-8", "p-9")}, {}, 45),
    ("invited", {"beneficiary_invited": True, "beneficiary_agreed": True}, {}, 45),
    ("agreed but not invited", {"beneficiary_agreed": True}, {}, 30),
    ("psychologist", {"type": "psychologist"}, {}, 45),
    ("sdf", {"type": "sdf"}, {}, 30),
    ("other short", {}, {"short_minutes": 60}, 60),
    ("always long", {}, {"types": [{"id": "standard", "length": "long"}]}, 45),
    ("always short", {"partners": partner("p-9")}, {"types": [{"id": "standard", "length": "short"}]}, 30),
    ("minutes of the type", {"partners": partner("p-9")}, {"types": [{"id": "standard", "length": 75}]}, 75),
    ("other long", {"partners": partner("p-9")}, {"long_minutes": 15}, 15),
]


@pytest.mark.parametrize("clock", ["09:00", "09:15", "10:45", "11:30"])
def test_a_situation_may_start_on_any_quarter_up_to_the_last_that_leaves_it_room(clock: str) -> None:
    assert judged(RULE, problem(), heard(clock=clock)) == []


@pytest.mark.parametrize("clock", ["09:10", "09:01", "11:29"])
def test_a_start_beside_the_grid_is_refused(clock: str) -> None:
    assert found(RULE, problem(), heard(clock=clock)) == [BROKEN]
    assert not holds(problem(), (RULE,), heard(clock=clock))


def test_the_grid_is_counted_from_the_start_of_the_session() -> None:
    of = problem(1, [session(clock="09:15")])
    assert judged(RULE, of, heard(clock="09:15")) == []
    assert judged(RULE, of, heard(clock="10:00")) == []


@pytest.mark.parametrize(
    ("keys", "regulation", "minutes"), [row[1:] for row in LENGTHS], ids=[row[0] for row in LENGTHS]
)
def test_the_length_depends_on_the_situation_alone(keys: Doc, regulation: Doc, minutes: int) -> None:
    kind = keys.get("type", "standard")
    of = problem([situation(**keys)], [session(type=kind)], regulation=regulation)
    assert judged(RULE, of, heard(minutes=minutes)) == []
    assert found(RULE, of, heard(minutes=minutes - 15)) == [BROKEN]
    assert found(RULE, of, heard(minutes=minutes + 15)) == [BROKEN]
    assert fits(problem([situation(**keys)], [session(type=kind, minutes=minutes)], regulation=regulation), RULE)
    if minutes > 15:
        short = session(type=kind, minutes=minutes - 15)
        assert not fits(problem([situation(**keys)], [short], regulation=regulation), RULE)


def test_a_situation_may_fill_the_session_to_its_last_minute() -> None:
    assert judged(RULE, problem(1, [session(minutes=30)]), heard()) == []


def test_a_situation_that_ends_after_the_session_is_refused() -> None:
    assert judged(RULE, problem(), heard(clock="11:45")) == [BROKEN]


def test_a_situation_before_or_after_the_session_is_refused() -> None:
    for clock in ("08:45", "12:00"):
        assert found(RULE, problem(), heard(clock=clock)) == [BROKEN]
        assert not holds(problem(), (RULE,), heard(clock=clock))


def test_the_right_hour_of_another_day_is_refused() -> None:
    assert found(RULE, problem(), heard(day=6)) == [BROKEN]


def test_a_session_may_run_past_midnight() -> None:
    of = problem(1, [session(clock="22:30")])
    assert judged(RULE, of, heard(clock="23:45")) == []
    assert judged(RULE, of, heard(clock="01:00", day=6)) == []
    assert judged(RULE, of, heard(clock="01:15", day=6)) == [BROKEN]


def test_a_time_that_is_wrong_in_every_way_is_named_for_each() -> None:
    assert found(RULE, problem(), heard(clock="08:50", minutes=20)) == [BROKEN, BROKEN, BROKEN]


def test_situations_one_after_the_other_do_not_overlap() -> None:
    assert judged(RULE, problem(2), heard(1), heard(2, clock="09:30")) == []


def test_situations_that_share_a_quarter_are_refused_at_the_later() -> None:
    of = problem(2)
    assert judged(RULE, of, heard(1), heard(2, clock="09:15")) == [("session-time", "d-2", "s-1")]
    assert judged(RULE, of, heard(2), heard(1, clock="09:15")) == [("session-time", "d-1", "s-1")]
    assert judged(RULE, of, heard(1), heard(2)) == [("session-time", "d-2", "s-1")]


def test_a_long_situation_overlaps_every_one_inside_it() -> None:
    of = problem([situation(1, partners=partner("p-9")), situation(2), situation(3)], regulation={"long_minutes": 90})
    overlapped = [("session-time", "d-2", "s-1"), ("session-time", "d-3", "s-1")]
    assert judged(RULE, of, heard(1, minutes=90), heard(2, clock="09:15"), heard(3, clock="10:00")) == overlapped


def test_the_same_hour_in_two_sessions_is_no_overlap() -> None:
    assert judged(RULE, problem(2, 2), heard(1, 1), heard(2, 2)) == []


def test_six_ordinary_situations_fill_three_hours_and_seven_do_not_fit() -> None:
    assert fits(problem(6), RULE)
    assert not fits(problem(7), RULE)


def test_four_long_situations_fill_three_hours_and_a_short_one_no_longer_fits() -> None:
    long = [situation(n, partners=partner("p-9")) for n in range(1, 5)]
    assert fits(problem(long), RULE)
    assert not fits(problem([*long, situation(5)]), RULE)
