"""`promise`: for each waiting request the expected month, and the latest one that holds whatever the others do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import AgendaSource
from rsa_sched.errors import Interrupted
from rsa_sched.months.closing import close_month
from rsa_sched.promises.calendar import calendar_of
from rsa_sched.promises.expected import BEYOND, Forecast, forecast, months_heard
from rsa_sched.promises.reservation import Reservation, reserve
from rsa_sched.simulate.campaigns.campaign import campaign
from rsa_sched.simulate.campaigns.scenario import SOLVE, Scenario
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("situation", "structure", "kind", "subsector", "type", "requested_on", "expected", "early", "late",
           "confidence", "latest", "session", "start", "planned")  # fmt: skip


@dataclass(frozen=True)
class Promises:
    """What may be told to those who wait.

    Attributes
    ----------
    reservations : the places kept, by id of the request.
    forecasts : what the laboratory expects, by id; empty where it was not asked.
    waiting : the rows of those who wait, as in the problem document.
    """

    reservations: Mapping[str, Reservation]
    forecasts: Mapping[str, Forecast]
    waiting: tuple[Mapping[str, Any], ...] = field(repr=False)
    _kinds: Mapping[str, str] = field(repr=False)
    _first_type: str = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """A request a row, the oldest first; months as ``2010-11``, "" where there is none to tell."""
        found = []
        for row in sorted(self.waiting, key=lambda row: (row["requested_on"], row["id"])):
            kept, seen = self.reservations.get(row["id"]), self.forecasts.get(row["id"])
            found.append(
                {
                    "situation": row["id"],
                    "structure": row["structure"],
                    "kind": self._kinds[row["structure"]],
                    "subsector": row["subsector"],
                    "type": row.get("type") or self._first_type,
                    "requested_on": row["requested_on"],
                    "expected": seen.expected if seen else BEYOND,
                    "early": seen.early if seen else BEYOND,
                    "late": seen.late if seen else BEYOND,
                    "confidence": seen.confidence if seen else 0.0,
                    "latest": kept.month if kept else "",
                    "session": kept.session if kept else "",
                    "start": kept.start if kept else "",
                    "planned": kept.planned if kept else False,
                }
            )
        return found

    @property
    def frame(self) -> pd.DataFrame:
        """A request a row, the oldest first.

        Columns ``situation``, ``structure``, ``kind``, ``subsector``, ``type``, ``requested_on``; ``expected`` (the
        month by which it is heard in half of the replications), ``early`` and ``late`` (an interval of ``confidence``);
        ``latest`` (the month that is guaranteed), ``session`` and ``start`` (where a place is kept), ``planned``
        (whether that session is in the service's calendar). Months are texts as ``2010-11``, "" where none can be told:
        an expected one beyond the months played, a latest one where no planned place is left.
        """
        import pandas as pd

        frame = pd.DataFrame(self.rows(), columns=list(COLUMNS))
        frame["requested_on"] = pd.to_datetime(frame["requested_on"])
        return frame


def promise(
    problem: Problem,
    agenda: AgendaSource | None = None,
    *,
    planned: Iterable[Mapping[str, Any]] = (),
    standing: Iterable[Reservation] = (),
    months: int = 12,
    demand: Demand | None = None,
    replications: int = 19,
    confidence: float = 0.8,
    seed: int = 0,
    urgent: int = 1,
    arbiter: str = SOLVE,
    executor: Executor | None = None,
) -> Promises:
    """For each waiting request the expected month of being heard, and where one can be kept the latest month.

    Parameters
    ----------
    problem : the month at hand.
    agenda : what it came to, as anything that `check` takes: then those deferred wait. Without it everybody waits.
    planned : later sessions of the service's calendar, as in the problem document; by default this month's once more.
    standing : places promised before: they stay, for those who still wait.
    months : how far ahead places are kept and the laboratory looks.
    demand : what will be asked for; by default `Demand.like` the problem.
    replications : of the laboratory, 0 to leave it out. An interval of `confidence` takes at least
        ``(1 + confidence) / (1 - confidence)`` of them (19 for 0.9); with fewer it is wider and says its own.
    seed, executor : of the laboratory, as for `campaign`.
    urgent : places a month and pool that each kind of structure keeps free for urgent cases.
    arbiter : of the laboratory's months, as for `Scenario`.

    Returns
    -------
    Promises
        ``frame`` has a row a request. The latest month holds whatever the others do, as long as the sessions are held
        and the month's agenda has the pins of `due_pins`; the expected one is as good as the demand.

    Raises
    ------
    AgendaRefused, InputError : as `close_month`, for the agenda.
    ValueError : for numbers that make no sense.
    Interrupted : where the laboratory was stopped.
    """
    if months < 1 or replications < 0 or not 0 < confidence < 1 or urgent < 0:
        raise ValueError(
            "months, replications, confidence, urgent: expected 1 or more, 0 or more, a share, and 0 or more"
        )
    document = problem.to_dict()
    waiting, counters, number = document["situations"], document.get("history") or [], 0
    if agenda is not None:
        closed = close_month(problem, agenda).to_dict()
        waiting, counters, number = closed["waiting"], closed["history"], 1
    plans = calendar_of(problem, months, planned)
    kept = reserve(problem, waiting, plans, standing, urgent=urgent)
    forecasts: dict[str, Forecast] = {}
    if replications and waiting and problem.sessions:
        state = State(number, str(problem.as_of), tuple(waiting), tuple(counters))
        scenario = Scenario(
            "promises",
            Demand.like(problem) if demand is None else demand,
            problem.regulation,
            Setting.of(problem),
            months=months,
            arbiter=arbiter,
            start=state,
        )
        played = campaign([scenario], replications, seed=seed, executor=executor)
        if played.missing or len(played.failures):
            raise Interrupted("the laboratory was stopped before its end")
        heard = months_heard(played.requests, [row["id"] for row in waiting])
        forecasts = {name: forecast(found, confidence) for name, found in heard.items()}
    kinds = {row.id: row.kind for row in problem.structures}
    return Promises(kept, forecasts, tuple(waiting), kinds, problem.regulation.types[0].id)
