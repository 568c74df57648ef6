"""A campaign on a real cluster of worker processes, one of which is killed midway."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest

from rsa_sched import load_demo
from rsa_sched.simulate.campaigns.campaign import campaign
from rsa_sched.simulate.campaigns.replication import FRAMES, ReplicationResult
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting
from tests.support.cluster import both_workers, local_cluster

DEMO = load_demo()
SCENARIO = Scenario("as it is", Demand.like(DEMO, months=1).scaled(0.6), DEMO.regulation, Setting.of(DEMO), months=2)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers."""
    with local_cluster() as client:
        yield client


@pytest.mark.slow
def test_a_worker_killed_midway_costs_nothing(cluster: Any) -> None:
    """The frames are those of one process; what the dead worker had begun is played again."""
    both_workers(cluster)
    victims = list(cluster.run(os.getpid).values())

    def kill(_outcome: ReplicationResult) -> None:
        if victims:
            os.kill(victims.pop(), signal.SIGKILL)
            victims.clear()

    found = campaign([SCENARIO], 6, seed=1, on_outcome=kill, executor=cluster.get_executor())
    with ThreadPoolExecutor(1) as here:
        alone = campaign([SCENARIO], 6, seed=1, executor=here)
    assert not victims
    assert not len(found.failures)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(alone, name))
