"""The time-indexed MIP, solved by HiGHS on two threads."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.peers.answer import NoAgenda, Note, PeerAnswer, Step, audited, silent
from benchmarks.peers.arrays import Arrays
from benchmarks.peers.mip import Mip
from benchmarks.peers.reading import Reading
from rsa_sched import Problem

THREADS = 2


@dataclass(frozen=True)
class Outcome:
    """What HiGHS has to say when it ends.

    Attributes
    ----------
    state : in its words.
    undecided : whether it might have found more, or anything, in more time.
    values : of each column of its best agenda; None where it has none.
    bound : no agenda has more; None where it has proven nothing.
    trace : (seconds, what its agenda brings, bound) of each better agenda.
    """

    state: str
    undecided: bool
    values: list[float] | None
    bound: int | None
    trace: tuple[Step, ...]


def solved(
    model: Arrays, seconds: float, seed: int = 0, *, enough: float = 0.0, relaxed: bool = False, since: float = 0.0
) -> Outcome:
    """HiGHS's answer.

    Parameters
    ----------
    enough : a gap at which the search may end.
    relaxed : of the linear relaxation alone.
    since : seconds that the steps of the trace begin with.
    """
    began, trace = time.perf_counter(), list[Step]()
    highs = _highs(model, relaxed)

    def better(event: Any) -> None:
        found = event.data_out
        trace.append(
            (since + time.perf_counter() - began, round(found.objective_function_value), _whole(found.mip_dual_bound))
        )

    highs.cbMipImprovingSolution += better
    options = {
        "parallel": "on",  # of the tree search too, from 1.15 on; "choose", the default, does not
        "threads": THREADS,
        "random_seed": seed,
        "mip_rel_gap": enough,
        "mip_abs_gap": 0.5,  # points are whole
        "time_limit": max(0.01, seconds - (time.perf_counter() - began)),
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.run()
    state, information = highs.modelStatusToString(highs.getModelStatus()), highs.getInfo()
    found = state == "Empty" or information.primal_solution_status == 2  # feasible; a model of nothing has no status
    proven = information.objective_function_value if relaxed else information.mip_dual_bound
    return Outcome(
        state=state,
        undecided=state not in ("Optimal", "Empty", "Infeasible"),
        values=list(highs.getSolution().col_value) if found else None,
        bound=None if relaxed and state not in ("Optimal", "Empty") else _whole(proven),
        trace=tuple(trace),
    )


def _highs(model: Arrays, relaxed: bool) -> Any:
    """HiGHS with the model in it."""
    import highspy
    import numpy as np

    highs, lp = highspy.Highs(), highspy.HighsLp()
    highs.setOptionValue("output_flag", False)
    lp.num_col_, lp.num_row_ = len(model.gains), len(model.row_least)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_upper_ = np.array(model.gains, float), np.array(model.most, float)
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.row_lower_, lp.row_upper_ = np.array(model.row_least, float), np.array(model.row_most, float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(model.starts, np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(model.columns, np.int32), np.array(model.factors, float)
    if not relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in model.whole]
    highs.passModel(lp)
    return highs


def _whole(proven: float) -> int | None:
    return math.floor(proven + 1e-4) if math.isfinite(proven) else None


def agenda(problem: Problem, seconds: float, seed: int = 0, *, enough: float = 0.0, note: Note = silent) -> PeerAnswer:
    """The best agenda that HiGHS finds.

    Parameters
    ----------
    seconds : for modelling and search together.
    enough : a gap at which the search may end.
    note : told the size of the model.

    Raises
    ------
    NoAgenda : where the pins clash, or nothing was found and there are pins.
    """
    began = time.perf_counter()
    mip = Mip(Reading(problem))
    note(mip.model.size)
    modelled = time.perf_counter() - began
    found = solved(mip.model, seconds - modelled, seed, enough=enough, since=modelled)
    spent = time.perf_counter() - began
    bound = None if found.bound is None else found.bound + mip.constant
    trace = tuple(
        (at, gain + mip.constant, None if most is None else most + mip.constant) for at, gain, most in found.trace
    )
    if found.values is not None:
        return audited(mip.reading, mip.places(found.values), bound, spent, trace)
    if not found.undecided:
        raise NoAgenda(found.state.lower())
    if problem.pins:
        raise NoAgenda("nothing found in its time", bound)
    # Everybody deferred is what one has who has found nothing.
    return audited(mip.reading, {}, bound, spent)
