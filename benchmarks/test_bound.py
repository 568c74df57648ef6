"""Bounds alone: how tight, and how soon. `extra_info` has the bound; all must lie above every agenda found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.inside import capacity_bound, plan_bound
from benchmarks.once import once
from benchmarks.peers import NoAgenda, peer
from benchmarks.peers.highs_mip import solved
from benchmarks.peers.mip import Mip
from benchmarks.peers.reading import Reading
from benchmarks.peers.textbook import agenda as textbook
from rsa_sched import Problem


def _measured(benchmark: BenchmarkFixture, family: str, load: Problem, bound: Callable[[], int | None]) -> None:
    benchmark.group = f"bound: {family}"
    proven = once(benchmark, bound)
    if proven is None:
        pytest.skip("nothing proven in its time")
    benchmark.extra_info["bound"] = proven
    known = max(peer(name)(load, 0.0).points for name in ("officer", "officer-in-turn"))
    benchmark.extra_info["above_the_officers"] = round(proven / known, 4)
    assert proven >= known


def test_plan_bound(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float) -> None:
    """Ours: session plans."""
    _measured(benchmark, family, load, lambda: plan_bound(load, limit))


def test_capacity_bound(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """Ours, at once: room alone."""
    _measured(benchmark, family, load, lambda: capacity_bound(load))


def test_relaxed_mip(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float) -> None:
    """Peer: the linear relaxation of the time-indexed MIP."""

    def relaxed() -> int | None:
        mip = Mip(Reading(load))
        bound = solved(mip.model, max(60.0, limit), relaxed=True).bound
        return None if bound is None else bound + mip.constant

    _measured(benchmark, family, load, relaxed)


def test_textbook_bound(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float) -> None:
    """Peer: what the textbook model has proven when its time is up."""

    def proven() -> int | None:
        try:
            return textbook(load, limit, workers=8).bound
        except NoAgenda as none:
            return none.bound

    _measured(benchmark, family, load, proven)
