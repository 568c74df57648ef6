"""From a year's file to its calendar: planned, proven, audited; or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rsa_sched.calendar.audit import YearAudit, audit_plan
from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.model import YearAnswer, YearModel
from rsa_sched.calendar.reasons import YearReason, reason
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import Interrupted, RsaSchedError, SolverAlarm
from rsa_sched.french.sentences import say


class NoCalendar(RsaSchedError):
    """The year has no plan; ``reason`` says which clauses of its file cannot hold together."""

    def __init__(self, why: YearReason) -> None:
        super().__init__(say("year.infeasible.head"))
        self.reason = why

    def __str__(self) -> str:
        lines = [say("year.infeasible.head")]
        lines += [
            say("year.infeasible.line", number=n, clause=row.text) for n, row in enumerate(self.reason.clauses, 1)
        ]
        lines.append(say(f"year.infeasible.{'minimal' if self.reason.minimal else 'perhaps'}"))
        return "\n".join(lines)

    def __reduce__(self) -> tuple[type[NoCalendar], tuple[YearReason]]:
        return type(self), (self.reason,)


@dataclass(frozen=True)
class YearCalendar:
    """A calendar that stands up to the audit.

    Attributes
    ----------
    index : the year that it answers.
    placed : its sessions, by date, half-day and id.
    audit : points by kind; no requirement is broken.
    bound : no plan of this year has fewer points (with as few moves, where sessions had been published).
    moves : sessions held on another half-day or elsewhere than published before; None where nothing was.
    moves_bound : no plan moves fewer; None where nothing was published before.
    """

    index: YearIndex
    placed: tuple[Placed, ...]
    audit: YearAudit
    bound: int
    moves: tuple[str, ...] | None = None
    moves_bound: int | None = None

    @property
    def points(self) -> int:
        """Its discomfort, recounted."""
        return self.audit.points

    @property
    def is_optimal(self) -> bool:
        """Whether nothing better is possible, and that is proven."""
        return self.points == self.bound and (self.moves is None or len(self.moves) == self.moves_bound)


def arrange(
    index: YearIndex,
    *,
    seconds: float | None = 60.0,
    seed: int = 0,
    stop: Stop | None = None,
    hint: Sequence[Placed] = (),
) -> YearCalendar:
    """The best calendar of a year.

    Parameters
    ----------
    seconds : limit of the search; None for none.
    hint : a plan to begin near.

    Raises
    ------
    NoCalendar : where there is none, with the clauses that stand against it.
    Interrupted : where it is stopped before any plan is known.
    SolverAlarm : where the plan does not stand up to the audit.
    """
    model = YearModel(index)
    model.post_costs()
    model.minimise(model.cost)
    model.hint(hint)
    answer = model.solve(seconds=seconds, seed=seed, stop=stop)
    if answer.status == "infeasible":
        refuse(index, model, (), seconds=seconds, seed=seed, stop=stop)
    return believed(index, answer)


def refuse(
    index: YearIndex,
    model: YearModel,
    kept: Sequence[Placed],
    *,
    seconds: float | None,
    seed: int,
    stop: Stop | None,
) -> None:
    """Raise NoCalendar with the reason, once a second opinion says no too."""
    again = model.solve(seconds=seconds, seed=seed, stop=stop, cautious=True)
    if again.status in ("optimal", "feasible"):
        raise SolverAlarm("CP-SAT found no plan of a year that has one")
    raise NoCalendar(reason(index, kept, seconds=seconds, seed=seed, stop=stop))


def believed(index: YearIndex, answer: YearAnswer) -> YearCalendar:
    """A calendar of the solver's answer, once the audit has passed it."""
    if not answer.placed or answer.bound is None:
        raise Interrupted("stopped before any plan existed")
    placed = tuple(sorted(answer.placed, key=lambda row: (row.date, row.half, row.session)))
    audit = audit_plan(index, placed)
    if not audit:
        raise SolverAlarm("\n".join(breach.text for breach in audit.breaches))
    if audit.points < answer.bound or (answer.status == "optimal" and audit.points != answer.bound):
        raise SolverAlarm(f"CP-SAT proves {answer.bound} points where {audit.points} are counted")
    return YearCalendar(index, placed, audit, answer.bound)
