"""The program over plans, linear or in whole numbers: what every master has in common.

maximise    worth of the plans taken - price of shortfalls - price of shared trips
subject to  each block (or session) takes as many plans as it may
            each claimant sits at most once
            units granted + shortfall >= due, for each due
            a plan that takes a shared trip pays for it, once for all sessions
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from rsa_sched.engine.colgen.decomposition import SCALE, Block, Decomposition
from rsa_sched.engine.colgen.pricing import Plan, Prices

DEAR = 1e7
"""Points that a pinned situation left out costs while no plan with it is known: more than anything earns."""


class Places(NamedTuple):
    """How many plans a row takes: exactly so many where something is pinned, else at most."""

    number: int
    must: bool


class LinearMaster:
    """Rows and columns in one of OR-Tools' own solvers.

    Parameters
    ----------
    decomposition : the blocks.
    places : one row each, a block's or a session's.
    solver : ``GLOP`` (linear) or ``SCIP`` (whole numbers).
    """

    def __init__(self, decomposition: Decomposition, places: Sequence[Places], solver: str = "GLOP") -> None:
        from ortools.linear_solver import pywraplp  # half a tenth of a second that most problems can do without

        self.decomposition = decomposition
        self.solver: Any = pywraplp.Solver.CreateSolver(solver)
        self.optimal: int = pywraplp.Solver.OPTIMAL
        self._whole = solver != "GLOP"
        row, infinity = self.solver.Constraint, self.solver.infinity()
        self.objective: Any = self.solver.Objective()
        self.objective.SetMaximization()
        self.plan_rows = [row(float(number) if must else -infinity, float(number)) for number, must in places]
        self._seats = [row(-infinity, 1.0) for _ in decomposition.claimants]
        self._dues = [row(float(claim.due), infinity) for claim in decomposition.owed]
        self._tolls = [row(-infinity, 0.0) for _ in range(decomposition.multipliers)]
        self._post_shortfalls()
        for shared in decomposition.shared:
            travels = self._variable(1.0, -shared.price / SCALE)
            for multiplier in shared.multipliers:
                self._tolls[multiplier].SetCoefficient(travels, -1.0)
        if not self._whole:
            for place, one_plan in zip(places, self.plan_rows, strict=True):
                if place.must:
                    one_plan.SetCoefficient(self._variable(float(place.number), -DEAR), 1.0)

    def _variable(self, most: float, points: float, whole: bool = False) -> Any:
        variable = self.solver.IntVar(0.0, most, "") if whole else self.solver.NumVar(0.0, most, "")
        self.objective.SetCoefficient(variable, points)
        return variable

    def _post_shortfalls(self) -> None:
        prices = self.decomposition.prepared.index.regulation.equity_days
        for claim, row in zip(self.decomposition.owed, self._dues, strict=True):
            for step, price in enumerate(prices):
                left = claim.due - 2 * step
                if left <= 0:
                    break
                most = left if step == len(prices) - 1 else min(2, left)
                row.SetCoefficient(self._variable(float(most), -float(price)), 1.0)

    def take_in(self, row: int, block: Block, plan: Plan, points: float) -> Any:
        """A variable for a plan; how often it is taken, at so many points each time."""
        variable = self._variable(1.0 if self._whole else self.solver.infinity(), points, self._whole)
        self.plan_rows[row].SetCoefficient(variable, 1.0)
        for claimant, seats in Counter(block.items[place].claimant for place in plan).items():
            self._seats[claimant].SetCoefficient(variable, float(seats))
        units: Counter[int] = Counter()
        for place in plan:
            units[block.items[place].share] += block.items[place].units
        for share, number in units.items():
            if share >= 0:
                self._dues[share].SetCoefficient(variable, float(number))
        for multiplier in block.multipliers(plan):
            self._tolls[multiplier].SetCoefficient(variable, 1.0)
        return variable

    def exclude(self, variables: Iterable[Any], limit: int) -> Any:
        """Of these no more than `limit` together."""
        row = self.solver.Constraint(-self.solver.infinity(), float(limit))
        for variable in variables:
            row.SetCoefficient(variable, 1.0)
        return row

    def loss(self) -> Any:
        """A variable for points lost."""
        return self._variable(self.solver.infinity(), -1.0)

    def lose(self, variables: Iterable[Any], limit: int, points: int, losses: Iterable[Any]) -> None:
        """More than `limit` of the variables together only where these losses add up to so many points."""
        row = self.solver.Constraint(-self.solver.infinity(), float(points * limit))
        for variable in variables:
            row.SetCoefficient(variable, float(points))
        for loss in losses:
            row.SetCoefficient(loss, -1.0)

    def solve(self) -> float | None:
        """The best points of the linear program, `decomposition.constant` aside; None where the solver gave up."""
        return float(self.objective.Value()) if self.solver.Solve() == self.optimal else None

    def duals(self) -> Prices:
        """Prices of the last linear solution, in whole `SCALE` ths, never below 0."""
        return Prices(
            [whole(row.dual_value()) for row in self._seats],
            [whole(-row.dual_value()) for row in self._dues],
            [whole(row.dual_value()) for row in self._tolls],
        )


def whole(dual: float) -> int:
    """A dual as a price: in `SCALE` ths of a point, never below 0."""
    return max(0, round(dual * SCALE))
