"""A cut: rows of the program over a pool, added up with multipliers and rounded down, in whole numbers.

Plans, shortfalls and trips are taken in whole numbers. So where rows `a x <= b` with multipliers `u >= 0` add up to
`sum of (u a) x <= u b`, every agenda keeps `sum of floor(u a) x <= floor(u b)` as well (Gomory, Bulletin of the AMS 64,
1958; Chvátal, Discrete Mathematics 4, 1973). Three claimants' rows with a half each are a subset row: of the plans that
seat two or three of them an agenda takes one at most (Jepsen, Petersen, Spoorendonk, Pisinger, Operations Research 56,
2008).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Ints, Mask
    from rsa_sched.engine.colgen.linear_program import Side
    from rsa_sched.engine.colgen.pool import Pool

ONE = 1 << 20
"""A multiplier of one."""


@dataclass(frozen=True)
class Cut:
    """Multipliers of rows, in `ONE` ths, never below 0.

    Attributes
    ----------
    sessions, claimants, dues, multipliers, sides : of each session's row (one plan), each claimant's (one seat), each
        due's, each toll's of a shared trip, and of each side's upper limit.
    earlier : of each cut before this one.
    """

    sessions: Ints
    claimants: Ints
    dues: Ints
    multipliers: Ints
    sides: Ints
    earlier: Ints

    @property
    def key(self) -> bytes:
        """The same for cuts of the same multipliers."""
        parts = (self.sessions, self.claimants, self.dues, self.multipliers, self.sides, self.earlier)
        return b"".join(part.tobytes() for part in parts)


@dataclass(frozen=True)
class Posted:
    """A cut as a row: of each plan of a pool and of each side its coefficient, and what they add up to at most."""

    cut: Cut
    plans: Ints
    sides: Ints
    limit: int

    def select(self, plans: Mask | Ints) -> Posted:
        """The same over some of the plans."""
        return replace(self, plans=self.plans[plans])


def subset_row(pool: Pool, sides: int, three: Iterable[int]) -> Cut:
    """The cut of three claimants.

    Parameters
    ----------
    sides : how many the program has.
    three : claimants; beyond those, and one for nobody, sessions.
    """
    import numpy as np

    shelf, nobody = pool.decomposition, len(pool.decomposition.claimants)
    half = np.zeros(nobody + 1 + len(pool.sessions), dtype=np.int64)
    half[list(three)] = ONE // 2
    none = [np.zeros(number, dtype=np.int64) for number in (len(shelf.owed), shelf.multipliers, sides, 0)]
    return Cut(half[nobody + 1 :], half[:nobody], *none)


def posted(cut: Cut, pool: Pool, sides: Sequence[Side], earlier: Sequence[Posted]) -> Posted:
    """A cut as a row over a pool.

    Parameters
    ----------
    earlier : as rows over the same pool.
    """
    import numpy as np

    due = np.array([claim.due for claim in pool.decomposition.owed], dtype=np.int64)
    limit = int(cut.sessions.sum() + cut.claimants.sum() - cut.dues @ due)
    limit += sum(int(cut.sides[n]) * side.most for n, side in enumerate(sides) if cut.sides[n])
    plans = _added(cut, pool)
    beside = cut.sides + np.array([_of_side(cut, side) for side in sides], dtype=np.int64)
    for number in map(int, np.nonzero(cut.earlier)[0]):
        weight, row = int(cut.earlier[number]), earlier[number]
        plans, beside, limit = plans + weight * row.plans, beside + weight * row.sides, limit + weight * row.limit
    return Posted(cut, plans // ONE, beside // ONE, limit // ONE)


def _added(cut: Cut, pool: Pool) -> Ints:
    """The rows added up for each plan, earlier cuts aside, in `ONE` ths."""
    import numpy as np

    plans: Ints = np.append(cut.claimants, 0)[pool.claimant].sum(axis=1)
    if cut.sessions.any():
        plans = plans + cut.sessions[pool.session]
    if cut.dues.any():
        plans = plans - pool.units @ cut.dues
    if cut.multipliers.any():
        plans = plans + pool.multiplier @ cut.multipliers
    return plans


def _of_side(cut: Cut, side: Side) -> int:
    """A shortfall helps its due; a shared trip pays the tolls."""
    granted = int(cut.dues[side.due]) if side.due >= 0 else 0
    return -granted - sum(int(cut.multipliers[number]) for number in side.multipliers)
