"""Months as a whole: what is carried over, what is drawn, and that a run can be stopped."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from rsa_sched import Problem, Regulation, load_demo
from rsa_sched.domain.agenda import Agenda
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.flow import Flow
from rsa_sched.simulate.months.run import SimulationRun, run
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State

DEMO = load_demo()
CROWDED = Demand.like(DEMO, months=1).scaled(0.7)


@pytest.fixture(scope="module")
def year() -> SimulationRun:
    """Six months of the bundled organisation."""
    return run(CROWDED, DEMO.regulation, DEMO, months=6, seed=3)


def test_nobody_is_lost(year: SimulationRun) -> None:
    """Whoever asked was heard, withdrew or waits; once each."""
    assert len(year.requests) == year.months["arrived"].sum()
    assert year.requests["situation"].is_unique
    fates = year.requests["fate"].value_counts()
    assert fates["waiting"] == year.months["waiting_after"].iloc[-1] == len(year.state.waiting)
    assert fates["heard"] == year.months["seated"].sum() - year.months["absent"].sum()
    assert fates["withdrawn"] == year.months["withdrawn"].sum()
    before = year.months["waiting_after"].shift(fill_value=0) + year.months["arrived"]
    assert before.tolist() == year.months["waiting_before"].tolist()


def test_the_wait_is_counted_to_the_day(year: SimulationRun) -> None:
    """From the request to the session, and each month that passed it by is a deferral."""
    heard = year.requests[year.requests["fate"] == "heard"]
    assert ((heard["ended_on"] - heard["requested_on"]).dt.days == heard["waited_days"]).all()
    asked = heard["situation"].str[1:4].astype(int) - 1
    assert (heard["month"] - asked == heard["deferrals"]).all()
    assert heard["deferrals"].max() > 0


@pytest.mark.slow
def test_stopped_and_resumed_it_is_the_same(year: SimulationRun) -> None:
    """The state is plain data, on paper too."""
    first = run(CROWDED, DEMO.regulation, DEMO, months=2, seed=3)
    second = run(CROWDED, DEMO.regulation, DEMO, months=4, seed=3, start=State.from_json(first.state.to_json()))
    assert second.state == year.state
    for name in ("sessions", "kinds", "months"):
        pd.testing.assert_frame_equal(
            pd.concat([getattr(first, name), getattr(second, name)], ignore_index=True), getattr(year, name)
        )
    ended = pd.concat([first.requests[first.requests["fate"] != "waiting"], second.requests], ignore_index=True)
    pd.testing.assert_frame_equal(ended, year.requests)


def nobody(problem: Problem) -> Agenda:
    """An arbiter that hears nobody: the agenda of an empty calendar, with every situation deferred."""
    from rsa_sched import solve

    banned = {**problem.to_dict(), "bans": [
        {"situation": row.id, "session": session.id} for row in problem.situations for session in problem.sessions
    ]}  # fmt: skip
    return solve(Problem.from_dict(banned)).agenda


def test_all_regulations_meet_the_same_requests() -> None:
    """Common random numbers: what is drawn depends on the seed and the month alone."""
    requests = []
    for arbiter in (None, nobody):
        played = run(CROWDED, DEMO.regulation, DEMO, months=2, seed=5, arbiter=arbiter)
        rows = played.requests.sort_values("situation", ignore_index=True)
        requests.append(rows[["situation", "requested_on", "urgency", "units", "structure"]])
    pd.testing.assert_frame_equal(requests[0], requests[1])


def test_another_seed_draws_others() -> None:
    """Or nothing would have been drawn."""
    one, two = (run(CROWDED, DEMO.regulation, DEMO, months=1, seed=seed).requests for seed in (0, 1))
    assert not one.equals(two)


def test_the_calendar_goes_on_by_weekday_and_the_venues_take_turns() -> None:
    """First Tuesday after first Tuesday, in each of the sub-sector's centres in turn [R23]; on no holiday."""
    setting = Setting.of(DEMO)
    venues = []
    for number in range(14):
        rows = {row["id"].partition("~")[0]: row for row in setting.month(number)}
        assert len(rows) == len(DEMO.sessions)
        day = dt.date.fromisoformat(rows["S1-2010-10"]["start"][:10])
        # the first Tuesday of November 2011 is All Saints' Day
        assert (day.month - 1, day.weekday()) == ((9 + number) % 12, 2 if number == 13 else 1)
        assert day.day <= 7
        venues.append(rows["S6-2010-10"]["venue"])
        days = [dt.date.fromisoformat(row["start"][:10]) for row in rows.values()]
        assert all(day.weekday() < 5 and (day.month, day.day) not in {(11, 1), (11, 11), (5, 1)} for day in days)
    assert venues[:4] == ["cs-arlequin", "cs-premol", "cs-baladins", "cs-arlequin"]


def test_everybody_withdraws_who_is_not_heard_at_once() -> None:
    """Where all give up within the month nobody is deferred twice."""
    played = run(replace(CROWDED, withdrawal=100), DEMO.regulation, DEMO, months=3, seed=0)
    assert played.months["waiting_after"].tolist() == [0, 0, 0]
    assert set(played.requests["deferrals"]) == {0}


def test_a_seat_to_which_nobody_comes_is_lost_and_the_request_waits_on() -> None:
    """Without being told that it was deferred."""
    played = run(replace(CROWDED, no_show=100, withdrawal=0), DEMO.regulation, DEMO, months=2, seed=0)
    assert (played.requests["fate"] == "waiting").all()
    assert played.months["absent"].tolist() == played.months["seated"].tolist()


def test_season_and_trend_change_the_mean() -> None:
    """A month of 150 per cent, a year of 50 per cent more."""
    flow = Flow("sls-s1", "S1", "standard", 10.0)
    demand = Demand((flow,), season=(150, *[100] * 11), trend=50)
    assert demand.expected(0, 1) == {flow: 15.0}
    assert demand.expected(12, 10) == {flow: 15.0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"season": (100,)},
        {"urgency": ()},
        {"urgency": (0, 0)},
        {"partners": 101},
        {"withdrawal": -1},
        {"trend": -100},
    ],
)
def test_a_demand_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    """By name."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Demand((), **wrong)  # type: ignore[arg-type]


def test_months_and_seed_are_counted() -> None:
    """No month, or a negative seed, is no simulation."""
    for months, seed in ((0, 0), (1, -1)):
        with pytest.raises(ValueError, match="expected"):
            run(CROWDED, Regulation(), DEMO, months=months, seed=seed)


@pytest.mark.slow
def test_the_price_of_fairness_is_what_equity_takes_from_the_rest() -> None:
    """Never negative where both agendas are proven, nothing where equity is free, and nothing else changes."""
    plain = run(CROWDED, DEMO.regulation, DEMO, months=3, seed=3)
    priced = run(CROWDED, DEMO.regulation, DEMO, months=3, seed=3, fairness=True)
    assert (priced.months["status"] == "optimal").all()
    assert (priced.months["price_of_fairness"] >= 0).all()
    assert priced.months["price_of_fairness"].sum() > 0
    pd.testing.assert_frame_equal(priced.months.drop(columns="price_of_fairness"), plain.months)
    free = run(CROWDED, Regulation(equity_days=(0,)), DEMO, months=2, seed=3, fairness=True)
    assert free.months["price_of_fairness"].tolist() == [0, 0]
