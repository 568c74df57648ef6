"""Reading a document: strictly, with all cross-checks; beside it, the bare parsing of the same text."""

from __future__ import annotations

import json

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.peers.reading import Reading
from rsa_sched import PreparedProblem, Problem


def test_problem_from_json(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """The whole intake: schema, cross-checks, frozen objects."""
    benchmark.group = f"intake: {family}"
    text = load.to_json()
    benchmark.extra_info["megabytes"] = round(len(text) / 1e6, 3)
    assert benchmark(Problem.from_json, text).sha256 == load.sha256


def test_json_alone(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """Peer: no reader of JSON in Python can do with less."""
    benchmark.group = f"intake: {family}"
    assert benchmark(json.loads, load.to_json())["id"] == load.id


def test_case(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """Candidates, values and dues."""
    benchmark.group = f"case: {family}"
    assert benchmark(PreparedProblem.of, load).candidates


def test_reading(benchmark: BenchmarkFixture, family: str, load: Problem) -> None:
    """Peer: the same, and all that a peer needs before it can model."""
    benchmark.group = f"case: {family}"
    assert benchmark(Reading, load).admitted
