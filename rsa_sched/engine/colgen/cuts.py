"""The bound over a pool of plans, tightened by cuts, and the pool made smaller by it.

The linear master may take three halves of three plans; rows that no agenda breaks are added where it breaks them:
first subset rows, then rows out of the tableau (`subset_rows`, `rounding`). What the prices prove is summed in whole
numbers as for the master; a plan whose slack exceeds what lies between this bound and a known agenda is of no use any
more, and dropped as soon as that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rsa_sched.engine.colgen.cut import Cut, Posted, posted, subset_row
from rsa_sched.engine.colgen.decomposition import SCALE
from rsa_sched.engine.colgen.linear_program import LinearMaster, Places, whole
from rsa_sched.engine.colgen.pool import Pool
from rsa_sched.engine.colgen.rounding import rounded_cuts, tableau_of
from rsa_sched.engine.colgen.subset_rows import BROKEN, broken_threes
from rsa_sched.engine.control import Control

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Floats, Ints, Mask

AT_ONCE = 300
"""Plans of the pool brought into the linear program in one round."""
ROUNDS = 20
"""Rounds of subset rows, and..."""
ROUNDED = 12
"""...of rows out of the tableau, each of..."""
CUTS = 30
"""...so many."""
WORTH = 2
"""Points by which two rounds of them must lower the bound to be worth another."""
ALIKE = 0.9
"""The cosine from which two rows are so much alike that one will do."""
SMALLER = 0.8
"""Of a pool: where no more plans than that are of use, the others are dropped."""


@dataclass(frozen=True)
class Tightened:
    """No agenda of the pool has more points, or than what was known.

    Attributes
    ----------
    pool : what is left of it.
    points : the bound.
    total : the same in `SCALE` ths, constant aside.
    slack : of each plan that is left, against `total`.
    rows : the cuts that it takes, over these plans.
    """

    pool: Pool
    points: int
    total: int
    slack: Ints
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
    cuts : to begin with, of another pool of the same component.
    """

    def __init__(self, pool: Pool, known: int, cuts: Iterable[Cut] = ()) -> None:
        import numpy as np

        self._pool, self._known = pool, known
        self._program = LinearMaster(pool.decomposition, [Places(1, must) for must in pool.must], presolved=False)
        self._inside: dict[int, Any] = {}
        self._is_inside = np.zeros(len(pool), dtype=bool)
        self._rows: list[tuple[Any, Posted]] = []
        self._threes: set[tuple[int, ...]] = set()
        for cut in cuts:
            self._add(cut)

    @property
    def cuts(self) -> list[Cut]:
        """The cuts so far, in order: they hold for every pool of the component."""
        return [row.cut for _, row in self._rows]

    def tighten(self, control: Control, enough: int = 0, rounded: int = ROUNDED) -> Tightened | None:
        """The best bound of all rounds; None where the linear solver gives up at once or there is no time.

        Parameters
        ----------
        enough : plans of use; with no more there are no further cuts.
        rounded : rounds of rows out of the tableau.
        """
        self._enough = enough
        best = self._in_rounds(None, ROUNDS, self._add_threes, control)
        bounds: list[int] = []
        for _ in range(rounded):
            if best is None or self._is_enough(best):
                break
            bounds.append(best.points)
            if len(bounds) > 2 and bounds[-3] - bounds[-1] < WORTH:
                break
            best = self._in_rounds(best, 1, self._add_rounded, control)
        return best

    def _in_rounds(
        self, best: Tightened | None, rounds: int, add: Callable[[], bool], control: Control
    ) -> Tightened | None:
        """Add cuts, bring plans in until nothing is missing, and again; the best bound."""
        for number in range(rounds + 1):
            while True:
                if not control.alive or self._program.solve() is None:
                    return best
                now, surplus = self._proven()
                if best is None or now.total < best.total:
                    best = now
                if not self._bring_in(surplus):
                    break
            best = self._drop(best)
            if number == rounds or self._is_enough(best) or not add():
                break
        return best

    def _is_enough(self, best: Tightened) -> bool:
        return int(best.useful(self._known + 1).sum()) <= self._enough

    def _proven(self) -> tuple[Tightened, Ints]:
        """What the present duals prove, and each plan's surplus at them."""
        import numpy as np

        pool, decomposition, sides = self._pool, self._pool.decomposition, self._program.sides
        prices = self._program.duals()
        seats = np.array([*prices.seats, 0], dtype=np.int64)
        surplus = pool.worth * SCALE + pool.units @ np.array(prices.units, dtype=np.int64)
        for seated in pool.claimant.T:
            surplus -= seats[seated]
        paid = [number for number, price in enumerate(prices.multipliers) if price]
        if paid:
            surplus -= pool.multiplier[:, paid] @ np.array(prices.multipliers, dtype=np.int64)[paid]
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
        taken = [(whole(row.dual_value()), cut) for row, cut in self._rows]
        for price, cut in taken:
            if price:
                surplus[cut.plans.places] -= np.int64(price) * cut.plans.values
                gains = gains - price * cut.sides
                total += price * cut.limit
        total += sum(side.most * max(0, int(gain)) for side, gain in zip(sides, gains, strict=True))
        best = np.where(pool.must, np.int64(-(1 << 60)), np.int64(0))
        np.maximum.at(best, pool.session, surplus)
        total += int(best.sum())
        points = max(self._known, total // SCALE + decomposition.constant)
        rows = tuple(cut for price, cut in taken if price)
        return Tightened(pool, points, total, best[pool.session] - surplus, rows), surplus

    def _bring_in(self, surplus: Ints) -> bool:
        """Bring in the plans that the master would take; False where there are none."""
        import numpy as np

        pool = self._pool
        duals = np.array([row.dual_value() * SCALE for row in self._program.plan_rows])
        gain = surplus - duals[pool.session]
        wanted = np.nonzero((gain > 0.01 * SCALE) & ~self._is_inside)[0]
        fresh = [int(row) for row in wanted[np.argsort(-gain[wanted], kind="stable")][:AT_ONCE]]
        self._is_inside[fresh] = True
        for row in fresh:
            variable = self._program.take_in(int(pool.session[row]), *pool.plan(row), float(pool.worth[row]))
            self._inside[row] = variable
        for constraint, cut in self._rows:
            for row, value in zip(fresh, cut.plans.at(np.array(fresh, dtype=np.int64)), strict=True):
                if value:
                    constraint.SetCoefficient(self._inside[row], float(value))
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
        self._inside = {int(number[row]): variable for row, variable in self._inside.items()}
        self._is_inside = self._is_inside[kept]
        return best

    # --- cuts ---------------------------------------------------------------------------------------------------------

    def _add(self, cut: Cut) -> None:
        row = posted(cut, self._pool, self._program.sides, [before for _, before in self._rows])
        self._post(row)

    def _post(self, row: Posted) -> None:
        import numpy as np

        inside = np.array(list(self._inside), dtype=np.int64)
        values = row.plans.at(inside)
        taken = [(self._inside[int(inside[place])], values[place]) for place in np.flatnonzero(values)]
        self._rows.append((self._program.post(taken, row.sides, row.limit), row))

    def _add_threes(self) -> bool:
        """Add the subset rows that the last solution breaks; False where there are none."""
        pool, nobody = self._pool, len(self._pool.decomposition.claimants)
        halves = []
        for row, variable in self._inside.items():
            share = variable.solution_value()
            if 1e-6 < share < 1 - 1e-6:
                # a session takes one plan as a claimant takes one seat: it may be one of the three as well
                seated = [int(who) for who in pool.claimant[row] if who != nobody]
                halves.append(([*seated, nobody + 1 + int(pool.session[row])], share))
        fresh = broken_threes(halves, self._threes)
        for three in fresh:
            self._threes.add(three)
            self._add(subset_row(pool, len(self._program.sides), three))
        return bool(fresh)

    def _add_rounded(self) -> bool:
        """Add the rows out of the tableau that the last solution breaks most; False where there are none."""
        import numpy as np

        sides, everywhere = self._program.sides, [row for _, row in self._rows]
        tableau = tableau_of(self._program, self._pool, self._inside, self._rows)
        if tableau is None:
            return False
        taken = np.array([variable.solution_value() for variable in self._inside.values()])
        rows, shares = np.array(list(self._inside), dtype=np.int64)[taken > 1e-9], taken[taken > 1e-9]
        beside = np.array([side.variable.solution_value() for side in sides])
        part, earlier = self._pool.select(rows, self._pool.outside), [row.at(rows) for row in everywhere]
        ranked: list[tuple[float, Cut, Floats]] = []
        for cut in rounded_cuts(tableau, {row.cut.key for row in everywhere}):
            row = posted(cut, part, sides, earlier)
            plans = row.plans.at(np.arange(len(rows)))
            broken = float(plans @ shares + row.sides @ beside - row.limit)
            if broken > BROKEN:
                length = float(np.sqrt(1 + plans @ plans))
                ranked.append((broken / length, cut, plans / length))
        ranked.sort(key=lambda entry: -entry[0])
        chosen: list[Floats] = []
        for _, cut, direction in ranked:
            if len(chosen) < CUTS and all(direction @ other < ALIKE for other in chosen):
                chosen.append(direction)
                self._post(posted(cut, self._pool, sides, everywhere))
        return bool(chosen)
