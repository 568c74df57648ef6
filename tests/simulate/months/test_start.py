"""Where months begin: empty, after a warm-up, or at the present; and that chance is the same whatever else changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rsa_sched import Problem, load_demo
from rsa_sched.simulate.baselines import first_come
from rsa_sched.simulate.months.capacity import with_sessions
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.flow import Flow
from rsa_sched.simulate.months.run import SimulationRun, run
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State
from tests.simulate.months.test_theory import alike, mean_left, organisation

DEMO = load_demo()
SETTING = Setting.of(DEMO)
CROWDED = Demand.like(DEMO, months=1).scaled(0.7)


def quick(demand: Demand, setting: Setting = SETTING, **options: object) -> SimulationRun:
    """Months in which the oldest requests are heard: no search."""
    return run(demand, DEMO.regulation, setting, arbiter=first_come, seed=3, **options)  # type: ignore[arg-type]


def test_a_warm_up_is_played_and_not_measured() -> None:
    """Its months are those that a longer run begins with; who asked in it takes places and is no request."""
    whole, warm = quick(CROWDED, months=5), quick(CROWDED, months=3, warmup=2)
    assert warm.state == whole.state
    for name in ("months", "kinds", "sessions"):
        later = getattr(whole, name)
        later = later[later["month"] >= 2].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(warm, name), later)
    ends = warm.requests[warm.requests["fate"] == "waiting"]["ended_on"]
    assert set(ends) == {warm.sessions["date"].max()}, "until the last session they were not heard"
    since = whole.requests[whole.requests["situation"].str[1:4].astype(int) > 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(warm.requests, since)


def test_the_present_goes_on() -> None:
    """Who waits is in the first month with age and count, the counters are the history, nobody asks twice."""
    document = DEMO.to_dict()
    document["situations"] = [{**row, "deferrals": 1} for row in document["situations"]]
    document["history"] = [{"service": DEMO.services[0].id, "kind": "PER", "units": 36}]
    played = quick(CROWDED, months=2, start=State.of(Problem.from_dict(document)))
    first = played.months.iloc[0]
    assert first["as_of"] == pd.Timestamp(DEMO.as_of)
    assert first["waiting_before"] == len(DEMO.situations) + first["arrived"]
    known = played.requests[played.requests["situation"].isin([row.id for row in DEMO.situations])]
    assert len(known) == len(DEMO.situations)
    assert (known["deferrals"] >= 1).all()
    asked = played.requests[~played.requests["situation"].isin(known["situation"])]
    assert (asked["requested_on"] > pd.Timestamp(DEMO.as_of)).all()


def dates(played: SimulationRun) -> pd.DataFrame:
    """What is drawn of each request."""
    rows = played.requests.set_index("situation")
    return rows[["requested_on", "urgency", "units", "structure"]].sort_index()


def withdrawn(played: SimulationRun) -> set[tuple[str, int]]:
    """Who gave up, and when."""
    rows = played.requests[played.requests["fate"] == "withdrawn"]
    return set(zip(rows["situation"], rows["month"], strict=True))


@pytest.mark.parametrize("change", ["a flow more", "a flow less", "a flow gone", "sessions", "professional"])
def test_everybody_else_meets_the_same_chance(change: str) -> None:
    """Dates, features and the month of giving up stay, whatever happens to one flow or to the calendar."""
    demand, setting = replace(CROWDED, withdrawal=30), SETTING
    flows, other = list(demand.flows), demand
    factor = {"a flow more": 3.0, "a flow less": 0.4, "a flow gone": 0.0}.get(change, 1.0)
    flows[0] = replace(flows[0], per_month=flows[0].per_month * factor)
    other = replace(demand, flows=tuple(flows[1:] if factor == 0 else flows))
    if change == "sessions":
        setting = with_sessions(SETTING, 12, demand)
    if change == "professional":
        people = [{"id": "a-newcomer"}, *SETTING.organisation["professionals"]]
        setting = replace(SETTING, organisation={**SETTING.organisation, "professionals": people})
    one, two = (quick(asked, there, months=4) for asked, there in ((demand, SETTING), (other, setting)))
    before, after = dates(one), dates(two)
    common = before.index.intersection(after.index)
    rows = before.loc[common], after.loc[common]
    columns = ["requested_on", "urgency", "structure"] if change == "professional" else list(before.columns)
    pd.testing.assert_frame_equal(rows[0][columns], rows[1][columns])
    others = [name for name, row in before.iterrows() if row["structure"] != flows[0].structure]
    assert len(others) > 20
    assert set(others) <= set(common)
    # who withdrew in one and was not heard before in the other withdrew there in the same month
    heard = {name: month for name, month, fate in
             two.requests[["situation", "month", "fate"]].itertuples(index=False) if fate == "heard"}  # fmt: skip
    gone = {(name, month) for name, month in withdrawn(one) if name in common and heard.get(name, 99) > month}
    assert len(gone) > 5
    assert gone <= withdrawn(two)


def test_further_sessions_leave_the_intake_as_it_is() -> None:
    """Also where they are earlier in the month than any before."""
    more = with_sessions(SETTING, 20, CROWDED)
    assert [more.closes(number) for number in range(14)] == [SETTING.closes(number) for number in range(14)]
    for number in range(14):
        assert min(row["start"] for row in more.month(number))[:10] > str(more.closes(number))


@pytest.mark.long
def test_after_the_warm_up_the_queue_is_as_long_as_in_the_long_run() -> None:
    """Of sixty starts from empty the mean after a warm-up is the stationary one; the first year's is not."""
    rate = 5.2
    setting, demand, truth = organisation(), alike(Flow("pssi", "S1", "standard", rate)), mean_left(rate, 6)
    cold, warm = (
        np.array([
            run(demand, DEMO.regulation, setting, months=12, warmup=warmup, seed=seed, arbiter=first_come)
            .months["waiting_after"].mean()
            for seed in range(60)
        ])
        for warmup in (0, 36)
    )  # fmt: skip
    spread = warm.std(ddof=1) / len(warm) ** 0.5
    assert abs(warm.mean() - truth) < 2.7 * spread
    assert cold.mean() < truth - 2.7 * spread
