"""The laboratory held against a history: what it fits, what it foretells, and when it is doubted."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from rsa_sched import InputError, Problem, Regulation
from rsa_sched.domain.agenda import Agenda
from rsa_sched.simulate import BASELINES, Demand, Flow, by_sentence, predictive_check
from rsa_sched.simulate.answers.predict import _checked, fitted_demand
from rsa_sched.simulate.months.month import play
from rsa_sched.simulate.months.planned import PlannedSetting
from rsa_sched.simulate.months.state import State
from tests.simulate.months.test_theory import organisation

ARBITER = BASELINES["by value"]
DEMAND = Demand((Flow("pssi", "S1", "standard", 5.0), Flow("pe", "S1", "standard", 3.0)), unavailable=0, no_show=10)
KINDS = ("PSSI", "PE")
FITTED, MONTHS = 4, 7


def history(demands: list[Demand], seed: int = 3) -> list[tuple[Problem, Agenda]]:
    """Months that the laboratory made, of a demand each."""
    state, found = State(), []
    for demand in demands:
        month = play(organisation(KINDS), demand, Regulation(kinds=KINDS), state, seed, ARBITER)
        found.append((month.problem, month.agenda))
        state = month.after
    return found


@pytest.fixture(scope="module")
def steady() -> list[tuple[Problem, Agenda]]:
    """Of one demand throughout."""
    return history([DEMAND] * MONTHS)


def test_a_demand_is_fitted_to_what_came_after_the_first_month(steady: list[tuple[Problem, Agenda]]) -> None:
    """What waited in the first one is a stock; behaviour is counted from one month to the next."""
    demand, asked = fitted_demand(steady)
    later = {row.id for problem, _ in steady[1:] for row in problem.situations}
    assert asked == len(later - {row.id for row in steady[0][0].situations})
    assert sum(flow.per_month for flow in demand.flows) == pytest.approx(asked / (MONTHS - 1))
    assert {flow.structure for flow in demand.flows} == {"pssi", "pe"}
    assert 0 < demand.no_show < 30
    assert demand.unavailable == 0
    with pytest.raises(InputError, match="months"):
        fitted_demand([steady[0], steady[0]])


def test_a_past_calendar_is_played_as_it_was(steady: list[tuple[Problem, Agenda]]) -> None:
    """Each month with its own sessions and day of reference."""
    problems = [problem for problem, _ in steady]
    setting = PlannedSetting.of_months(problems[0], problems[1:])
    assert [setting.closes(number) for number in range(-1, MONTHS - 1)] == [problem.as_of for problem in problems]
    assert setting.month(2) == problems[3].to_dict()["sessions"]
    assert setting.closes(0) < dt.date.fromisoformat(setting.month(0)[0]["start"][:10])


def test_what_goes_on_as_before_is_foretold_and_what_does_not_is_not(steady: list[tuple[Problem, Agenda]]) -> None:
    """Twice: the same figures. Four times the requests in the later months lie outside."""
    found = predictive_check(steady, fitted=FITTED, replications=9, confidence=0.8, arbiter=ARBITER)
    again = predictive_check(steady, fitted=FITTED, replications=9, confidence=0.8, arbiter=ARBITER)
    assert found.figures.equals(again.figures)
    assert found
    assert found.figures["inside"].mean() > 0.5
    assert len(found.figures) == (MONTHS - FITTED) * (4 + len(KINDS))
    flooded = history([DEMAND] * FITTED + [DEMAND.scaled(4)] * (MONTHS - FITTED))
    other = predictive_check(flooded, fitted=FITTED, replications=9, confidence=0.8, arbiter=ARBITER)
    arrived = other.figures[other.figures["measure"] == "arrived"]
    assert not arrived["inside"].any()
    assert other.p_value == 1 / 10  # as doubted as nine replications can say


def test_it_doubts_no_more_often_than_it_says() -> None:
    """Figures that hang together: a true laboratory is doubted in one of twenty cases at most."""
    rng, doubted = np.random.default_rng(5), 0
    keys = [(month, "arrived", "") for month in range(6)]
    for _ in range(80):
        pool = rng.normal(0, 1, (40, 6)) + 2 * rng.normal(0, 1, (40, 1))
        observed, *drawn = (dict(zip(keys, map(float, row), strict=True)) for row in pool)
        found = _checked(observed, drawn, 1, DEMAND, 3, [str(number) for number in range(6)])
        doubted += not found
        assert found.outside == (~found.figures["inside"]).sum()
    assert doubted <= 80 * 0.05 + 3 * (80 * 0.05 * 0.95) ** 0.5


def test_each_key_is_played_alone_and_all_together(steady: list[tuple[Problem, Agenda]]) -> None:
    """With the sentence of the note that it is the figure of; what is not changed changes nothing."""
    frame, whole = by_sentence(steady[:4], {"urgency_days": [0, 200, 600, 1200], "trip_days": 10}, arbiter=ARBITER)
    assert frame["key"].tolist() == ["urgency_days", "trip_days", ""]
    assert frame["rule"].tolist() == ["R29", "R31", ""]
    rows = frame.drop(columns=["key", "rule"]).to_dict("records")
    assert rows[0] == rows[2]
    assert not any(rows[1].values())  # what it is already
    assert rows[0]["changed"] == int((~whole.requests["same"]).sum()) > 0


def test_what_cannot_be_foretold_is_refused(steady: list[tuple[Problem, Agenda]]) -> None:
    """Nothing to fit to, nothing to foretell, too few replications for such an interval."""
    for fitted in (2, MONTHS, 0):
        with pytest.raises(InputError, match="fitted"):
            predictive_check(steady, fitted=fitted, arbiter=ARBITER)
    with pytest.raises(ValueError, match="39 or more"):
        predictive_check(steady, fitted=FITTED, replications=38, arbiter=ARBITER)
