"""`run`: months of demand, arbitrated one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rsa_sched.arbitration import arbitrate
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.engine.solve_options import SolveOptions
from rsa_sched.engine.stop import Stop, is_orphaned
from rsa_sched.simulate.months import records
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.fitting import must_fit
from rsa_sched.simulate.months.month import Arbiter, play
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State

if TYPE_CHECKING:
    import pandas as pd

TIME_LIMIT = 60.0
"""Seconds that the search of one month may take: far more than it needs, lest a busy machine give other months."""


@dataclass(frozen=True)
class SimulationRun:
    """Months that were played.

    Attributes
    ----------
    state : where they ended; ``run(..., start=state)`` goes on from there.
    requests, sessions, kinds, months : frames, one request, session, kind of structure and month, month a row
        (`rsa_sched.simulate.months.records` says what the columns are).
    """

    state: State = field(repr=False)
    requests: pd.DataFrame = field(repr=False)
    sessions: pd.DataFrame = field(repr=False)
    kinds: pd.DataFrame = field(repr=False)
    months: pd.DataFrame = field(repr=False)

    def __str__(self) -> str:
        heard = int((self.requests["fate"] == "heard").sum())
        return f"{len(self.months)} months: {heard} heard, {len(self.state.waiting)} waiting"


def run(
    demand: Demand,
    regulation: Regulation,
    setting: Setting | Problem,
    *,
    months: int = 12,
    seed: int = 0,
    arbiter: Arbiter | None = None,
    start: State | None = None,
    warmup: int = 0,
    fairness: bool = False,
    quota: int | None = None,
) -> SimulationRun:
    """Play months of demand, each arbitrated when its first session's deadline has passed.

    Parameters
    ----------
    demand : who asks.
    regulation : how it is arbitrated.
    setting : the organisation and the sessions of one month, which are repeated; a problem stands for its own.
    months : how many, 1 or more.
    seed : of everything that is drawn, 0 or more. The same seed draws the same requests whatever the règlement.
    arbiter : what makes the agendas; `solve` by default, one component after the other, so that the same months come
        out on every machine.
    start : where an earlier run ended, whose months are not in the frames again; or the present (`State.of`), for a
        forecast. From empty by default.
    warmup : months that are played first and are in no frame, so that what is measured is not how an empty service
        fills up. Requests made in them count where they take places, and are not among the `requests`, which are those
        made since.
    fairness : whether each month is arbitrated once more without equity, for the column ``price_of_fairness`` of
        `SimulationRun.months` (points; not there otherwise). Changes nothing of what happens.
    quota : how many files of the highest level of urgency are taken from each structure in a month, those of its oldest
        requests; the others count as of the level below. None: as many as it files.

    Returns
    -------
    SimulationRun
        Stopped and resumed, or in one go: the same rows, but that each part has a row for those who wait at its end.

    Raises
    ------
    ValueError : for a number that makes no sense.
    InputError : where demand, regulation and setting do not fit together.
    """
    if months < 1 or seed < 0 or warmup < 0:
        raise ValueError("months, seed, warmup: expected 1 or more months, a seed and a warmup of 0 or more")
    if isinstance(setting, Problem):
        setting = Setting.of(setting)
    must_fit(demand, regulation, setting)
    state, judge = start or State(), arbiter or solved
    requests: list[dict[str, Any]] = []
    sessions: list[dict[str, Any]] = []
    kinds: list[dict[str, Any]] = []
    summaries: list[dict[str, Any]] = []
    for _ in range(warmup):
        state = play(setting, demand, regulation, state, seed, judge, quota).after
    earlier = {row["id"] for row in state.waiting} if warmup else set()
    for number in range(state.month, state.month + months):
        month = play(setting, demand, regulation, state, seed, judge, quota)
        requests += records.ended_requests(month, number)
        sessions += records.sessions(month, number)
        kinds += records.kinds(month, number)
        summaries.append(records.summary(month, number))
        if fairness:
            summaries[-1]["price_of_fairness"] = price_of_fairness(month.problem, month.agenda, judge)
        state = month.after
    requests += records.still_waiting(month, number)
    requests = [row for row in requests if row["situation"] not in earlier]
    return SimulationRun(state, _frame(requests), _frame(sessions), _frame(kinds), _frame(summaries))


def price_of_fairness(problem: Problem, agenda: Agenda, arbiter: Arbiter) -> int:
    """Points of the agenda made without equity, less those of the agenda made with it; equity is counted in neither.

    Parameters
    ----------
    problem, agenda : a month, and what the arbiter made of it.
    arbiter : makes the other agenda, of the same problem with all prices of equity 0.

    Returns
    -------
    Points (days of waiting times quarters of an hour), 0 or more where both are the best of their kind.
    """
    given = problem.to_dict()
    free = Problem.from_dict({**given, "regulation": {**(given.get("regulation") or {}), "equity_days": [0]}})
    return _without_equity(arbiter(free)) - _without_equity(agenda)


def _without_equity(agenda: Agenda) -> int:
    return agenda.parts.points + agenda.parts.equity


def solved(problem: Problem) -> Agenda:
    """The agenda of one simulated month, the same on every machine."""
    if is_orphaned():
        os._exit(1)  # whoever asked for these months died without a word, and nobody is there to keep them
    # Here and not elsewhere: on a cluster's worker, its components would be sent across the cluster once more.
    with ThreadPoolExecutor(1) as here:
        # Not `solve`: it would take a signal for its own, and go on with the agenda of a month cut short.
        return arbitrate(problem, Stop(), SolveOptions(time_limit=TIME_LIMIT, workers=1), executor=here).agenda


def _frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(list(rows))
    for name in frame.columns.intersection(["requested_on", "ended_on", "date", "as_of"]):
        frame[name] = pd.to_datetime(frame[name])
    return frame
