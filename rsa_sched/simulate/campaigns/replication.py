"""One replication of one scenario: what a worker does, wherever it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from numpy.random import SeedSequence

from rsa_sched.errors import RsaSchedError
from rsa_sched.simulate.baselines import BASELINES
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.months.run import run

if TYPE_CHECKING:
    import pandas as pd

FRAMES = ("months", "requests", "kinds", "sessions")
"""What is kept of a replication."""


@dataclass(frozen=True)
class ReplicationResult:
    """What came of a replication: its frames, or in words why it failed."""

    scenario: str
    replication: int
    seed: int
    frames: dict[str, pd.DataFrame]
    failure: str = ""


def seed_of(seed: int, replication: int) -> int:
    """The seed of a replication: the same for every scenario, so that all of them meet the same chance."""
    return int(SeedSequence(seed, spawn_key=(replication,)).generate_state(1, "uint64")[0]) >> 1


def replicate(scenario: Scenario, replication: int, seed: int) -> ReplicationResult:
    """Play a scenario once; a failure is part of the result, not raised."""
    own = seed_of(seed, replication)
    try:
        played = run(
            scenario.demand,
            scenario.regulation,
            scenario.setting,
            months=scenario.months,
            seed=own,
            arbiter=BASELINES.get(scenario.arbiter),
            fairness=scenario.fairness,
            start=scenario.start,
            warmup=scenario.warmup,
            quota=scenario.quota,
        )
    except (RsaSchedError, ArithmeticError, LookupError, RuntimeError, TypeError, ValueError, MemoryError) as error:
        return ReplicationResult(scenario.name, replication, own, {}, f"{type(error).__name__}: {error}")
    frames = {name: _label(getattr(played, name), scenario.name, replication) for name in FRAMES}
    return ReplicationResult(scenario.name, replication, own, frames)


def _label(frame: pd.DataFrame, scenario: str, replication: int) -> pd.DataFrame:
    frame = frame.copy()
    frame.insert(0, "replication", replication)
    frame.insert(0, "scenario", scenario)
    return frame
