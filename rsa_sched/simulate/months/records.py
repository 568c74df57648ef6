"""What happened in a month as rows: of requests, sessions, kinds of structure, and of the month itself."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from rsa_sched.bareme.idle import waited
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.travel import trip
from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.statement import Statement
from rsa_sched.rules.base import Reading
from rsa_sched.simulate.months.month import Month

SLOT = 2
"""Units of an ordinary place, of half an hour."""


def ended_requests(month: Month, number: int) -> Iterator[dict[str, Any]]:
    """The requests that ended in a month, heard or withdrawn, one a row; who withdrew was not heard in its sessions."""
    index = PreparedProblem.of(month.problem).index
    heard = {line.situation: line for line in month.agenda.appointments}
    reasons = month.reasons
    for name, fate in month.left.items():
        line = heard.get(name) if fate == "heard" else None
        day = line.start.date() if line else last_day(month)
        yield _request(index, name, fate, number, day, line.session if line else "", reasons.get(name, ""))


def still_waiting(month: Month, number: int) -> Iterator[dict[str, Any]]:
    """The requests that wait when the simulation ends, one a row.

    Their wait goes on, and is counted until the last session: in it they were not heard either.
    """
    index, reasons = PreparedProblem.of(month.problem).index, month.reasons
    for row in month.after.waiting:
        name = row["id"]
        yield _request(index, name, "waiting", number, last_day(month), "", reasons.get(name, ""))


def last_day(month: Month) -> dt.date:
    """The day of the month's last session: until then it is known who was not heard."""
    return max(row.start.date() for row in month.problem.sessions)


def _request(
    index: ProblemIndex, name: str, fate: str, month: int, day: dt.date, session: str, reason: str
) -> dict[str, Any]:
    row = index.situations[name]
    return {
        "situation": name,
        "service": index.service_of(name),
        "subsector": row.subsector,
        "type": index.type_of(name).id,
        "kind": index.kind_of(name),
        "structure": row.structure,
        "urgency": row.urgency,
        "units": index.units(name),
        "requested_on": row.requested_on,
        "fate": fate,
        "month": month,
        "ended_on": day,
        "waited_days": (day - row.requested_on).days,
        "deferrals": row.deferrals,
        "session": session,
        "reason": reason,
    }


def kinds(month: Month, number: int) -> Iterator[dict[str, Any]]:
    """What each kind of structure asked for, was due and was granted, one a row a service; all in units.

    ``counter`` is the ledger's after the month, ``lag_slots`` how far it is behind the kind's weight in all counters of
    the service, in places of half an hour (below 0: ahead). The ledger forgives: what a kind could not be given is
    carried up to one month's due, and what it did not ask for not at all. So beside it stands what was really granted
    since the beginning: ``granted_so_far``, the ``agreed_share`` that the weight says, the ``real_share`` of all that
    the service granted, and ``real_lag_slots``, by how many places it is behind the agreed share of that.
    """
    regulation = month.problem.regulation
    counters, granted = month.after.units("counters"), month.after.units("granted")
    for line in month.agenda.due:
        key = line.service, line.kind
        total = sum(units for (service, _), units in counters.items() if service == line.service)
        whole = sum(units for (service, _), units in granted.items() if service == line.service)
        share = regulation.weight(line.kind) / sum(map(regulation.weight, regulation.kinds))
        yield {
            "month": number,
            "service": line.service,
            "kind": line.kind,
            "demand": line.demand_units,
            "due": line.due_units,
            "granted": line.granted_units,
            "counter": counters[key],
            "lag_slots": (total * share - counters[key]) / SLOT,
            "granted_so_far": granted[key],
            "agreed_share": share,
            "real_share": granted[key] / whole if whole else math.nan,
            "real_lag_slots": (whole * share - granted[key]) / SLOT,
        }


def sessions(month: Month, number: int) -> Iterator[dict[str, Any]]:
    """The sessions of a month, how they were held and how full they were, one a row."""
    rows = PreparedProblem.of(month.problem).index.sessions
    for line in month.agenda.sessions:
        row = rows[line.session]
        yield {
            "month": number,
            "session": line.session.partition("~")[0],
            "service": row.service,
            "subsector": row.subsector or "",
            "type": row.type,
            "date": row.start.date(),
            "mode": line.mode,
            "situations": line.situations,
            "minutes_open": row.minutes,
            "minutes_used": line.minutes_used,
        }


def summary(month: Month, number: int) -> dict[str, Any]:
    """A month in one row: how much was asked for and heard, what the agenda is worth, and who travelled.

    ``trips`` counts each professional's day at a venue, ``trips_avoided`` the further situations of such a day.
    """
    agenda, problem = month.agenda, month.problem
    prepared = PreparedProblem.of(problem)
    visits = [
        found
        for line in agenda.appointments
        for person in line.participants
        if (found := trip(prepared.index, person, line.session)) is not None
    ]
    fates = list(month.left.values())
    return {
        "month": number,
        "as_of": problem.as_of,
        "arrived": len(month.arrived),
        "waiting_before": len(problem.situations),
        "seated": len(agenda.appointments),
        "absent": len(month.absent),
        "withdrawn": fates.count("withdrawn"),
        "waiting_after": len(month.after.waiting),
        "points": agenda.points,
        "bound": agenda.bound,
        "status": agenda.status,
        **agenda.parts.model_dump(),
        "minutes_open": sum(row.minutes for row in prepared.index.sessions.values()),
        "minutes_used": sum(line.minutes_used for line in agenda.sessions),
        "under_two": sum(line.situations < 2 for line in agenda.sessions),
        "cancelled": sum(line.mode == "cancelled" for line in agenda.sessions),
        "trips": len(set(visits)),
        "trips_avoided": len(visits) - len(set(visits)),
        "idle_minutes": UNIT * waited(prepared, Reading(prepared.index, Statement.of(agenda)).seats),
    }
