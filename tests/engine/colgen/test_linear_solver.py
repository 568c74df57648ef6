"""A linear program that grows, against another solver that reads the whole each time."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from math import inf
from random import Random

import highspy
import pytest
from ortools.linear_solver import pywraplp

from rsa_sched.engine.colgen.linear_solver import LinearSolver
from tests.support.quick import mostly_slow


class Whole:
    """The same program, solved by GLOP from the beginning."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, float]] = []
        self.columns: list[tuple[float, float, float]] = []
        self.values: dict[tuple[int, int], float] = {}

    def solve(self) -> float | None:
        solver = pywraplp.Solver.CreateSolver("GLOP")
        columns = [solver.NumVar(least, most, "") for least, most, _ in self.columns]
        rows = [solver.Constraint(least, most) for least, most in self.rows]
        for (row, column), value in self.values.items():
            rows[row].SetCoefficient(columns[column], value)
        for variable, (_, _, points) in zip(columns, self.columns, strict=True):
            solver.Objective().SetCoefficient(variable, points)
        solver.Objective().SetMaximization()
        return float(solver.Objective().Value()) if solver.Solve() == solver.OPTIMAL else None


@pytest.mark.parametrize("seed", mostly_slow(range(40), *range(6)))
def test_it_grows_as_another_solver_says(seed: int) -> None:
    """Rows with coefficients of old and new columns, columns with coefficients in old and new rows, lower limits."""
    rng = Random(seed)
    solver, whole, solved = LinearSolver(), Whole(), 0
    for _ in range(12):
        for _ in range(rng.randrange(4)):
            columns = [n for n in range(len(whole.columns)) if rng.random() < 0.5]
            values = [float(rng.randint(1, 3)) for _ in columns]
            limit = float(rng.randint(1, 6))
            row = solver.row(-inf, limit, columns, values)
            assert row == len(whole.rows)
            whole.rows.append((-inf, limit))
            whole.values.update({(row, column): value for column, value in zip(columns, values, strict=True)})
        for _ in range(rng.randrange(4)):
            rows = [n for n in range(len(whole.rows)) if rng.random() < 0.6]
            values, points = [float(rng.randint(1, 3)) for _ in rows], float(rng.randint(-2, 9))
            most = rng.choice([1.0, 2.0])
            column = solver.column(most, points, rows, values)
            assert column == len(whole.columns)
            whole.columns.append((0.0, most, points))
            whole.values.update({(row, column): value for row, value in zip(rows, values, strict=True)})
        if not whole.columns:
            continue
        expected = whole.solve()
        assert expected is not None
        assert solver.solve() == pytest.approx(expected)
        taken = sum(points * share for (_, _, points), share in zip(whole.columns, solver.taken, strict=True))
        assert taken == pytest.approx(expected)
        assert (solver.duals >= -1e-9).all()
        solved += 1
    assert solved > 5


def test_what_must_be_taken_is_taken() -> None:
    """A lower limit later on; where it cannot be, the solver gives up and says so."""
    solver = LinearSolver()
    row = solver.row(-inf, 1.0)
    dear, cheap = solver.column(1.0, 5.0, [row], [1.0]), solver.column(inf, 2.0, [row], [1.0])
    assert solver.solve() == pytest.approx(5.0)
    solver.take(cheap, 1.0)
    assert solver.solve() == pytest.approx(2.0)
    assert solver.taken[dear] == pytest.approx(0.0)
    solver.take(cheap, 2.0)
    assert solver.solve() is None


def test_it_says_which_columns_are_basic() -> None:
    """As many columns and rows as there are rows."""
    solver = LinearSolver()
    rows = [solver.row(-inf, 1.0), solver.row(-inf, 1.5)]
    solver.column(1.0, 5.0, rows, [1.0, 1.0])
    solver.column(1.0, 3.0, rows[1:], [1.0])
    assert solver.solve() == pytest.approx(6.5)
    basic, upper, row_is_basic = solver.basis()
    assert basic.sum() + row_is_basic.sum() == len(rows)
    assert not (basic & upper).any()


def test_nothing_is_written_to_the_terminal() -> None:
    """HiGHS has a banner, and what a command prints may be a document."""
    code = (
        "from rsa_sched.engine.colgen.linear_solver import LinearSolver as L\n"
        "s = L(); s.column(1.0, 1.0); print(s.solve())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1.0\n"
    assert done.stderr == ""


def test_who_else_uses_highs_is_left_alone() -> None:
    """With threads of their own, before and after."""
    for threads in (2, 3):
        theirs = highspy.Highs()
        theirs.setOptionValue("output_flag", False)
        theirs.setOptionValue("threads", threads)
        theirs.addVar(0.0, 1.0)
        assert theirs.run() == highspy.HighsStatus.kOk
        ours = LinearSolver()
        ours.column(1.0, 1.0)
        assert ours.solve() == 1.0


def grown(seed: int) -> list[float | None]:
    """The points of a program after each of its steps."""
    rng, solver, found = Random(seed), LinearSolver(), list[float | None]()
    rows = [solver.row(-inf, 1.0) for _ in range(30)]
    columns: list[int] = []
    for step in range(12):
        columns += [solver.column(inf, float(rng.randint(5, 30)), rng.sample(rows, 4), [1.0] * 4) for _ in range(15)]
        if step % 3 == 2:
            solver.row(-inf, 2.0, rng.sample(columns, 10), [1.0] * 10)
        found.append(solver.solve())
    return found


def test_threads_solve_side_by_side() -> None:
    """None takes the other's scheduler away: what each finds is what it finds alone, to the last bit."""
    alone = [grown(seed) for seed in range(16)]
    assert None not in {points for found in alone for points in found}
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(grown, range(16))) == alone
