"""An agenda out of the master: plans fixed one after the other, new ones generated around what is fixed.

For components whose plans are too many to be drawn up. What the dive chooses gets its hours afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rsa_sched.engine.colgen.decomposition import Decomposition
from rsa_sched.engine.colgen.pricing import Prices, best_plan
from rsa_sched.engine.colgen.restricted_master import Column, RestrictedMaster
from rsa_sched.engine.control import Control

ROUNDS = 6
"""Rounds of pricing after each step."""
SURE = 0.85
"""Plans taken to so great a share are fixed together."""
TAKEN = 1 << 40
"""Price of a seat that a fixed plan has taken (`SCALE` ths of a point): nobody pays it."""


def dive(master: RestrictedMaster, decomposition: Decomposition, control: Control) -> Mapping[str, frozenset[str]]:
    """Situations by session, as far as the dive came; whoever is not in it is left to others."""
    fixed: Counter[Column] = Counter()
    while control.alive and master.solve() is not None:
        mixture = {
            column: share for column, share in master.mixture().items() if _seats_each_once(decomposition, column)
        }
        step = _step(decomposition, mixture, fixed)
        if not step:
            break
        for column in step:
            fixed[column] += 1
            master.take(column, fixed[column])
        _generate(master, decomposition, fixed, control)
    return _by_session(decomposition, fixed)


def _seats_each_once(decomposition: Decomposition, column: Column) -> bool:
    """Whether nobody claims two seats of a plan: the master takes the half of one that does, an agenda nothing."""
    number, plan = column
    return len({decomposition.blocks[number].items[place].claimant for place in plan}) == len(plan)


def _step(decomposition: Decomposition, mixture: Mapping[Column, float], fixed: Counter[Column]) -> list[Column]:
    """The plans to fix next: all that are nearly taken whole and find room, or the one that is taken most."""
    left = sorted((fixed[column] - share, column) for column, share in mixture.items() if share > fixed[column] + 1e-6)
    room = Counter({number: len(block.sessions) for number, block in enumerate(decomposition.blocks)})
    for (number, _), times in fixed.items():
        room[number] -= times
    step: list[Column] = []
    for missing, column in left:
        if room[column[0]] > 0 and (-missing >= SURE or not step):
            step.append(column)
            room[column[0]] -= 1
        if -missing < SURE:
            break
    return step


def _generate(master: RestrictedMaster, decomposition: Decomposition, fixed: Counter[Column], control: Control) -> None:
    used: Counter[int] = Counter()
    taken: set[int] = set()
    for (number, plan), times in fixed.items():
        used[number] += times
        taken.update(decomposition.blocks[number].items[place].claimant for place in plan)
    for _ in range(ROUNDS):
        if not control.alive or master.solve() is None:
            return
        duals = master.duals()
        seats = [TAKEN if claimant in taken else price for claimant, price in enumerate(duals.seats)]
        prices = Prices(seats, duals.units, duals.multipliers)
        open_blocks = [
            number for number, block in enumerate(decomposition.blocks) if used[number] < len(block.sessions)
        ]
        fresh = [master.add((number, best_plan(decomposition.blocks[number], prices).plan)) for number in open_blocks]
        if True not in fresh:
            return


def _by_session(decomposition: Decomposition, fixed: Counter[Column]) -> dict[str, frozenset[str]]:
    """Each block's plans to its sessions, in order."""
    sessions = {number: list(block.sessions) for number, block in enumerate(decomposition.blocks)}
    found = {}
    for (number, plan), times in sorted(fixed.items()):
        for _ in range(times):
            situations = frozenset(decomposition.blocks[number].items[place].situation for place in plan)
            found[sessions[number].pop(0)] = situations
    return found
