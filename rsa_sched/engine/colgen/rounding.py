"""Cuts out of the simplex tableau: for each plan that is taken in part, the rows that say so, rounded down.

At a vertex the value of a basic variable is a row of the inverse of the basis times the right-hand sides; the
fractional parts of that row are multipliers of a cut that the vertex breaks (Gomory 1958). Floating point only
suggests the multipliers: the cut is made of whole ones, and whether it is broken is counted afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rsa_sched.engine.colgen.cut import ONE, Cut, Posted
from rsa_sched.engine.colgen.rows import Rows

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Floats
    from rsa_sched.engine.colgen.linear_program import LinearMaster
    from rsa_sched.engine.colgen.pool import Pool

TIMES = (1, -1, 2, 3)
"""A row of the tableau is taken so many times."""
HALF = 0.01
"""So far from a whole number a value must be."""
NEAR = 1e-6
"""So near a whole number a multiplier is one."""
GUARD = 256
"""More (`ONE` ths) than the roundings of a column's rows add up to, and too little to matter where rows are limited."""


@dataclass(frozen=True)
class Tableau:
    """A basis of the program over a pool.

    Attributes
    ----------
    basic : (rows, rows) its columns.
    value : (rows,) what of each is taken.
    kinds : how many rows there are of sessions, claimants, dues, multipliers, sides, earlier cuts.
    """

    basic: Floats
    value: Floats
    kinds: tuple[int, ...]


def tableau_of(
    program: LinearMaster, pool: Pool, inside: Mapping[int, int], cuts: Sequence[tuple[int, Posted]]
) -> Tableau | None:
    """The basis of the last solution; None where what the solver says of it is none.

    Parameters
    ----------
    inside : columns of the plans that are in the program, by their row in the pool.
    cuts : their rows in the program, and what they are.
    """
    import numpy as np

    taken, (basic, at_most, row_is_basic) = program.solver.taken, program.solver.basis()
    plans = np.array([row for row, column in inside.items() if basic[column]], dtype=np.int64)
    rows = Rows.of(pool, plans, program.sides, [cut for _, cut in cuts])
    spare = np.eye(sum(rows.kinds))
    columns, value = [*rows.plans.T], [taken[inside[int(row)]] for row in plans]
    limits, first_cut = rows.starts[4:6]
    for place, side in enumerate(program.sides):
        if basic[side.column] or at_most[side.column]:
            columns.append(rows.sides[:, place])
            value.append(taken[side.column])
        if not at_most[side.column]:
            columns.append(spare[limits + place])
            value.append(0.0)
    left = [place for place in range(program.rows) if row_is_basic[place]]
    left += [place for place, column in program.missing.items() if basic[column]]
    left += [first_cut + place for place, (row, _) in enumerate(cuts) if row_is_basic[row]]
    columns += [spare[place] for place in left]
    value += [0.0] * len(left)
    if len(columns) != sum(rows.kinds):
        return None
    return Tableau(np.array(columns).T, np.array(value), rows.kinds)


def rounded_cuts(tableau: Tableau) -> list[Cut]:
    """A few cuts for each basic variable whose value is not whole; none where the basis cannot be inverted."""
    import numpy as np

    part = tableau.value % 1
    wanted = np.nonzero(np.minimum(part, 1 - part) > HALF)[0]
    try:
        inverse = np.linalg.inv(tableau.basic)[wanted]
    except np.linalg.LinAlgError:
        return []
    return [_cut(times * row, tableau.kinds) for row in inverse for times in TIMES]


def _cut(row: Floats, kinds: tuple[int, ...]) -> Cut:
    """The fractional parts of a row as whole multipliers.

    What they add up to must not fall below a whole number by rounding, for then a coefficient is one less: each plan
    has its session's row, and each side its limit's, so a little more of these makes up for it.
    """
    import numpy as np

    part = row % 1
    part[(part < NEAR) | (part > 1 - NEAR)] = 0
    cut = Cut.of(np.rint(part * ONE).astype(np.int64), kinds)
    return replace(cut, sessions=cut.sessions + GUARD, sides=cut.sides + GUARD)
