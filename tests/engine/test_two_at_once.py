"""Several solves in threads of one process: each has its own workers, none waits for or harms another."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import joblib
import pytest
from joblib.externals.loky import get_reusable_executor

from rsa_sched import Problem, Progress, Result, check, solve
from rsa_sched.engine import search
from tests.support import deadly
from tests.support.cluster import local_cluster
from tests.support.comparable import comparable
from tests.support.loads import interchangeable, side_by_side
from tests.support.quick import mostly_long

PATIENCE = 600
"""Seconds after which a solve of some seconds counts as hung."""


def small(parts: int, seed: int = 0, sessions: int = 1, situations: int = 8) -> Problem:
    """So many components, each open after the first agenda and proven in a moment."""
    documents = (interchangeable(sessions, situations, seed=100 * seed + n, prefix=f"{n}-") for n in range(parts))
    return Problem.from_dict(side_by_side(*documents))


def together(*solves: Callable[[], Result], apart: float = 0.0) -> list[Result]:
    """Their results, each from a thread of its own, begun so many seconds apart."""
    results: dict[int, Result | BaseException] = {}

    def run(number: int) -> None:
        time.sleep(number * apart)
        try:
            results[number] = solves[number]()
        except BaseException as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(solves))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a solve hangs"
    found = [results[number] for number in range(len(solves))]
    for result in found:
        if isinstance(result, BaseException):
            raise result
    return [result for result in found if isinstance(result, Result)]


@pytest.fixture(scope="module")
def many() -> Problem:
    """So many components that processes are taken by themselves."""
    return small(search.WORTH_PROCESSES)


@pytest.fixture(scope="module")
def alone(many: Problem) -> bytes:
    """What one worker makes of it."""
    return comparable(solve(many, workers=1, time_limit=None))


@pytest.mark.parametrize(
    ("first", "second", "is_later"), mostly_long([(2, 3, False), (2, 2, True)], [(2, 2, True)], [])
)
def test_many_components_twice_at_once(many: Problem, alone: bytes, first: int, second: int, is_later: bool) -> None:
    """In processes of each one's own: whoever ends first, in the midst of the other's work, shuts nobody else's."""
    midway = threading.Event()
    if not is_later:
        midway.set()

    def listen(news: Progress) -> None:
        if news.solved >= news.components // 2:
            midway.set()

    def later() -> Result:
        midway.wait(PATIENCE)
        return solve(many, workers=second, time_limit=None)

    for result in together(partial(solve, many, workers=first, time_limit=None, on_progress=listen), later):
        assert result.warnings == ()
        assert comparable(result) == alone


@pytest.mark.slow
def test_the_hang_of_before_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Nothing is said on standard error either, and the process ends."""
    script = tmp_path / "two.py"
    script.write_text(
        "import threading\n"
        "from rsa_sched import solve\n"
        "from tests.engine.test_two_at_once import small\n"
        "def run(workers):\n"
        "    result = solve(problem, workers=workers, time_limit=None)\n"
        "    print(result.status, result.warnings)\n"
        "if __name__ == '__main__':\n"
        "    problem = small(64)\n"
        "    threads = [threading.Thread(target=run, args=(workers,)) for workers in (2, 3)]\n"
        "    [thread.start() for thread in threads]\n"
        "    [thread.join() for thread in threads]\n",
        encoding="utf-8",
    )
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path}
    ran = subprocess.run([sys.executable, script], capture_output=True, timeout=PATIENCE, check=False, env=environment)
    assert ran.stderr.decode() == ""
    assert ran.stdout.decode() == "optimal ()\n" * 2


def test_one_pool_of_the_callers_for_several_solves() -> None:
    """Also for more solves than it has threads, and for solves that run in it themselves: its threads wait for it."""
    problems = [small(3, seed) for seed in range(3)]
    expected = [comparable(solve(problem, workers=1, time_limit=None)) for problem in problems]
    with ThreadPoolExecutor(2) as pool:
        inside = [pool.submit(solve, problem, time_limit=None, executor=pool) for problem in problems]
        assert [comparable(future.result(PATIENCE)) for future in inside] == expected
        solves = [partial(solve, problem, time_limit=None, executor=pool) for problem in problems]
        assert [comparable(result) for result in together(*solves)] == expected
        assert pool.submit(int, "7").result() == 7


@pytest.mark.slow
def test_a_death_in_a_pool_that_two_solves_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """It breaks for both; the other one goes on in processes of its own, as if nothing had been."""
    documents = (interchangeable(1, 8, seed=n, prefix=f"o{n}-") for n in range(5))
    deadly_one, harmless = small(6), Problem.from_dict(side_by_side(*documents))
    expected = comparable(solve(harmless, workers=1, time_limit=None))
    monkeypatch.setattr(search, "_attempt", deadly.kills)
    pool = ProcessPoolExecutor(2, get_context("spawn"))
    try:
        struck, spared = together(
            partial(solve, deadly_one, time_limit=None, executor=pool),
            partial(solve, harmless, time_limit=None, executor=pool),
        )
    finally:
        pool.shutdown()
    assert comparable(spared) == expected
    assert spared.warnings == ()
    assert len(struck.warnings) == 1
    assert check(deadly_one, struck.agenda)


# --- pairs of every kind ----------------------------------------------------------------------------------------------


def in_threads(problem: Problem, workers: int) -> Result:
    """Threads of the solve's own."""
    with joblib.parallel_config(backend="threading"):
        return solve(problem, workers=workers, time_limit=None)


def in_processes(problem: Problem, workers: int) -> Result:
    """Processes of the solve's own."""
    with joblib.parallel_config(backend="loky"):
        return solve(problem, workers=workers, time_limit=None)


def on(executor: Executor, problem: Problem, workers: int) -> Result:
    """The caller's executor, which several use."""
    return solve(problem, workers=workers, time_limit=None, executor=executor)


@pytest.fixture(scope="module")
def means() -> Iterator[dict[str, Callable[[Problem, int], Result]]]:
    """By what means a problem may be solved."""
    loky = get_reusable_executor(max_workers=2, timeout=None)
    with local_cluster() as client, ThreadPoolExecutor(2) as threads:
        yield {
            "threads": in_threads,
            "processes": in_processes,
            "the caller's threads": partial(on, threads),
            "the caller's loky": partial(on, loky),
            "Dask": partial(on, client.get_executor()),
        }
    loky.shutdown()


PAIRS = int(os.environ.get("RSA_SCHED_PAIRS", "4"))
"""Pairs of solves; the acceptance of this was 200. Ten have every means in them."""


@pytest.mark.slow
def test_many_pairs(means: dict[str, Callable[[Problem, int], Result]], capfd: Any) -> None:
    """Whatever the means of the two, and 1 to 3 workers: the agendas of one after the other, and not a word besides."""
    problems = [small(4, seed, sessions=2, situations=10) for seed in range(4)]
    expected = [comparable(solve(problem, workers=1, time_limit=None)) for problem in problems]
    choices = list(product(means, (1, 2, 3)))
    pairs = Random(0).sample(list(product(choices, choices)), PAIRS)
    assert PAIRS < 10 or {name for pair in pairs for name, _ in pair} == set(means)
    for number, pair in enumerate(pairs):
        ours = [number % 4, (number // 4 + 1) % 4]
        solves = [partial(means[name], problems[one], workers) for one, (name, workers) in zip(ours, pair, strict=True)]
        for one, result in zip(ours, together(*solves, apart=number % 3 * 0.2), strict=True):
            assert comparable(result) == expected[one], pair
            assert result.warnings == (), pair
    assert "Traceback" not in capfd.readouterr().err
