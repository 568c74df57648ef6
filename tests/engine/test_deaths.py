"""What becomes of a solve whose workers die, starve, fail or never answer: the same whoever's they are."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rsa_sched import Problem, Progress, Result, check, solve
from rsa_sched.engine import executor, search
from tests.engine.conftest import APART
from tests.support import deadly
from tests.support.comparable import comparable
from tests.support.quick import mostly_long, mostly_slow


def assert_only_the_culprit_suffers(result: Result, alone: Result, problem: Problem, *why: str) -> None:
    """The culprit keeps its first agenda, and the result says so; everybody else has the best."""
    (warning,) = result.warnings
    told = [f"component of 1-d0000 (16 situations): {reason}; the agenda found before is kept" for reason in why]
    assert warning in told
    assert not result.agenda.run.reproducible
    assert check(problem, result.agenda)
    assert result.bound >= alone.bound
    assert seats(result, "1-") == seats(solve(problem, time_limit=0), "1-")
    for prefix in ("0-", "2-", "3-", "4-", "5-"):
        assert seats(result, prefix) == seats(alone, prefix)


def seats(result: Result, prefix: str) -> list[tuple[str, str, Any]]:
    """Who sits where and when, of one component."""
    lines = result.agenda.appointments
    return [(line.situation, line.session, line.start) for line in lines if line.situation.startswith(prefix)]


@pytest.mark.parametrize("means", mostly_long(APART, ["loky"], ["Dask"]), indirect=True)
def test_a_component_that_kills_its_workers(
    problem: Problem, alone: Result, means: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL, as by a system short of memory: the pool breaks, or Dask gives it up; the others are done again."""
    monkeypatch.setattr(search, "_attempt", deadly.kills)
    result = solve(problem, time_limit=None, **means)
    deaths = [f"its worker died ({error})" for error in ("TerminatedWorkerError", "KilledWorker")]
    assert_only_the_culprit_suffers(result, alone, problem, *deaths)


@pytest.mark.slow
@pytest.mark.parametrize("means", ["processes"], indirect=True)
def test_a_worker_killed_once(
    problem: Problem, alone: Result, means: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is lost, nothing need be said."""
    monkeypatch.setattr(search, "_attempt", partial(deadly.kills_once, tmp_path / "mark"))
    result = solve(problem, time_limit=None, **means)
    assert (tmp_path / "mark").exists()
    assert comparable(result) == comparable(alone)
    assert result.warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize("failures", [3, 0])
def test_a_worker_of_a_cluster_killed_while_it_works(
    dask: Any, problem: Problem, alone: Result, failures: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask does its tasks again elsewhere; where it is told not to, the search does. The agenda is the same."""
    monkeypatch.setattr(dask.cluster.scheduler, "allowed_failures", failures)
    victims = list(dask.run(os.getpid).values())

    def kill(news: Progress) -> None:
        if news.stage == "greedy":
            threading.Timer(0.3, os.kill, (victims[0], signal.SIGKILL)).start()

    monkeypatch.setattr(search, "_attempt", deadly.slow)
    result = solve(problem, time_limit=None, on_progress=kill, executor=dask.get_executor())
    assert comparable(result) == comparable(alone)
    assert victims[0] not in dask.run(os.getpid).values()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc to know a process's size")
@pytest.mark.parametrize("means", ["processes"], indirect=True)
def test_a_worker_out_of_memory(
    problem: Problem, alone: Result, means: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that may have no more of it."""
    monkeypatch.setattr(search, "_attempt", deadly.starves)
    assert_only_the_culprit_suffers(solve(problem, time_limit=None, **means), alone, problem, "out of memory")


def test_a_component_out_of_memory_in_a_thread(
    problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's MemoryError concerns one component alone."""
    monkeypatch.setattr(search, "improve", deadly.hungry)
    result = solve(problem, time_limit=None, workers=2)
    assert_only_the_culprit_suffers(result, alone, problem, "out of memory")


@pytest.mark.parametrize("means", mostly_slow(["threads", "processes", "Dask"], "threads"), indirect=True)
def test_a_bug_is_raised(problem: Problem, means: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """No error is taken for a death."""
    monkeypatch.setattr(search, "_attempt", deadly.fails)
    with pytest.raises(ZeroDivisionError, match="a bug in the search"):
        solve(problem, time_limit=None, **means)


@pytest.mark.slow
@pytest.mark.parametrize("means", ["processes", "a ProcessPoolExecutor"], indirect=True)
def test_workers_that_do_not_answer_are_left_after_a_while(
    problem: Problem, alone: Result, means: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their components keep the agenda from before, and the result says so; what the others found stays."""
    before = set(multiprocessing.active_children())
    monkeypatch.setattr(search, "_attempt", deadly.sleeps)
    monkeypatch.setattr(executor, "GRACE", 0.5)
    struck: list[float] = []

    def listen(news: Progress) -> None:
        if news.solved == 5 and not struck:
            struck.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGTERM)

    result = solve(problem, time_limit=None, on_progress=listen, **means)
    assert time.monotonic() - struck[0] < deadly.SLEEP / 2
    for process in set(multiprocessing.active_children()) - before:  # a pool waits for its workers, a sleeper too
        process.kill()
    assert_only_the_culprit_suffers(result, alone, problem, "its worker did not answer in time")
