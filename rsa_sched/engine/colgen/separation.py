"""The cuts that a solution over a pool breaks most: of few rows, and out of the tableau."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rsa_sched.engine.colgen.cut import ONE, Cut, Posted
from rsa_sched.engine.colgen.rank_one import rank_one_cuts
from rsa_sched.engine.colgen.rounding import rounded_cuts, tableau_of
from rsa_sched.engine.colgen.rows import Rows

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.linear_program import LinearMaster
    from rsa_sched.engine.colgen.pool import Pool

CUTS = 30
"""Cuts of one round."""
BROKEN = 0.02
"""By how much a cut must be broken to be worth a row."""
ALIKE = 0.7
"""The cosine from which two rows are so much alike that one will do."""


def broken_cuts(
    program: LinearMaster,
    pool: Pool,
    inside: Mapping[int, int],
    earlier: Sequence[tuple[int, Posted]],
    only_dearer: bool = False,
) -> list[Cut]:
    """Cuts that the last solution breaks, those that lie deepest first, no two much alike.

    Parameters
    ----------
    inside : columns of the plans that are in the program, by their row in the pool.
    earlier : the cuts so far, by their row in the program.
    only_dearer : no rows of dues: of all others no plan has a coefficient below 0.
    """
    import numpy as np

    known = [cut for _, cut in earlier]
    plans, columns = np.array(list(inside), dtype=np.int64), np.array(list(inside.values()), dtype=np.int64)
    taken = program.solver.taken[columns]
    plans, taken = plans[taken > 1e-9], taken[taken > 1e-9]
    rows = Rows.of(pool, plans, program.sides, known)
    found = {cut.key: cut for cut in rank_one_cuts(rows, taken)}
    tableau = tableau_of(program, pool, inside, earlier)
    if tableau is not None:
        found.update((cut.key, cut) for cut in rounded_cuts(tableau))
    for cut in known:
        found.pop(cut.cut.key, None)
    cuts = [cut for cut in found.values() if not (only_dearer and cut.dues.any())]
    if not cuts:
        return []
    multipliers = np.array([cut.row for cut in cuts], dtype=np.float64)
    of_plans, of_sides, limits = (np.floor(multipliers @ part / ONE) for part in (rows.plans, rows.sides, rows.limits))
    beside = program.solver.taken[[side.column for side in program.sides]]
    broken = of_plans @ taken + of_sides @ beside - limits
    lengths = np.sqrt(1 + (of_plans**2).sum(axis=1))
    directions = of_plans / lengths[:, None]
    chosen: list[int] = []
    for number in np.argsort(-np.round(broken / lengths, 9), kind="stable"):
        if len(chosen) == CUTS:
            break
        if broken[number] > BROKEN and not (directions[chosen] @ directions[number] >= ALIKE).any():
            chosen.append(int(number))
    return [cuts[number] for number in chosen]
