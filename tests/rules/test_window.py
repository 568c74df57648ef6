"""window: the session's date lies in the situation's window, both days included."""

import pytest

from rsa_sched.rules.window import Window
from tests.support.builders import Doc, fits, heard, judged, problem, session, situation

RULE = Window()
BROKEN = ("window", "d-1", "s-1")


@pytest.mark.parametrize(
    ("keys", "broken"),
    [
        ({}, 0),
        ({"not_before": "2010-10-05"}, 0),
        ({"not_before": "2010-10-06"}, 1),
        ({"not_after": "2010-10-05"}, 0),
        ({"not_after": "2010-10-04"}, 1),
        ({"not_before": "2010-10-05", "not_after": "2010-10-05"}, 0),
        ({"not_before": "2010-10-06", "not_after": "2010-10-31"}, 1),
        ({"not_before": "2010-09-01", "not_after": "2010-10-04"}, 1),
        ({"not_before": "0001-01-01", "not_after": "9999-12-31"}, 0),
        ({"not_before": "2010-10-06", "not_after": "2010-10-04"}, 2),  # a window that ends before it begins
    ],
    ids=str,
)
def test_both_days_are_included(keys: Doc, broken: int) -> None:
    of = problem([situation(**keys)])
    assert judged(RULE, of, heard()) == [BROKEN] * broken
    assert fits(of, RULE) == (not broken)


def test_what_counts_is_the_date_on_which_the_session_starts() -> None:
    of = problem([situation(not_after="2010-10-05")], [session(clock="23:00")])
    assert judged(RULE, of, heard(clock="00:30", day=6)) == []


def test_outside_one_session_s_date_is_inside_another_s() -> None:
    of = problem([situation(not_before="2010-10-06")], [session(1), session(2, day=6)])
    assert judged(RULE, of, heard(1, 1)) == [BROKEN]
    assert judged(RULE, of, heard(1, 2, day=6)) == []


def test_who_is_not_seated_breaks_nothing() -> None:
    assert judged(RULE, problem([situation(not_after="2010-01-01")])) == []
