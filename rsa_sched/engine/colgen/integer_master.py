"""The best plans of a pool together: the program over plans in whole numbers, solved by SCIP.

CP-SAT proves the same, three to ten times slower: the linear relaxation over plans is tight, and SCIP lives on it.
SCIP reckons in floating point; what it says of the bound is rounded up by a hundredth before it is rounded down to
whole points, and its choice counts for nothing before it has hours and is recounted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rsa_sched.engine.colgen.cut import Posted
from rsa_sched.engine.colgen.decomposition import Decomposition
from rsa_sched.engine.colgen.linear_program import LinearMaster, Places
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

    decomposition: Decomposition = pool.decomposition
    program = LinearMaster(decomposition, [Places(1, pinned) for pinned in pool.must], "SCIP")
    variables: list[Any] = [
        program.take_in(int(session), *pool.plan(row), float(pool.worth[row]))
        for row, session in enumerate(pool.session)
    ]
    lost: dict[str, Any] = {}
    for exclusion in exclusions:
        rows, limit = [variables[row] for row in exclusion.rows(pool)], len(exclusion.sets) - 1
        if rows and exclusion.loss is None:
            program.exclude(rows, limit)
        elif rows and exclusion.loss is not None:
            sessions = [session for session, _ in exclusion.sets]
            lost.update({session: program.loss() for session in sessions if session not in lost})
            program.lose(rows, limit, exclusion.loss, [lost[session] for session in sessions])
    cuts = tuple(cuts)
    for cut in cuts:
        beside = zip(cut.plans.places, cut.plans.values, strict=True)
        program.post(((variables[place], value) for place, value in beside), cut.sides, cut.limit)
    if known is not None:
        program.at_least(known + 0.5 - decomposition.constant)
    solver = program.solver
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
    proven = float(program.objective.BestBound())
    bound = math.floor(proven + SURE) + decomposition.constant
    taken = tuple(row for row, variable in enumerate(variables) if variable.solution_value() > 0.5)
    points = round(program.objective.Value()) + decomposition.constant
    return IntegerChoice(taken, points, bound if bound >= points else None, code == Solver.OPTIMAL)
