"""`explain`: of every decision what it hangs on, proven (contract, section 7). Data; sentences are the display's."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rsa_sched.audit import audit
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import quoted
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.engine.control import Control
from rsa_sched.engine.executor import WorkerPool
from rsa_sched.engine.search import search
from rsa_sched.engine.stop import Stop, stopped_by_signals
from rsa_sched.errors import AgendaRefused, Fault, InputError, SolverAlarm
from rsa_sched.explanations.account import Account as Account
from rsa_sched.explanations.asking import examine, lever_search
from rsa_sched.explanations.changed import ChangedProblems
from rsa_sched.explanations.imposed import Decided, Points
from rsa_sched.explanations.pieces import WORTH_PROCESSES, Pieces
from rsa_sched.explanations.worth import Worth, worths
from rsa_sched.rules.base import Reading

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Explanation:
    """What every decision of an agenda hangs on.

    Attributes
    ----------
    problem, problem_sha256 : the problem's.
    points : of the agenda.
    best : the most points of any agenda, at least and at most.
    situations : by id; fewer than were asked for where a stop came before.
    worth : of a place or session more, where that was asked for.
    """

    problem: str
    problem_sha256: str
    points: int
    best: Points
    situations: tuple[Account, ...] = field(repr=False)
    worth: tuple[Worth, ...] = field(repr=False, default=())

    def to_dict(self) -> dict[str, Any]:
        """The document of contract section 7."""
        return {
            "schema_version": "1",
            "problem": self.problem,
            "problem_sha256": self.problem_sha256,
            "points": self.points,
            "best": list(self.best),
            "situations": [account.to_dict() for account in self.situations],
            **({"worth": [one.to_dict() for one in self.worth]} if self.worth else {}),
        }

    def to_json(self) -> str:
        """The document as indented JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def to_frame(self) -> pd.DataFrame:
        """One row a situation: ``heard``, ``loss_at_least``, ``loss_at_most`` (points), ``tie``, and a column for each
        lever with what it would have had to be, empty where it would not have sufficed."""
        import pandas as pd

        rows = [
            {
                "situation": one.situation,
                "heard": one.heard,
                "loss_at_least": None if one.loss is None else one.loss.at_least,
                "loss_at_most": None if one.loss is None else one.loss.at_most,
                "tie": one.tie,
                **dict.fromkeys(LEVERS),
                **{lever.lever: lever.after for lever in one.levers},
                "levers_proven": one.levers_proven,
            }
            for one in self.situations
        ]
        frame = pd.DataFrame(rows, columns=["situation", "heard", *LOSSES, "tie", *LEVERS, "levers_proven"])
        return frame.astype(dict.fromkeys(LOSSES, "Int64"))


LOSSES = ("loss_at_least", "loss_at_most")
LEVERS = ("age", "urgency", "rank", "short", "received", "place")


def explain(
    problem: Problem,
    agenda: AgendaSource,
    *,
    situations: Iterable[str] | None = None,
    levers: bool = True,
    worth: bool = False,
    time_limit: float | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    stop: Stop | None = None,
) -> Explanation:
    """Say of every decision of an agenda what it hangs on: the loss of deciding otherwise, ties, levers.

    Parameters
    ----------
    problem, agenda : the month, and its agenda as anything that `check` takes.
    situations : ids; all by default.
    levers : whether to look for what would have had to be otherwise for the deferred to be heard: it takes most of the
        time.
    worth : whether to find what one more place or session would be worth in each sub-sector.
    time_limit : seconds, beside a first agenda for each question; None (the default) for as long as the proofs take.
    workers, executor, stop : as of `solve`. After a stop, only the situations that were done are listed.

    Returns
    -------
    Explanation
        Figures that could not be proven in the time are told as at least and at most.

    Raises
    ------
    AgendaRefused : where the agenda breaks a rule.
    InputError : for unknown situations, or where `agenda` is no agenda of the problem.
    Interrupted : where a stop came before any agenda existed.
    """
    signals = Stop()
    with stopped_by_signals(signals), (signals if stop is None else stop).followed_by(signals):
        control = Control.within(time_limit, signals)
        return account_for(
            problem, agenda, control, situations, levers=levers, worth=worth, workers=workers, executor=executor
        )


def account_for(
    problem: Problem,
    agenda: AgendaSource,
    control: Control,
    situations: Iterable[str] | None = None,
    *,
    levers: bool = True,
    worth: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
) -> Explanation:
    """As `explain`, for callers that handle signals themselves; only the control's stop interrupts it."""
    prepared = PreparedProblem.of(problem)
    asked = _known(prepared, situations)
    statement = Statement.of(agenda, problem)
    if not (audited := audit(prepared, statement)):
        raise AgendaRefused(audited.violations)
    seats = Reading(prepared.index, statement).seats
    outcome = search(prepared, control, workers=workers, executor=executor, start=seats)
    if outcome.bound < audited.points:
        raise SolverAlarm(f"the bound {outcome.bound} lies below the agenda of {audited.points} points")
    decided = [Decided(one.prepared, one.seats, Points(one.points, one.bound)) for one in outcome.components]
    component = {name: one for one in decided for name in one.component.candidates}
    gained = sum(one.best.at_least for one in decided)
    best = Points(gained + outcome.bound - sum(one.best.at_most for one in decided), outcome.bound)
    left = [name for name in asked if levers and name not in seats]
    are_many = len(asked) + len(left) + len(prepared.index.sessions) * worth >= WORTH_PROCESSES
    with WorkerPool(executor, workers, are_many, control.stop, lambda: None) as pool:
        pieces, changed = Pieces(pool, control), ChangedProblems(problem, outcome.seats, control)
        search_of = lever_search(changed, left, component, pieces) if levers else None
        accounts = examine(asked, seats, component, search_of, pieces)
        worth_of = worths(changed, decided, best, pieces, control) if worth else ()
    return Explanation(problem.id, problem.sha256, audited.points, best, accounts, worth_of)


def _known(prepared: PreparedProblem, situations: Iterable[str] | None) -> list[str]:
    """The situations asked for, each once, by id. Raises InputError with every unknown one."""
    known: Collection[str] = prepared.admitted
    asked = sorted(known if situations is None else set(situations))
    if faults := [Fault("situation", quoted(name), "unknown-id", {"target": "situations"}) for name in asked
                  if name not in known]:  # fmt: skip
        raise InputError(tuple(faults))
    return asked
