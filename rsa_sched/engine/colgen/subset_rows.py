"""Which three claimants' subset rows a linear solution breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations

CUTS = 30
"""Cuts of one round, the most broken first."""
OFTEN = 5
"""Of these no more than so many with one claimant."""
BROKEN = 0.02
"""By how much a cut must be broken to be worth a row."""

Three = tuple[int, ...]
"""Three claimants, in order."""


def broken_threes(halves: Sequence[tuple[Sequence[int], float]], known: Collection[Three]) -> list[Three]:
    """Three claimants each whose row is broken, the worst first, spread over the claimants.

    Parameters
    ----------
    halves : of each plan that is taken in part its claimants, and the share.
    known : not again.
    """
    import numpy as np

    who = sorted({claimant for plan, _ in halves for claimant in plan})
    place = {claimant: number for number, claimant in enumerate(who)}
    pairs, threes = np.zeros((len(who), len(who))), dict[Three, float]()
    for plan, share in halves:
        seated = sorted(place[claimant] for claimant in plan)
        for one, other in combinations(seated, 2):
            pairs[one, other] += share
            pairs[other, one] += share
        for three in combinations(seated, 3):
            threes[three] = threes.get(three, 0.0) + share
    found: dict[Three, float] = {}
    for one, other in zip(*np.nonzero(np.triu(pairs)), strict=True):
        together = pairs[one, other] + pairs[one] + pairs[other]
        for third in np.nonzero(together > 1 + BROKEN)[0]:
            if third not in (one, other):
                places = tuple(sorted((int(one), int(other), int(third))))
                taken = together[third] - 2 * threes.get(places, 0.0)
                if taken > 1 + BROKEN:
                    found[tuple(who[number] for number in places)] = taken
    return spread(sorted(found, key=lambda three: (-found[three], three)), known)


def spread(ranked: Sequence[Three], known: Collection[Three]) -> list[Three]:
    """So many of these, and of one claimant no more than so many."""
    chosen: list[Three] = []
    often: Counter[int] = Counter()
    for three in ranked:
        if len(chosen) < CUTS and three not in known and all(often[claimant] < OFTEN for claimant in three):
            chosen.append(three)
            often.update(three)
    return chosen
