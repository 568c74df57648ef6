"""A real Dask cluster on this machine: two worker processes, a scheduler and the wire between them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pytest

from rsa_sched import Problem, Progress, Result, check, solve
from rsa_sched.engine import crew, search
from tests.support import deadly
from tests.support.cluster import both_workers, local_cluster
from tests.support.loads import interchangeable, side_by_side


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers of one thread each, on the loopback; a task that kills one worker is given up."""
    with local_cluster() as client:
        yield client


@pytest.fixture(autouse=True)
def two_workers(cluster: Any) -> Iterator[None]:
    """Every test begins with both, whoever was killed before."""
    both_workers(cluster)
    with joblib.parallel_config(backend="dask"):
        yield


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Six components, each proven in a moment."""
    return Problem.from_dict(side_by_side(*(interchangeable(2, 16, seed=n, prefix=f"{n}-") for n in range(6))))


@pytest.fixture(scope="module")
def hard() -> Problem:
    """Five that take their time, so that somebody can be killed meanwhile."""
    return Problem.from_dict(side_by_side(*(interchangeable(12, 90, seed=n, prefix=f"{n}-") for n in range(5))))


def comparable(result: Result) -> bytes:
    """The agenda document without what may differ from run to run."""
    document = result.agenda.to_dict()
    del document["run"]["seconds"], document["run"]["workers"]
    return repr(document).encode()


@pytest.fixture(scope="module")
def alone(problem: Problem) -> Result:
    """What one worker makes of it, without any cluster."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        return solve(problem, workers=1, time_limit=None)


def test_the_same_agenda_as_without_a_cluster(problem: Problem, alone: Result) -> None:
    """By the byte, run after run; the cluster says how many workers there are."""
    for _ in range(2):
        heard: list[Progress] = []
        result = solve(problem, time_limit=None, on_progress=heard.append)
        assert comparable(result) == comparable(alone)
        assert result.warnings == ()
        assert heard[-1].solved == 6
    assert crew.worker_count(None) == 2


@pytest.mark.parametrize("failures", [3, 0])
def test_a_worker_killed_while_it_works(
    cluster: Any, problem: Problem, alone: Result, failures: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask does its tasks again elsewhere; where it is told not to, the search does. The agenda is the same."""
    monkeypatch.setattr(cluster.cluster.scheduler, "allowed_failures", failures)
    victims = list(cluster.run(os.getpid).values())

    def kill(news: Progress) -> None:
        if news.stage == "greedy":
            threading.Timer(0.3, os.kill, (victims[0], signal.SIGKILL)).start()

    monkeypatch.setattr(search, "_attempt", deadly.slow)
    result = solve(problem, time_limit=None, on_progress=kill)
    assert comparable(result) == comparable(alone)
    assert victims[0] not in cluster.run(os.getpid).values()


def test_a_component_that_kills_its_workers(problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask gives its task up (KilledWorker), of which joblib says nothing: the component keeps its first agenda."""
    monkeypatch.setattr(search, "_attempt", deadly.kills)
    result = solve(problem, time_limit=None)
    (warning,) = result.warnings
    why = "its worker died (KilledWorker); the agenda found before is kept"
    assert warning == f"component of 1-d0000 (16 situations): {why}"
    assert not result.agenda.run.reproducible
    assert check(problem, result.agenda)
    others = [line for line in alone.agenda.appointments if not line.situation.startswith("1-")]
    assert [line for line in result.agenda.appointments if not line.situation.startswith("1-")] == others


def test_the_script_of_the_page_prints_what_the_page_says(tmp_path: Path) -> None:
    """As a file of its own, since a cluster's workers read it again."""
    page = (Path(__file__).parents[2] / "docs" / "parallel.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```py\n(.*?)```\n\n```text\n(.*?)```", page, flags=re.DOTALL)
    script = tmp_path / "cluster.py"
    script.write_text(shown[0], encoding="utf-8")
    ran = subprocess.run([sys.executable, script], capture_output=True, timeout=300, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout.decode() == shown[1]


def test_a_bug_is_raised(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    """No error is taken for a death."""
    monkeypatch.setattr(search, "_attempt", deadly.fails)
    with pytest.raises(ZeroDivisionError, match="a bug in the search"):
        solve(problem, time_limit=None)


def test_a_signal_and_the_time_limit(hard: Problem) -> None:
    """Both end the search on the cluster; the best so far comes back, nobody is left behind."""
    struck: list[float] = []

    def strike() -> None:
        struck.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    def listen(news: Progress) -> None:
        if news.stage == "greedy":
            threading.Timer(3, strike).start()

    result = solve(hard, time_limit=None, on_progress=listen)
    assert time.monotonic() - struck[0] < crew.GRACE + 5  # generous: the machine may be busy
    assert check(hard, result.agenda)
    assert result.warnings == ()
    limited = solve(hard, time_limit=2)
    assert limited.agenda.run.seconds < 2 + crew.GRACE + 3
    assert not limited.agenda.run.reproducible
    assert limited.warnings == ()
