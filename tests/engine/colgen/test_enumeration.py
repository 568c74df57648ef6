"""Every plan near a book's best, against all of its plans."""

from __future__ import annotations

from random import Random

import pytest

from rsa_sched.engine.colgen.decomposition import SCALE, Block, Item
from rsa_sched.engine.colgen.enumeration import NOBODY, plans_within
from rsa_sched.engine.colgen.pricing import Prices
from tests.engine.colgen.random_blocks import all_plans, random_book, random_prices, seats_each_once, surplus

PLENTY = 10**6


def found(block: Block, prices: Prices, least: int, most: int = PLENTY) -> list[tuple[int, ...]] | None:
    """The plans as sorted places, in order."""
    plans = plans_within(block, prices, least, most)
    if plans is None:
        return None
    rows = [tuple(sorted(int(place) for place in row if place != NOBODY)) for row in plans]
    assert plans.shape == (len(rows), block.size)
    return sorted(rows)


@pytest.mark.parametrize("points", [0, 8, 60, 10_000])
def test_the_plans_within_a_margin_are_all_of_them(points: int) -> None:
    """Each once, nobody seated twice; down to the last 64th of a point."""
    for seed in range(150):
        rng = Random(seed)
        block, prices = random_book(rng), random_prices(rng)
        worth = {plan: surplus(block, prices, plan) for plan in all_plans(block)}
        least = max(worth.values()) - points * SCALE
        expected = sorted(plan for plan, brings in worth.items() if brings >= least and seats_each_once(block, plan))
        assert found(block, prices, least) == expected


def test_where_there_are_too_many_none_are_drawn_up() -> None:
    """The number of plans is the limit; what has no end gives up on the way."""
    given_up = 0
    for seed in range(60):
        rng = Random(seed)
        block, prices = random_book(rng), random_prices(rng)
        least = max(surplus(block, prices, plan) for plan in all_plans(block)) - 30 * SCALE
        plans = found(block, prices, least)
        assert plans is not None
        if plans:
            assert found(block, prices, least, len(plans) - 1) is None
        few = found(block, prices, least, len(plans) + 5)
        assert few in (plans, None)
        given_up += few is None
    assert given_up < 20, "the beginnings of plans should not much outnumber the plans"


@pytest.mark.parametrize(
    ("sizes", "units", "least", "plan"),
    [
        ([(6, 19)] + [(1, 4)] * 6, 6, 24, (1, 2, 3, 4, 5, 6)),
        ([(3, 11)] * 6, 18, 66, (0, 1, 2, 3, 4, 5)),
    ],
    ids=["6 * 4 are more than 19, though both rates round up to 4", "no rate is rounded down"],
)
def test_the_last_64ths_are_counted(
    sizes: list[tuple[int, int]], units: int, least: int, plan: tuple[int, ...]
) -> None:
    """What a unit brings is no whole number: the first look at what is worth the while must not lose it."""
    items = tuple(Item(f"d{n}", n, length, worth, -1, (), -1) for n, (length, worth) in enumerate(sizes))
    block = Block(("s",), units, 6, items, (), frozenset())
    assert found(block, Prices([0] * len(items), [], []), least) == [plan]


def test_a_session_without_places_has_the_empty_plan_alone() -> None:
    """Of width 0."""
    block = Block(("s",), 12, 0, (Item("d", 0, 2, SCALE, -1, (), -1),), (), frozenset())
    assert found(block, Prices([0], [], []), 0) == [()]
    assert found(block, Prices([0], [], []), 1) == []
