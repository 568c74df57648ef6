"""Random books without a problem behind them, with prices, and their plans by enumeration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from rsa_sched.engine.colgen.decomposition import SCALE, Block, Decomposition, Item, TripCost
from rsa_sched.engine.colgen.pricing import Prices

PEOPLE = 6
"""Professionals who travel to a random book's session."""
CLAIMANTS = 7
SHARES = 2


def random_book(rng: Random, items: int = 10) -> Block:
    """Referents who are partners elsewhere, partners of several, staff who pay no trip, tolls, lengths, small rooms."""
    trip_costs = tuple(
        TripCost(0, multiplier) if rng.random() < 0.3 else TripCost(rng.choice([0, 5, 20, 60]) * SCALE, -1)
        for multiplier in range(PEOPLE)
    )
    trip_costs = tuple(
        trip_cost if trip_cost.multiplier < 0 else TripCost(0, number) for number, trip_cost in enumerate(trip_costs)
    )
    lengths = rng.choice([(2, 3), (2, 3), (1, 2, 3, 4), (2,)])
    most = rng.choice([50, 200, 600])
    found = []
    for number in range(rng.randint(items // 2, items)):
        who = rng.sample(range(-1, PEOPLE), rng.choice([1, 2, 2, 3]))  # -1: staff of the session
        found.append(
            Item(
                f"d{number}",
                rng.randrange(CLAIMANTS),
                rng.choice(lengths),
                rng.randrange(most) * SCALE,
                rng.randrange(-1, SHARES),
                tuple(name for name in who if name >= 0),
                who[0],
            )
        )
    units, size = rng.choice([4, 6, 9, 12]), rng.choice([1, 2, 3, 4, 6])
    must: list[int] = []
    for place in rng.sample(range(len(found)), rng.choice([0, 0, 0, 1, 2])):
        own = [*must, place]
        room = sum(found[at].units for at in own) <= units and len(own) <= size
        if room and len({found[at].claimant for at in own}) == len(own):
            must = own
    return Block(("s",), units, size, tuple(found), trip_costs, frozenset(must))


def random_prices(rng: Random, decomposition: Decomposition | None = None) -> Prices:
    """Any prices: not in whole points, some of them 0; of a random book's claimants, shares and tolls by default."""
    counts = CLAIMANTS, SHARES, PEOPLE
    if decomposition is not None:
        counts = len(decomposition.claimants), len(decomposition.owed), decomposition.multipliers
    level = rng.choice([5, 40, 150])

    def some(number: int, most: int) -> list[int]:
        return [rng.choice([0, rng.randrange(1 + most * SCALE)]) for _ in range(number)]

    seats, units, multipliers = counts
    return Prices(
        some(seats, 2 * level), some(units, rng.choice([1, 10, 40])), some(multipliers, rng.choice([1, 20, 60]))
    )


def surplus(block: Block, prices: Prices, plan: Sequence[int]) -> int:
    """What a plan brings beyond its prices, each trip and toll paid once (64ths of a point)."""
    total = 0
    for item in (block.items[place] for place in plan):
        total += item.worth - prices.seats[item.claimant]
        total += prices.units[item.share] * item.units if item.share >= 0 else 0
    for number in {trip for place in plan for trip in block.items[place].trips}:
        trip_cost = block.trip_costs[number]
        total -= prices.multipliers[trip_cost.multiplier] if trip_cost.multiplier >= 0 else trip_cost.price
    return total


def all_plans(block: Block) -> Iterator[tuple[int, ...]]:
    """Every set of places for which the session has the minutes and the places, with whoever is pinned."""
    for count in range(min(block.size, len(block.items)) + 1):
        for plan in combinations(range(len(block.items)), count):
            if block.must <= set(plan) and sum(block.items[place].units for place in plan) <= block.units:
                yield plan


def seats_each_once(block: Block, plan: Sequence[int]) -> bool:
    """Whether nobody claims two seats of a plan."""
    return len({block.items[place].claimant for place in plan}) == len(plan)
