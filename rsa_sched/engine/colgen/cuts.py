"""The bound over a pool of plans, tightened by cuts, and the pool made smaller by it.

Of all plans that seat two or three of any three claimants, an agenda takes one at most (subset rows of three: Jepsen,
Petersen, Spoorendonk and Pisinger, Operations Research 56, 2008). The linear master may take three halves; each such
row that it breaks is added with a price of its own. What the prices prove is summed in whole numbers as for the
master; a plan whose slack exceeds what lies between this bound and a known agenda is of no use any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from rsa_sched.engine.colgen.decomposition import SCALE
from rsa_sched.engine.colgen.linear_program import LinearMaster, Places, whole
from rsa_sched.engine.colgen.pool import Pool
from rsa_sched.engine.colgen.restricted_master import balance
from rsa_sched.engine.control import Control

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.pool import Ints, Mask

AT_ONCE = 300
"""Plans of the pool brought into the linear program in one round."""
CUTS = 30
"""Cuts added in one round, the most broken first."""
OFTEN = 5
"""Of these no more than so many with one claimant."""
ROUNDS = 20
BROKEN = 0.02
"""By how much a cut must be broken to be worth a row."""

Three = tuple[int, ...]
"""Three claimants, in order."""


@dataclass(frozen=True)
class Tightened:
    """No agenda of the pool has more points; `slack` of each plan (`SCALE` ths) against `total`."""

    points: int
    total: int
    slack: Ints

    def useful(self, goal: int, constant: int) -> Mask:
        """The plans that an agenda of so many points may use."""
        rows: Mask = self.total - self.slack >= (goal - constant) * SCALE
        return rows


class PoolMaster:
    """The linear master of a pool: plans are brought in, and cuts added, as they are needed.

    Parameters
    ----------
    threes : cuts to begin with.
    """

    def __init__(self, pool: Pool, threes: Iterable[Three] = ()) -> None:
        import numpy as np

        self._pool = pool
        decomposition = pool.decomposition
        self._program = LinearMaster(decomposition, [Places(1, must) for must in pool.must])
        self._inside: dict[int, Any] = {}
        self._is_inside = np.zeros(len(pool), dtype=bool)
        self._cuts: dict[Three, tuple[Any, Mask]] = {}
        for three in threes:
            self._cut(three)

    @property
    def threes(self) -> list[Three]:
        """The cuts so far: they hold for every pool of the component."""
        return list(self._cuts)

    def tighten(self, control: Control) -> Tightened | None:
        """The best bound of all rounds; None where the linear solver gives up at once or there is no time."""
        best: Tightened | None = None
        for _ in range(ROUNDS):
            while True:
                if not control.alive or self._program.solve() is None:
                    return best
                now, surplus = self._proven()
                if best is None or now.total < best.total:
                    best = now
                if not self._bring_in(surplus):
                    break
            broken = self._find_violated()
            if not broken:
                break
            for three in broken:
                self._cut(three)
        return best

    def _proven(self) -> tuple[Tightened, Ints]:
        """What the present duals prove, and each plan's surplus at them."""
        import numpy as np

        pool, decomposition = self._pool, self._pool.decomposition
        prices = self._program.duals()
        seats = np.array([*prices.seats, 0], dtype=np.int64)
        surplus = pool.worth * SCALE - seats[pool.claimant].sum(axis=1)
        surplus = surplus - pool.multiplier @ np.array(prices.multipliers, dtype=np.int64)
        surplus = surplus + pool.units @ np.array(prices.units, dtype=np.int64)
        total = balance(decomposition, prices)
        for row, members in self._cuts.values():
            price = whole(row.dual_value())
            surplus = surplus - price * members
            total += price
        best = np.where(pool.must, np.int64(-(1 << 60)), np.int64(0))
        np.maximum.at(best, pool.session, surplus)
        total += int(best.sum())
        return Tightened(total // SCALE + decomposition.constant, total, best[pool.session] - surplus), surplus

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
            for cut, members in self._cuts.values():
                if members[row]:
                    cut.SetCoefficient(variable, 1.0)
        return bool(fresh)

    def _cut(self, three: Three) -> None:
        import numpy as np

        members = np.isin(self._pool.claimant, three).sum(axis=1) >= 2
        inside = [variable for row, variable in self._inside.items() if members[row]]
        self._cuts[three] = self._program.exclude(inside, 1), members

    def _find_violated(self) -> list[Three]:
        """Subset rows that the last solution breaks, the worst first, spread over the claimants."""
        import numpy as np

        nobody = len(self._pool.decomposition.claimants)
        halves: list[tuple[list[int], float]] = []
        for row, variable in self._inside.items():
            share = variable.solution_value()
            if 1e-6 < share < 1 - 1e-6:
                halves.append(([int(who) for who in self._pool.claimant[row] if who != nobody], share))
        who = sorted({claimant for plan, _ in halves for claimant in plan})
        place = {claimant: number for number, claimant in enumerate(who)}
        pairs, threes = np.zeros((len(who), len(who))), dict[Three, float]()
        for plan, share in halves:
            seated = sorted(place[claimant] for claimant in plan)
            for one, other in combinations(seated, 2):
                pairs[one, other] += share
                pairs[other, one] += share
            for three in combinations(seated, 3):
                threes[three] = threes.get(three, 0.0) + share
        found: dict[Three, float] = {}
        for one, other in zip(*np.nonzero(np.triu(pairs)), strict=True):
            together = pairs[one, other] + pairs[one] + pairs[other]
            for third in np.nonzero(together > 1 + BROKEN)[0]:
                if third not in (one, other):
                    places = tuple(sorted((int(one), int(other), int(third))))
                    taken = together[third] - 2 * threes.get(places, 0.0)
                    if taken > 1 + BROKEN:
                        found[tuple(who[number] for number in places)] = taken
        return self._spread(sorted(found, key=lambda three: (-found[three], three)))

    def _spread(self, ranked: Sequence[Three]) -> list[Three]:
        chosen: list[Three] = []
        often: Counter[int] = Counter()
        for three in ranked:
            if len(chosen) < CUTS and three not in self._cuts and all(often[claimant] < OFTEN for claimant in three):
                chosen.append(three)
                often.update(three)
        return chosen
