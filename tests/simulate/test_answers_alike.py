"""Comparisons that would mislead: scenarios that say the same, groups with other members, thresholds of their own."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rsa_sched import InputError, load_demo
from rsa_sched.simulate.answers import capacity
from rsa_sched.simulate.answers.capacity import smallest_capacity
from rsa_sched.simulate.answers.compare import compare
from rsa_sched.simulate.campaigns.campaign import Campaign, must_have_played
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.shares import shares
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting

DEMO = load_demo()
BASE = Scenario("a", Demand.like(DEMO), DEMO.regulation, Setting.of(DEMO), months=4)


def played(second: dict[str, str] | None = None, *, alike: bool = True) -> Any:
    """Forty requests in two sub-sectors under two scenarios; `second` says how the other calls the sub-sectors."""
    rng, rows = np.random.default_rng(0), []
    for name in "ab":
        for number in range(4):
            for n in range(10):
                place = ("S1", "S2")[n % 2]
                known = (second or {}).get(place, place) if name == "b" else place
                moved = {"S1": "S2", "S2": "S1"}[known] if name == "b" and n == 0 and not alike else known
                rows.append((name, number, f"d{n}", moved, "heard", int(rng.integers(10, 90))))
    columns = ["scenario", "replication", "situation", "subsector", "fate", "waited_days"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["requested_on"] = pd.Timestamp("2010-01-01")
    frame["ended_on"] = frame["requested_on"] + pd.to_timedelta(frame["waited_days"], unit="D")
    return SimpleNamespace(requests=frame, scenarios=(BASE, replace(BASE, name="b")))


def test_groups_with_other_members_are_refused_or_said_to_be_one() -> None:
    """Merged sub-sectors; one request that is somewhere else."""
    assert len(compare(played(), "a", "b", by=["subsector"])) == 10
    merged = played({"S1": "S1+S2", "S2": "S1+S2"})
    with pytest.raises(ValueError, match="groups that both scenarios have"):
        compare(merged, "a", "b", by=["subsector"])
    one = {"S1": "S1+S2", "S2": "S1+S2"}
    assert set(compare(merged, "a", "b", by=["subsector"], groups=one)["subsector"]) == {"S1+S2"}
    with pytest.raises(ValueError, match="4 requests are in another one"):
        compare(played(alike=False), "a", "b", by=["subsector"])


def campaign_of(*scenarios: Scenario, failures: int = 0) -> Campaign:
    """A campaign without a month."""
    rows = pd.DataFrame([("a", n, 0, "RuntimeError: out of order") for n in range(failures)],
                        columns=["scenario", "replication", "seed", "failure"])  # fmt: skip
    store: Any = SimpleNamespace(frame=lambda _: pd.DataFrame())
    return Campaign(scenarios, rows, 0, store)


def test_scenarios_that_say_the_same_are_told() -> None:
    """Whatever they are called."""
    other = replace(BASE, name="c", months=5)
    assert campaign_of(BASE, other, replace(BASE, name="b")).alike == [("a", "b")]
    assert BASE.sha256 != replace(BASE, name="b").sha256


def test_where_all_fail_it_is_told() -> None:
    """With the first failure; a campaign that was only interrupted is no failure."""
    with pytest.raises(InputError, match="out of order"):
        must_have_played(campaign_of(BASE, failures=2))
    must_have_played(campaign_of(BASE))


LEVEL = {1: 0.1, 2: 0.3, 3: 0.5, 4: 0.62, 5: 0.66, 6: 0.75}


@pytest.mark.parametrize("most", [6, 8, 12, 16])
def test_what_is_surely_too_few_does_not_depend_on_where_the_search_ends(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three of a target of 0.6, whose interval is a tenth wide; four and five are left open; six suffice."""

    def level(scenarios: list[Scenario], *_: Any, **__: Any) -> Any:
        count = int(scenarios[0].name.removeprefix("sessions="))
        return SimpleNamespace(requests=count, months=None, missing=0, failures=(), precision=None)

    def intervals(count: int, **_: Any) -> pd.DataFrame:
        mean = LEVEL.get(count, 0.9)
        return pd.DataFrame([{"mean": mean, "low": mean - 0.1, "high": mean + 0.05, "replications": 10}])

    monkeypatch.setattr(capacity, "campaign", level)
    monkeypatch.setattr(capacity, "must_have_played", lambda _: None)
    monkeypatch.setattr(capacity, "waiting", lambda count, **_: count)
    monkeypatch.setattr(capacity, "intervals", intervals)
    found = smallest_capacity(BASE, target=0.6, most=most)
    assert (found.sessions, found.surely_too_few) == (6, 3)


def test_the_default_end_of_the_search_is_one_that_there_is() -> None:
    """Where the staff has no days for twice as many."""
    rows = DEMO.to_dict()
    setting = Setting.of(DEMO)
    every = [{**setting.sessions[0], "id": f"s{day}", "start": f"2010-10-{day:02}T09:00", "staff": ["everybody"]}
             for day in range(4, 29) if day % 7 not in (2, 3)]  # fmt: skip
    organisation = {**setting.organisation, "professionals": [*rows["professionals"], {"id": "everybody"}]}
    busy = replace(BASE, setting=Setting(organisation, tuple(every)))
    assert len(every) <= capacity._most(busy) < 2 * len(every)
    assert capacity._most(BASE) == 2 * len(BASE.setting.sessions)


def test_the_real_share_forgets_nothing() -> None:
    """Of the last month, beside what the ledger says."""
    frame = pd.DataFrame({"service": "g", "kind": ["PE", "PER"] * 2, "month": [0, 0, 1, 1], "demand": 9, "due": 4,
                          "granted": 4, "lag_slots": 0.5, "agreed_share": [0.75, 0.25] * 2,
                          "real_share": [0.5, 0.5, 0.6, 0.4], "real_lag_slots": [1.0, -1.0, 3.0, -3.0]})  # fmt: skip
    pe, per = shares(frame).to_dict("records")
    assert (pe["agreed_share"], pe["real_share"], pe["real_lag_slots"]) == (0.75, 0.6, 3.0)
    assert (per["real_share"], per["lag_slots"]) == (0.4, 0.5)
