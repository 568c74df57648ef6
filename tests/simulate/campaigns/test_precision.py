"""Stopping by precision: by the width of an interval alone, after a least number, and never beyond the most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest

from rsa_sched import load_demo
from rsa_sched.simulate.answers.capacity import smallest_capacity
from rsa_sched.simulate.campaigns import campaign as campaign_module
from rsa_sched.simulate.campaigns.campaign import campaign
from rsa_sched.simulate.campaigns.precision import LEAST, Precision
from rsa_sched.simulate.campaigns.replication import FRAMES, ReplicationResult
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.intervals import interval
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting

DEMO = load_demo()
ONE = Scenario("one", Demand.like(DEMO), DEMO.regulation, Setting.of(DEMO), months=3)
TWO = replace(ONE, name="two", months=2)
PEOPLE = 20


def invented(scenario: Scenario, replication: int, seed: int) -> ReplicationResult:
    """Twenty requests that nobody arbitrated: chance of the replication, a little more of each scenario's own."""
    common = np.random.default_rng([seed, replication]).normal(0, 0.08)
    own = np.random.default_rng([seed, replication, scenario.months]).normal(0, 0.02)
    heard = round(PEOPLE * min(1.0, max(0.0, 0.7 + common + own + (0.1 if scenario.months == 2 else 0.0))))
    rows = pd.DataFrame({"scenario": scenario.name, "replication": replication, "situation": range(PEOPLE)})
    rows["kind"] = ["PE", "PER"] * (PEOPLE // 2)
    rows["fate"] = ["heard" if n < heard else "waiting" for n in range(PEOPLE)]
    rows["waited_days"] = [20 if n < heard else 90 for n in range(PEOPLE)]
    rows["requested_on"] = pd.Timestamp("2010-01-01")
    rows["ended_on"] = rows["requested_on"] + pd.Timedelta(days=90)
    rows["month"] = 0
    return ReplicationResult(scenario.name, replication, 0, dict.fromkeys(FRAMES, rows))


@pytest.fixture(autouse=True)
def nothing_is_solved(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One process; the replications are invented."""
    monkeypatch.setattr(campaign_module, "replicate", invented)
    with joblib.parallel_config(backend="threading", n_jobs=1):
        yield


def test_replications_are_added_until_the_interval_is_narrow_enough() -> None:
    """And what was asked, found and played is told; the frames are those of as many replications asked for at once."""
    found = campaign([ONE], LEAST, precision=Precision("within", 0.03), seed=3)
    assert found.precision is not None
    assert found.precision["reached"].all()
    assert (found.precision["half_width"] <= 0.03).all()
    (number,) = set(found.precision["replications"])
    assert LEAST < number < 200
    assert found.precision["looks"].iloc[0] == 2
    assert set(found.months.groupby("scenario")["replication"].nunique()) == {number}
    pd.testing.assert_frame_equal(campaign([ONE], number, seed=3).requests, found.requests)


def played(*scenarios: Scenario, number: int) -> Any:
    """So many replications, in no folder."""
    rows = [invented(one, n, 3).frames["requests"] for n in range(number) for one in scenarios]
    return SimpleNamespace(requests=pd.concat(rows, ignore_index=True))


def test_a_difference_is_known_better_than_what_it_is_a_difference_of() -> None:
    """Both met the same chance."""
    both = played(ONE, TWO, number=LEAST)
    alone, paired = (Precision("within", 0.025, against=name).table(both) for name in ("", "one"))
    assert paired["scenario"].tolist() == ["two"]
    assert paired["mean"].iloc[0] == pytest.approx(0.1, abs=0.03)
    assert paired["half_width"].iloc[0] < 0.6 * alone["half_width"].min()
    assert (paired["reached"].tolist(), alone["reached"].tolist()) == ([True], [False, False])


def test_it_ends_at_the_most_and_looks_seldom() -> None:
    """Group by group; between two looks a quarter more at least, and twice as many at most."""
    wanted = Precision("within", 0.001, most=130, by=("kind",))
    table = wanted.table(played(ONE, number=LEAST))
    assert table["kind"].tolist() == ["PE", "PER"]
    assert not table["reached"].any()
    looks = [LEAST]
    while (more := wanted.next_look(table, looks[-1])) > looks[-1]:
        looks.append(more)
    assert looks == [20, 40, 80, 130]
    assert wanted.next_look(table.assign(half_width=0.00101), 40) == 50
    assert wanted.next_look(table.assign(reached=True), 40) == 40


def test_it_goes_on_in_its_folder(tmp_path: Path) -> None:
    """What is there is not played again; more precision adds to it."""
    first = campaign([ONE], LEAST, precision=Precision("within", 0.04), folder=tmp_path)
    played: list[int] = []
    second = campaign([ONE], LEAST, precision=Precision("within", 0.032), folder=tmp_path,
                      on_outcome=lambda out: played.append(out.replication))  # fmt: skip
    assert min(played) == first.months["replication"].nunique()
    assert second.months["replication"].nunique() == min(played) + len(played)


@pytest.mark.slow
def test_a_capacity_is_known_so_well_whatever_its_target() -> None:
    """Each row says how many replications it took, and whether that was enough."""
    found = smallest_capacity(ONE, target=0.5, replications=LEAST, most=2, precision=Precision(half_width=0.02))
    assert found.tried["reached"].all()
    assert (found.tried["replications"] > LEAST).all()


@pytest.mark.parametrize(
    "wrong",
    [{"measure": "luck"}, {"measure": "used", "by": ("kind",)}, {"half_width": 0.0}, {"most": 5}, {"confidence": 1.0}],
)
def test_what_cannot_be_measured_is_refused(wrong: dict[str, Any]) -> None:
    """Before anything is played."""
    with pytest.raises(ValueError, match="expected"):
        Precision(**wrong)


@pytest.mark.parametrize(
    ("replications", "precision"),
    [(5, Precision()), ([20, 30], Precision()), (300, Precision()), (20, Precision(against="three"))],
)
def test_too_few_to_look_at_are_refused(replications: Any, precision: Precision) -> None:
    """And a scenario that is not there."""
    with pytest.raises(ValueError, match="expected"):
        campaign([ONE, TWO], replications, precision=precision)


def test_what_is_said_after_stopping_holds_as_often_as_it_says() -> None:
    """Of 100 campaigns of skewed shares 93 to 97 in a hundred, within three deviations: looks are few."""
    population = 1 - np.random.default_rng(0).gamma(1.5, 0.03, 4000)
    rng, truth, held = np.random.default_rng(1), float(population.mean()), 0
    wanted = Precision("within", 0.008, most=200)
    for _ in range(100):
        drawn, number = rng.choice(population, wanted.most), LEAST
        while True:
            low, high = interval(drawn[:number], share=True)
            table = pd.DataFrame({"half_width": [(high - low) / 2], "reached": [(high - low) / 2 <= wanted.half_width]})
            if (more := wanted.next_look(table, number)) == number:
                break
            number = more
        held += low <= truth <= high
    assert held / 100 >= 0.93 - 0.065
