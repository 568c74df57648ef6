"""document: the agenda speaks of this problem, of all of it, and its figures are right."""

from typing import Any

import pytest

from rsa_sched.audit import Audit, check
from rsa_sched.errors import Violation
from rsa_sched.rules.document import WholeDocument
from tests.support.builders import Doc, Found, fits, found, heard, partner, problem, session, situation, statement

RULE = WholeDocument()
OF = problem([situation(1, partners=partner("p-8", "p-9")), situation(2)])
FIRST, SECOND = heard(1, minutes=45), heard(2, clock="09:45")
# d-1: 3 units * 90 days, d-2: 2 * 90; due 5 of 5; trips of p-1, p-8, p-9, p-2 at 2 * 10 each; nobody waits.
TERMS = {"priority": 450, "equity": 0, "travel": 80, "idle": 0, "stability": 0}


def read(*appointments: Doc, **keys: Any) -> Found:
    """What the rule finds in an agenda of the problem above."""
    return found(RULE, OF, *appointments, **keys)


def test_every_situation_seated_or_deferred_is_a_whole_document() -> None:
    assert read(FIRST, SECOND) == []
    assert read(FIRST, deferred=[2]) == []
    assert read(deferred=[1, 2]) == []


def test_the_problem_named_is_the_right_one() -> None:
    assert read(FIRST, SECOND, problem="small") == []
    assert read(FIRST, SECOND, problem="large") == [("document", None, None)]


def test_the_state_of_the_problem_is_the_right_one() -> None:
    assert read(FIRST, SECOND, problem_sha256=OF.sha256) == []
    assert read(FIRST, SECOND, problem_sha256="0" * 64) == [("document", None, None)]


def test_a_situation_neither_seated_nor_deferred_is_missed() -> None:
    assert read(SECOND) == [("document", "d-1", None)]


def test_a_situation_both_seated_and_deferred_is_named() -> None:
    assert read(FIRST, SECOND, deferred=[2]) == [("document", "d-2", None)]


def test_a_situation_deferred_twice_is_named() -> None:
    assert read(FIRST, deferred=[2, 2]) == [("document", "d-2", None)]


def test_a_situation_seated_and_deferred_twice_is_named_for_both() -> None:
    assert read(FIRST, SECOND, deferred=[2, 2]) == [("document", "d-2", None)] * 2


def test_a_repeated_appointment_is_left_to_single_seat() -> None:
    assert read(FIRST, SECOND, FIRST) == []


def test_an_unknown_situation_is_named_wherever_it_stands() -> None:
    assert read(FIRST, SECOND, heard(7)) == [("document", "d-7", None)]
    assert read(FIRST, SECOND, deferred=[7]) == [("document", "d-7", None)]
    assert read(FIRST, SECOND, heard(7, 8)) == [("document", "d-7", None), ("document", "d-7", "s-8")]


def test_an_appointment_in_an_unknown_session_seats_nobody() -> None:
    unknown = ("document", "d-2", "s-8")
    assert read(FIRST, heard(2, 8)) == [unknown, ("document", "d-2", None)]
    assert read(FIRST, heard(2, 8), deferred=[2]) == [unknown]


def test_venues_are_right_where_stated() -> None:
    assert read(FIRST | {"venue": "v-1"}, SECOND) == []
    assert read(FIRST | {"venue": "v-2"}, SECOND) == [("document", "d-1", "s-1")]


def test_participants_are_right_where_stated_in_any_order() -> None:
    assert read(FIRST | {"participants": ["p-9", "p-1", "p-8"]}, SECOND) == []
    for wrong in (["p-1", "p-8"], ["p-1", "p-8", "p-9", "p-9"], ["p-1", "p-8", "p-7"], []):
        assert read(FIRST | {"participants": wrong}, SECOND) == [("document", "d-1", "s-1")]


def test_what_is_stated_of_appointments_that_do_not_count_is_not_read() -> None:
    assert read(FIRST, SECOND, FIRST | {"venue": "v-2", "participants": []}) == []
    assert read(FIRST, SECOND, heard(2, 8, venue="v-2")) == [("document", "d-2", "s-8")]


def test_the_model_has_nothing_to_say() -> None:
    assert fits(problem([situation(oriented=False)], [session(minutes=15)]), RULE)


# --- the figures, which the audit recounts ----------------------------------------------------------------------------


def test_right_figures_are_accepted() -> None:
    audit = check(OF, statement(FIRST, SECOND, points=370, parts=TERMS))
    assert audit
    assert audit.parts.model_dump() == TERMS
    assert audit.points == 370


def test_figures_that_are_not_stated_are_counted_all_the_same() -> None:
    audit = check(OF, statement(FIRST, SECOND))
    assert (bool(audit), audit.points) == (True, 370)


@pytest.mark.parametrize(
    "stated", [{"points": 371}, *({"parts": {part: figure + 1}} for part, figure in TERMS.items())]
)
def test_a_wrong_figure_breaks_the_rule(stated: Doc) -> None:
    audit = check(OF, statement(FIRST, SECOND, **stated))
    assert not audit
    assert [(row.rule, row.situation, row.session) for row in audit.violations] == [("document", None, None)]
    assert audit.points == 370


@pytest.mark.parametrize(
    ("stated", "facts"),
    [
        ({"status": "optimal", "bound": 370, "gap": 0.0}, []),
        ({"status": "feasible", "bound": 400, "gap": 0.075}, []),
        ({"status": "optimal"}, []),
        ({"status": "optimal", "bound": 371}, [{"stated": "optimal", "bound": 371, "counted": 370}]),
        ({"status": "feasible", "bound": 370}, [{"stated": "feasible", "bound": 370, "counted": 370}]),
        ({"bound": 369}, [{"bound": 369, "counted": 370}]),
        ({"bound": 400, "gap": 0.0}, [{"name": "gap", "stated": 0.0, "counted": 0.075}]),
    ],
)
def test_status_bound_and_gap_fit_together_and_the_points(stated: Doc, facts: list[Doc]) -> None:
    """No solver is needed to see that an agenda which its own bound denies is not proven the best."""
    assert [dict(row.facts) for row in check(OF, statement(FIRST, SECOND, **stated)).violations] == facts


def test_the_audit_names_the_violations_of_every_rule() -> None:
    audit = check(OF, statement(heard(1), SECOND | {"venue": "v-2"}, points=1))
    assert [row.rule for row in audit.violations] == ["session-time", "document", "document"]


def test_an_audit_prints_only_what_it_knows() -> None:
    parts = check(OF, statement(FIRST, SECOND)).parts
    rows = (
        Violation("single-seat", "situation-twice", situation="d-1", session="s-1"),
        Violation("document", "figure", {"name": "points", "stated": 1, "counted": 370}),
    )
    report = Audit(rows, parts).to_dict()
    assert report == {
        "violations": [
            {
                "rule": "single-seat",
                "situation": "d-1",
                "session": "s-1",
                "text": "La situation d-1 figure plusieurs fois à l'ordre du jour.",
            },
            {"rule": "document", "text": "« points » indique 1 ; le compte est de 370."},
        ],
        "parts": TERMS,
        "points": 370,
    }


def test_an_audit_becomes_a_table_of_violations() -> None:
    parts = check(OF, statement(FIRST, SECOND)).parts
    columns = ["rule", "situation", "session", "text"]
    table = Audit((Violation("document", "no-fate", situation="d-1"),), parts).to_frame()
    assert list(table.columns) == columns
    assert table["situation"].tolist() == ["d-1"]
    assert list(Audit((), parts).to_frame().columns) == columns
