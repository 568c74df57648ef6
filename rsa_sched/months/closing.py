"""Closing a month: what became of everybody, and where the next one begins (contract, section 9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from rsa_sched.audit import audit
from rsa_sched.bareme.equity import granted_units
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Reason
from rsa_sched.domain.base import LARGEST
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.engine.components import split
from rsa_sched.errors import AgendaRefused, InputError
from rsa_sched.explanations.reasons import Reasons
from rsa_sched.months.ledger import history_after
from rsa_sched.months.next_month import NextMonth
from rsa_sched.months.outcomes import OutcomeSource, outcome_faults, read_outcomes
from rsa_sched.rules.base import Reading, Seat

PASSED_OVER: frozenset[Reason] = frozenset({"outranked", "no-common-time", "banned"})
"""Reasons for which a request waits on with one deferral more; for any other as it was."""
OF_THE_MONTH = ("rank", "wanted_sessions")
"""Keys of a situation that end with the month."""


def close_month(problem: Problem, agenda: AgendaSource, outcomes: OutcomeSource = ()) -> NextMonth:
    """Close a month: who waits on with how many deferrals, the counters of equity, and who has left.

    Parameters
    ----------
    problem : the month that was arbitrated.
    agenda : what was held, as anything that `check` takes. Reasons of deferrals are derived anew, whatever it states.
    outcomes : ``{"situation", "outcome"}`` of those for whom it did not go as the agenda says, as rows,
        `OutcomeLine` objects, or the path of their JSON file. Who is not listed and seated was heard; who is not listed
        and deferred stays deferred.

    Returns
    -------
    NextMonth
        ``to_json()`` is the document of contract section 9.

    Raises
    ------
    AgendaRefused : where the agenda breaks a rule.
    InputError : for outcomes or an agenda that are none; an outcome of an unknown situation, of one named twice, or
        (``withdrawn`` aside) of one that is not seated.
    """
    prepared = PreparedProblem.of(problem)
    statement = Statement.of(agenda, problem)
    seats = Reading(prepared.index, statement).seats
    lines = read_outcomes(outcomes)
    if faults := outcome_faults(lines, problem, seats):
        raise InputError(tuple(faults))
    if not (audited := audit(prepared, statement)):
        raise AgendaRefused(audited.violations)
    told = {line.situation: line.outcome for line in lines}
    left = {
        row.id: "withdrawn" if told.get(row.id) == "withdrawn" else "heard"
        for row in problem.situations
        if told.get(row.id, "heard" if row.id in seats else "waits") in ("heard", "withdrawn")
    }
    granted = granted_units(
        prepared, (seat for name, seat in seats.items() if told.get(name, "heard") in ("heard", "absent"))
    )
    once_more = {name for name, outcome in told.items() if outcome == "cancelled"}
    once_more |= {name for name, reason in reasons_of(prepared, seats, left) if reason in PASSED_OVER}
    rows = waiting_rows(problem.to_dict()["situations"], left, once_more)
    return NextMonth.from_dict(
        {
            "schema_version": "1",
            "problem": problem.id,
            "problem_sha256": problem.sha256,
            "waiting": sorted(rows, key=lambda row: row["id"]),
            "history": history_after(
                {(line.service, line.kind): line.units for line in problem.history},
                granted,
                prepared.claims,
                problem.regulation.weight,
            ),
            "left": [{"situation": name, "outcome": left[name]} for name in sorted(left)],
        }
    )


def reasons_of(
    prepared: PreparedProblem, seats: Mapping[str, Seat], left: Collection[str] = ()
) -> Iterator[tuple[str, Reason]]:
    """Each deferred situation with its reason (contract, section 4), but for those of `left`."""
    asked = [name for name in prepared.admitted if name not in seats and name not in left]
    if asked:
        components, _ = split(prepared)
        reasons = Reasons(prepared, seats, components)
        yield from ((name, reasons.of(name)) for name in asked)


def waiting_rows(
    rows: Iterable[Mapping[str, Any]], left: Collection[str], once_more: Collection[str]
) -> Iterator[dict[str, Any]]:
    """The rows of those who wait on, as they stand but for what ends with the month.

    Parameters
    ----------
    rows : situations of the problem document.
    left : who does not wait any more.
    once_more : who waits with one deferral more.
    """
    for row in rows:
        if row["id"] in left:
            continue
        kept = {key: value for key, value in row.items() if key not in OF_THE_MONTH}
        before = row.get("deferrals") or 0
        if row["id"] in once_more and before < LARGEST:
            kept["deferrals"] = before + 1
        yield kept
