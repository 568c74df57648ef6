"""A linear program of rows and columns, solved by GLOP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class LinearProgram:
    """Maximise what the columns bring, within the limits of the rows; columns come one after the other."""

    def __init__(self) -> None:
        from ortools.linear_solver import pywraplp

        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self._optimal: int = pywraplp.Solver.OPTIMAL
        self.infinity = float(self._solver.infinity())
        self._objective: Any = self._solver.Objective()
        self._objective.SetMaximization()

    def row(self, least: float | None, most: float | None) -> Any:
        """A row between two limits; None for no limit."""
        infinity = self.infinity
        return self._solver.Constraint(-infinity if least is None else least, infinity if most is None else most)

    def column(self, brings: float, rows: Mapping[Any, float], most: float | None = None) -> Any:
        """A column from 0 to `most` and its coefficients."""
        variable = self._solver.NumVar(0.0, self.infinity if most is None else most, "")
        self._objective.SetCoefficient(variable, brings)
        for row, coefficient in rows.items():
            row.SetCoefficient(variable, coefficient)
        return variable

    def solve(self) -> float | None:
        """The best total; None where the solver gave up. Then `dual_value` of rows and `solution_value` of columns."""
        return float(self._objective.Value()) if self._solver.Solve() == self._optimal else None
