"""A real Dask cluster on this machine: a scheduler, two worker processes and the wire between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def local_cluster() -> Iterator[Any]:
    """Its client; workers of one thread each, on the loopback; a task that kills a worker is given up at once."""
    why = "the cluster's tests need Dask: pip install distributed"
    distributed, dask = (pytest.importorskip(name, reason=why) for name in ("distributed", "dask"))
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.worker.memory.terminate": False}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as local,
        distributed.Client(local) as client,
    ):
        yield client


def both_workers(client: Any) -> None:
    """Wait until both workers are there, whoever was killed before; where one does not come back, begin anew.

    On a busy machine the nanny of a killed worker may give its successor up.
    """
    try:
        client.wait_for_workers(2, timeout=30)
    except TimeoutError:
        client.cluster.scale(0)
        client.cluster.scale(2)
        client.wait_for_workers(2, timeout=180)
