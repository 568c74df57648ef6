"""The rows of the program over a pool as arrays, in the order in which cuts have multipliers for them.

Sessions, claimants, dues (as `- units - shortfall <= - due`), tolls of shared trips, upper limits of sides, earlier
cuts. All entries are whole numbers, and what they add up to with whole multipliers stays far below 2^53: so floating
point is exact here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Floats, Ints
    from rsa_sched.engine.colgen.cut import Posted
    from rsa_sched.engine.colgen.linear_program import Side
    from rsa_sched.engine.colgen.pool import Pool


@dataclass(frozen=True)
class Rows:
    """The rows over some plans of a pool.

    Attributes
    ----------
    kinds : how many there are of sessions, claimants, dues, tolls, sides, earlier cuts.
    plans : (rows, plans) coefficients.
    sides : (rows, sides) coefficients.
    limits : (rows,).
    """

    kinds: tuple[int, ...]
    plans: Floats
    sides: Floats
    limits: Floats

    @property
    def starts(self) -> list[int]:
        """Where the rows of each kind begin, and how many there are."""
        return [sum(self.kinds[:kind]) for kind in range(len(self.kinds) + 1)]

    @classmethod
    def of(cls, pool: Pool, plans: Ints, sides: Sequence[Side], earlier: Sequence[Posted]) -> Rows:
        """The rows over these plans."""
        import numpy as np

        shelf, number = pool.decomposition, np.arange(len(plans))
        nobody = len(shelf.claimants)
        kinds = (len(pool.sessions), nobody, len(shelf.owed), shelf.multipliers, len(sides), len(earlier))
        rows = cls(kinds, np.zeros((sum(kinds), len(plans))), np.zeros((sum(kinds), len(sides))), np.ones(sum(kinds)))
        _, claimants, dues, tolls, limits, cuts, end = rows.starts
        rows.plans[pool.session[plans], number] = 1
        for who in pool.claimant[plans].T.astype(np.int64):  # few: beyond the places of all rows
            rows.plans[claimants + who[who != nobody], number[who != nobody]] = 1
        rows.plans[dues:tolls] = -pool.units[plans].T.astype(np.int64)
        rows.plans[tolls:limits] = pool.multiplier[plans].T
        for place, side in enumerate(sides):
            rows.sides[limits + place, place] = 1
            if side.due >= 0:
                rows.sides[dues + side.due, place] = -1
            rows.sides[[tolls + multiplier for multiplier in side.multipliers], place] = -1
        rows.limits[dues:tolls] = [-claim.due for claim in shelf.owed]
        rows.limits[tolls:limits] = 0
        rows.limits[limits:cuts] = [side.most for side in sides]
        if earlier:
            rows.plans[cuts:end] = [cut.plans.at(plans) for cut in earlier]
            rows.sides[cuts:end] = [cut.sides for cut in earlier]
            rows.limits[cuts:end] = [cut.limit for cut in earlier]
        return rows
