"""Cuts of few rows with multipliers of a half or a third, found by local search from each row that is taken in parts.

Rows of sessions and claimants say: at most one. With weights `w`, out of `m`, they add up to
`sum of floor(w a / m) x <= floor(sum of w / m)`. Where the rows are tight, that is broken by what the right-hand side
loses to rounding, less what the plans lose; so weights are sought at which the plans lose little. Three rows of a half
each are a subset row; five, or rows of two thirds and thirds, often say what no three do (Pecin, Pessoa, Poggi, Uchoa,
Santos, Operations Research Letters 45, 2017; of any `m`: Caprara, Fischetti, Letchford, Mathematical Programming 87,
2000).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsa_sched.engine.colgen.cut import ONE, Cut

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Floats, Ints, Mask
    from rsa_sched.engine.colgen.rows import Rows

PARTS = (2, 3)
"""The denominators."""
STEPS = 12
"""Rows that are added to the first one, at most."""
BROKEN = 0.05
"""By how much a cut must be broken to be looked at."""
KEPT = 40
"""Cuts of each denominator, the most broken first."""
EVEN, TIE = 1e-9, 1e-6
"""What is nearer to each other is the same; what decides then."""


def rank_one_cuts(rows: Rows, shares: Floats) -> list[Cut]:
    """The cuts that plans break which are taken by these shares.

    Parameters
    ----------
    rows : over these plans.
    """
    import numpy as np

    at_most_one = rows.kinds[0] + rows.kinds[1]
    here = np.flatnonzero(rows.plans[:at_most_one].any(axis=1))
    takes = rows.plans[here]
    begun = takes[:, shares < 1 - 1e-6].sum(axis=1) > 1
    if not begun.any():
        return []
    found = []
    for parts in PARTS:
        for weights in _broken(takes, shares, begun, parts):
            row = np.zeros(sum(rows.kinds), dtype=np.int64)
            row[here] = -(-weights * ONE // parts)  # rounded up: three thirds are one
            found.append(Cut.of(row, rows.kinds))
    return found


def _broken(takes: Floats, shares: Floats, begun: Mask, parts: int) -> list[Ints]:
    """Weights of the rows, out of so many parts, whose cut is broken; the most broken first.

    All first rows are gone on from side by side; each step adds the weight that lets the plans lose least.
    """
    import numpy as np

    spare = np.maximum(0, 1 - takes @ shares)
    firsts = np.flatnonzero(begun)
    number = np.arange(len(firsts))
    broken: dict[bytes, tuple[float, Ints]] = {}
    for first in range(1, parts):
        weights = np.zeros((len(firsts), len(takes)), dtype=np.int64)
        weights[number, firsts] = first
        summed = first * takes[firsts]
        for _ in range(STEPS):
            least = np.full(len(firsts), np.inf)
            row, more = np.zeros(len(firsts), dtype=np.int64), np.zeros(len(firsts), dtype=np.int64)
            for added in range(1, parts):
                lost = (((summed + added) % parts - summed % parts) * shares) @ takes.T
                lost += ((weights + added) % parts - weights) * spare + TIE * spare  # rather a tight row
                lost[weights + added >= parts] = np.inf
                best = lost.argmin(axis=1)
                better = lost[number, best] < least - EVEN
                least[better], row[better], more[better] = lost[number, best][better], best[better], added
            going = np.flatnonzero(np.isfinite(least))
            weights[going, row[going]] += more[going]
            summed[going] += more[going, None] * takes[row[going]]
            total = weights.sum(axis=1)
            excess = (summed // parts) @ shares - total // parts
            for place in np.flatnonzero((total % parts == parts - 1) & (excess > BROKEN)):
                broken.setdefault(weights[place].tobytes(), (float(excess[place]), weights[place].copy()))
    ranked = sorted(broken.items(), key=lambda entry: (-round(entry[1][0], 6), entry[0]))
    return [weights for _, (_, weights) in ranked[:KEPT]]
