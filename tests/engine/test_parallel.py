"""Components side by side: the same agenda by whatever means, and what goes over the wire."""

from __future__ import annotations

import pickle
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import joblib
import pytest
from joblib.parallel import ParallelBackendBase

from rsa_sched import Problem, Progress, Result, solve
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine import executor, search
from rsa_sched.engine.budget import Budget
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.executor import WorkerPool
from rsa_sched.engine.progress import Reporter
from rsa_sched.engine.stop import Stop
from tests.engine.conftest import MEANS
from tests.support.comparable import comparable
from tests.support.loads import interchangeable, side_by_side
from tests.support.quick import mostly_long


def worker_pool(executor: Executor | None = None, workers: int | None = None, processes: bool = False) -> WorkerPool:
    """One that has all the time in the world."""
    return WorkerPool(executor, workers, processes, Stop(), lambda: None)


# --- the same everywhere ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [2, 4])
def test_the_number_of_threads_changes_nothing(problem: Problem, alone: Result, workers: int) -> None:
    """The same document, by the byte."""
    assert comparable(solve(problem, workers=workers, time_limit=None)) == comparable(alone)


@pytest.mark.parametrize("means", mostly_long(MEANS, ["a ProcessPoolExecutor"], ["Dask"]), indirect=True)
def test_the_means_change_nothing(problem: Problem, alone: Result, means: dict[str, Any]) -> None:
    """By the byte; progress is told until all are solved; the caller's executor takes the work twice, and lives."""
    for _ in range(2 if "executor" in means else 1):
        heard: list[Progress] = []
        result = solve(problem, time_limit=None, on_progress=heard.append, **means)
        assert comparable(result) == comparable(alone)
        assert result.warnings == ()
        assert result.agenda.run.reproducible
        assert heard[-1].solved == heard[-1].components == 6
    if "executor" in means:
        assert means["executor"].submit(int, "7").result() == 7


@pytest.mark.slow
def test_processes_by_itself(problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many components are given to processes where the caller says nothing; progress is told as they finish."""
    monkeypatch.setattr(search, "WORTH_PROCESSES", 2)
    heard: list[Progress] = []
    assert comparable(solve(problem, workers=2, time_limit=None, on_progress=heard.append)) == comparable(alone)
    assert [news.solved for news in heard[1:-1]] == sorted(news.solved for news in heard[1:-1])


# --- who works --------------------------------------------------------------------------------------------------------


def test_threads_where_the_caller_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller's choice comes before the size of the problem; so does a process that may have no children."""
    assert worker_pool(workers=2, processes=True).apart
    with joblib.parallel_config(backend="threading"):
        assert not worker_pool(workers=2, processes=True).apart
    with ThreadPoolExecutor(1) as threads:
        assert not worker_pool(threads, processes=True).apart
        with joblib.parallel_config(backend="loky"):
            assert not worker_pool(threads, 2).apart
            assert worker_pool(workers=2).apart
    monkeypatch.setattr(executor, "current_process", lambda: type("Process", (), {"daemon": True}))
    assert not worker_pool(workers=2, processes=True).apart


def test_workers_are_the_callers_where_solve_is_told_nothing() -> None:
    """`workers=`, else the executor's, else the `n_jobs` of a `parallel_config`, else cores; the agenda says so."""
    with joblib.parallel_config(n_jobs=3):
        assert worker_pool().number == 3
        assert worker_pool(workers=2).number == 2
    assert worker_pool().number == executor._cores()
    with ThreadPoolExecutor(5) as threads:
        assert worker_pool(threads).number == 5
        problem = Problem.from_dict(interchangeable(1, 8))
        assert solve(problem, executor=threads).agenda.run.workers == 5
        assert solve(problem, executor=threads, workers=2).agenda.run.workers == 2


@pytest.mark.parametrize("wrong", ["threads", 2, type("Client", (), {"submit": print})()], ids=["str", "int", "Client"])
def test_no_executor(problem: Problem, wrong: Any) -> None:
    """Whoever gives something else is told what is expected."""
    with pytest.raises(ValueError, match=r"executor: \w+: expected a concurrent\.futures\.Executor"):
        solve(problem, executor=wrong)


def test_a_backend_that_nothing_is_known_of(problem: Problem) -> None:
    """It is not taken for another one in silence."""
    backend = type("ForeignBackend", (ParallelBackendBase,), {"effective_n_jobs": lambda *_: 2})
    with joblib.parallel_config(backend=backend()), pytest.raises(ValueError, match=r"ForeignBackend.*executor="):
        solve(problem)


def test_a_pool_that_takes_no_work_is_the_callers_affair(problem: Problem) -> None:
    """An error before any work was handed out is no death of a worker."""
    with ThreadPoolExecutor(2) as pool:
        pass
    with pytest.raises(RuntimeError, match="after shutdown"):
        solve(problem, executor=pool)


def test_a_machine_without_processes(problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it has none to give, threads do the work."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr("joblib.externals.loky.process_executor.ProcessPoolExecutor", refuse)
    with joblib.parallel_config(backend="loky"):
        result = solve(problem, workers=2, time_limit=None)
    assert comparable(result) == comparable(alone)
    assert result.warnings == ()


def test_a_pool_that_is_shut_midway(problem: Problem, alone: Result) -> None:
    """Whatever it has not done, our own threads do."""
    pool = ThreadPoolExecutor(1)

    def shut(news: Progress) -> None:
        if news.solved == 1:
            pool.shutdown(wait=False, cancel_futures=True)

    assert comparable(solve(problem, time_limit=None, executor=pool, on_progress=shut)) == comparable(alone)


# --- what goes over the wire ------------------------------------------------------------------------------------------


def sent(parts: int) -> int:
    """Bytes of the first component's task in a problem of so many like it."""
    documents = [interchangeable(2, 16, seed=n, prefix=f"{n:03}-") for n in range(parts)]
    components, _ = split(PreparedProblem.of(Problem.from_dict(side_by_side(*documents))))
    assert len(components) == parts
    stop = Stop()
    floor = at_once(components[0], {}, Control(stop=stop))
    return len(pickle.dumps((0, floor, Control(Budget(60, 2, 99).lend(), 0, stop, Reporter(None, stop, 0).of(0)))))


def test_a_task_weighs_what_its_component_weighs() -> None:
    """However many others there are; some 400 bytes a situation where there are many, with sessions and people."""
    assert sent(1) == sent(3) == sent(12)
    assert sent(12) < 16 * 1000


def test_an_answer_leaves_the_component_at_home(problem: Problem) -> None:
    """Seats, points, bound: what the sender does not have."""
    components, _ = split(PreparedProblem.of(problem))
    stop = Stop()
    _, answer = search._attempt(0, at_once(components[0], {}, Control(stop=stop)), Control(stop=stop))
    assert isinstance(answer, dict)
    assert "case" not in answer
    assert len(pickle.dumps(answer)) < 16 * 200
