"""Time to an agenda that is proven to lie within 1 % and 0.1 % of the best.

A solver that does not come so far takes its whole time limit: `extra_info` says whether it reached the gap.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.once import once
from benchmarks.peers import NoAgenda, PeerAnswer
from benchmarks.peers.highs_mip import agenda as mip
from benchmarks.peers.textbook import agenda as textbook
from rsa_sched import Problem, solve

each_gap = pytest.mark.parametrize("gap", [0.01, 0.001], ids=["1%", "0.1%"])


def _ours(load: Problem, seconds: float, gap: float) -> float:
    return solve(load, time_limit=seconds, on_progress=lambda news: news.gap <= gap).gap


def _measured(benchmark: BenchmarkFixture, family: str, gap: float, reach: Callable[[], float | None]) -> None:
    benchmark.group = f"gap of {100 * gap:g} %: {family}"
    left = once(benchmark, reach)
    benchmark.extra_info["gap"] = left
    benchmark.extra_info["reached"] = left is not None and left <= gap


def _theirs(answer: Callable[[], PeerAnswer]) -> float | None:
    try:
        found = answer()
    except NoAgenda:
        return None
    return None if found.bound is None else (found.bound - found.points) / max(1, abs(found.bound))


@each_gap
def test_ours(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float, gap: float) -> None:
    """From the problem in hand to the first event with this gap."""
    _measured(benchmark, family, gap, lambda: _ours(load, limit, gap))


@each_gap
def test_textbook(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float, gap: float) -> None:
    """Peer: the textbook model, stopped at this gap."""

    _measured(benchmark, family, gap, lambda: _theirs(lambda: textbook(load, limit, workers=8, enough=gap)))


@each_gap
def test_mip(benchmark: BenchmarkFixture, family: str, load: Problem, limit: float, gap: float) -> None:
    """Peer: the MIP, stopped at this gap."""

    _measured(benchmark, family, gap, lambda: _theirs(lambda: mip(load, limit, enough=gap)))
