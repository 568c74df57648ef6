"""Building the model of a whole problem, without solving it."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.inside import whole_model
from benchmarks.peers.mip import Mip
from benchmarks.peers.reading import Reading
from benchmarks.peers.textbook import Textbook
from rsa_sched import Problem


def test_our_model(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """The CP-SAT model of the engine, in one piece."""
    benchmark.group = f"building: {family}"
    assert benchmark(whole_model, load) is not None


def test_textbook(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """Peer: intervals and no-overlap."""
    benchmark.group = f"building: {family}"
    assert benchmark(lambda: Textbook(Reading(load))).seated


def test_mip(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """Peer: the time-indexed MIP."""
    benchmark.group = f"building: {family}"
    assert benchmark(lambda: Mip(Reading(load))).starts
