"""The most memory that a whole process holds, in MiB (`extra_info`), each in a fresh one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.once import once
from benchmarks.peers import NAMES
from benchmarks.process import Spent, run
from benchmarks.registry import OURS
from rsa_sched import Problem


@pytest.mark.parametrize("solver", [OURS, *NAMES])
def test_memory(
    benchmark: BenchmarkFixture, family: str, load: Problem, limit: float, solver: str, tmp_path: Path
) -> None:
    """Us, from the command line, and each peer."""
    benchmark.group = f"whole process: {family}"
    document, record = tmp_path / "problem.json", tmp_path / "record.json"
    document.write_text(load.to_json(), encoding="utf-8")
    child = ["-m", "benchmarks.child", "peer", solver, str(record), str(document), str(limit), "0"]
    ours = ["-m", "rsa_sched", "solve", str(document), "-o", str(record), "--time-limit", str(limit)]

    def spend() -> Spent:
        return run(ours if solver == OURS else child, 2 * limit + 60)

    spent = once(benchmark, spend)
    benchmark.extra_info["mebibytes"] = spent.memory
    assert spent.code == 0, spent.errors
    assert record.exists()
