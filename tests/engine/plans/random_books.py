"""Random books without a problem behind them, with prices, and their plans by enumeration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from rsa_sched.engine.plans.book import SCALE, Book, Fare, Item, Library
from rsa_sched.engine.plans.pricing import Prices

PEOPLE = 6
"""Professionals who travel to a random book's session."""
CLAIMANTS = 7
SHARES = 2


def random_book(rng: Random, items: int = 10) -> Book:
    """Referents who are partners elsewhere, partners of several, staff who pay no trip, tolls, lengths, small rooms."""
    fares = tuple(
        Fare(0, toll) if rng.random() < 0.3 else Fare(rng.choice([0, 5, 20, 60]) * SCALE, -1) for toll in range(PEOPLE)
    )
    fares = tuple(fare if fare.toll < 0 else Fare(0, number) for number, fare in enumerate(fares))
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
    return Book(("s",), units, size, tuple(found), fares, frozenset(must))


def random_prices(rng: Random, library: Library | None = None) -> Prices:
    """Any prices: not in whole points, some of them 0; of a random book's claimants, shares and tolls by default."""
    counts = CLAIMANTS, SHARES, PEOPLE
    if library is not None:
        counts = len(library.claimants), len(library.owed), library.tolls
    level = rng.choice([5, 40, 150])

    def some(number: int, most: int) -> list[int]:
        return [rng.choice([0, rng.randrange(1 + most * SCALE)]) for _ in range(number)]

    seats, units, tolls = counts
    return Prices(some(seats, 2 * level), some(units, rng.choice([1, 10, 40])), some(tolls, rng.choice([1, 20, 60])))


def surplus(book: Book, prices: Prices, plan: Sequence[int]) -> int:
    """What a plan brings beyond its prices, each trip and toll paid once (64ths of a point)."""
    total = 0
    for item in (book.items[place] for place in plan):
        total += item.worth - prices.seats[item.claimant]
        total += prices.units[item.share] * item.units if item.share >= 0 else 0
    for number in {trip for place in plan for trip in book.items[place].trips}:
        fare = book.fares[number]
        total -= prices.tolls[fare.toll] if fare.toll >= 0 else fare.price
    return total


def all_plans(book: Book) -> Iterator[tuple[int, ...]]:
    """Every set of places for which the session has the minutes and the places, with whoever is pinned."""
    for count in range(min(book.size, len(book.items)) + 1):
        for plan in combinations(range(len(book.items)), count):
            if book.must <= set(plan) and sum(book.items[place].units for place in plan) <= book.units:
                yield plan


def seats_each_once(book: Book, plan: Sequence[int]) -> bool:
    """Whether nobody claims two seats of a plan."""
    return len({book.items[place].claimant for place in plan}) == len(plan)
