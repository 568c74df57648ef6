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
from math import inf
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rsa_sched.engine.colgen.decomposition import SCALE, Block, Decomposition
from rsa_sched.engine.colgen.linear_solver import LinearSolver
from rsa_sched.engine.colgen.pricing import Plan, Prices

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Floats, Ints

DEAR = 1e7
"""Points that a pinned situation left out costs while no plan with it is known: more than anything earns."""


class Solver(Protocol):
    """Takes rows and columns, each of which has a number from then on."""

    def row(self, least: float, most: float, columns: Sequence[int] = (), values: Sequence[float] = ()) -> int: ...

    def column(
        self, most: float, points: float, rows: Iterable[int] = (), values: Iterable[float] = (), whole: bool = False
    ) -> int: ...


class Places(NamedTuple):
    """How many plans a row takes: exactly so many where something is pinned, else at most."""

    number: int
    must: bool


class Side(NamedTuple):
    """A column beside the plans: units of a shortfall at one price, or a shared trip that is made.

    Attributes
    ----------
    column : its number.
    most : its upper limit.
    price : of each, in `SCALE` ths of a point.
    due : whose shortfall it is; -1 of a trip.
    multipliers : of the shared trip; none of a shortfall.
    """

    column: int
    most: int
    price: int
    due: int
    multipliers: tuple[int, ...]


class PlanProgram:
    """Rows and columns of plans, in a solver.

    Parameters
    ----------
    decomposition : the blocks.
    places : one row each, a block's or a session's.
    solver : empty as yet.

    Attributes
    ----------
    sides : the columns beside the plans.
    rows : how many there are but for those added later: of places, seats, dues, tolls of shared trips, in this order.
    """

    def __init__(self, decomposition: Decomposition, places: Sequence[Places], solver: Solver) -> None:
        self.decomposition = decomposition
        self._solver = solver
        row = solver.row
        self._points: list[float] = []
        self.plan_rows = [row(float(number) if must else -inf, float(number)) for number, must in places]
        self._seats = [row(-inf, 1.0) for _ in decomposition.claimants]
        self._dues = [row(float(claim.due), inf) for claim in decomposition.owed]
        self._tolls = [row(-inf, 0.0) for _ in range(decomposition.multipliers)]
        self.rows = len(self.plan_rows) + len(self._seats) + len(self._dues) + len(self._tolls)
        self.sides = [*self._shortfalls(), *self._trips()]

    def _shortfalls(self) -> Iterable[Side]:
        prices = self.decomposition.prepared.index.regulation.equity_days
        for due, (claim, row) in enumerate(zip(self.decomposition.owed, self._dues, strict=True)):
            for step, price in enumerate(prices):
                left = claim.due - 2 * step
                if left <= 0:
                    break
                most = left if step == len(prices) - 1 else min(2, left)
                yield Side(self.column(most, -price, [row], [1]), most, price * SCALE, due, ())

    def _trips(self) -> Iterable[Side]:
        for shared in self.decomposition.shared:
            rows = [self._tolls[multiplier] for multiplier in shared.multipliers]
            travels = self.column(1, -shared.price / SCALE, rows, [-1] * len(rows))
            yield Side(travels, 1, shared.price, -1, shared.multipliers)

    def column(
        self, most: float, points: float, rows: Iterable[int] = (), values: Iterable[float] = (), whole: bool = False
    ) -> int:
        """The number of a new column."""
        self._points.append(points)
        return self._solver.column(float(most), float(points), rows, values, whole)

    def take_in(
        self,
        place: int,
        block: Block,
        plan: Plan,
        points: float,
        rows: Iterable[int] = (),
        values: Iterable[float] = (),
        most: float = inf,
        whole: bool = False,
    ) -> int:
        """The column of a plan; how often it is taken, at so many points each time.

        Parameters
        ----------
        place : the row of `places` that it is of.
        rows, values : of those added later.
        """
        here: dict[int, float] = {self.plan_rows[place]: 1.0}
        for claimant, seats in Counter(block.items[place].claimant for place in plan).items():
            here[self._seats[claimant]] = float(seats)
        for item in (block.items[place] for place in plan):
            if item.share >= 0:
                here[self._dues[item.share]] = here.get(self._dues[item.share], 0.0) + item.units
        here.update((self._tolls[multiplier], 1.0) for multiplier in block.multipliers(plan))
        return self.column(most, points, (*here, *rows), (*here.values(), *values), whole)

    def post(self, columns: Iterable[int], values: Iterable[float], sides: Iterable[int], limit: int) -> int:
        """A row: columns of plans with their coefficients, those of all sides, and what they add up to at most."""
        beside = [(side.column, value) for side, value in zip(self.sides, sides, strict=True) if value]
        here, there = ([entry[at] for entry in beside] for at in (0, 1))
        return self._solver.row(-inf, float(limit), [*columns, *here], [*values, *there])

    def at_least(self, points: float) -> None:
        """Only what has so many points, `decomposition.constant` aside."""
        self._solver.row(points, inf, range(len(self._points)), self._points)


class LinearMaster(PlanProgram):
    """The linear program; parameters as of `PlanProgram` and `LinearSolver`."""

    def __init__(self, decomposition: Decomposition, places: Sequence[Places], *, perturbed: bool = True) -> None:
        self.solver = LinearSolver(perturbed=perturbed)
        super().__init__(decomposition, places, self.solver)
        self.missing = {
            number: self.column(place.number, -DEAR, [row], [1])
            for number, (place, row) in enumerate(zip(places, self.plan_rows, strict=True))
            if place.must
        }

    def solve(self) -> float | None:
        """The best points of the linear program, `decomposition.constant` aside; None where the solver gave up."""
        return self.solver.solve()

    def duals(self) -> Prices:
        """Prices of the last linear solution, in whole `SCALE` ths, never below 0."""
        seats, dues, tolls = (self.solver.duals[rows] for rows in (self._seats, self._dues, self._tolls))
        return Prices(whole(seats).tolist(), whole(-dues).tolist(), whole(tolls).tolist())


def whole(duals: Floats) -> Ints:
    """Duals as prices: in `SCALE` ths of a point, never below 0."""
    import numpy as np

    prices: Ints = np.maximum(0, np.rint(duals * SCALE)).astype(np.int64)
    return prices
