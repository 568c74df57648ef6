"""Whether a queue still grows, on queues of which it is known: closed-form stand-ins, no month is solved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rsa_sched.simulate.measures.drift import drift


def queue(
    rate: float, places: int, months: int, warmup: int, replications: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Who waits after each month, where Poisson arrivals meet so many places: a bulk-service queue."""
    waiting, kept = np.zeros(replications), []
    for month in range(warmup + months):
        waiting = np.maximum(0, waiting + rng.poisson(rate, replications) - places)
        if month >= warmup:
            kept += [(n, month, waits) for n, waits in enumerate(waiting)]
    return pd.DataFrame(kept, columns=["replication", "month", "waiting_after"]).assign(scenario="a")


def alarms(rate: float, warmup: int, draws: int, months: int = 12, replications: int = 10) -> float:
    """How often a queue of 30 places is said to grow."""
    rng = np.random.default_rng(5)
    found = (drift(queue(rate, 30, months, warmup, replications, rng))["grows"].item() for _ in range(draws))
    return float(np.mean(list(found)))


def test_a_queue_in_its_long_run_is_seldom_said_to_grow() -> None:
    """One in twenty is; three standard deviations of 100 draws above that are 11.5 %."""
    assert alarms(27.0, 60, 100) <= 0.115


def test_a_cold_start_and_too_few_places_are_seen() -> None:
    """Nearly every time."""
    assert alarms(29.7, 0, 20, months=24, replications=30) > 0.9
    assert alarms(33.0, 60, 20) > 0.95


def test_growth_is_requests_a_month() -> None:
    """Exactly, where chance has no part; of one replication it is told, and no more."""
    paths = [(n, month, 4.0 + 2 * month) for n in range(2) for month in range(9)]
    frame = pd.DataFrame(paths, columns=["replication", "month", "waiting_after"])
    (row,) = drift(frame, by=()).to_dict("records")
    assert (row["first"], row["last"], row["growth"], row["grows"]) == (6.0, 18.0, 2.0, True)
    (alone,) = drift(frame[frame["replication"] == 0], by=()).to_dict("records")
    assert np.isnan(alone["p_value"])
    assert not alone["grows"]
