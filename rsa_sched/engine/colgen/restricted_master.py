"""The bound of session plans: plans generated at the prices of a linear master, round by round.

Whatever prices the master's duals suggest, the sum of all seats' prices, of each session's best surplus and of the
balance of dues and multipliers is at least the points of every agenda (Lagrangian relaxation): so no round is lost, and
nothing rests on the linear solver's arithmetic, since the sum is made in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rsa_sched.engine.colgen.decomposition import SCALE, Decomposition
from rsa_sched.engine.colgen.linear_program import LinearMaster, Places
from rsa_sched.engine.colgen.pricing import Plan, Priced, Prices, best_plan
from rsa_sched.engine.control import Control

SMOOTHING = 0.7
"""Weight of the prices of before: duals of early rounds swing widely."""
CLOSE = 3e-5
"""Where the bound is this close to the master, further rounds change nothing that anybody reads."""
ROUNDS = 600

Column = tuple[int, Plan]
"""A plan of a block, by the block's place in the decomposition."""


@dataclass(frozen=True)
class PlanBound:
    """No agenda has more points; `prices` prove it, `cut` where the time ended the generation of plans."""

    points: int
    prices: Prices
    cut: bool


class RestrictedMaster:
    """The linear program over the plans known so far.

    Parameters
    ----------
    decomposition : the blocks.
    """

    def __init__(self, decomposition: Decomposition) -> None:
        self.decomposition = decomposition
        self._program = LinearMaster(
            decomposition,
            [Places(len(block.sessions), bool(block.must)) for block in decomposition.blocks],
            perturbed=False,
        )
        self._columns: dict[Column, int] = {}

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns)

    def add(self, column: Column) -> bool:
        """Take a plan into the master; False where it is there already, or empty."""
        number, plan = column
        block = self.decomposition.blocks[number]
        if column in self._columns or not (plan or block.must):
            return False
        self._columns[column] = self._program.take_in(number, block, plan, block.worth(plan) / SCALE)
        return True

    def solve(self) -> float | None:
        """Points of the best mixture of known plans; None where the linear solver gave up."""
        points = self._program.solve()
        return None if points is None else points + self.decomposition.constant

    def duals(self) -> Prices:
        """Prices of the last solution."""
        return self._program.duals()

    def mixture(self) -> Mapping[Column, float]:
        """How much of each plan the last solution takes, the unused left out."""
        taken = dict(zip(self._columns, self._program.solver.taken[[*self._columns.values()]].tolist(), strict=True))
        return {column: share for column, share in taken.items() if share > 1e-7}

    def take(self, column: Column, times: int) -> None:
        """From now on take this plan at least so many times."""
        self._program.solver.take(self._columns[column], float(times))

    def bound(self, goal: int, control: Control) -> PlanBound:
        """Generate plans until the bound is as good as the master, meets the goal, or the time is up.

        Begins at the prices of the plans that the master has already, at none without any.

        Parameters
        ----------
        goal : points of a known agenda: no bound lies below.
        control : asked in every round whether to go on; hears of each better bound.
        """
        decomposition = self.decomposition
        prices = Prices(
            [0] * len(decomposition.claimants), [0] * len(decomposition.owed), [0] * decomposition.multipliers
        )
        if self._columns and self.solve() is not None:
            prices = self.duals()
        best, proof, cut, tolerance = None, prices, False, None
        for _ in range(ROUNDS):
            priced = [best_plan(block, prices, tolerance) for block in decomposition.blocks]
            value = lagrangian(decomposition, priced, prices)
            if best is None or value < best:
                best, proof = value, prices
                control.tell(goal, best // SCALE + decomposition.constant)
            fresh = sum(self.add((number, answer.plan)) for number, answer in enumerate(priced)) > 0
            cut = not control.alive
            master = None if cut or best // SCALE + decomposition.constant <= goal else self.solve()
            if master is None:
                break
            apart = best / SCALE + decomposition.constant - master
            if apart < max(1, CLOSE * abs(master)):
                break
            before, prices = prices, _towards(prices, self.duals(), SMOOTHING if fresh else 0.0)
            if not fresh and tolerance == 0 and before == prices:
                break  # the master's own prices bring nothing new: this is its value
            tolerance = self._tolerance(apart, tolerance, fresh)
        assert best is not None
        return PlanBound(best // SCALE + decomposition.constant, proof, cut)

    def _tolerance(self, apart: float, tolerance: int | None, fresh: bool) -> int | None:
        """Branch only once plain pricing finds nothing more, and never more exactly than the bound is known."""
        if tolerance is None:
            return None if fresh and apart > len(self.decomposition.blocks) else int(apart * SCALE)
        if not fresh:
            return tolerance // 2
        return min(
            tolerance, int(apart * SCALE / (2 * sum(len(block.sessions) for block in self.decomposition.blocks)))
        )


def lagrangian(decomposition: Decomposition, priced: Sequence[Priced], prices: Prices) -> int:
    """What prices prove together with the bounds of each block's plans (`SCALE` ths of a point, `constant` aside)."""
    total = balance(decomposition, prices)
    for block, answer in zip(decomposition.blocks, priced, strict=True):
        total += len(block.sessions) * (answer.bound if block.must else max(0, answer.bound))
    return total


def balance(decomposition: Decomposition, prices: Prices) -> int:
    """What prices prove but for the plans: seats paid, shortfalls and shared trips at leisure."""
    total = sum(prices.seats)
    for claim, reward in zip(decomposition.owed, prices.units, strict=True):
        total += decomposition.shortfall_gain(reward, claim.due)
    for shared in decomposition.shared:
        total += max(0, sum(prices.multipliers[multiplier] for multiplier in shared.multipliers) - shared.price)
    return total


def _towards(old: Prices, new: Prices, smoothing: float) -> Prices:
    """Part of the way from the old prices to the master's, in whole 64ths."""
    return Prices(
        *(
            [round(smoothing * before + (1 - smoothing) * dual) for before, dual in zip(olds, news, strict=True)]
            for olds, news in zip(old, new, strict=True)
        )
    )
