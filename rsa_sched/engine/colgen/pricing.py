"""The best plan of a session at given prices and multipliers: dynamic programming, trips shared exactly.

Situations are grouped by referent, who travels once for all of them; of each group only the best `a` short and `b`
long ones matter, and groups are packed into the session's units and places one after the other. A trip that ties two
groups together (a partner's, mostly) is first charged in shares, so that it costs too little rather than too much;
where the plan found owes more than it was charged, the search branches: that trip is paid in full, or nobody takes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import NamedTuple

from rsa_sched.engine.colgen.decomposition import MUST, Block

Plan = tuple[int, ...]
"""Places in the items of a block, in order."""

BRANCHES = 4_000
"""Up to so many branches a search for the exact best is worth its time; the bound holds wherever it ends."""


class Prices(NamedTuple):
    """What the master charges, in `SCALE` ths of a point."""

    seats: Sequence[int]
    """For each claimant's seat."""
    units: Sequence[int]
    """Paid back for each unit of a share."""
    multipliers: Sequence[int]
    """For each multiplier of a shared trip."""


class Priced(NamedTuple):
    """A plan, its surplus over the prices, and what no plan of the block surpasses (`SCALE` ths of a point)."""

    plan: Plan
    surplus: int
    bound: int


def surpluses(block: Block, prices: Prices) -> list[int]:
    """What each item brings beyond its seat, before any trip."""
    return [
        item.worth
        - prices.seats[item.claimant]
        + (prices.units[item.share] * item.units if item.share >= 0 else 0)
        + (MUST if place in block.must else 0)
        for place, item in enumerate(block.items)
    ]


def best_plan(block: Block, prices: Prices, tolerance: int | None = None) -> Priced:
    """The plan of greatest surplus; the empty one where none brings any, unless something is pinned.

    Parameters
    ----------
    tolerance : how far the surplus may stay below the bound (`SCALE` ths); None for no branching at all.
    """
    promised = MUST * len(block.must)
    gain, trip_costs = surpluses(block, prices), block.trip_prices(prices.multipliers)
    places = _worth_a_look(block, gain, trip_costs, range(len(gain)), frozenset())
    bound, plan, owing = _relaxed(block, gain, trip_costs, places, frozenset())
    best, most = plan, _true(block, gain, trip_costs, plan)
    waiting = [(bound, frozenset[int](), places, owing)]
    branches = 0
    while tolerance is not None and waiting and branches < BRANCHES:
        waiting.sort(key=lambda node: node[0])
        bound, paid, places, owing = waiting[-1]
        if bound <= most + tolerance:
            break
        waiting.pop()
        if owing is None:
            continue  # this plan was charged what it owes: it is in `most` already
        without = [place for place in places if owing not in block.items[place].trips]
        for kept, settled in ((places, paid | {owing}), (without, paid)):
            branches += 1
            kept = _worth_a_look(block, gain, trip_costs, kept, settled)
            value, plan, left = _relaxed(block, gain, trip_costs, kept, settled)
            surplus = _true(block, gain, trip_costs, plan)
            if surplus > most:
                best, most = plan, surplus
            if value > most:
                waiting.append((value, settled, kept, left))
    bound = max([most, *(node[0] for node in waiting)])
    return Priced(tuple(sorted(best)), most - promised, bound - promised)


def surplus_of(block: Block, prices: Prices, plan: Sequence[int]) -> int:
    """What a plan brings beyond its prices, all its trips paid (`SCALE` ths of a point)."""
    trip_costs = block.trip_prices(prices.multipliers)
    return _true(block, surpluses(block, prices), trip_costs, plan) - MUST * len(block.must)


def _true(block: Block, gain: Sequence[int], trip_costs: Sequence[int], plan: Sequence[int]) -> int:
    trips = {number for place in plan for number in block.items[place].trips}
    return sum(gain[place] for place in plan) - sum(trip_costs[number] for number in trips)


