"""The best plan of a session at given prices, against all of its plans."""

from __future__ import annotations

from random import Random

import pytest

from rsa_sched.engine.plans import pricing
from rsa_sched.engine.plans.book import SCALE, Book, Fare, Item
from rsa_sched.engine.plans.pricing import Prices, best_plan
from tests.engine.plans.random_books import all_plans, random_book, random_prices, surplus


def instances(number: int, first: int = 0) -> list[tuple[Book, Prices, int]]:
    """Books with prices, and the greatest surplus of any plan."""
    found = []
    for seed in range(first, first + number):
        rng = Random(seed)
        book, prices = random_book(rng), random_prices(rng)
        found.append((book, prices, max(surplus(book, prices, plan) for plan in all_plans(book))))
    return found


INSTANCES = instances(700)


def test_the_exact_search_finds_the_best_of_all_plans() -> None:
    """Tolerance 0: the plan is one of the session's, is worth what is said, and none brings more."""
    for book, prices, best in INSTANCES:
        answer = best_plan(book, prices, 0)
        assert answer.surplus == answer.bound == best
        assert surplus(book, prices, answer.plan) == best
        assert answer.plan in set(all_plans(book))


def test_without_branching_the_truth_lies_between() -> None:
    """Tolerance None: a plan's true surplus below, what no plan surpasses above; most of the time they meet."""
    met = 0
    for book, prices, best in INSTANCES:
        answer = best_plan(book, prices)
        assert answer.surplus == surplus(book, prices, answer.plan) <= best <= answer.bound
        assert answer.plan in set(all_plans(book))
        met += answer.surplus == answer.bound
    assert len(INSTANCES) // 2 < met < len(INSTANCES), "else these books say nothing of branching"


@pytest.mark.parametrize("tolerance", [1, 5 * SCALE, 50 * SCALE])
def test_a_tolerance_is_kept(tolerance: int) -> None:
    """Surplus and bound lie so far apart at most, with the truth between."""
    for book, prices, best in INSTANCES:
        answer = best_plan(book, prices, tolerance)
        assert answer.surplus == surplus(book, prices, answer.plan) <= best <= answer.bound
        assert answer.bound - answer.surplus <= tolerance


def test_the_bound_holds_wherever_the_branching_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of branches: no longer exact, but never wrong."""
    monkeypatch.setattr(pricing, "BRANCHES", 1)
    apart = 0
    for book, prices, best in INSTANCES:
        answer = best_plan(book, prices, 0)
        assert surplus(book, prices, answer.plan) == answer.surplus <= best <= answer.bound
        apart += answer.surplus < answer.bound
    assert apart


def test_nothing_is_better_than_a_loss() -> None:
    """The empty plan where every seat costs more than it brings; the pinned sits at any price."""
    items = tuple(Item(f"d{n}", n, 2, 10 * SCALE, -1, (n,), n) for n in range(2))
    fares = (Fare(30 * SCALE, -1), Fare(30 * SCALE, -1))
    prices = Prices([0, 0], [], [])
    nobody = best_plan(Book(("s",), 12, 6, items, fares, frozenset()), prices, 0)
    assert (nobody.plan, nobody.surplus, nobody.bound) == ((), 0, 0)
    pinned = best_plan(Book(("s",), 12, 6, items, fares, frozenset({1})), prices, 0)
    assert (pinned.plan, pinned.surplus, pinned.bound) == ((1,), -20 * SCALE, -20 * SCALE)


def test_a_partner_of_several_is_paid_once() -> None:
    """Alone neither pays the way of the partner whom they share; together they do."""
    items = tuple(Item(f"d{n}", n, 3, 25 * SCALE, -1, (n, 2), n) for n in range(2))
    fares = (Fare(0, -1), Fare(0, -1), Fare(40 * SCALE, -1))
    book = Book(("s",), 12, 6, items, fares, frozenset())
    assert best_plan(book, Prices([0, 0], [], []), 0) == ((0, 1), 10 * SCALE, 10 * SCALE)
    assert best_plan(book, Prices([11 * SCALE, 0], [], []), 0) == ((), 0, 0)


def test_a_session_without_places_or_situations_has_the_empty_plan() -> None:
    """And no arithmetic fails over it."""
    for items in ((), (Item("d", 0, 2, SCALE, -1, (), -1),)):
        assert best_plan(Book(("s",), 12, 0, items, (), frozenset()), Prices([0], [], []), 0) == ((), 0, 0)
