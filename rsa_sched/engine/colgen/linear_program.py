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


class Side(NamedTuple):
    """A variable beside the plans: units of a shortfall at one price, or a shared trip that is made.

    Attributes
    ----------
    variable : of the solver.
    most : its upper limit.
    price : of each, in `SCALE` ths of a point.
    due : whose shortfall it is; -1 of a trip.
    multipliers : of the shared trip; none of a shortfall.
    """

    variable: Any
    most: int
    price: int
    due: int
    multipliers: tuple[int, ...]


class LinearMaster:
    """Rows and columns in one of OR-Tools' own solvers.

    Parameters
    ----------
    decomposition : the blocks.
    places : one row each, a block's or a session's.
    solver : ``GLOP`` (linear) or ``SCIP`` (whole numbers).
    presolved : before each solution. It forgets the basis: slower where rows and columns come one after the other, and
        quicker where columns are fixed.
    """

    def __init__(
        self, decomposition: Decomposition, places: Sequence[Places], solver: str = "GLOP", *, presolved: bool = True
    ) -> None:
        from ortools.linear_solver import pywraplp  # half a tenth of a second that most problems can do without

        self.decomposition = decomposition
        self.solver: Any = pywraplp.Solver.CreateSolver(solver)
        self.optimal: int = pywraplp.Solver.OPTIMAL
        as_it_is: Any = pywraplp.MPSolverParameters()
        as_it_is.SetIntegerParam(as_it_is.PRESOLVE, as_it_is.PRESOLVE_OFF)
        both = (pywraplp.MPSolverParameters(), as_it_is)
        self._ways: tuple[Any, ...] = both if presolved else both[::-1]
        self._whole = solver != "GLOP"
        row, infinity = self.solver.Constraint, self.solver.infinity()
        self.objective: Any = self.solver.Objective()
        self.objective.SetMaximization()
        self.sides: list[Side] = []
        self.plan_rows = [row(float(number) if must else -infinity, float(number)) for number, must in places]
        self._seats = [row(-infinity, 1.0) for _ in decomposition.claimants]
        self._dues = [row(float(claim.due), infinity) for claim in decomposition.owed]
        self._tolls = [row(-infinity, 0.0) for _ in range(decomposition.multipliers)]
        self._post_shortfalls()
        for shared in decomposition.shared:
            travels = self._variable(1.0, -shared.price / SCALE)
            self.sides.append(Side(travels, 1, shared.price, -1, shared.multipliers))
            for multiplier in shared.multipliers:
                self._tolls[multiplier].SetCoefficient(travels, -1.0)
        self.missing: dict[int, Any] = {}
        if not self._whole:
            for number, (place, one_plan) in enumerate(zip(places, self.plan_rows, strict=True)):
                if place.must:
                    self.missing[number] = self._variable(float(place.number), -DEAR)
                    one_plan.SetCoefficient(self.missing[number], 1.0)

    def _variable(self, most: float, points: float, whole: bool = False) -> Any:
        variable = self.solver.IntVar(0.0, most, "") if whole else self.solver.NumVar(0.0, most, "")
        self.objective.SetCoefficient(variable, points)
        return variable

    @property
    def rows(self) -> list[Any]:
        """All rows but those added later: places, seats, dues, tolls of shared trips."""
        return [*self.plan_rows, *self._seats, *self._dues, *self._tolls]

    def _post_shortfalls(self) -> None:
        prices = self.decomposition.prepared.index.regulation.equity_days
        for due, (claim, row) in enumerate(zip(self.decomposition.owed, self._dues, strict=True)):
            for step, price in enumerate(prices):
                left = claim.due - 2 * step
                if left <= 0:
                    break
                most = left if step == len(prices) - 1 else min(2, left)
                short = self._variable(float(most), -float(price))
                self.sides.append(Side(short, most, price * SCALE, due, ()))
                row.SetCoefficient(short, 1.0)

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

    def post(self, plans: Iterable[tuple[Any, int]], sides: Iterable[int], limit: int) -> Any:
        """A row: variables of plans with their coefficients, those of all sides, and what they add up to at most."""
        row = self.exclude((), limit)
        beside = ((side.variable, coefficient) for side, coefficient in zip(self.sides, sides, strict=True))
        for variable, coefficient in (*plans, *beside):
            if coefficient:
                row.SetCoefficient(variable, float(coefficient))
        return row

    def at_least(self, points: float) -> None:
        """Only what has so many points, `decomposition.constant` aside."""
        row = self.solver.Constraint(points, self.solver.infinity())
        for variable in self.solver.variables():
            row.SetCoefficient(variable, self.objective.GetCoefficient(variable))

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
        # where the solver gives up one way, it is seldom that it does the other
        solved = any(self.solver.Solve(way) == self.optimal for way in self._ways)
        return float(self.objective.Value()) if solved else None

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
