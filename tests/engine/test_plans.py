"""The bound of session plans, and agendas improved piece by piece."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from rsa_sched import Case, Problem, check, solve
from rsa_sched.engine import large, neighbourhoods
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import split
from rsa_sched.engine.found import Found
from rsa_sched.engine.large import improve_large, is_large
from rsa_sched.engine.model import Model
from rsa_sched.engine.options import options
from rsa_sched.engine.plans import Master, PlanBound
from rsa_sched.engine.pricing import SCALE, Item, SessionPricer
from rsa_sched.engine.stop import Stop
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.loads import interchangeable


def plan_bound(case: Case, goal: int = -(10**12)) -> int:
    """The bound of a component, as far as it goes."""
    return Master(case, options(case)).bound(goal, lambda: True).points


@pytest.mark.parametrize("seed", range(120))
def test_no_agenda_of_a_tiny_problem_is_better(seed: int) -> None:
    """The exhaustive search finds nothing above the components' bounds together."""
    document = random_document(Random(seed), size="tiny", pins=bool(seed % 2))
    best = oracle.best(document)
    if best is None:
        return
    components, rest = split(Case.of(Problem.from_dict(document)))
    regulation = rest.docket.regulation
    never = sum(line.situation in rest.admitted for line in rest.docket.problem.announced)
    bound = sum(plan_bound(case) for case in components) - 2 * regulation.move_session_days * never
    assert bound >= best


@pytest.mark.parametrize("size", ["small", "medium"])
def test_no_agenda_that_cp_sat_proves_is_better(size: str) -> None:
    """And the bound is tighter than the one that knows nothing of people, on the whole."""
    ours = theirs = 0
    for seed in range(25 if size == "small" else 8):
        for case in split(Case.of(Problem.from_dict(random_document(Random(seed), size=size))))[0]:
            answer = Model(case).solve()
            bound = plan_bound(case)
            assert answer.status == "optimal"
            assert bound >= answer.points
            ours, theirs = ours + bound, theirs + capacity_bound(case)
    assert ours < theirs


def test_pricing_is_the_best_plan_by_enumeration() -> None:
    """Random sessions without partners: no set of situations has more surplus than the one priced."""
    for seed in range(60):
        rng = Random(seed)
        items = [
            (
                rng.randrange(3),
                Item(f"d{n}", n, rng.choice([2, 3]), rng.randrange(1, 400) * SCALE, rng.randrange(-1, 2)),
            )
            for n in range(8)
        ]
        groups = [(rng.randrange(60) * SCALE, [item for at, item in items if at == g]) for g in range(3)]
        prices, rewards = [rng.randrange(150) * SCALE for _ in range(8)], [rng.randrange(30) * SCALE for _ in range(2)]
        units, size = rng.choice([6, 12]), rng.choice([2, 4, 6])
        plan = SessionPricer(0, units, size, groups).best(prices, rewards)
        best = 0
        for choice in range(256):
            chosen = [(at, item) for n, (at, item) in enumerate(items) if choice >> n & 1]
            if sum(item.units for _, item in chosen) <= units and len(chosen) <= size:
                surplus = sum(
                    item.worth - prices[item.claimant] + (rewards[item.share] * item.units if item.share >= 0 else 0)
                    for _, item in chosen
                )
                best = max(best, surplus - sum(groups[at][0] for at in {at for at, _ in chosen}))
        assert plan.surplus == best


@pytest.fixture
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short steps, few rounds: the same code, done sooner."""
    monkeypatch.setattr(neighbourhoods, "WORK", 0.5)
    monkeypatch.setattr(neighbourhoods, "PATIENCE", 1)
    monkeypatch.setattr(neighbourhoods, "SIZE", 2_000)
    monkeypatch.setattr(large, "STARTS", 1_000)


@pytest.mark.usefixtures("little_work")
def test_large_components_are_improved_and_bounded_the_same_way_twice() -> None:
    """Without a time limit the work is counted: the same agenda again, with fewer or more workers."""
    problem = Problem.from_dict(interchangeable(8, 60))
    first = solve(problem, time_limit=0)
    results = [solve(problem, time_limit=None, workers=workers) for workers in (1, 2)]
    documents: list[dict[str, Any]] = [result.agenda.to_dict() for result in results]
    for document in documents:
        del document["run"]["seconds"], document["run"]["workers"]
    assert documents[0] == documents[1]
    assert documents[0]["run"]["reproducible"]
    assert check(problem, results[0].agenda)
    assert results[0].points > first.points
    assert results[0].bound < first.bound
    assert results[0].gap < 0.02


def a_large_floor(**changes: Any) -> Found:
    """A first agenda of a component of some size."""
    case = split(Case.of(Problem.from_dict(interchangeable(8, 60))))[0][0]
    found = at_once(case, Stop(), {})
    return Found(found.case, changes.get("seats", found.seats), changes.get("points", found.points), found.bound)


def test_what_is_large() -> None:
    """Many sessions to choose from and many starts; not the month of the note, nor one session for each."""
    case = split(Case.of(Problem.from_dict(interchangeable())))[0][0]
    assert is_large(case, options(case))
    alone = split(Case.of(Problem.from_dict(interchangeable(1, 500))))[0][0]
    assert not is_large(alone, options(alone))


def test_a_stop_ends_the_improving() -> None:
    """With the floor, and a bound that is one."""
    stop = Stop()
    stop.set()
    floor = a_large_floor()
    found = improve_large(floor, None, 0, stop, lambda points, bound: None)
    assert found.cut
    assert found.points == floor.points <= found.bound <= floor.bound


def test_no_time_is_no_improvement() -> None:
    """The bound of the first round stands, the agenda is the floor's."""
    floor = a_large_floor()
    found = improve_large(floor, 0.0, 0, Stop(), lambda points, bound: None)
    assert found.cut
    assert found.points == floor.points


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("below", [1, None])
def test_a_bound_that_contradicts_an_agenda_is_an_alarm(monkeypatch: pytest.MonkeyPatch, below: int | None) -> None:
    """Below the floor, or below what the improving finds: the agenda stays, the bound is dropped."""
    floor = a_large_floor()
    wrong = floor.points - 1 if below else floor.points + 1
    monkeypatch.setattr(Master, "bound", lambda self, goal, alive: PlanBound(wrong, False))
    found = improve_large(floor, None, 0, Stop(), lambda points, bound: None)
    assert found.alarms
    assert found.bound == floor.bound
    assert found.points >= floor.points


def test_the_goal_ends_the_search_for_a_bound() -> None:
    """An agenda that meets the bound needs no further round."""
    case = a_large_floor().case
    assert plan_bound(case, goal=10**9) >= plan_bound(case)
