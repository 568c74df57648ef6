"""Components too large for one model, from the first bound to the last improvement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from rsa_sched import PinClash, PreparedProblem, Problem, Result, check, solve
from rsa_sched.bareme.points import points_of
from rsa_sched.engine import lns as neighbourhoods
from rsa_sched.engine.colgen import prover as proof
from rsa_sched.engine.colgen import stage as large
from rsa_sched.engine.colgen.integer_master import IntegerChoice, choose
from rsa_sched.engine.colgen.pricing import Prices
from rsa_sched.engine.colgen.restricted_master import PlanBound, RestrictedMaster
from rsa_sched.engine.colgen.stage import improve_by_plans, is_large
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import options
from rsa_sched.engine.stop import Stop
from tests.engine.colgen.exhaustive import components, crowded
from tests.engine.test_model import heavy
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.loads import interchangeable
from tests.support.quick import mostly_slow, one_in


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small."""
    monkeypatch.setattr(large, "STARTS", 0)


@pytest.fixture
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short steps, few rounds: the same code, done sooner."""
    monkeypatch.setattr(neighbourhoods, "WORK", 0.3)
    monkeypatch.setattr(neighbourhoods, "PATIENCE", 1)
    monkeypatch.setattr(neighbourhoods, "SIZE", 2_000)
    monkeypatch.setattr(large, "STARTS", 1_000)
    monkeypatch.setattr(proof, "MOST", 20_000)
    monkeypatch.setattr(proof, "SIZES", (400,))
    monkeypatch.setattr(proof, "CHOICES", 4)


def quiet(points: int, bound: int | None) -> None:
    """Nobody listens."""


def assert_right(problem: Problem, result: Result) -> None:
    """Valid, bounded, nothing to warn of."""
    assert check(problem, result.agenda)
    assert result.points <= result.bound
    assert result.warnings == ()


def tiny_documents() -> list[tuple[str, dict[str, Any]]]:
    """Of all sorts."""
    found = [(f"random {seed}", random_document(Random(seed), pins=bool(seed % 2))) for seed in range(36)]
    found += [(f"crowded {seed}", crowded(seed)) for seed in range(100, 112)]
    for seed in range(12):
        document = random_document(Random(seed))
        heavy(document, Random(seed))
        found.append((f"heavy {seed}", document))
    return found


TINY = tiny_documents()


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("document", one_in(6, [document for _, document in TINY]), ids=[name for name, _ in TINY])
def test_tiny_problems_by_way_of_the_plans(document: dict[str, Any]) -> None:
    """No agenda of the exhaustive search lies above the bound, none below what is called optimal."""
    best, problem = oracle.best(document), Problem.from_dict(document)
    if best is None:
        with pytest.raises(PinClash):
            solve(problem, time_limit=None)
        return
    result = solve(problem, time_limit=None, workers=1)
    assert_right(problem, result)
    assert result.points <= best <= result.bound
    assert result.agenda.run.reproducible


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("size", mostly_slow(["small", "medium"], "small"))
def test_what_is_proven_is_what_cp_sat_proves(size: str) -> None:
    """The two ways agree on points and bounds; of the small ones most is proven by both, even with little work."""
    proven = total = 0
    for seed in range(12 if size == "small" else 3):
        for case in components(random_document(Random(seed), size=size)):
            floor, answer = at_once(case, {}, Control()), Model(case).solve(work=10)
            found = improve_by_plans(replace(floor, bound=10**7), Control())
            assert found.alarms == ()
            assert not found.cut
            assert points_of(case, found.seats) == found.points <= found.bound
            assert answer.bound is not None
            assert found.points <= answer.bound
            assert answer.points <= found.bound
            total, proven = total + 1, proven + (found.proven and answer.status == "optimal")
    assert proven > total / 2 or size == "medium"


@pytest.mark.slow
def test_a_medium_problem_is_proven_with_all_the_work_it_takes() -> None:
    """Which little work above may not do: the same optimum as CP-SAT's, with its proof."""
    (case,) = components(random_document(Random(0), size="medium"))
    floor, answer = at_once(case, {}, Control()), Model(case).solve(work=10)
    found = improve_by_plans(replace(floor, bound=10**7), Control())
    assert (answer.status, found.proven, found.points) == ("optimal", True, answer.points)


