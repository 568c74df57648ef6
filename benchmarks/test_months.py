"""The laboratory: a year of Grenoble, beside what the twelve searches alone take."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from rsa_sched import Problem, load_demo, solve
from rsa_sched.simulate import BASELINES, Demand, SimulationRun, run

MONTHS = {"smoke": 2, "full": 12}


@pytest.fixture
def months(request: pytest.FixtureRequest) -> int:
    """How many are played."""
    return MONTHS[request.config.getoption("size")]


def year(months: int, arbiter: str | None = None) -> SimulationRun:
    """Months of the bundled organisation, at half of October's demand."""
    problem = load_demo()
    demand = Demand.like(problem, months=1).scaled(0.5)
    return run(demand, problem.regulation, problem, months=months, arbiter=BASELINES[arbiter] if arbiter else None)


def test_months(benchmark: BenchmarkFixture, months: int) -> None:
    """Arbitrated by `solve`; the issue's goal is a year in 5 s."""
    benchmark.group = "months"
    assert len(benchmark.pedantic(year, (months,), rounds=3).months) == months  # type: ignore[no-untyped-call]


def test_searches_alone(benchmark: BenchmarkFixture, months: int) -> None:
    """Peer: the same problems again, already drawn."""
    problems: list[Problem] = []

    def keep(problem: Problem) -> object:
        problems.append(problem)
        return solve(problem, workers=1).agenda

    problem = load_demo()
    run(Demand.like(problem, months=1).scaled(0.5), problem.regulation, problem, months=months, arbiter=keep)  # type: ignore[arg-type]
    benchmark.group = "months"
    benchmark.pedantic(lambda: [solve(problem, workers=1) for problem in problems], rounds=3)  # type: ignore[no-untyped-call]


def test_first_come(benchmark: BenchmarkFixture, months: int) -> None:
    """Peer: the same months decided by age alone, without a search."""
    benchmark.group = "months"
    assert len(benchmark.pedantic(year, (months, "first come first served"), rounds=3).months) == months  # type: ignore[no-untyped-call]
