"""Problems of several components, and whatever may work on them side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from functools import partial
from multiprocessing import get_context
from typing import Any

import joblib
import pytest
from joblib.externals.loky import get_reusable_executor

from rsa_sched import Problem, Result, solve
from tests.support.cluster import both_workers, local_cluster
from tests.support.loads import interchangeable, side_by_side

OURS: dict[str, Callable[[], Any]] = {
    "threads": nullcontext,
    "processes": partial(joblib.parallel_config, backend="loky"),
}
CONFIGURED: dict[str, Callable[[], Any]] = {
    f"joblib's {name}": partial(joblib.parallel_config, backend=name, n_jobs=2)
    for name in ("threading", "loky", "multiprocessing", "sequential", "dask")
}
THEIRS = ("a ThreadPoolExecutor", "a ProcessPoolExecutor", "loky", "Dask")
MEANS = (*OURS, *CONFIGURED, *THEIRS)
"""By what means a problem may be solved; `means` gives the options of one."""
APART = ("processes", "a ProcessPoolExecutor", "loky", "Dask")
"""Those of other processes."""


@pytest.fixture(scope="session")
def problem() -> Problem:
    """Six components, each proven in a moment; "1-d0000" leads one of them."""
    return Problem.from_dict(side_by_side(*(interchangeable(2, 16, seed=n, prefix=f"{n}-") for n in range(6))))


@pytest.fixture(scope="session")
def alone(problem: Problem) -> Result:
    """What one worker makes of it."""
    return solve(problem, workers=1, time_limit=None)


@pytest.fixture(scope="session")
def hard() -> Problem:
    """Five components that nobody waits to see proven."""
    return Problem.from_dict(side_by_side(*(interchangeable(12, 90, seed=n, prefix=f"{n}-") for n in range(5))))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """A Dask cluster: two workers of one thread each, on the loopback; a task that kills one worker is given up."""
    with local_cluster() as client:
        yield client


@pytest.fixture
def dask(cluster: Any) -> Any:
    """Its client, with both workers there, whoever was killed before."""
    both_workers(cluster)
    return cluster


@pytest.fixture
def means(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Options of `solve` for two workers of the kind that the test asks for (`indirect`), which are there meanwhile."""
    name: str = request.param
    with ExitStack() as stack:
        if "dask" in name.lower():
            client = request.getfixturevalue("dask")
        if name in THEIRS:
            makers: dict[str, Callable[[], Any]] = {
                "a ThreadPoolExecutor": lambda: stack.enter_context(ThreadPoolExecutor(2)),
                "a ProcessPoolExecutor": lambda: stack.enter_context(ProcessPoolExecutor(2, get_context("spawn"))),
                "loky": lambda: get_reusable_executor(max_workers=2, timeout=None),
                "Dask": lambda: client.get_executor(),
            }
            executor = makers[name]()
            yield {"executor": executor}
            if name == "loky":
                executor.shutdown(kill_workers=True)
            return
        with {**OURS, **CONFIGURED}[name]():
            yield {"workers": 2} if name in OURS else {}
