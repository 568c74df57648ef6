"""The best plan of a session at given prices, against all of its plans."""

from __future__ import annotations

from random import Random

import pytest

from rsa_sched.engine.colgen import pricing
from rsa_sched.engine.colgen.decomposition import SCALE, Block, Item, TripCost
from rsa_sched.engine.colgen.pricing import Prices, best_plan
from tests.engine.colgen.random_blocks import all_plans, random_book, random_prices, surplus


def instances(number: int, first: int = 0) -> list[tuple[Block, Prices, int]]:
    """Books with prices, and the greatest surplus of any plan."""
    found = []
    for seed in range(first, first + number):
        rng = Random(seed)
        block, prices = random_book(rng), random_prices(rng)
        found.append((block, prices, max(surplus(block, prices, plan) for plan in all_plans(block))))
    return found


INSTANCES = instances(700)


def test_the_exact_search_finds_the_best_of_all_plans() -> None:
    """Tolerance 0: the plan is one of the session's, is worth what is said, and none brings more."""
    for block, prices, best in INSTANCES:
        answer = best_plan(block, prices, 0)
        assert answer.surplus == answer.bound == best
        assert surplus(block, prices, answer.plan) == best
        assert answer.plan in set(all_plans(block))


def test_without_branching_the_truth_lies_between() -> None:
    """Tolerance None: a plan's true surplus below, what no plan surpasses above; most of the time they meet."""
    met = 0
    for block, prices, best in INSTANCES:
        answer = best_plan(block, prices)
        assert answer.surplus == surplus(block, prices, answer.plan) <= best <= answer.bound
        assert answer.plan in set(all_plans(block))
        met += answer.surplus == answer.bound
    assert len(INSTANCES) // 2 < met < len(INSTANCES), "else these books say nothing of branching"


@pytest.mark.parametrize("tolerance", [1, 5 * SCALE, 50 * SCALE])
def test_a_tolerance_is_kept(tolerance: int) -> None:
    """Surplus and bound lie so far apart at most, with the truth between."""
    for block, prices, best in INSTANCES:
        answer = best_plan(block, prices, tolerance)
        assert answer.surplus == surplus(block, prices, answer.plan) <= best <= answer.bound
        assert answer.bound - answer.surplus <= tolerance


def test_the_bound_holds_wherever_the_branching_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of branches: no longer exact, but never wrong."""
    monkeypatch.setattr(pricing, "BRANCHES", 1)
    apart = 0
    for block, prices, best in INSTANCES:
        answer = best_plan(block, prices, 0)
        assert surplus(block, prices, answer.plan) == answer.surplus <= best <= answer.bound
        apart += answer.surplus < answer.bound
    assert apart


def test_nothing_is_better_than_a_loss() -> None:
    """The empty plan where every seat costs more than it brings; the pinned sits at any price."""
    items = tuple(Item(f"d{n}", n, 2, 10 * SCALE, -1, (n,), n) for n in range(2))
    trip_costs = (TripCost(30 * SCALE, -1), TripCost(30 * SCALE, -1))
    prices = Prices([0, 0], [], [])
    nobody = best_plan(Block(("s",), 12, 6, items, trip_costs, frozenset()), prices, 0)
    assert (nobody.plan, nobody.surplus, nobody.bound) == ((), 0, 0)
    pinned = best_plan(Block(("s",), 12, 6, items, trip_costs, frozenset({1})), prices, 0)
    assert (pinned.plan, pinned.surplus, pinned.bound) == ((1,), -20 * SCALE, -20 * SCALE)


def test_a_partner_of_several_is_paid_once() -> None:
    """Alone neither pays the way of the partner whom they share; together they do."""
    items = tuple(Item(f"d{n}", n, 3, 25 * SCALE, -1, (n, 2), n) for n in range(2))
    trip_costs = (TripCost(0, -1), TripCost(0, -1), TripCost(40 * SCALE, -1))
    block = Block(("s",), 12, 6, items, trip_costs, frozenset())
    assert best_plan(block, Prices([0, 0], [], []), 0) == ((0, 1), 10 * SCALE, 10 * SCALE)
    assert best_plan(block, Prices([11 * SCALE, 0], [], []), 0) == ((), 0, 0)


def test_a_session_without_places_or_situations_has_the_empty_plan() -> None:
    """And no arithmetic fails over it."""
    for items in ((), (Item("d", 0, 2, SCALE, -1, (), -1),)):
        assert best_plan(Block(("s",), 12, 0, items, (), frozenset()), Prices([0], [], []), 0) == ((), 0, 0)
