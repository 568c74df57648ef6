"""session-size: at most `max_situations` of the session."""

import pytest

from rsa_sched.rules.session_size import SessionSize
from tests.support.builders import Doc, fits, heard, judged, problem, session

RULE = SessionSize()


@pytest.mark.parametrize(
    ("keys", "most"),
    [
        ({}, 6),
        ({"type": "sdf"}, 6),
        ({"type": "psychologist"}, 4),
        ({"max_situations": 2}, 2),
        ({"max_situations": 7}, 7),
        ({"type": "psychologist", "max_situations": 5}, 5),
        ({"max_situations": 0}, 0),
    ],
    ids=str,
)
def test_a_session_hears_its_number_and_not_one_more(keys: Doc, most: int) -> None:
    of = problem(most + 1, [session(**keys)])
    everybody = [heard(n) for n in range(1, most + 2)]  # all at one hour: this rule alone does not mind
    assert judged(RULE, of, *everybody[:most]) == []
    assert judged(RULE, of, *everybody) == [("session-size", None, "s-1")]


def test_each_session_counts_its_own() -> None:
    of = problem(4, [session(1, max_situations=2), session(2, max_situations=2)])
    assert judged(RULE, of, heard(1, 1), heard(2, 1), heard(3, 2), heard(4, 2)) == []
    assert judged(RULE, of, heard(1, 1), heard(2, 2), heard(3, 2), heard(4, 2)) == [("session-size", None, "s-2")]


def test_the_model_shares_situations_out_over_the_sessions() -> None:
    sessions = [session(1, max_situations=1), session(2, max_situations=2)]
    assert fits(problem(3, sessions), RULE)
    assert not fits(problem(4, sessions), RULE)
