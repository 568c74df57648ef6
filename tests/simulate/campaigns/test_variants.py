"""One thing changed, in one line: what changes is that alone, and everybody else meets the same chance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from rsa_sched import InputError, load_demo
from rsa_sched.simulate import (
    BASELINES,
    Demand,
    Flow,
    Scenario,
    Setting,
    merge_subsectors,
    run,
    with_flows,
    with_further,
    with_minutes,
    with_type,
    with_venue,
)
from rsa_sched.simulate.months.fitting import misfits

DEMO = load_demo()
TODAY = Scenario("today", Demand.like(DEMO), DEMO.regulation, Setting.of(DEMO), months=2)
VARIANTS = {
    "urgency": with_flows(TODAY, "x", kind="PE", urgency=(0, 0, 0, 1)),
    "partners": with_flows(TODAY, "x", structure="sls-s1", partners=100, withdrawal=50, no_show=30),
    "merged": merge_subsectors(TODAY, "x", ["S1", "S2"]),
    "minutes": with_minutes(TODAY, "x", 240, type="standard"),
    "further": with_further(TODAY, "x", "PSY-2010-10"),
    "venue": with_venue(TODAY, "x", "maison-sud", subsector="S3", travel={"cs-mistral": 10}),
    "type": with_type(TODAY, "x", {"id": "mobile"}, like="S3-2010-10", asked=20),
}


def asked(scenario: Scenario) -> pd.DataFrame:
    """Who asks in two months, and how each ended, by age alone: no month is solved."""
    arbiter = BASELINES["first come first served"]
    played = run(scenario.demand, scenario.regulation, scenario.setting, months=2, seed=5, arbiter=arbiter)
    return played.requests.set_index("situation").sort_index()


@pytest.fixture(scope="module")
def today() -> pd.DataFrame:
    """As it is."""
    return asked(TODAY)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_is_a_scenario_that_fits(name: str) -> None:
    """Called otherwise, and not the same."""
    variant = VARIANTS[name]
    assert variant.name == "x"
    assert variant.content_sha256 != TODAY.content_sha256
    assert not list(misfits(variant.demand, variant.regulation, variant.setting))


@pytest.mark.parametrize("name", ["merged", "minutes", "further", "venue"])
def test_the_same_people_ask_on_the_same_days(name: str, today: pd.DataFrame) -> None:
    """Whatever the sessions are."""
    columns = ["structure", "urgency", "requested_on", "units"]
    pd.testing.assert_frame_equal(asked(VARIANTS[name])[columns], today[columns])


def test_one_structure_inflates_and_nobody_else() -> None:
    """All of its requests are of the highest level, on the same days; the others keep theirs."""
    before, after = asked(TODAY), asked(VARIANTS["urgency"])
    assert before.index.equals(after.index)
    pe = after["kind"] == "PE"
    assert set(after.loc[pe, "urgency"]) == {3}
    pd.testing.assert_series_equal(after.loc[~pe, "urgency"], before.loc[~pe, "urgency"])


def test_behaviour_is_of_a_flow(today: pd.DataFrame) -> None:
    """Half of one structure's people give up; their units are those of requests with a partner."""
    found = asked(VARIANTS["partners"])
    own = found["structure"] == "sls-s1"
    assert set(found.loc[own, "units"]) == {3}
    gone = (found["fate"] == "withdrawn") & (today["fate"].reindex(found.index) != "withdrawn")
    assert gone[own].any()
    assert not gone[~own].any()


def test_merged_it_is_one_and_can_be_compared() -> None:
    """With the sessions, venues and requests of both."""
    setting = VARIANTS["merged"].setting
    assert [row["id"] for row in setting.organisation["subsectors"]][:2] == ["S1", "S3"]
    assert {row.get("subsector") for row in setting.sessions} & {"S1", "S2"} == {"S1"}
    assert len(setting.sessions) == len(TODAY.setting.sessions)
    assert "S2" not in set(asked(VARIANTS["merged"])["subsector"])


def test_longer_sessions_hold_more() -> None:
    """A third longer, a third more; the others stay."""
    rows = {row["id"]: row for row in VARIANTS["minutes"].setting.sessions}
    assert (rows["S1-2010-10"]["minutes"], rows["S1-2010-10"]["max_situations"]) == (240, 8)
    assert "minutes" not in rows["PSY-2010-10"]


def test_a_type_more_takes_its_share() -> None:
    """Of the requests for the first type; a session more is held for it."""
    new = VARIANTS["type"]
    sums = pd.Series({flow: flow.per_month for flow in new.demand.flows}).groupby(lambda flow: flow.type).sum()
    assert sums["mobile"] == pytest.approx((sums["mobile"] + sums["standard"]) / 5)
    assert [row["type"] for row in new.setting.sessions].count("mobile") == 1
    assert "mobile" in set(asked(new)["type"])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: with_flows(TODAY, "x", kind="CAF", factor=2),
        lambda: with_flows(TODAY, "x", kind="PE", partners=101),
        lambda: merge_subsectors(TODAY, "x", ["S1", "S9"]),
        lambda: with_minutes(TODAY, "x", 240, type="none"),
        lambda: with_further(TODAY, "x", "none"),
        lambda: with_venue(TODAY, "x", "cs-mistral", subsector="S3"),
        lambda: with_venue(TODAY, "x", "new", subsector="S9"),
        lambda: with_type(TODAY, "x", {"id": "sdf"}, like="S3-2010-10", asked=20),
        lambda: with_type(TODAY, "x", {"id": "new"}, like="S3-2010-10", asked=200),
    ],
)
def test_what_is_not_there_is_refused(wrong: Any) -> None:
    """Each with what there is."""
    with pytest.raises(InputError):
        wrong()


def test_a_flow_is_found_by_the_requests_that_are_its() -> None:
    """Two that were merged are still two: one structure in two sub-sectors that are one keeps its streams."""
    flows = (Flow("pe-nord", "S1", "standard", 3.0), Flow("pe-nord", "S2", "standard", 3.0, no_show=100))
    base = replace(TODAY, demand=Demand(flows, withdrawal=0))
    before, after = asked(base), asked(merge_subsectors(base, "x", ["S1", "S2"]))
    assert before.index.equals(after.index)
    assert set(after.loc[before["subsector"] == "S2", "fate"]) == {"waiting"}
    assert "heard" in set(after.loc[before["subsector"] == "S1", "fate"])
