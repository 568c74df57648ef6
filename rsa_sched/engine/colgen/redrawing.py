"""A pool drawn anew at the prices of the cuts over another one, that may lack much.

At the prices of the linear program without cuts, the plans that a better agenda may use can be beyond counting. Cuts
lower the bound, so at their prices a plan has far less room. A cut makes plans dearer or leaves them alone, where it
has no dues: so whoever leaves its toll out draws too many plans, never too few; those drawn then pay it exactly.
"""

from __future__ import annotations

from dataclasses import replace

from rsa_sched.engine.colgen.cut import Posted, posted
from rsa_sched.engine.colgen.cuts import NO_PLAN, Tightened
from rsa_sched.engine.colgen.decomposition import SCALE
from rsa_sched.engine.colgen.linear_program import Side
from rsa_sched.engine.colgen.pool import Pool, Proof, pool_within


def redraw(tightened: Tightened, sides: list[Side], known: int, most: int) -> tuple[Pool, int] | None:
    """The plans that an agenda of more points than `known` may use, and a bound on all agendas; None where too many.

    Parameters
    ----------
    tightened : over any pool, by cuts that have no dues.
    sides : of its program.
    most : plans, tolls left out.

    Returns
    -------
    A pool whose `outside` is `known` where its prices fit all plans, and more where plans were missing that they would
    have called for; and what no agenda surpasses, in points.
    """
    import numpy as np

    decomposition, at = tightened.pool.decomposition, tightened.at
    if (at.bests == NO_PLAN).any():
        return None  # none of a session is known with whom is pinned there
    number = np.array([place for place, block in enumerate(decomposition.blocks) for _ in block.sessions])
    bests = np.full(len(decomposition.blocks), NO_PLAN)
    np.maximum.at(bests, number, at.bests)
    margin = max(1, tightened.points - known)
    proof = Proof(decomposition, at.prices, tuple(bests.tolist()), tightened.points)
    pool = pool_within(proof, margin, most)
    if pool is None:
        return None
    surplus = pool.surplus(at.prices)
    rows: list[Posted] = []
    for toll, cut in at.tolls:
        rows.append(posted(cut, pool, sides, rows))
        if toll:
            surplus[rows[-1].plans.places] -= np.int64(toll) * rows[-1].plans.values
    undrawn_best = bests[number] - margin * SCALE  # what was not drawn brings less than its block's best by the margin
    best = np.maximum(at.bests, undrawn_best)
    np.maximum.at(best, pool.session, surplus)
    total = tightened.total + int(best.sum() - at.bests.sum())
    room = total - (known - decomposition.constant + 1) * SCALE
    undrawn = total + int((undrawn_best - best).max())
    outside = max(known, undrawn // SCALE + decomposition.constant)
    kept = pool.select(surplus >= best[pool.session] - room, outside)
    return replace(kept, outside=outside), total // SCALE + decomposition.constant
