"""How often intervals and alarms of the laboratory hold: on stand-ins whose truth is known; no month is solved."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from rsa_sched.simulate.measures.intervals import FEW, holm, interval, p_value, paired, replications_for
from tests.support.quick import mostly_slow

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@cache
def service_levels(rate: float, places: int, pools: int, size: int = 4000) -> Array:
    """Shares heard in time in twelve months of so many bulk-service queues, after a warm-up; one a replication."""
    rng = np.random.default_rng(3)
    late, asked = np.zeros(size), np.zeros(size)
    for _ in range(pools):
        waiting = np.zeros(size)
        for month in range(36):
            came = rng.poisson(rate, size)
            waiting = np.maximum(0, waiting + came - places)
            if month >= 24:
                late += np.minimum(came, np.maximum(0, waiting - places))
                asked += came
    found: Array = 1 - late / asked
    return found


LEVELS = {"0.97, skewed": (5.0, 6, 6), "0.90": (5.35, 6, 6)}


def coverage(population: Array, replications: int, *, share: bool, draws: int) -> tuple[float, float]:
    """How often the interval holds the truth, and how often its low end lies above it."""
    rng, truth = np.random.default_rng(replications), float(population.mean())
    held = above = 0
    for _ in range(draws):
        low, high = interval(rng.choice(population, replications), share=share)
        held, above = held + (low <= truth <= high), above + (low > truth)
    return held / draws, above / draws


@pytest.mark.parametrize("replications", mostly_slow([10, 30], 10))
@pytest.mark.parametrize("level", LEVELS)
def test_the_interval_of_a_share_holds(level: str, replications: int) -> None:
    """93 to 97 of a hundred times, within three standard deviations of 300 draws; and no side errs more than 5 %."""
    held, above = coverage(service_levels(*LEVELS[level]), replications, share=True, draws=300)
    assert 0.93 - 0.035 <= held <= 0.97 + 0.03
    assert above <= 0.05 + 0.025


def test_of_few_replications_it_is_wide() -> None:
    """Four: Student's own would hold 80 % of the time."""
    held, _ = coverage(service_levels(*LEVELS["0.97, skewed"]), 4, share=True, draws=300)
    assert held > 0.85


@pytest.mark.parametrize("replications", [10, 30])
def test_the_interval_of_days_holds(replications: int) -> None:
    """Waits that are skewed the other way, and some that are not."""
    rng = np.random.default_rng(1)
    for population in (rng.gamma(4.0, 12.0, 20_000), rng.normal(50.0, 4.0, 20_000)):
        held, _ = coverage(population, replications, share=False, draws=200)
        assert 0.9 <= held <= 0.995


def test_ten_replications_without_a_late_request_do_not_say_never() -> None:
    """And their interval holds 1."""
    low, high = interval(np.ones(10), share=True)
    assert 0.85 < low < 0.97
    assert high == 1.0
    assert interval(np.array([1.0]), share=True)[0] != interval(np.array([1.0]), share=True)[0]


def test_ten_replications_without_a_change_do_not_say_never() -> None:
    """Of a share: its change is lumpy, and the interval is as wide as three more requests of each would make it."""
    low, high = interval(np.zeros(10), share=True, change=True)
    assert (round(low, 3), round(high, 3)) == (-0.08, 0.08)
    one = np.array([0.0] * 9 + [-0.1])
    plain, careful = interval(one), interval(one, share=True, change=True)
    assert careful[0] <= plain[0] < plain[1] <= careful[1]
    assert p_value(one, change=True) >= p_value(one)


def test_holm_is_holms() -> None:
    """Of three the smallest counts three times, then two, then one, and never falls."""
    found = holm(np.array([0.01, np.nan, 0.04, 0.03]))
    assert found[[0, 2, 3]].tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert np.isnan(found[1])


def frame(rng: np.random.Generator, groups: int, replications: int, change: float = 0.0) -> pd.DataFrame:
    """Two scenarios under the same chance, measured in so many groups; the second differs by chance and `change`."""
    rows = []
    for group in range(groups):
        shared = rng.gamma(4.0, 10.0, replications)
        for name in "ab":
            own = shared + rng.standard_exponential(replications) * 3 + (change if name == "b" else 0.0)
            rows.append(pd.DataFrame({"scenario": name, "replication": range(replications), "kind": group, "days": own,
                                      "longest": own + rng.normal(0, 1, replications)}))  # fmt: skip
    return pd.concat(rows, ignore_index=True)


@pytest.mark.parametrize("replications", mostly_slow([4, 10], 10))
def test_two_scenarios_alike_are_seldom_said_to_differ(replications: int) -> None:
    """Fourteen rows a frame: an alarm in any of them at most 5 % of the time (of 40: 15 % at three deviations)."""
    rng = np.random.default_rng(7)
    alarms = single = 0
    for _ in range(40):
        found = paired(frame(rng, 7, replications), "a", "b", by=["kind"], columns=["days", "longest"])
        alarms += bool(found["differs"].any())
        single += bool((found["p_value"] < 0.05).any())
    assert alarms <= 0.15 * 40
    assert single > 2 * alarms, "without the correction they are many"


def test_a_difference_is_seen() -> None:
    """The correction leaves what is plain."""
    found = paired(frame(np.random.default_rng(7), 7, FEW, 8.0), "a", "b", by=["kind"], columns=["days"])
    assert found["differs"].mean() > 0.8


def test_no_difference_at_all_is_none() -> None:
    """Of values that are all alike."""
    assert p_value(np.zeros(5)) == 1.0
    assert p_value(np.ones(5)) == 0.0


def test_so_many_replications_bring_the_precision() -> None:
    """Judged by ten, the interval of as many as are told is that narrow, or nearly."""
    rng = np.random.default_rng(0)
    wanted = replications_for(rng.normal(0, 1, 10), 0.2)
    assert 50 < wanted < 250
    assert replications_for(np.full(3, 0.5), 0.01) == FEW
    with pytest.raises(ValueError, match="precision"):
        replications_for(np.ones(3), 0)
