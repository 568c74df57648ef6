"""First prices and plans for a part: those of the engine's master, which knows no hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.travel import trip
from rsa_sched.certify.node import LeafPrices, Plan
from rsa_sched.engine.colgen.decomposition import Decomposition, decomposition
from rsa_sched.engine.colgen.pricing import Prices as Duals
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.options import options


def starts(prepared: PreparedProblem, read: Any, control: Control) -> tuple[LeafPrices, list[Plan]]:
    """Prices and plans of all components together, by the verifier's names.

    Parameters
    ----------
    read : the problem as the verifier reads it.
    control : of the engine's masters: a share of it for each component.
    """
    prices, plans = LeafPrices(), list[Plan]()
    for component in split(prepared)[0]:
        blocks = decomposition(component, options(component))
        master = RestrictedMaster(blocks)
        bound = master.bound(-(1 << 40), control.allot(len(component.candidates)))
        _name(blocks, bound.prices, read, prices)
        plans += _plans(blocks, master)
        control.budget.done(len(component.candidates))
    return prices, plans


def _name(blocks: Decomposition, duals: Duals, read: Any, prices: LeafPrices) -> None:
    index = blocks.prepared.index
    for names, price in zip(blocks.claimants, duals.seats, strict=True):
        prices.persons[read.by_id[names[0]].owner] = price
    for claim, reward in zip(blocks.owed, duals.units, strict=True):
        prices.rewards[claim.service, claim.kind] = reward
    for block in blocks.blocks:
        for item in block.items:
            for session in block.sessions:
                going = [who for who in index.participants[item.situation] if trip(index, who, session) is not None]
                for who, number in zip(going, item.trips, strict=True):
                    multiplier = block.trip_costs[number].multiplier
                    if multiplier >= 0:
                        prices.tolls[who, session] = duals.multipliers[multiplier]


def _plans(blocks: Decomposition, master: RestrictedMaster) -> Iterator[Plan]:
    master.solve()
    for number, places in master.mixture():
        block = blocks.blocks[number]
        for session in block.sessions:
            yield session, tuple(sorted(block.items[place].situation for place in places))
