"""A case: what the barème derives from a problem before any agenda."""

import pickle

from rsa_sched.bareme.prepared import PreparedProblem
from tests.support.builders import problem, session, situation

ROWS = [situation(2, structure="st-PER"), situation(1), situation(3, oriented=False, deferrals=2)]
SESSIONS = [session(2, day=6), session(1)]


def test_a_case_knows_candidates_values_and_dues() -> None:
    case = PreparedProblem.of(problem(ROWS, SESSIONS))
    assert case.admitted == {"d-1": ("s-1", "s-2"), "d-2": ("s-1", "s-2"), "d-3": ()}
    assert case.candidates == ("d-1", "d-2")
    assert case.values == {"d-1": 90, "d-2": 90, "d-3": 210}
    assert case.dues == {("A", "PSSI"): 2, ("A", "PER"): 2, ("A", "PE"): 0}


def test_a_restricted_case_keeps_some_candidates_and_services() -> None:
    case = PreparedProblem.of(problem(ROWS, SESSIONS))
    alone = case.restricted(["d-2", "d-3"])
    assert alone.candidates == ("d-2",)
    assert list(alone.admitted) == ["d-2", "d-3"]
    assert alone.dues == {}
    assert alone.values == {"d-2": 90, "d-3": 210}  # the whole's, for these
    assert case.restricted(["d-1"], ["A"]).claims == case.claims
    assert case.restricted([], ["B"]).claims == ()


def test_a_case_survives_the_wire() -> None:
    case = PreparedProblem.of(problem(ROWS, SESSIONS))
    copy: PreparedProblem = pickle.loads(pickle.dumps(case.restricted(["d-1"], ["A"])))
    assert (copy.admitted, copy.values, copy.claims) == ({"d-1": ("s-1", "s-2")}, {"d-1": 90}, case.claims)


def test_a_case_becomes_a_table() -> None:
    table = PreparedProblem.of(problem(ROWS, SESSIONS)).to_frame()
    assert table.convert_dtypes().fillna(-1).to_dict("list") == {
        "situation": ["d-1", "d-2", "d-3"],
        "place": [60, 60, 60],
        "age": [30, 30, 30],
        "urgency": [0, 0, 0],
        "guarantee": [0, 0, 120],
        "own": [90, 90, 210],
        "rank": [-1, -1, -1],
        "value": [90, 90, 210],
        "units": [2, 2, 2],
        "service": ["A", "A", "A"],
        "kind": ["PSSI", "PER", "PSSI"],
        "admitted": [("s-1", "s-2"), ("s-1", "s-2"), ()],
    }


def test_a_fingerprint_is_of_everything_but_the_name() -> None:
    case = PreparedProblem.of(problem(ROWS, SESSIONS))
    again = PreparedProblem.of(problem(ROWS, SESSIONS, id="another"))
    assert case.fingerprint == again.fingerprint
    assert case.fingerprint != PreparedProblem.of(problem(ROWS[:2], SESSIONS)).fingerprint
    assert case.fingerprint != case.restricted(["d-2"], ["A"]).fingerprint
