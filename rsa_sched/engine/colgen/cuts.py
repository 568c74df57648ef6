"""The bound over a pool of plans, tightened by cuts, and the pool made smaller by it.

The linear master may take three halves of three plans; rows that no agenda breaks are added where it breaks them
(`separation`). What the prices prove is summed in whole numbers as for the master; a plan whose slack exceeds what lies
between this bound and a known agenda is of no use any more, and dropped as soon as that is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rsa_sched.engine.colgen.cut import Cut, Posted, posted
from rsa_sched.engine.colgen.decomposition import SCALE
from rsa_sched.engine.colgen.linear_program import LinearMaster, Places, Side, whole
from rsa_sched.engine.colgen.pool import Pool
from rsa_sched.engine.colgen.pricing import Prices
from rsa_sched.engine.colgen.separation import broken_cuts
from rsa_sched.engine.control import Control

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Ints, Mask

AT_ONCE = 300
"""Plans of the pool brought into the linear program in one round."""
ROUNDS = 40
"""Rounds of cuts."""
WORTH = 1
"""Points by which two rounds of them must lower the bound to be worth another."""
NO_PLAN = -(1 << 60)
"""What a session brings in which somebody is pinned, where the pool has no plan of it."""
SMALLER = 0.8
"""Of a pool: where no more plans than that are of use, the others are dropped."""


@dataclass(frozen=True)
class CutPrices:
    """What proves a bound over a pool.

    Attributes
    ----------
    prices : of seats, units and multipliers.
    bests : (sessions,) what the best plan of each brings, its cuts paid; `NO_PLAN` where one must be and none is known.
    tolls : of each cut so far, in order, in `SCALE` ths.
    """

    prices: Prices
    bests: Ints
    tolls: tuple[tuple[int, Cut], ...]


@dataclass(frozen=True)
class Tightened:
    """No agenda of the pool has more points, or than what was known.

    Attributes
    ----------
    pool : what is left of it.
    points : the bound.
    total : the same in `SCALE` ths, constant aside.
    slack : of each plan that is left, against `total`.
    at : the prices that prove it.
    rows : the cuts that it takes, over these plans.
    """

    pool: Pool
    points: int
    total: int
    slack: Ints
    at: CutPrices
    rows: tuple[Posted, ...] = ()

    def useful(self, goal: int) -> Mask:
        """The plans that an agenda of so many points may use."""
        plans: Mask = self.total - self.slack >= (goal - self.pool.decomposition.constant) * SCALE
        return plans

    def select(self, plans: Mask, outside: int) -> Tightened:
        """The same with some plans only; no agenda with another has more points than `outside`."""
        pool, rows = self.pool.select(plans, outside), tuple(row.select(plans) for row in self.rows)
        return replace(self, pool=pool, slack=self.slack[plans], rows=rows)


class PoolMaster:
    """The linear master of a pool: plans are brought in, and cuts added, as they are needed.

    Parameters
    ----------
    known : points of an agenda: plans that no better one uses are dropped.
    only_dearer : no cuts but those that every plan pays for or is free of, as `redraw` needs it.
    """

    def __init__(self, pool: Pool, known: int, *, only_dearer: bool = False) -> None:
        import numpy as np

        self._pool, self._known, self._only_dearer = pool, known, only_dearer
        self._program = LinearMaster(pool.decomposition, [Places(1, must) for must in pool.must])
        self._inside: dict[int, int] = {}
        self._is_inside = np.zeros(len(pool), dtype=bool)
        self._rows: list[tuple[int, Posted]] = []

    @property
    def sides(self) -> list[Side]:
        """The columns of its program beside the plans."""
        return self._program.sides

    def tighten(self, control: Control, enough: int = 0, rounds: int = ROUNDS) -> Tightened | None:
        """The best bound of all rounds; None where the linear solver gives up at once or there is no time.

        Parameters
        ----------
        enough : plans of use; with no more there are no further cuts.
        rounds : of cuts.
        """
        best = self._bound(None, control)
        bounds: list[int] = []
        for _ in range(rounds):
            if best is None or int(best.useful(self._known + 1).sum()) <= enough:
                break
            bounds.append(best.points)
            is_stuck = len(bounds) > 2 and bounds[-3] - bounds[-1] < WORTH
            if is_stuck or not control.alive or not self._add_broken():
                break
            best = self._bound(best, control)
        return best

    def _bound(self, best: Tightened | None, control: Control) -> Tightened | None:
        """Bring plans in until nothing is missing; the best bound so far."""
        while control.alive and self._program.solve() is not None:
            now, surplus = self._proven()
            if best is None or now.total < best.total:
                best = now
            if not self._bring_in(surplus):
                return self._drop(best)
        return best

    def _proven(self) -> tuple[Tightened, Ints]:
        """What the present duals prove, and each plan's surplus at them."""
        import numpy as np

        pool, decomposition, sides = self._pool, self._pool.decomposition, self._program.sides
        prices = self._program.duals()
        surplus = pool.surplus(prices)
        gains = np.array(
            [
                (prices.units[side.due] if side.due >= 0 else 0)
                + sum(prices.multipliers[number] for number in side.multipliers)
                - side.price
                for side in sides
            ],
            dtype=np.int64,
        )
        total = sum(prices.seats)
        total -= sum(reward * claim.due for reward, claim in zip(prices.units, decomposition.owed, strict=True))
        duals = whole(self._program.solver.duals[[row for row, _ in self._rows]]).tolist()
        taken = [(price, cut) for price, (_, cut) in zip(duals, self._rows, strict=True)]
        for price, cut in taken:
            if price:
                surplus[cut.plans.places] -= np.int64(price) * cut.plans.values
                gains = gains - price * cut.sides
                total += price * cut.limit
        total += sum(side.most * max(0, int(gain)) for side, gain in zip(sides, gains, strict=True))
        best = np.where(pool.must, np.int64(NO_PLAN), np.int64(0))
        np.maximum.at(best, pool.session, surplus)
        total += int(best.sum())
        points = max(self._known, total // SCALE + decomposition.constant)
        rows = tuple(cut for price, cut in taken if price)
        at = CutPrices(prices, best, tuple((price, cut.cut) for price, cut in taken))
        return Tightened(pool, points, total, best[pool.session] - surplus, at, rows), surplus

    def _bring_in(self, surplus: Ints) -> bool:
        """Bring in the plans that the master would take; False where there are none."""
        import numpy as np

        pool = self._pool
        duals = self._program.solver.duals[self._program.plan_rows] * SCALE
        gain = surplus - duals[pool.session]
        wanted = np.nonzero((gain > 0.01 * SCALE) & ~self._is_inside)[0]
        fresh = [int(row) for row in wanted[np.argsort(-gain[wanted], kind="stable")][:AT_ONCE]]
        self._is_inside[fresh] = True
        added = np.array([row for row, _ in self._rows], dtype=np.int64)
        in_cuts = np.array([cut.plans.at(np.array(fresh)) for _, cut in self._rows]).reshape(len(added), len(fresh))
        for row, values in zip(fresh, in_cuts.T, strict=True):
            here = np.flatnonzero(values)
            self._inside[row] = self._program.take_in(
                int(pool.session[row]),
                *pool.plan(row),
                int(pool.worth[row]),
                added[here].tolist(),
                values[here].tolist(),
            )
        return bool(fresh)

    def _drop(self, best: Tightened) -> Tightened:
        """Go on with the plans that a better agenda than the known one may use, and those that are inside."""
        import numpy as np

        useful = best.useful(self._known + 1)
        kept = useful | self._is_inside
        if kept.sum() > SMALLER * len(kept):
            return best
        best = best.select(kept, max(best.pool.outside, self._known))
        self._pool = best.pool
        self._rows = [(row, cut.select(kept)) for row, cut in self._rows]
        number = np.cumsum(kept) - 1
        self._inside = {int(number[row]): column for row, column in self._inside.items()}
        self._is_inside = self._is_inside[kept]
        return best

    # --- cuts ---------------------------------------------------------------------------------------------------------

    def _add(self, cut: Cut) -> None:
        import numpy as np

        row = posted(cut, self._pool, self._program.sides, [before for _, before in self._rows])
        inside = np.array(list(self._inside), dtype=np.int64)
        values = row.plans.at(inside)
        here = np.flatnonzero(values)
        columns = np.array(list(self._inside.values()), dtype=np.int64)[here]
        number = self._program.post(columns.tolist(), values[here].tolist(), row.sides.tolist(), row.limit)
        self._rows.append((number, row))

    def _add_broken(self) -> bool:
        """Add the cuts that the last solution breaks most; False where there are none."""
        fresh = broken_cuts(self._program, self._pool, self._inside, self._rows, self._only_dearer)
        for cut in fresh:
            self._add(cut)
        return bool(fresh)
