"""A campaign whose process dies or finds the disk full, and is begun again: the rows of one that never stopped.

A worker of a Dask cluster that is killed: `test_cluster`; Ctrl-C and SIGTERM: `test_campaign`; a file that is cut
short, a kill between any two writes, two campaigns at once: `test_store`.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import joblib
import pandas as pd
import pytest

from rsa_sched import load_demo
from rsa_sched.simulate.campaigns.campaign import campaign
from rsa_sched.simulate.campaigns.replication import FRAMES, ReplicationResult
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting

resource = pytest.importorskip("resource")
DEMO = load_demo()
SCENARIO = Scenario("as it is", Demand.like(DEMO, months=1).scaled(0.1), DEMO.regulation, Setting.of(DEMO), months=1,
                    arbiter="first come first served")  # fmt: skip
TIMES = 4
SMALL = 3_000
"""Bytes of which no frame is so few: every file that is begun is cut short."""


def end(how: str, folder: Path) -> None:
    """In a process of its own: a campaign that comes to this end after its second replication."""
    left = [2]

    def count(_outcome: ReplicationResult) -> None:
        left[0] -= 1
        if not left[0] and how == "killed":
            signal.raise_signal(signal.SIGKILL)
        if not left[0]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))

    with joblib.parallel_config(backend="threading", n_jobs=1):
        campaign([SCENARIO], TIMES, seed=2, folder=folder, on_outcome=count)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["killed", "disk full"])
def test_it_goes_on_to_the_same_rows(how: str, tmp_path: Path) -> None:
    """What was whole is kept and not played again, nothing half is left, and the reason is told."""
    code = f"from pathlib import Path\nfrom {__name__} import end\nend({how!r}, Path({str(tmp_path)!r}))"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False
    )
    assert ended.returncode == (-signal.SIGKILL if how == "killed" else 1)
    assert ("InputError" in ended.stderr and "File too large" in ended.stderr) == (how == "disk full"), ended.stderr
    if how == "disk full":
        assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".json", ".parquet"}
    played: list[int] = []
    with joblib.parallel_config(backend="threading", n_jobs=1):
        again = campaign([SCENARIO], TIMES, seed=2, folder=tmp_path,
                         on_outcome=lambda outcome: played.append(outcome.replication))  # fmt: skip
        whole = campaign([SCENARIO], TIMES, seed=2)
    assert played == [2, 3]
    assert again.damaged == ()
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(whole, name))
