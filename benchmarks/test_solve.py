"""Whole solves in this process. `extra_info` has points and bound; the groups of the table compare the times."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.once import once
from benchmarks.peers import NAMES, CannotRun, NoAgenda, PeerAnswer, peer
from rsa_sched import Problem, solve


def test_ours(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float) -> None:
    """Problem to audited agenda, reasons included."""
    benchmark.group = f"solve: {family}"
    result = once(benchmark, lambda: solve(load, time_limit=limit))
    benchmark.extra_info.update(points=result.points, bound=result.bound)
    assert result.audit
    assert result.warnings == ()


@pytest.mark.parametrize("name", NAMES)
def test_peer(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float, name: str) -> None:
    """The same by a peer; its agenda is audited inside."""
    benchmark.group = f"solve: {family}"

    def answer() -> PeerAnswer | None:
        try:
            return peer(name)(load, limit)
        except NoAgenda:
            return None
        except CannotRun as missing:
            pytest.skip(str(missing))

    found = once(benchmark, answer)
    if found is not None:
        benchmark.extra_info.update(points=found.points, bound=found.bound)