@pytest.mark.slow
@pytest.mark.usefixtures("little_work")
def test_large_components_are_improved_and_bounded_the_same_way_twice() -> None:
    """Without a time limit the work is counted: the same agenda again, with fewer or more workers."""
    problem = Problem.from_dict(interchangeable(6, 42))
    first = solve(problem, time_limit=0)
    results = [solve(problem, time_limit=None, workers=workers) for workers in (1, 2)]
    documents: list[dict[str, Any]] = [result.agenda.to_dict() for result in results]
    for document in documents:
        del document["run"]["seconds"], document["run"]["workers"]
    assert documents[0] == documents[1]
    assert documents[0]["run"]["reproducible"]
    assert_right(problem, results[0])
    assert results[0].points > first.points
    assert results[0].bound < first.bound
    assert results[0].gap < 0.02


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("seconds", [0.02, 0.5])
def test_whenever_the_time_is_up_there_is_an_agenda(seconds: float) -> None:
    """Valid, bounded, and marked as cut where it is not proven."""
    for document in (interchangeable(5, 35), crowded(3)):
        problem = Problem.from_dict(document)
        result = solve(problem, time_limit=seconds)
        assert_right(problem, result)
        assert result.status == "optimal" or not result.agenda.run.reproducible


def a_large_floor(sessions: int = 8, situations: int = 60) -> Incumbent:
    """A first agenda of a component of some size."""
    (case,) = split(PreparedProblem.of(Problem.from_dict(interchangeable(sessions, situations))))[0]
    return at_once(case, {}, Control())


def test_what_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many starts that may be; a limit is a limit."""
    case = a_large_floor().prepared
    starts = options(case)
    monkeypatch.setattr(large, "STARTS", sum(map(len, starts.values())))
    assert not is_large(starts)
    monkeypatch.setattr(large, "STARTS", sum(map(len, starts.values())) - 1)
    assert is_large(starts)


def test_a_stop_ends_the_improving() -> None:
    """With the floor, and a bound that is one."""
    stop = Stop()
    stop.set()
    floor = a_large_floor()
    found = improve_by_plans(floor, Control(stop=stop))
    assert found.cut
    assert found.points == floor.points <= found.bound <= floor.bound


def test_no_time_is_no_improvement() -> None:
    """The bound of the first round stands, the agenda is the floor's."""
    floor = a_large_floor()
    found = improve_by_plans(floor, Control.within(0))
    assert found.cut
    assert found.points == floor.points <= found.bound


@pytest.mark.usefixtures("little_work")
def test_a_stop_in_the_middle_keeps_what_was_found() -> None:
    """Asked at the first better agenda."""
    stop, heard = Stop(), []

    def ask(points: int, bound: int | None) -> None:
        heard.append(points)
        if points > floor.points:
            stop.set()

    floor = a_large_floor()
    found = improve_by_plans(floor, Control(stop=stop, tell=ask))
    assert found.cut
    assert found.points == max(heard) > floor.points
    assert points_of(found.prepared, found.seats) == found.points <= found.bound


def lies(amount: int) -> Callable[..., PlanBound]:
    """A master whose bound is so much above the floor's goal, whatever is true."""

    def bound(self: RestrictedMaster, goal: int, *_: object) -> PlanBound:
        decomposition = self.decomposition
        prices = Prices(
            [0] * len(decomposition.claimants), [0] * len(decomposition.owed), [0] * decomposition.multipliers
        )
        return PlanBound(goal + amount, prices, True)

    return bound


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("amount", [-1, 1])
def test_a_bound_that_contradicts_an_agenda_is_an_alarm(monkeypatch: pytest.MonkeyPatch, amount: int) -> None:
    """Below the floor, or below what the improving finds: the agenda stays, the bound is dropped."""
    floor = a_large_floor()
    monkeypatch.setattr(RestrictedMaster, "bound", lies(amount))
    found = improve_by_plans(floor, Control())
    assert found.alarms
    assert found.cut
    assert found.bound == floor.bound
    assert found.points == points_of(found.prepared, found.seats) >= floor.points


@pytest.mark.usefixtures("little_work")
def test_a_bound_that_was_cut_short_marks_what_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The improving came to its own end, but another time the bound may get further."""
    floor = a_large_floor(3, 20)
    monkeypatch.setattr(RestrictedMaster, "bound", lies(10**6))
    monkeypatch.setattr(large, "FAR", 1.0)
    found = improve_by_plans(floor, Control())
    assert found.cut
    assert (found.alarms, found.bound) == ((), floor.bound)
    assert found.points > floor.points


@pytest.mark.slow
def test_a_choice_that_contradicts_an_agenda_is_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans that SCIP calls impossibly good, and that can be laid."""
    real = choose

    def lying(*arguments: Any, **keys: Any) -> IntegerChoice:
        choice = real(*arguments, **keys)
        return choice if choice.rows is None else replace(choice, bound=choice.points - 5)

    monkeypatch.setattr(proof, "choose", lying)
    monkeypatch.setattr(large, "dive", lambda *_: {})
    monkeypatch.setattr(large, "FIRST_PATIENCE", 0)
    (case,) = split(PreparedProblem.of(Problem.from_dict(interchangeable(2, 14, 1))))[0]
    floor = at_once(case, {}, Control())
    found = improve_by_plans(floor, Control())
    assert found.alarms
    assert found.cut
    assert found.bound >= Model(case).solve().points >= found.points > floor.points
