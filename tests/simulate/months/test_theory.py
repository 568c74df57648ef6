"""The simulator where theory has an answer, and the ledger's promise where nothing stands against it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rsa_sched import Problem, Regulation
from rsa_sched.simulate import Demand, Flow, Setting, run
from rsa_sched.simulate.measures.intervals import half_width
from rsa_sched.simulate.measures.starved import starved

PLACES = 6


def organisation(kinds: tuple[str, ...] = ("PSSI",), sessions: int = 1) -> Setting:
    """One sub-sector, a structure of each kind with forty referents, so many sessions of six places a month."""
    raw: dict[str, Any] = {
        "schema_version": "1",
        "id": "theory",
        "as_of": "2010-09-20",
        "regulation": {"kinds": list(kinds)},
        "services": [{"id": "g"}],
        "subsectors": [{"id": "S1", "service": "g"}],
        "venues": [{"id": "centre"}],
        "structures": [{"id": kind.lower(), "kind": kind} for kind in kinds],
        "professionals": [{"id": f"{kind}-{n}", "structure": kind.lower()} for kind in kinds for n in range(40)],
        "sessions": [
            {"id": f"s{n}", "type": "standard", "service": "g", "subsector": "S1", "venue": "centre",
             "start": f"2010-10-{5 + 7 * n:02}T09:00"} for n in range(sessions)
        ],
        "situations": [],
    }  # fmt: skip
    return Setting.of(Problem.from_dict(raw))


def alike(*flows: Flow) -> Demand:
    """Requests that differ in nothing but their day, from people who all come and never give up."""
    return Demand(flows, urgency=(1,), partners=0, invited=0, withdrawal=0, unavailable=0)


def mean_left(arrivals: float, places: int, most: int = 400) -> float:
    """Mean number that waits after a month, where Poisson arrivals meet so many places: the bulk-service queue.

    The stationary distribution of Q' = max(0, Q + A - places), by iterating its transitions (Bailey, 1954).
    """
    counts = np.arange(most)
    logs = counts * math.log(arrivals) - arrivals - np.array([math.lgamma(count + 1) for count in counts])
    poisson = np.exp(logs)
    waiting = np.zeros(most)
    waiting[0] = 1.0
    for _ in range(20_000):
        there = np.convolve(waiting, poisson)
        after = np.zeros(most)
        after[0] = there[: places + 1].sum()
        after[1:] = there[places + 1 : places + most]
        if np.abs(after - waiting).max() < 1e-12:
            break
        waiting = after / after.sum()
    return float((counts * waiting).sum())


def test_the_reference_knows_an_easy_case() -> None:
    """With one place a month and rate r the mean is r * r / (2 * (1 - r)) (Pollaczek and Khinchine)."""
    assert mean_left(0.5, 1) == pytest.approx(0.25, rel=1e-6)


@pytest.mark.long
@pytest.mark.parametrize("rate", [4.5, 5.2])
def test_the_queue_is_as_long_as_theory_says(rate: float) -> None:
    """One kind, one sub-sector, no partners: the interval of five replications holds the stationary mean."""
    setting, demand = organisation(), alike(Flow("pssi", "S1", "standard", rate))
    means = []
    for seed in range(5):
        months = run(demand, Regulation(kinds=("PSSI",)), setting, months=45, seed=seed).months
        assert months.loc[months["waiting_before"] >= PLACES, "seated"].eq(PLACES).all()
        means.append(months["waiting_after"].iloc[20:].mean())
    expected = mean_left(rate, PLACES)
    assert abs(np.mean(means) - expected) <= half_width(np.array(means), confidence=0.99)


@pytest.mark.long
def test_saturated_kinds_show_no_drift_under_the_default_bareme() -> None:
    """Over 60 months, three times: the interval of the lag's slope holds 0, and no lag reaches a session of places."""
    flows = [Flow(kind.lower(), "S1", "standard", 3.0) for kind in ("PSSI", "PER", "PE")]
    demand = Demand(tuple(flows), partners=0, invited=10, withdrawal=12, unavailable=0)
    slopes: dict[str, list[float]] = {"PSSI": [], "PER": [], "PE": []}
    for seed in range(3):
        kinds = run(demand, Regulation(), organisation(("PSSI", "PER", "PE")), months=60, seed=seed).kinds
        assert kinds["lag_slots"].abs().max() < PLACES
        for kind, found in slopes.items():
            lags = kinds.loc[kinds["kind"] == kind, "lag_slots"].to_numpy()
            found.append(float(np.polyfit(np.arange(len(lags)), lags, 1)[0]))
    for found in slopes.values():
        assert abs(np.mean(found)) <= half_width(np.array(found))


@pytest.mark.parametrize("prices", [Regulation().equity_days, (1000,)])
def test_inflating_requests_brings_no_due_in_the_same_month(prices: tuple[int, ...]) -> None:
    """One kind asks three times as much: every due stays, and what is granted too where dues are granted exactly."""
    setting, kinds = organisation(("PSSI", "PER", "PE"), 3), ("pssi", "per", "pe")
    asked = []
    for factor in (1, 3):
        flows = [Flow(name, "S1", "standard", 12.0 * (factor if name == "pe" else 1)) for name in kinds]
        asked.append(run(alike(*flows), Regulation(equity_days=prices), setting, months=1, seed=2))
    before, after = (played.requests["kind"].value_counts()["PE"] for played in asked)
    assert after > 2 * before
    modest, inflated = (played.kinds for played in asked)
    # no claim goes beyond what the three sessions hold
    assert modest["demand"].iloc[2] < inflated["demand"].iloc[2] == 3 * 12
    assert modest["due"].tolist() == inflated["due"].tolist()
    if prices == (1000,):
        assert modest["granted"].tolist() == inflated["granted"].tolist() == modest["due"].tolist()


@pytest.mark.long
def test_at_95_per_cent_of_capacity_whoever_waits_long_is_named_with_the_reason() -> None:
    """Past the guarantee and a month: hardly anybody, and the report says who and why.

    By hand with 20 seeds of 100 months: 10,000 people (docs/laboratory.md).
    """
    people, late = crowd(seeds=3, months=60)
    assert people > 800
    assert len(late) < people / 20
    assert set(late["reason"]) <= {"outranked", "no-common-time"}


def crowd(seeds: int, months: int) -> tuple[int, Any]:
    """So many runs of one sub-sector at 95 per cent of its units: how many asked, and who waited past the guarantee."""
    regulation = Regulation()
    share = 0.95 * 12 / (2 * 0.9 + 3 * 0.1) / 3
    flows = [Flow(kind, "S1", "standard", share) for kind in ("pssi", "per", "pe")]
    demand = Demand(tuple(flows), partners=0, invited=10, withdrawal=0, unavailable=10)
    runs = [
        run(demand, regulation, organisation(("PSSI", "PER", "PE")), months=months, seed=seed) for seed in range(seeds)
    ]
    requests = pd.concat([played.requests for played in runs], ignore_index=True)
    return len(requests), starved(requests, regulation)
