"""The months that the register told to who waits, in what is sent of a deferral."""

from __future__ import annotations

import pytest

from rsa_sched import Problem, solve
from rsa_sched.display.visible import view
from rsa_sched.publish.evidence import Evidence
from tests.support.builders import document, session, situation


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("2010-12", ""), "Passage attendu en décembre 2010 (prévision)."),
        (("2010-12", "2011-02"), "Passage attendu en décembre 2010 (prévision), promis au plus tard en février 2011."),
        (("2010-10", "2010-11"), "Passage promis au plus tard en novembre 2010."),
        (("", "2010-10"), ""),
        (("", ""), ""),
    ],
)
def test_a_month_that_is_over_is_not_told(row: tuple[str, str], sentence: str) -> None:
    """What was expected or promised for the month at hand, of somebody whom it defers, holds no longer."""
    problem = Problem.from_dict(document([situation(1), situation(2)], [session(1, minutes=30)]))
    result = solve(problem)
    shown = Evidence(promises={"d-2": dict(zip(("expected", "latest"), row, strict=True))}).told_in(
        view(problem, result.agenda)
    )
    assert [line.promised for line in shown.deferrals if line.situation == "d-2"] == [sentence]
