"""eligible: who may be heard at all, and in which sessions."""

import pytest

from rsa_sched.rules.eligible import Eligible
from tests.support.builders import Doc, fits, found, heard, judged, problem, session, situation

RULE = Eligible()
BROKEN = ("eligible", "d-1", "s-1")

GOOD: list[tuple[str, Doc, str]] = [
    ("oriented and in the active file", {}, "standard"),
    ("in a session for the homeless", {}, "sdf"),
    ("with the psychologist", {}, "psychologist"),
    ("outside RSA for the homeless", {"plie_outside_rsa": True}, "sdf"),
    ("outside RSA, not oriented", {"plie_outside_rsa": True, "oriented": False, "in_active_file": False}, "sdf"),
    ("invited and agreed", {"beneficiary_invited": True, "beneficiary_agreed": True}, "standard"),
    ("neither invited nor agreed", {"beneficiary_invited": False, "beneficiary_agreed": False}, "standard"),
    ("wanted", {"wanted_sessions": ["s-2", "s-1"]}, "standard"),
]
BAD: list[tuple[str, Doc, str]] = [
    ("not oriented", {"oriented": False}, "standard"),
    ("not in the active file", {"in_active_file": False}, "standard"),
    ("not oriented, for the homeless", {"oriented": False}, "sdf"),
    ("not in the active file, for the homeless", {"in_active_file": False}, "sdf"),
    ("outside RSA in a standard session", {"plie_outside_rsa": True}, "standard"),
    ("outside RSA with the psychologist", {"plie_outside_rsa": True}, "psychologist"),
    ("invited without agreement", {"beneficiary_invited": True}, "standard"),
    ("outside RSA, invited without agreement", {"plie_outside_rsa": True, "beneficiary_invited": True}, "sdf"),
    ("another session wanted", {"wanted_sessions": ["s-2"]}, "standard"),
    ("no session wanted", {"wanted_sessions": []}, "standard"),
]


@pytest.mark.parametrize(("keys", "kind"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_who_may_be_heard(keys: Doc, kind: str) -> None:
    of = problem([situation(**keys)], [session(1, type=kind), session(2, type=kind)])
    assert judged(RULE, of, heard()) == []


@pytest.mark.parametrize(("keys", "kind"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_who_may_not_be_heard(keys: Doc, kind: str) -> None:
    of = problem([situation(**keys)], [session(1, type=kind), session(2, type=kind)])
    assert judged(RULE, of, heard()) == [BROKEN]


ASKED_OF_THE_RSA: list[Doc] = [{key: value} for _, keys, _ in BAD[:6] for key, value in keys.items()]


@pytest.mark.parametrize("keys", [{}, *ASKED_OF_THE_RSA], ids=str)
def test_a_type_that_admits_anyone_asks_for_no_place_in_the_rsa(keys: Doc) -> None:
    of = problem([situation(**keys)], regulation={"types": [{"id": "standard", "admits": "anyone"}]})
    assert judged(RULE, of, heard()) == []


def test_a_type_that_admits_anyone_still_asks_for_the_agreement_and_the_wish() -> None:
    regulation = {"types": [{"id": "standard", "admits": "anyone"}]}
    unmet: list[Doc] = [{"beneficiary_invited": True}, {"wanted_sessions": []}]
    for keys in unmet:
        assert judged(RULE, problem([situation(**keys)], regulation=regulation), heard()) == [BROKEN]


def test_every_obstacle_is_named() -> None:
    row = situation(oriented=False, in_active_file=False, beneficiary_invited=True, wanted_sessions=[])
    assert judged(RULE, problem([row]), heard()) == [BROKEN] * 4


def test_who_is_not_seated_breaks_nothing() -> None:
    assert found(RULE, problem([situation(oriented=False)]), deferred=[1]) == []


def test_the_model_seats_nobody_whom_no_session_may_hear() -> None:
    sessions = [session(1), session(2, type="sdf")]
    assert fits(problem([situation(plie_outside_rsa=True)], sessions), RULE)
    assert not fits(problem([situation(plie_outside_rsa=True, wanted_sessions=["s-1"])], sessions), RULE)
