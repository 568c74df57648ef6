"""A campaign on threads, processes and in pieces: the same rows."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import pytest

import rsa_sched.arbitration as arbitration
from rsa_sched import InputError, Regulation, load_demo
from rsa_sched.engine.search import search
from rsa_sched.simulate.campaigns import replication
from rsa_sched.simulate.campaigns.campaign import Campaign, campaign
from rsa_sched.simulate.campaigns.replication import FRAMES, ReplicationResult, seed_of
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.campaigns.store import Store
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting

DEMO = load_demo()
BASE = Scenario("as it is", Demand.like(DEMO, months=1).scaled(0.6), DEMO.regulation, Setting.of(DEMO), months=2)
SCENARIOS = (BASE, replace(BASE, name="by age alone", arbiter="first come first served"))


def assert_same(one: Campaign, other: Campaign) -> None:
    """All frames, row by row."""
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.fixture(scope="module")
def whole() -> Campaign:
    """Two scenarios, three times, in this process."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        return campaign(SCENARIOS, 3, seed=4)


def test_one_row_a_scenario_replication_and_month(whole: Campaign) -> None:
    """By name and number."""
    assert whole.months.groupby(["scenario", "replication"]).size().tolist() == [2] * 6
    assert not len(whole.failures)


@pytest.mark.slow
def test_processes_find_the_same(whole: Campaign) -> None:
    """Whoever plays which replication."""
    with joblib.parallel_config(backend="loky", n_jobs=2):
        assert_same(campaign(SCENARIOS, 3, seed=4), whole)


def test_scenarios_meet_the_same_requests(whole: Campaign) -> None:
    """Common random numbers."""
    columns = ["replication", "situation", "requested_on", "urgency", "structure"]
    first, second = (
        whole.requests[whole.requests["scenario"] == scenario.name][columns]
        .sort_values(columns[:2], ignore_index=True)
        for scenario in SCENARIOS
    )  # fmt: skip
    pd.testing.assert_frame_equal(first, second)
    assert len({seed_of(4, number) for number in range(100)}) == 100


def test_it_goes_on_where_it_was_stopped(whole: Campaign, tmp_path: Path) -> None:
    """What is there is not played again; what is half there is."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        campaign(SCENARIOS, 1, seed=4, folder=tmp_path)
        (tmp_path / FRAMES[0] / f"{SCENARIOS[1].content_sha256[:16]}-000000.parquet").unlink()
        played: list[tuple[str, int]] = []
        resumed = campaign(
            SCENARIOS, 3, seed=4, folder=tmp_path, on_outcome=lambda out: played.append((out.scenario, out.replication))
        )
    assert (BASE.name, 0) not in played
    assert len(played) == len(set(played)) == 5
    assert_same(resumed, whole)


def test_an_interrupt_keeps_what_has_come(whole: Campaign, tmp_path: Path) -> None:
    """And the rest is played another day."""

    def interrupt(_outcome: ReplicationResult) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with joblib.parallel_config(backend="threading", n_jobs=1):
        first = campaign(SCENARIOS, 3, seed=4, folder=tmp_path, on_outcome=interrupt)
        assert 0 < len(first.months) < len(whole.months)
        assert_same(campaign(SCENARIOS, 3, seed=4, folder=tmp_path), whole)


@pytest.mark.slow
def test_an_interrupt_in_the_middle_of_a_month_ends_the_campaign_and_not_the_month(
    whole: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The month is searched to its end, as what is kept is kept for good; then nothing more is begun."""

    def interrupted(*args: Any, **options: Any) -> Any:
        os.kill(os.getpid(), signal.SIGTERM)
        return search(*args, **options)

    with joblib.parallel_config(backend="threading", n_jobs=1):
        with monkeypatch.context() as patch:
            patch.setattr(arbitration, "search", interrupted)
            first = campaign([BASE], 3, seed=4, folder=tmp_path)
        assert first.missing == 2
        alone = whole.months[(whole.months["scenario"] == BASE.name) & (whole.months["replication"] == 0)]
        pd.testing.assert_frame_equal(first.months, alone)
        assert campaign([BASE], 3, seed=4, folder=tmp_path).missing == 0


@pytest.mark.slow
def test_each_scenario_may_be_played_as_often_as_it_takes(whole: Campaign) -> None:
    """Once and three times: the same replications as in a campaign of threes."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        found = campaign(SCENARIOS, [1, 3], seed=4)
    assert found.missing == 0
    wanted = (whole.months["scenario"] != BASE.name) | (whole.months["replication"] < 1)
    pd.testing.assert_frame_equal(found.months, whole.months[wanted].reset_index(drop=True))


def test_another_campaign_is_not_mixed_with_it(tmp_path: Path) -> None:
    """Of another seed, or of a program that named its files otherwise."""
    store = Store(tmp_path, [BASE], [1], 0)
    assert len(store.versions) == 1
    with pytest.raises(InputError, match="another campaign"):
        campaign([BASE], 1, seed=1, folder=tmp_path)
    (tmp_path / "campaign.json").write_text('{"seed": 0, "scenarios": {"as it is": "0f"}}', encoding="utf-8")
    with pytest.raises(InputError, match="another campaign"):
        campaign([BASE], 1, folder=tmp_path)


def test_a_failure_is_recorded_and_stops_nobody(tmp_path: Path) -> None:
    """With the seed to play it again: a kind of structure that the règlement does not know."""
    wrong = replace(BASE, name="wrong", regulation=Regulation(kinds=("CD",)))
    with joblib.parallel_config(backend="threading", n_jobs=1):
        found = campaign([wrong, BASE], 2, seed=4, folder=tmp_path)
    assert found.failures["scenario"].tolist() == ["wrong", "wrong"]
    assert found.failures["seed"].tolist() == [seed_of(4, 0), seed_of(4, 1)]
    assert found.failures["failure"].str.startswith("InputError").all()
    assert set(found.months["scenario"]) == {BASE.name}


@pytest.mark.slow
def test_a_failure_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And forgotten once it succeeds."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    with joblib.parallel_config(backend="threading", n_jobs=1):
        with monkeypatch.context() as patch:
            patch.setattr(replication, "run", broken)
            assert len(campaign([BASE], 1, folder=tmp_path).failures) == 1
        assert not len(campaign([BASE], 1, folder=tmp_path).failures)


@pytest.mark.parametrize(
    ("scenarios", "replications", "seed"), [([], 1, 0), ([BASE, BASE], 1, 0), ([BASE], 0, 0), ([BASE], 1, -1)]
)
def test_what_makes_no_sense_is_refused(scenarios: list[Scenario], replications: int, seed: int) -> None:
    """Before anything is played."""
    with pytest.raises(ValueError, match="expected"):
        campaign(scenarios, replications, seed=seed)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": " a"}, {"months": 0}, {"arbiter": "nobody"}])
def test_a_scenario_is_checked(wrong: dict[str, object]) -> None:
    """By field."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        replace(BASE, **wrong)  # type: ignore[arg-type]
