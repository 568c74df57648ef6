"""Cuts out of the simplex tableau: for each plan that is taken in part, the rows that say so, rounded down.

At a vertex the value of a basic variable is a row of the inverse of the basis times the right-hand sides; the
fractional parts of that row are multipliers of a cut that the vertex breaks (Gomory 1958). Floating point only
suggests the multipliers: the cut is made of whole ones, and whether it is broken is counted afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rsa_sched.engine.colgen.cut import ONE, Cut, Posted

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
    program: LinearMaster, pool: Pool, inside: Mapping[int, Any], cuts: Sequence[tuple[Any, Posted]]
) -> Tableau | None:
    """The basis of the last solution; None where what the solver says of it is none.

    Parameters
    ----------
    inside : variables of the plans that are in the program, by their row in the pool.
    cuts : their rows in the program, and what they are.
    """
    import numpy as np

    basic, at_most = program.solver.BASIC, program.solver.AT_UPPER_BOUND
    shelf, sides = pool.decomposition, program.sides
    nobody = len(shelf.claimants)
    kinds = (len(pool.sessions), nobody, len(shelf.owed), shelf.multipliers, len(sides), len(cuts))
    starts = [int(start) for start in np.cumsum((0, *kinds))]
    spare = np.eye(starts[-1])
    plans = np.array([row for row, variable in inside.items() if variable.basis_status() == basic], dtype=np.int64)
    of_plans = np.zeros((starts[-1], len(plans)))
    number = np.arange(len(plans))
    of_plans[pool.session[plans], number] = 1
    for who in pool.claimant[plans].T.astype(np.int64):  # few: beyond the places of all rows
        np.add.at(of_plans, (starts[1] + who[who != nobody], number[who != nobody]), 1)
    of_plans[starts[2] : starts[3]] = -pool.units[plans].T
    of_plans[starts[3] : starts[4]] = pool.multiplier[plans].T
    for place, (_, cut) in enumerate(cuts):
        of_plans[starts[5] + place] = cut.plans.at(plans)
    columns, value = [*of_plans.T], [inside[int(row)].solution_value() for row in plans]
    for place, side in enumerate(sides):
        status = side.variable.basis_status()
        if status in (basic, at_most):
            column = spare[starts[4] + place].copy()
            if side.due >= 0:
                column[starts[2] + side.due] = -1
            column[[starts[3] + multiplier for multiplier in side.multipliers]] = -1
            column[starts[5] :] = [cut.sides[place] for _, cut in cuts]
            columns.append(column)
            value.append(side.variable.solution_value())
        if status != at_most:
            columns.append(spare[starts[4] + place])
            value.append(0.0)
    rows = [*zip(range(starts[4]), program.rows, strict=True), *program.missing.items()]
    rows += [(starts[5] + place, row) for place, (row, _) in enumerate(cuts)]
    for place, row in rows:
        if row.basis_status() == basic:
            columns.append(spare[place])
            value.append(0.0)
    if len(columns) != starts[-1]:
        return None
    return Tableau(np.array(columns).T, np.array(value), kinds)


def rounded_cuts(tableau: Tableau, known: Collection[bytes]) -> list[Cut]:
    """A few cuts for each basic variable whose value is not whole; none where the basis cannot be inverted."""
    import numpy as np

    part = tableau.value % 1
    wanted = np.nonzero(np.minimum(part, 1 - part) > HALF)[0]
    try:
        inverse = np.linalg.inv(tableau.basic)[wanted]
    except np.linalg.LinAlgError:
        return []
    found: list[Cut] = []
    seen = set(known)
    for row in inverse:
        for times in TIMES:
            cut = _cut(times * row, tableau.kinds)
            if cut.key not in seen:
                seen.add(cut.key)
                found.append(cut)
    return found


def _cut(row: Floats, kinds: tuple[int, ...]) -> Cut:
    """The fractional parts of a row as whole multipliers.

    What they add up to must not fall below a whole number by rounding, for then a coefficient is one less: each plan
    has its session's row, and each side its limit's, so a little more of these makes up for it.
    """
    import numpy as np

    part = row % 1
    part[(part < NEAR) | (part > 1 - NEAR)] = 0
    sessions, claimants, dues, multipliers, sides, earlier = np.split(
        np.rint(part * ONE).astype(np.int64), np.cumsum(kinds)[:-1]
    )
    return Cut(sessions + GUARD, claimants, dues, multipliers, sides + GUARD, earlier)
