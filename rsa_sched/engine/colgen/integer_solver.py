"""A program in whole numbers, solved by SCIP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class IntegerSolver:
    """A program to be maximised, its columns never below 0, its rows between two limits.

    Attributes
    ----------
    solver, variables : of OR-Tools.
    """

    def __init__(self) -> None:
        from ortools.linear_solver import pywraplp  # half a tenth of a second that most problems can do without

        self.solver: Any = pywraplp.Solver.CreateSolver("SCIP")
        self.objective: Any = self.solver.Objective()
        self.objective.SetMaximization()
        self.variables: list[Any] = []
        self._rows: list[Any] = []

    def row(self, least: float, most: float, columns: Iterable[int] = (), values: Iterable[float] = ()) -> int:
        """The number of a new row, with the coefficients of some columns."""
        row = self.solver.Constraint(least, most)
        for column, value in zip(columns, values, strict=True):
            row.SetCoefficient(self.variables[column], float(value))
        self._rows.append(row)
        return len(self._rows) - 1

    def column(
        self, most: float, points: float, rows: Iterable[int] = (), values: Iterable[float] = (), whole: bool = False
    ) -> int:
        """The number of a new column, at so many points, with its coefficients in some rows."""
        variable = self.solver.IntVar(0.0, most, "") if whole else self.solver.NumVar(0.0, most, "")
        self.objective.SetCoefficient(variable, points)
        for row, value in zip(rows, values, strict=True):
            self._rows[row].SetCoefficient(variable, float(value))
        self.variables.append(variable)
        return len(self.variables) - 1
