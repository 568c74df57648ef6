"""Many Grenoble years on this machine's processes and on a Dask cluster of as many: years a minute and core, memory.

python -m benchmarks.years [YEARS] [WORKERS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, wait
from contextlib import ExitStack, contextmanager
from pathlib import Path

from joblib.externals.loky import ProcessPoolExecutor

from rsa_sched import load_demo
from rsa_sched.simulate import Demand, Scenario, Setting, campaign

YEARS, WORKERS = 60, 2


def grenoble() -> Scenario:
    """A year of the bundled organisation, at half of October's demand a month."""
    problem = load_demo()
    return Scenario(
        "grenoble", Demand.like(problem, months=1).scaled(0.5), problem.regulation, Setting.of(problem), months=12
    )


def memory(_: object = None) -> int:
    """The most that this process has had in memory, in MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def played(years: int, seed: int, workers: Executor) -> float:
    """Seconds that so many years take these workers; their results go to disk, as in earnest."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        found = campaign([grenoble()], years, seed=seed, folder=Path(folder), executor=workers)
        took = time.perf_counter() - began
        if len(found.failures) or found.missing:
            raise SystemExit("not every year was played")
    return took


@contextmanager
def backend(name: str, workers: int) -> Iterator[Executor]:
    """The workers of that name."""
    if name == "loky":
        with ProcessPoolExecutor(workers) as pool:
            yield pool
        return
    import dask
    import distributed

    # Dask's own profiler looks at every thread a hundred times a second: a quarter of the time of work like this.
    quiet = {"distributed.worker.memory.terminate": False, "distributed.worker.profile.enabled": False}
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(quiet))
        cluster = stack.enter_context(
            distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=50,
            )
        )
        client = stack.enter_context(distributed.Client(cluster))  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False)


def main(years: int = YEARS, workers: int = WORKERS) -> None:
    """Print a line for each backend, and after half of the years again: memory that grew would show."""
    for name in ("loky", "dask"):
        with backend(name, workers) as pool:
            played(workers, seed=1, workers=pool)  # the workers load the solver
            for part in (years // 2, years - years // 2):
                took = played(part, seed=part, workers=pool)
                rate = 60 * part / took / workers
                asked = [pool.submit(memory, number) for number in range(8 * workers)]
                most = max(future.result() for future in wait(asked).done)
                print(
                    f"{name}: {part} years in {took:.1f} s on {workers} workers, {rate:.2f} years a minute and core, "
                    f"1,000 in {1000 * took / part / 60:.1f} min; at most {most} MiB a worker, {memory()} MiB here"
                )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
