"""A cut: rows of the program over a pool, added up with multipliers and rounded down, in whole numbers.

Plans, shortfalls and trips are taken in whole numbers. So where rows `a x <= b` with multipliers `u >= 0` add up to
`sum of (u a) x <= u b`, every agenda keeps `sum of floor(u a) x <= floor(u b)` as well (Gomory, Bulletin of the AMS 64,
1958; Chvátal, Discrete Mathematics 4, 1973). Three claimants' rows with a half each are a subset row: of the plans that
seat two or three of them an agenda takes one at most (Jepsen, Petersen, Spoorendonk, Pisinger, Operations Research 56,
2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rsa_sched.engine.colgen.sparse import Sparse

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Ints, Mask
    from rsa_sched.engine.colgen.linear_program import Side
    from rsa_sched.engine.colgen.pool import Pool

ONE = 1 << 24
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

    @classmethod
    def of(cls, row: Ints, kinds: Sequence[int]) -> Cut:
        """The cut of multipliers one after the other, so many of each kind."""
        import numpy as np

        return cls(*np.split(row, np.cumsum(kinds)[:-1]))

    @property
    def row(self) -> Ints:
        """Its multipliers one after the other."""
        import numpy as np

        row: Ints = np.concatenate(
            (self.sessions, self.claimants, self.dues, self.multipliers, self.sides, self.earlier)
        )
        return row

    @property
    def key(self) -> bytes:
        """The same for cuts of the same multipliers, those of later cuts aside."""
        return self.row.tobytes().rstrip(b"\0")


@dataclass(frozen=True)
class Posted:
    """A cut as a row: of the plans of a pool and of each side the coefficients, and what they add up to at most."""

    cut: Cut
    plans: Sparse
    sides: Ints
    limit: int

    def select(self, kept: Mask) -> Posted:
        """The same over some of the plans."""
        return replace(self, plans=self.plans.select(kept))

    def at(self, rows: Ints) -> Posted:
        """The same over these plans."""
        return replace(self, plans=Sparse.of(self.plans.at(rows)))


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
    for number in map(int, np.flatnonzero(cut.earlier)):
        weight, row = int(cut.earlier[number]), earlier[number]
        plans[row.plans.places] += np.int64(weight) * row.plans.values
        beside, limit = beside + weight * row.sides, limit + weight * row.limit
    return Posted(cut, Sparse.of(plans // ONE), beside // ONE, limit // ONE)


def _added(cut: Cut, pool: Pool) -> Ints:
    """The rows added up for each plan, earlier cuts aside, in `ONE` ths."""
    import numpy as np

    plans: Ints = cut.sessions[pool.session] if cut.sessions.any() else np.zeros(len(pool), dtype=np.int64)
    for claimant in map(int, np.flatnonzero(cut.claimants)):
        plans[pool.rows_of(claimant)] += cut.claimants[claimant]
    if cut.dues.any():
        plans -= pool.units @ cut.dues
    paid = np.flatnonzero(cut.multipliers)
    if len(paid):
        plans += pool.multiplier[:, paid] @ cut.multipliers[paid]
    return plans


def _of_side(cut: Cut, side: Side) -> int:
    """A shortfall helps its due; a shared trip pays the tolls."""
    granted = int(cut.dues[side.due]) if side.due >= 0 else 0
    return -granted - sum(int(cut.multipliers[number]) for number in side.multipliers)
