"""deadline: the request arrived at least `deadline_days` calendar days before the session's date."""

import pytest

from rsa_sched.rules.deadline import Deadline
from tests.support.builders import Doc, fits, heard, judged, problem, session, situation

RULE = Deadline()
BROKEN = ("deadline", "d-1", "s-1")


@pytest.mark.parametrize(
    ("keys", "regulation", "in_time"),
    [
        ({"received_on": "2010-09-25"}, {}, True),  # 10 days before 5 October
        ({"received_on": "2010-09-26"}, {}, False),  # 9 days
        ({"requested_on": "2010-09-25"}, {}, True),  # received when requested
        ({"requested_on": "2010-09-26"}, {}, False),
        ({"requested_on": "2010-09-01", "received_on": "2010-09-26"}, {}, False),  # what counts is the arrival
        ({"received_on": "2010-09-28"}, {"deadline_days": 7}, True),
        ({"received_on": "2010-09-29"}, {"deadline_days": 7}, False),
        ({"received_on": "2010-10-05"}, {"deadline_days": 0}, True),  # after `as_of`, on the very day
        ({"received_on": "2010-10-06"}, {"deadline_days": 0}, False),  # even without a delay, not afterwards
        ({"received_on": "2010-10-06"}, {"deadline_days": 0, "late": "fill"}, True),
        ({"received_on": "2010-10-04"}, {"late": "fill"}, True),
        ({"received_on": "2010-10-04"}, {"late": "refuse"}, False),
    ],
    ids=str,
)
def test_a_request_is_in_time_from_so_many_days_ahead(keys: Doc, regulation: Doc, in_time: bool) -> None:
    of = problem([situation(**keys)], regulation=regulation)
    assert judged(RULE, of, heard()) == ([] if in_time else [BROKEN])
    assert fits(of, RULE) == in_time


def test_the_hour_of_the_session_does_not_matter() -> None:
    for clock in ("00:00", "23:45"):
        of = problem([situation(received_on="2010-09-25")], [session(clock=clock, minutes=60)])
        assert judged(RULE, of, heard(clock=clock)) == []


def test_what_counts_is_the_date_on_which_the_session_starts() -> None:
    of = problem([situation(received_on="2010-09-26")], [session(clock="23:00")])
    assert judged(RULE, of, heard(clock="00:30", day=6)) == [BROKEN]


def test_late_for_one_session_is_in_time_for_the_next() -> None:
    of = problem([situation(received_on="2010-09-26")], [session(1), session(2, day=6)])
    assert judged(RULE, of, heard(1, 1)) == [BROKEN]
    assert judged(RULE, of, heard(1, 2, day=6)) == []
