"""Sizes of the suites, and what their tests share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.registry import ENTRIES, SUITES, Entry, problem
from rsa_sched import Problem

SMOKE_SECONDS = 1.5
TOLD = pytest.StashKey[list[tuple[str, str, dict[str, Any]]]]()
"""(group, test, extra_info) of each benchmark."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What is measured, and at which size."""
    group = parser.getgroup("rsa_sched benchmarks")
    group.addoption(
        "--size", choices=("smoke", "full"), default="smoke", help="families of the suites (default: smoke)"
    )
    group.addoption("--families", nargs="+", choices=tuple(ENTRIES), help="these families instead")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test once for each family of its suite."""
    if "family" in metafunc.fixturenames:
        suite = metafunc.module.__name__.rpartition(".")[2]
        chosen = metafunc.config.getoption("families")
        size = metafunc.config.getoption("size")
        metafunc.parametrize("family", chosen or SUITES[size][suite], scope="session")


@pytest.fixture
def entry(family: str) -> Entry:
    """The family's line of the registry."""
    return ENTRIES[family]


@pytest.fixture
def limit(entry: Entry, request: pytest.FixtureRequest) -> float:
    """Seconds for each solver."""
    return min(entry.limit, SMOKE_SECONDS) if request.config.getoption("size") == "smoke" else entry.limit


@pytest.fixture
def load(family: str) -> Problem:
    """The family's problem, seed 0."""
    return problem(family)


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest, benchmark: BenchmarkFixture) -> Iterator[None]:
    """Keep what a benchmark says of itself for the summary."""
    yield
    kept = request.config.stash.setdefault(TOLD, [])
    kept.append((str(benchmark.group), request.node.name, dict(benchmark.extra_info)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Points, bounds and the like beside each other; the table of pytest-benchmark has times alone."""
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for group, name, info in config.stash.get(TOLD, []):
        if info:
            groups[group].append((name, info))
    for group, lines in sorted(groups.items()):
        terminalreporter.write_line(f"\n{group}")
        for name, info in lines:
            terminalreporter.write_line(f"  {name}: {', '.join(_with_ratios(info, [other for _, other in lines]))}")


def _with_ratios(info: dict[str, Any], group: list[dict[str, Any]]) -> Iterator[str]:
    """Figures, points as a share of the most of the group, bounds of the least."""
    best = {"points": max, "bound": min}
    for key, value in info.items():
        known = [other[key] for other in group if other.get(key) is not None]
        if key in best and value is not None and best[key](known):
            yield f"{key} {value} ({value / best[key](known):.2%})"
        else:
            yield f"{key} {value}"
