"""A linear program that grows: rows and columns are added, and each solution begins from the last one's basis.

HiGHS keeps its factorization from one solution to the next. GLOP, through OR-Tools' interface, is handed the whole
program each time, which takes several times as long as what there is to solve.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Floats, Mask

DUAL, PRIMAL = 1, 4
"""What HiGHS calls the ways of the simplex method: after new rows the basis is dual feasible, else primal."""


class LinearSolver:
    """A program to be maximised, its columns never below 0, its rows between two limits.

    Parameters
    ----------
    perturbed : whether limits may be moved a little on the way. Quicker where rows come in; where only columns do, and
        thousands of them are alike, what it takes to move them back is most of the work.

    Attributes
    ----------
    taken : (columns,) the last solution.
    duals : (rows,) its dual values: what a row's limit brings.
    """

    taken: Floats
    duals: Floats

    def __init__(self, *, perturbed: bool = True) -> None:
        import highspy

        self._highs: Any = _quiet()()
        if not perturbed:
            self._highs.setOptionValue("primal_simplex_bound_perturbation_multiplier", 0.0)
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("presolve", "off")  # it forgets the basis
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._optimal, self._basic = highspy.HighsModelStatus.kOptimal, highspy.HighsBasisStatus.kBasic
        self._upper = highspy.HighsBasisStatus.kUpper
        self._rows, self._columns, self._is_tighter = _Unsent(), _Unsent(), False

    def row(self, least: float, most: float, columns: Sequence[int] = (), values: Sequence[float] = ()) -> int:
        """The number of a new row, with the coefficients of some columns."""
        known = self._columns.sent
        for column, value in zip(columns, values, strict=True):
            if column >= known:  # the row goes first
                self._columns.extend(column, self._rows.number, value)
        self._is_tighter = True
        pairs = [pair for pair in zip(columns, values, strict=True) if pair[0] < known]
        return self._rows.append((least, most), pairs)

    def column(
        self, most: float, points: float, rows: Iterable[int] = (), values: Iterable[float] = (), whole: bool = False
    ) -> int:
        """The number of a new column, at so many points, with its coefficients in some rows.

        Parameters
        ----------
        whole : of no account here.
        """
        return self._columns.append((points, most), list(zip(rows, values, strict=True)))

    def take(self, column: int, least: float) -> None:
        """From now on at least so much of a column, without a limit."""
        self._send()
        self._highs.changeColBounds(column, least, float("inf"))
        self._is_tighter = True

    def solve(self) -> float | None:
        """The most points; None where the solver gives up."""
        import numpy as np

        self._send()
        if not self._columns.number:
            self.taken, self.duals = np.zeros(0), np.zeros(self._rows.number)
            return 0.0
        self._highs.setOptionValue("simplex_strategy", DUAL if self._is_tighter else PRIMAL)
        self._run()
        if self._highs.getModelStatus() != self._optimal:
            self._highs.clearSolver()  # once more, from no basis
            self._run()
        if self._highs.getModelStatus() != self._optimal:
            return None
        self._is_tighter = False
        solution = self._highs.getSolution()
        self.taken, self.duals = np.array(solution.col_value), np.array(solution.row_dual)
        return float(self._highs.getInfo().objective_function_value)

    def basis(self) -> tuple[Mask, Mask, Mask]:
        """Of the last solution: which columns are basic, which are at their upper limit, which rows are basic."""
        import numpy as np

        basis = self._highs.getBasis()
        columns = [(status == self._basic, status == self._upper) for status in basis.col_status]
        basic, upper = np.array(columns, dtype=bool).reshape(-1, 2).T
        return basic, upper, np.array([status == self._basic for status in basis.row_status], dtype=bool)

    def _run(self) -> None:
        """HiGHS keeps the number of threads of the first run for all others: ours shall be neither theirs nor stay."""
        self._highs.resetGlobalScheduler(True)
        self._highs.run()
        self._highs.resetGlobalScheduler(True)

    def _send(self) -> None:
        """Hand over what is new: rows first, then columns with their coefficients in all rows."""
        for new, add in ((self._rows, self._add_rows), (self._columns, self._add_columns)):
            if new.limits:
                add(*new.handed_over())

    def _add_rows(self, limits: Floats, *entries: Any) -> None:
        self._highs.addRows(len(limits), limits[:, 0].copy(), limits[:, 1].copy(), len(entries[1]), *entries)

    def _add_columns(self, limits: Floats, *entries: Any) -> None:
        import numpy as np

        points, most = limits[:, 0].copy(), limits[:, 1].copy()
        self._highs.addCols(len(limits), points, np.zeros(len(limits)), most, len(entries[1]), *entries)


class _Unsent:
    """Rows, or columns, that HiGHS does not have yet."""

    def __init__(self) -> None:
        self.sent = 0
        self.limits: list[tuple[float, float]] = []
        self._entries: list[list[tuple[int, float]]] = []

    @property
    def number(self) -> int:
        """How many there are, the new ones among them."""
        return self.sent + len(self.limits)

    def append(self, limits: tuple[float, float], entries: list[tuple[int, float]]) -> int:
        self.limits.append(limits)
        self._entries.append(entries)
        return self.number - 1

    def extend(self, number: int, other: int, value: float) -> None:
        """One more coefficient of a new one."""
        self._entries[number - self.sent].append((other, value))

    def handed_over(self) -> tuple[Any, ...]:
        """Limits, and where entries start, whose they are, and what; from now on known."""
        import numpy as np

        lengths = [len(entries) for entries in self._entries]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
        places = np.array([place for entries in self._entries for place, _ in entries], dtype=np.int32)
        values = np.array([value for entries in self._entries for _, value in entries], dtype=np.float64)
        limits = np.array(self.limits, dtype=np.float64)
        self.sent += len(self.limits)
        self.limits, self._entries = [], []
        return limits, starts, places, values


@cache
def _quiet() -> type[Any]:
    """HiGHS without its banner, which it writes to standard output where callbacks are switched on."""
    import highspy

    class Quiet(highspy.Highs):  # type: ignore[misc]
        def __init__(self) -> None:
            super(highspy.Highs, self).__init__()

    return Quiet
