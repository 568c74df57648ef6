"""One month: who asks, who is heard, who waits on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rsa_sched.bareme.dues import Claim
from rsa_sched.domain.agenda import Agenda, Due
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.months.carrying import missing_people
from rsa_sched.months.closing import PASSED_OVER, waiting_rows
from rsa_sched.months.ledger import history_after
from rsa_sched.simulate.months.arrivals import Fates, absences, arrivals
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.filing import file_of, file_requests, is_dropped, with_ranks
from rsa_sched.simulate.months.flow import FlowOf
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State

Arbiter = Callable[[Problem], Agenda]
"""What makes the agenda of a month."""


@dataclass(frozen=True)
class Month:
    """What happened in a month: the problem, its agenda, who asked and who left, and where the next one begins."""

    problem: Problem
    agenda: Agenda
    arrived: tuple[dict[str, Any], ...]
    left: dict[str, str]
    """How each request that waits no more ended: ``heard`` or ``withdrawn``."""
    absent: frozenset[str]
    """Situations whose seat stayed empty; those requests wait on."""
    reasons: dict[str, str]
    """Why each request was deferred last, in this month or before; those never deferred are not there."""
    after: State


def play(
    setting: Setting,
    demand: Demand,
    regulation: Regulation,
    state: State,
    seed: int,
    arbiter: Arbiter,
    quota: int | None = None,
) -> Month:
    """Play the month at which `state` stands; `quota` as `file_requests` has it."""
    sessions = setting.month(state.month)
    window = setting.closes(state.month - 1), setting.closes(state.month)
    # A present that is ahead of the month's intake knows already who asked until then.
    as_of = max(window[1], dt.date.fromisoformat(state.until)) if state.until else window[1]
    new = [row for row in arrivals(setting, demand, state.month, *window, seed) if row["requested_on"] > state.until]
    flow_of = FlowOf(demand.flows)
    filed, withheld = file_requests(new, state.withheld, flow_of, regulation, state.month, as_of, quota)
    rows = [*state.waiting, *filed]
    presented = with_ranks(rows, flow_of)
    problem = Problem.from_dict(_document(setting, demand, regulation, state, seed, sessions, presented, as_of))
    agenda = arbiter(problem)
    seated = {line.situation for line in agenda.appointments}
    fates = Fates(demand, state.month, seed)
    absent = frozenset(row["id"] for row in rows if row["id"] in seated and fates.stays_away(row))
    passed_over = {line.situation for line in agenda.deferrals if line.reason in PASSED_OVER}
    heard = frozenset(map(file_of, seated - absent))
    left = {}
    for row in rows:
        if row["id"] in seated - absent:
            left[row["id"]] = "heard"
        elif fates.gives_up(row) or is_dropped(row, heard, flow_of):
            # After the month was closed: what an absent one was granted stays granted.
            left[row["id"]] = "withdrawn"
    waiting = list(waiting_rows(rows, left, passed_over))
    reasons = {**state.reasons, **{line.situation: line.reason for line in agenda.deferrals}}
    still = {row["id"] for row in waiting}
    after = State(
        month=state.month + 1,
        until=str(as_of),
        waiting=tuple(waiting),
        counters=_counters(regulation, state, agenda),
        granted=_granted(state, agenda),
        reasons={name: reason for name, reason in reasons.items() if name in still},
        withheld=tuple(row for row in withheld if not fates.gives_up(row)),
    )
    return Month(problem, agenda, tuple(new), left, absent, reasons, after)


def _document(
    setting: Setting,
    demand: Demand,
    regulation: Regulation,
    state: State,
    seed: int,
    sessions: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    as_of: dt.date,
) -> dict[str, Any]:
    away = absences(setting, demand, sessions, state.month, seed)
    professionals = [
        {**row, "unavailable": away[row["id"]]} if row["id"] in away else row
        for row in setting.organisation["professionals"]
    ]
    professionals += missing_people(professionals, rows)
    return {
        "schema_version": "1",
        "id": f"month-{state.month + 1:03}",
        "as_of": str(as_of),
        **{key: value for key, value in setting.organisation.items() if key != "professionals"},
        "regulation": regulation.model_dump(mode="json", exclude_unset=True),
        "professionals": professionals,
        "sessions": sessions,
        "situations": rows,
        "history": list(state.counters),
    }


def _counters(regulation: Regulation, state: State, agenda: Agenda) -> tuple[dict[str, Any], ...]:
    """The counters of every service after the month."""
    granted = {(line.service, line.kind): line.granted_units for line in agenda.due}
    shares = [Claim(line.service, line.kind, line.due_units, line.demand_units) for line in agenda.due]
    return tuple(history_after(state.units("counters"), granted, shares, regulation.weight))


def _granted(state: State, agenda: Agenda) -> tuple[dict[str, Any], ...]:
    """The units granted since the beginning, after the month."""
    before = state.units("granted")
    return tuple(_row(line, before.get((line.service, line.kind), 0) + line.granted_units) for line in agenda.due)


def _row(line: Due, units: int) -> dict[str, Any]:
    return {"service": line.service, "kind": line.kind, "units": units}
