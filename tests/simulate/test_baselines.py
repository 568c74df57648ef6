"""The baselines: valid agendas, never better than what is proven best."""

from __future__ import annotations

from random import Random

import pytest

from rsa_sched import Problem, check, load_demo, solve
from rsa_sched.simulate.baselines import BASELINES, first_come
from tests.support.builders import document
from tests.support.documents import random_document
from tests.support.quick import one_in


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize("seed", one_in(6, range(30)))
def test_a_baseline_is_an_agenda_and_no_better_than_the_best(name: str, seed: int) -> None:
    """The audit passes (or `written` would have raised), and the bound is one."""
    problem = Problem.from_dict(random_document(Random(seed)))
    agenda = BASELINES[name](problem)
    assert check(problem, agenda)
    assert agenda.points <= solve(problem).points <= agenda.bound


@pytest.mark.parametrize("name", BASELINES)
def test_on_the_month_of_the_note_the_bareme_is_worth_something(name: str) -> None:
    """Each way of deciding by hand loses points, and says by name what it was."""
    agenda = BASELINES[name](load_demo())
    assert agenda.points < 17_221
    assert agenda.run.engine == name


def test_first_come_is_first_served() -> None:
    """Whoever asked first, whatever the urgency."""
    raw = document(8)
    for number, row in enumerate(raw["situations"]):
        row["requested_on"], row["urgency"] = f"2010-08-{20 - number:02}", number % 4
    served = {line.situation for line in first_come(Problem.from_dict(raw)).appointments}
    assert served == {row["id"] for row in raw["situations"][2:]}
