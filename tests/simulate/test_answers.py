"""Answers: sessions that suffice, who gains, what a parameter does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import joblib
import pytest

from rsa_sched import load_demo
from rsa_sched.simulate.answers.capacity import smallest_capacity
from rsa_sched.simulate.answers.compare import MEASURES, compare
from rsa_sched.simulate.answers.sweep import sweep
from rsa_sched.simulate.campaigns.campaign import Campaign, campaign
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.months.capacity import with_sessions
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting
from tests.support.quick import one_in

DEMO = load_demo()
BASE = Scenario("as it is", Demand.like(DEMO, months=1).scaled(0.5), DEMO.regulation, Setting.of(DEMO), months=4)
FIFO = replace(BASE, name="by age alone", arbiter="first come first served")


@pytest.fixture(scope="module", autouse=True)
def one_process() -> Iterator[None]:
    """A pool would cost more than the months."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        yield


@pytest.fixture(scope="module")
def played() -> Campaign:
    """The barème beside age alone."""
    return campaign([BASE, FIFO], 3)


def test_urgency_is_what_the_bareme_adds_to_age(played: Campaign) -> None:
    """Under age alone the most urgent wait longer."""
    frame = compare(played, BASE.name, FIFO.name, by=["urgency"])
    assert frame.groupby("measure").size().to_dict() == dict.fromkeys(MEASURES, 4)
    change = frame.loc[frame["measure"] == "within", "change"].tolist()
    assert (change[2] + change[3]) / 2 < change[0]
    assert (frame["first"] + frame["change"] - frame["second"]).abs().max() < 1e-9


def test_nothing_changes_from_a_policy_to_itself(played: Campaign) -> None:
    """And no interval pretends otherwise."""
    frame = compare(played, BASE.name, BASE.name, by=[])
    assert set(frame["change"]) == {0.0}
    assert not frame["differs"].any()


def test_only_scenarios_that_were_played_are_compared(played: Campaign) -> None:
    """By name."""
    with pytest.raises(ValueError, match="as it is, by age alone"):
        compare(played, BASE.name, "another")


@pytest.mark.parametrize(
    ("parameter", "values"),
    one_in(4, [("sessions", [6, 10]), ("trip_days", [0, 50]), ("load", [0.5, 1.5]), ("withdrawal", [0, 80])]),
)
def test_a_sweep_plays_each_value(parameter: str, values: list[float]) -> None:
    """And what the parameter is for can be seen in the months."""
    found = sweep(replace(BASE, months=2), parameter, values, 1)
    sums = found.months.groupby("scenario")[["trips", "minutes_open", "arrived", "withdrawn"]].sum()
    less, more = (sums.loc[f"{parameter}={value}"] for value in values)
    seen = {
        "trip_days": less["trips"] >= more["trips"],
        "sessions": less["minutes_open"] < more["minutes_open"],
        "load": less["arrived"] < more["arrived"],
        "withdrawal": less["withdrawn"] < more["withdrawn"],
    }
    assert seen[parameter]


def test_a_parameter_that_is_none_is_refused() -> None:
    """With what there is."""
    with pytest.raises(ValueError, match="sessions or load"):
        sweep(BASE, "patience", [1], 1)


@pytest.mark.slow
def test_the_smallest_capacity_is_the_boundary() -> None:
    """It suffices with confidence; one less was tried and does not."""
    base = replace(BASE, demand=BASE.demand.scaled(0.5))
    found = smallest_capacity(base, target=0.6, replications=3)
    assert found.sessions is not None
    low = dict(zip(found.tried["sessions"], found.tried["low"], strict=True))
    assert low[found.sessions] >= 0.6
    assert found.sessions == 1 or low[found.sessions - 1] < 0.6
    if found.surely_too_few is not None:
        assert found.surely_too_few < found.sessions


@pytest.mark.long
def test_where_no_capacity_suffices_none_is_named() -> None:
    """But what was tried is told."""
    found = smallest_capacity(replace(BASE, demand=BASE.demand.scaled(2)), replications=2, most=9)
    assert found.sessions is None
    assert found.surely_too_few == 9
    assert found.tried["sessions"].tolist() == [9]


@pytest.mark.parametrize("wrong", [{"target": 1.0}, {"replications": 1}, {"within": -1}])
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    """Before anything is played."""
    with pytest.raises(ValueError, match="expected"):
        smallest_capacity(BASE, **wrong)  # type: ignore[arg-type]


def test_sessions_come_where_most_is_asked_and_go_where_least_is() -> None:
    """Nobody of the staff has two on one day, and no id is there twice."""
    setting = BASE.setting
    more = with_sessions(setting, 12, BASE.demand)
    added = [row for row in more.sessions if row not in setting.sessions]
    # S1 and S6 have most requests for their one session
    assert {row["subsector"] for row in added[:2]} == {"S1", "S6"}
    assert len({row["id"] for row in more.sessions}) == 12
    days = [(person, row["start"][:10]) for row in more.sessions for person in row["staff"]]
    assert len(set(days)) == len(days)
    fewer = with_sessions(setting, 7, BASE.demand)
    (gone,) = [row for row in setting.sessions if row not in fewer.sessions]
    assert gone["type"] == "psychologist"
    assert with_sessions(setting, 8, BASE.demand) == setting
    assert with_sessions(setting, 0, BASE.demand).sessions == ()


def test_more_sessions_than_days_are_refused() -> None:
    """There is one Pôle emploi agent."""
    with pytest.raises(ValueError, match="every working day"):
        with_sessions(BASE.setting, 60, BASE.demand)
