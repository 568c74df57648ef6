"""The best plans of a pool together: the program over plans in whole numbers, solved by SCIP.

CP-SAT proves the same, three to ten times slower: the linear relaxation over plans is tight, and SCIP lives on it.
SCIP reckons in floating point; what it says of the bound is rounded up by a hundredth before it is rounded down to
whole points, and its choice counts for nothing before it has hours and is recounted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rsa_sched.engine.colgen.cut import Posted
from rsa_sched.engine.colgen.integer_solver import IntegerSolver
from rsa_sched.engine.colgen.linear_program import Places, PlanProgram
from rsa_sched.engine.colgen.pool import Pool
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.thread import run_in_thread

SURE = 0.01
"""What is added to a bound in floating point before it is rounded down."""

BRANCHING = "branching/pscost/priority = 100000"
"""By pseudo-costs alone: trying out each branch first costs more than what it saves, once the cuts are known."""


@dataclass(frozen=True)
class Exclusion:
    """Something that plans do not show: these sets of (session, situations) cannot all be there, or at a loss.

    Attributes
    ----------
    sets : in each of these sessions all of these situations (and possibly more: `exact` where not).
    loss : points that these sessions lose between them at least; None where it is impossible.

    Notes
    -----
    One waiting may be the reason of several losses: these are not added up where they have sessions in common.
    """

    sets: tuple[tuple[str, frozenset[str]], ...]
    exact: bool = False
    loss: int | None = None

    def rows(self, pool: Pool) -> list[int]:
        """The plans of a pool that are of its sets; none where it lacks one of the sessions, which keeps them apart."""
        number = {session: place for place, session in enumerate(pool.sessions)}
        if any(session not in number for session, _ in self.sets):
            return []
        wanted = {number[session]: situations for session, situations in self.sets}
        found = []
        for row, session in enumerate(pool.session):
            if int(session) in wanted:
                here, there = pool.situations(row), wanted[int(session)]
                if here == there or (not self.exact and here > there):
                    found.append(row)
        return found


@dataclass(frozen=True)
class IntegerChoice:
    """Plans chosen together.

    Attributes
    ----------
    rows : of the pool; None where no (better) agenda of the pool is known.
    points : as the plans count them.
    bound : no agenda of the pool has more; None where nothing is proven.
    finished : whether SCIP ended by itself.
    """

    rows: tuple[int, ...] | None
    points: int
    bound: int | None
    finished: bool


def choose(
    pool: Pool,
    exclusions: Sequence[Exclusion],
    control: Control,
    nodes: int,
    known: int | None = None,
    cuts: Iterable[Posted] = (),
) -> IntegerChoice:
    """The best plans of a pool together, or none where they are not better than what is known.

    Parameters
    ----------
    known : points of an agenda: what is not better is not looked for. Not beside cuts: both together are slower than
        either.
    cuts : rows over the pool that every agenda keeps.
    nodes : branches after which SCIP ends, whatever the clock says.
    """
    from ortools.linear_solver.pywraplp import MPSolverParameters, Solver

    decomposition, scip = pool.decomposition, IntegerSolver()
    program = PlanProgram(decomposition, [Places(1, pinned) for pinned in pool.must], scip)
    columns = [
        program.take_in(int(session), *pool.plan(row), float(pool.worth[row]), most=1, whole=True)
        for row, session in enumerate(pool.session)
    ]
    lost: dict[str, int] = {}
    for exclusion in exclusions:
        rows, limit = [columns[row] for row in exclusion.rows(pool)], len(exclusion.sets) - 1
        if rows and exclusion.loss is None:
            scip.row(-math.inf, limit, rows, [1] * len(rows))
        elif rows and exclusion.loss is not None:
            sessions = [session for session, _ in exclusion.sets]
            lost.update({session: program.column(math.inf, -1) for session in sessions if session not in lost})
            losses = [lost[session] for session in sessions]
            values = [exclusion.loss] * len(rows) + [-1] * len(losses)
            # more than the limit together only where these losses add up to so many points
            scip.row(-math.inf, exclusion.loss * limit, [*rows, *losses], values)
    cuts = tuple(cuts)
    for cut in cuts:
        places, values = cut.plans.places.tolist(), cut.plans.values.tolist()
        program.post([columns[place] for place in places], values, cut.sides.tolist(), cut.limit)
    if known is not None:
        program.at_least(known + 0.5 - decomposition.constant)
    solver = scip.solver
    # Who pressed Ctrl-C, and what it ends, is the caller's to decide: SCIP would end with the best so far.
    solver.SetSolverSpecificParametersAsString(
        f"limits/totalnodes = {nodes}\nmisc/catchctrlc = FALSE\n{BRANCHING if cuts else ''}"
    )
    seconds = control.left()
    if seconds is not None:
        solver.SetTimeLimit(max(1, int(1000 * seconds)))
    exact = MPSolverParameters()
    exact.SetDoubleParam(MPSolverParameters.RELATIVE_MIP_GAP, 0.0)
    with control.stop.ends(solver.InterruptSolve) as ended:
        code = None if ended() else run_in_thread(lambda: int(solver.Solve(exact)), seconds, ended)
    if code is None:
        return IntegerChoice(None, 0, None, False)
    if code == Solver.INFEASIBLE:
        return IntegerChoice(None, 0, pool.outside if known is None else max(known, pool.outside), True)
    if code not in (Solver.OPTIMAL, Solver.FEASIBLE):
        return IntegerChoice(None, 0, None, False)  # stopped before it knew anything, its bound reads 0
    proven = float(scip.objective.BestBound())
    bound = math.floor(proven + SURE) + decomposition.constant
    taken = tuple(row for row, column in enumerate(columns) if scip.variables[column].solution_value() > 0.5)
    points = round(scip.objective.Value()) + decomposition.constant
    return IntegerChoice(taken, points, bound if bound >= points else None, code == Solver.OPTIMAL)
