"""Every plan of a block that an agenda near the bound may use.

At given prices each plan falls short of its block's best by some *slack*; an agenda loses the slack of all its plans
against the bound. So whoever looks for agendas within a margin of the bound needs no plan of more slack than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rsa_sched.engine.colgen.decomposition import MUST, Block
from rsa_sched.engine.colgen.pricing import Prices, charges, surpluses

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Ints, Mask

NOBODY = -1
"""Pads plans with fewer situations than the session hears."""


def plans_within(block: Block, prices: Prices, least: int, most: int) -> Ints | None:
    """Every plan whose surplus is at least `least`; None where there are more than `most`, or nearly so.

    Parameters
    ----------
    least : in `SCALE` ths of a point.
    most : how many plans to give up at; twice as many beginnings of plans are too many, too.

    Returns
    -------
    (plans, places): of each plan the places of its items in the block, padded with `NOBODY`.

    Notes
    -----
    Breadth first over the items, referent by referent: all beginnings of plans side by side as arrays. What is still
    to come is bounded by dynamic programming with the trips of partners charged in shares (`pricing.charges`), so
    that few beginnings lead to nothing.
    """
    import numpy as np

    gain, trip_costs, least = (
        surpluses(block, prices),
        block.trip_prices(prices.multipliers),
        least + MUST * len(block.must),
    )
    upper = _upper(block, gain)
    places = [place for place in range(len(gain)) if upper + gain[place] >= least or place in block.must]
    net = {place: gain[place] - charge for place, charge in charges(block, trip_costs, places, frozenset())[0]}
    order = sorted(net, key=lambda place: (block.items[place].lead, -net[place]))
    to_come = _tables(block, trip_costs, order, net)

    chosen = np.full((1, block.size), NOBODY, dtype=np.int64)
    # of each beginning: whether the next item's referent has travelled, places and units left, surplus
    here, seats, units, surplus = (np.array([start]) for start in (0, block.size, block.units, 0))
    for number, place in enumerate(order):
        later, item = to_come[number + 1], block.items[place]
        stays = int(_same_lead(block, order, number))
        skip = surplus + later[here * stays, seats, units] >= least
        trip_cost = 0 if item.lead < 0 else trip_costs[item.lead]
        brings = surplus + net[place] - np.where(here, 0, trip_cost)
        fits = (seats > 0) & (units >= item.units)
        take = fits.copy()
        take[fits] = brings[fits] + later[stays, seats[fits] - 1, units[fits] - item.units] >= least
        seated = chosen[take]
        seated[np.arange(len(seated)), block.size - seats[take]] = place
        chosen = np.concatenate([chosen[skip], seated])
        here = np.concatenate([here[skip] * stays, np.full(len(seated), stays)])
        surplus = np.concatenate([surplus[skip], brings[take]])
        seats, units = (
            np.concatenate([left[skip], left[take] - used]) for left, used in ((seats, 1), (units, item.units))
        )
        if len(chosen) > 2 * most:
            return None
    chosen = chosen[_true(block, gain, trip_costs, chosen) >= least]
    chosen = chosen[_one_each(block, chosen)]
    return None if len(chosen) > most else chosen


def _true(block: Block, gain: Sequence[int], trip_costs: Sequence[int], plans: Ints) -> Ints:
    """The surplus of each plan, every trip paid in full."""
    import numpy as np

    takes = np.zeros((len(block.items) + 1, max(1, len(trip_costs))), dtype=bool)
    for place, item in enumerate(block.items):
        takes[place, list(item.trips)] = True
    travelled = np.zeros((len(plans), takes.shape[1]), dtype=bool)
    for column in plans.T:
        travelled |= takes[column]
    paid = travelled @ np.array([*trip_costs, *([] if trip_costs else [0])], dtype=np.int64)
    found: Ints = np.array([*gain, 0], dtype=np.int64)[plans].sum(axis=1) - paid
    return found


def _one_each(block: Block, plans: Ints) -> Mask:
    """Whether nobody claims two of a plan's seats."""
    import numpy as np

    claimants = np.array([*(item.claimant for item in block.items), NOBODY], dtype=np.int64)[plans]
    claimants.sort(axis=1)
    twice = (claimants[:, 1:] == claimants[:, :-1]) & (claimants[:, 1:] != NOBODY)
    found: Mask = ~np.any(twice, axis=1)
    return found


def _upper(block: Block, gain: Sequence[int]) -> int:
    """No plan brings more: the best by unit, trips left out."""
    left, total = block.units, 0
    # rounded up before they are ranked: so the first of these rates add up to the most
    rates = [(-(-gain[place] // item.units), item.units) for place, item in enumerate(block.items)]
    for rate, units in sorted(rates, reverse=True):
        if rate <= 0 or left <= 0:
            break
        total += rate * min(left, units)
        left -= units
    return total


def _same_lead(block: Block, order: Sequence[int], number: int) -> bool:
    """Whether the next item has the same referent, who is there already then."""
    return number + 1 < len(order) and block.items[order[number + 1]].lead == block.items[order[number]].lead


def _tables(block: Block, trip_costs: Sequence[int], order: Sequence[int], net: dict[int, int]) -> list[Ints]:
    """For each item on, the best surplus to come: (its referent travelled already, places left, units left)."""
    import numpy as np

    found = [np.zeros((2, block.size + 1, block.units + 1), dtype=np.int64)]
    for number in range(len(order) - 1, -1, -1):
        item, later = block.items[order[number]], found[-1]
        stays = int(_same_lead(block, order, number))
        table = np.stack([later[0], later[stays]])
        if item.units <= block.units:
            for here in (0, 1):
                brings = net[order[number]] - (0 if here or item.lead < 0 else trip_costs[item.lead])
                taken = brings + later[stays, :-1, : block.units + 1 - item.units]
                table[here, 1:, item.units :] = np.maximum(table[here, 1:, item.units :], taken)
        found.append(table)
    return found[::-1]
