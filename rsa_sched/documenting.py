"""The agenda document of seats, however they were found, once it has passed the audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rsa_sched.audit import Audit, audit
from rsa_sched.bareme.equity import granted_units
from rsa_sched.bareme.points import parts_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Agenda, Deferral, Mode, Parts, Run
from rsa_sched.domain.base import READ, Checked
from rsa_sched.domain.clock import to_moment
from rsa_sched.domain.session_type import SessionType
from rsa_sched.domain.statement import Statement
from rsa_sched.engine.progress import relative_gap
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import SolverAlarm
from rsa_sched.explanations.deferrals import deferrals
from rsa_sched.rules.base import Seat

Row = dict[str, Any]
"""Of a list of the agenda, by key."""


def audited_agenda(
    prepared: PreparedProblem,
    seats: Mapping[str, Seat],
    bound: int,
    components: Sequence[PreparedProblem],
    run: Run,
    stop: Stop | None = None,
    explained: tuple[Deferral, ...] | None = None,
    parts: Parts | None = None,
) -> tuple[Agenda, Audit]:
    """The agenda document of seats, however they were found, and the audit that it passed.

    Parameters
    ----------
    prepared, seats, bound, components : the problem, the agenda, what none has more points than, independent parts.
    run : how it was made.
    stop : once it is set, sentences are shorter.
    explained, parts : the deferrals and the parts of the points, where they are known already.

    Raises
    ------
    SolverAlarm : where it does not stand up to the audit.
    """
    problem = prepared.index.problem
    parts = parts_of(prepared, seats) if parts is None else parts  # the audit counts again
    points = parts.points
    agenda = Agenda.model_validate(  # its rows are checked there, once
        {
            "problem": problem.id,
            "problem_sha256": problem.sha256,
            "status": "optimal" if points == bound else "feasible",
            "points": points,
            "bound": bound,
            "gap": relative_gap(points, bound),
            "parts": parts,
            "due": _dues(prepared, seats),
            "appointments": _appointments(prepared, seats),
            "deferrals": Checked(explained or deferrals(prepared, seats, components, Stop() if stop is None else stop)),
            "sessions": _sessions(prepared, seats),
            "run": run,
        },
        context=READ,
    )
    audited = audit(prepared, Statement.of_made(agenda))
    if not audited or audited.points != points:
        rules = sorted({violation.rule for violation in audited.violations})
        raise SolverAlarm(f"the agenda of problem {problem.sha256} does not stand up to the audit: {rules}")
    return agenda, audited


def _dues(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> list[Row]:
    granted = granted_units(prepared, seats.values())
    return [
        {
            "service": claim.service,
            "kind": claim.kind,
            "due_units": claim.due,
            "granted_units": granted[claim.service, claim.kind],
            "demand_units": claim.demand,
        }
        for claim in prepared.claims
    ]


def _appointments(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> list[Row]:
    return [
        {
            "situation": seat.situation,
            "session": seat.session,
            "venue": prepared.index.sessions[seat.session].venue,
            "start": to_moment(seat.start),
            "end": to_moment(seat.end),
            "participants": prepared.index.participants[seat.situation],
        }
        for seat in sorted(seats.values(), key=lambda seat: (seat.start, seat.session, seat.situation))
    ]


def _sessions(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> list[Row]:
    number = Counter(seat.session for seat in seats.values())
    used: Counter[str] = Counter()
    for seat in seats.values():
        used[seat.session] += seat.end - seat.start
    return [
        {
            "session": name,
            "mode": _mode(prepared.index.types[row.type], number[name]),
            "situations": number[name],
            "minutes_used": used[name],
        }
        for name, row in prepared.index.sessions.items()
    ]


def _mode(kind: SessionType, situations: int) -> Mode:
    """Held for its first hour with fewer than two situations [R22]; without any as its type says [R52]."""
    if kind.empty == "cancelled" and not situations:
        return "cancelled"
    return "held" if situations > 1 else "first_hour"
