"""A smaller decomposition around plans that stay: some sessions free, what the others seat, grant and pay as given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from rsa_sched.engine.colgen.decomposition import SCALE, Block, Decomposition, TripCost

Plans = Mapping[str, frozenset[str]]
"""The situations of each session; one that is not named seats nobody."""


@dataclass(frozen=True)
class Around:
    """What is free once the plans of all other sessions stay.

    Attributes
    ----------
    decomposition : the free sessions, with who is not seated elsewhere, what is still owed, and the shared trips that
        nobody else has paid.
    points : of the plans of the free sessions, as this decomposition counts them, its constant aside.
    """

    decomposition: Decomposition
    points: int


def around(whole: Decomposition, plans: Plans, free: Collection[str]) -> Around:
    """The decomposition of the free sessions while the plans of the others stay.

    Parameters
    ----------
    plans : of all sessions.
    """
    staying = {session: plan for session, plan in plans.items() if session not in free}
    claimant = {name: number for number, group in enumerate(whole.claimants) for name in group}
    seated = {claimant[name] for plan in staying.values() for name in plan}
    granted, travelled = _taken(whole, staying)
    left = [shared for shared in whole.shared if not travelled & {*shared.multipliers}]
    renumbered = {old: new for new, old in enumerate(number for shared in left for number in shared.multipliers)}
    blocks = []
    for block in whole.blocks:
        sessions = tuple(session for session in block.sessions if session in free)
        if sessions:
            kept = [place for place, item in enumerate(block.items) if item.claimant not in seated]
            blocks.append(
                replace(
                    block,
                    sessions=sessions,
                    items=tuple(block.items[place] for place in kept),
                    trip_costs=tuple(_left_to_pay(cost, renumbered) for cost in block.trip_costs),
                    must=frozenset(kept.index(place) for place in block.must),
                )
            )
    smaller = replace(
        whole,
        blocks=tuple(blocks),
        owed=tuple(claim._replace(due=max(0, claim.due - granted[n])) for n, claim in enumerate(whole.owed)),
        shared=tuple(
            replace(shared, multipliers=tuple(renumbered[number] for number in shared.multipliers)) for shared in left
        ),
    )
    return Around(smaller, points_of_plans(smaller, {name: plans[name] for name in free if name in plans}))


def points_of_plans(decomposition: Decomposition, plans: Plans) -> int:
    """Points of these plans together, the constant aside: their worth, less shortfalls and shared trips."""
    price = decomposition.prepared.index.regulation.shortfall_price
    granted, travelled = _taken(decomposition, plans)
    worth = sum(block.worth(plan) for block, plan in _as_places(decomposition, plans)) // SCALE
    short = [unit for n, claim in enumerate(decomposition.owed) for unit in range(1, claim.due - granted[n] + 1)]
    trips = sum(shared.price for shared in decomposition.shared if travelled & {*shared.multipliers}) // SCALE
    return worth - sum(map(price, short)) - trips


def _left_to_pay(cost: TripCost, renumbered: Mapping[int, int]) -> TripCost:
    """A trip's own price; a shared one under its new number, or free where another session has paid it."""
    return cost if cost.multiplier < 0 else TripCost(0, renumbered.get(cost.multiplier, -1))


def _taken(decomposition: Decomposition, plans: Plans) -> tuple[Counter[int], set[int]]:
    """Units that plans grant for each due, and the multipliers of the shared trips that they take."""
    granted, travelled = Counter[int](), set[int]()
    for block, plan in _as_places(decomposition, plans):
        travelled |= block.multipliers(plan)
        for place in plan:
            granted[block.items[place].share] += block.items[place].units
    return granted, travelled


def _as_places(decomposition: Decomposition, plans: Plans) -> list[tuple[Block, list[int]]]:
    """Each session's plan as places in its block."""
    found = []
    for block in decomposition.blocks:
        place = {item.situation: number for number, item in enumerate(block.items)}
        found += [(block, [place[name] for name in sorted(plans.get(one, ()))]) for one in block.sessions]
    return found