def _worth_a_look(
    block: Block, gain: Sequence[int], trip_costs: Sequence[int], places: Iterable[int], paid: frozenset[int]
) -> list[int]:
    """The places that some best plan may need.

    Of one length a plan has room for `k`: whatever brings less than `k` others do after paying all their trips alone
    can be exchanged for one of these at no loss.
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for place in places:
        if gain[place] > 0:
            by_length[block.items[place].units].append(place)
    found = []
    for length, alike in by_length.items():
        room = min(block.size, block.units // length)
        free = [place for place in alike if place not in block.must]
        if len(free) > room:
            alone = [
                gain[place] - sum(trip_costs[trip] for trip in block.items[place].trips if trip not in paid)
                for place in free
            ]
            least = nlargest(room, alone)[-1] if room else 0
            alike = [place for place in alike if gain[place] >= least or place in block.must]
        found += alike
    return sorted(found)


def charges(
    block: Block, trip_costs: Sequence[int], places: Sequence[int], paid: frozenset[int]
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """What each of these places is charged for trips other than its referent's: never more than its share.

    Returns
    -------
    Place and charge of each; what a single item is charged for each trip that is shared out.
    """
    leads = {block.items[place].lead for place in places}
    number: Counter[int] = Counter()
    for place in places:
        item = block.items[place]
        number.update(trip for trip in item.trips if trip != item.lead)
    each = {
        trip: 0 if trip in paid or trip in leads else trip_costs[trip] // min(count, block.size)
        for trip, count in number.items()
    }
    return [
        (place, sum(each[trip] for trip in block.items[place].trips if trip != block.items[place].lead))
        for place in places
    ], each


def _relaxed(
    block: Block, gain: Sequence[int], trip_costs: Sequence[int], places: Sequence[int], paid: frozenset[int]
) -> tuple[int, Plan, int | None]:
    """Best plan of these places with shared trips charged in part, those of `paid` in full before anything else.

    Returns
    -------
    Its surplus so charged (never below what any plan of these places brings), the plan, and the trip it owes most on.
    """
    charged, each = charges(block, trip_costs, places, paid)
    groups: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for place, charge in charged:
        surplus = gain[place] - charge
        if surplus > 0:
            groups[block.items[place].lead][block.items[place].units].append((-surplus, place))
    # where so many places cannot be filled anyway, they need not be counted
    shortest = min((length for by_length in groups.values() for length in by_length), default=1)
    counted = block.size * shortest < block.units
    table: dict[tuple[int, int], tuple[int, Plan]] = {(0, 0): (0, ())}
    for lead, by_length in groups.items():
        offers = _offers(block, by_length, 0 if lead < 0 or lead in paid else trip_costs[lead])
        grown = dict(table)
        for (seats, units), (surplus, chosen) in table.items():
            for more_seats, more_units, more, names in offers:
                key = (seats + more_seats if counted else 0), units + more_units
                if key[0] <= block.size and key[1] <= block.units:
                    known = grown.get(key)
                    if known is None or surplus + more > known[0]:
                        grown[key] = surplus + more, chosen + names
        table = grown
    surplus, plan = max(table.values(), key=lambda entry: entry[0])
    return surplus - sum(trip_costs[trip] for trip in paid), plan, _owes_most(block, trip_costs, plan, paid, each)


def _offers(
    block: Block, by_length: dict[int, list[tuple[int, int]]], trip_cost: int
) -> list[tuple[int, int, int, tuple[int, ...]]]:
    """What one referent's situations offer: places, units, surplus and which, of the best of each length."""
    found: list[tuple[int, int, int, tuple[int, ...]]] = [(0, 0, -trip_cost, ())]
    for length, ranked in by_length.items():
        ranked.sort()
        grown = list(found)
        for seats, units, surplus, names in found:
            for number, (loss, place) in enumerate(ranked, 1):
                if seats + number > block.size or units + number * length > block.units:
                    break
                surplus, names = surplus - loss, (*names, place)
                grown.append((seats + number, units + number * length, surplus, names))
        found = grown
    best: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
    for seats, units, surplus, names in found[1:]:
        known = best.get((seats, units))
        if surplus > 0 and (known is None or surplus > known[0]):
            best[seats, units] = surplus, names
    return [(*key, *value) for key, value in best.items()]


def _owes_most(
    block: Block, trip_costs: Sequence[int], plan: Sequence[int], paid: frozenset[int], each: dict[int, int]
) -> int | None:
    """The trip on which a plan was charged least of what it owes; None where it was charged everything."""
    leads = {block.items[place].lead for place in plan}
    charged: Counter[int] = Counter()
    for place in plan:
        item = block.items[place]
        for trip in item.trips:
            if trip != item.lead and trip not in paid:
                charged[trip] += each[trip]
    owing = [
        (trip_costs[trip] - charge, -trip)
        for trip, charge in charged.items()
        if trip not in leads and trip_costs[trip] > charge
    ]
    return -max(owing)[1] if owing else None
