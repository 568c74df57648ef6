"""``promises``: what those who wait may be told, recorded; and the pins by which the month keeps what falls due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import say
from rsa_sched.promises.keeping import due_pins
from rsa_sched.promises.promise import Promises
from rsa_sched.promises.reservation import Reservation
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.state import Doc, MonthRecord, RegisterState
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer, last_hash, open_month, problem_of, proposed_problem, read_state
from rsa_sched.simulate.months.demand import Demand

Maker = Callable[..., Promises]
"""`rsa_sched.promise` with its options."""
TOLD = ("situation", "expected", "early", "late", "confidence", "latest", "session", "start", "planned")
"""What an event keeps of each request."""


def promise_(
    register: Register,
    maker: Maker,
    by: str,
    upon: str | None = None,
    *,
    demand_of: Callable[[Problem], Demand | None] = lambda _: None,
) -> VerbAnswer:
    """Record what those who wait are told, and pin whoever was promised this month at the latest.

    An agenda that was validated is what the month came to: those it defers wait. Before that everybody waits, and each
    request whose promise falls due is pinned to the session that was kept for it, unless it is pinned already.

    Parameters
    ----------
    demand_of : what will be asked for, of the month's problem; None for what its dates say.

    Raises
    ------
    RegisterRefused
        Where no month is open.
    InputError
        Where the dates say nothing, and no demand is given.
    RegisterMoved
        Where somebody wrote meanwhile; nothing is recorded then.
    """
    state, head, _ = read_state(register, upon)
    month = open_month(state, register)
    standing = standing_of(state)
    agenda = month.proposal["agenda"] if month.validated is not None and month.proposal is not None else None
    problem = problem_of(month) if agenda is None else proposed_problem(month)
    made = maker(problem, agenda, planned=planned_of(state), standing=standing, demand=demand_of(problem))
    rows = [{key: row[key] for key in TOLD} for row in made.rows()]
    drafts, lines = _pins(month, problem, standing, by) if agenda is None else ([], _unkept(problem, standing, agenda))
    told = {row["situation"]: row for row in rows}
    changed = any(_with_place(state.promises.get(name), row) != state.promises.get(name) for name, row in told.items())
    if changed:
        payload = {"by": by, "promises": rows, "account": dict(state.promise_account)}
        drafts.append(EventDraft("promised", payload, month.id))
    shown = [_with_place(state.promises.get(row["situation"]), row) for row in rows]
    facts: Doc = {
        "month": month.id,
        "promises": shown,
        "promised": sum(bool(row["latest"]) for row in shown),
        "waiting": len(shown),
        "pinned": [draft.payload["situation"] for draft in drafts if draft.kind == "decided"],
        **{fate: state.promise_account.get(fate, 0) for fate in ("kept", "broken", "withdrawn")},
    }
    if facts["pinned"]:
        lines.insert(0, ("promise-pinned", {"situations": facts["pinned"]}))
    if not drafts:
        return VerbAnswer("promise-again", facts, head, changed=False, lines=tuple(lines))
    events = register.append(drafts, upon=head)
    return VerbAnswer("promise", facts, last_hash(events, head), lines=tuple(lines))


def standing_of(state: RegisterState) -> list[Reservation]:
    """The places promised to those who still wait."""
    names = ("situation", "session", "start", "planned")
    rows = (row for _, row in sorted(state.promises.items()) if row["latest"])
    return [Reservation(month=row["latest"], **{key: row[key] for key in names}) for row in rows]


def planned_of(state: RegisterState) -> list[Doc]:
    """The sessions of the service's calendar."""
    return list(state.tables["organisation"]["sessions"]) if state.tables is not None else []


def _with_place(before: Doc | None, row: Doc) -> Doc:
    """A row as the fold keeps it: with the latest month that was told before."""
    if before is None or not before["latest"]:
        return row
    return {**row, **{key: before[key] for key in ("latest", "session", "start", "planned")}}


def _pins(
    month: MonthRecord, problem: Problem, standing: list[Reservation], by: str
) -> tuple[list[EventDraft], list[tuple[str, Doc]]]:
    """A decision for each promise that falls due and is not pinned yet; a line for each that cannot be kept."""
    pinned = {pin.situation for pin in problem.pins}
    open_ = [one for one in standing if one.situation not in pinned]
    latest = {one.situation: one.month for one in open_}
    pins, lost = due_pins(problem, open_)
    drafts = []
    for pin in pins:
        reason = say("register.promise.reason", month=latest[pin["situation"]])
        payload: dict[str, Any] = {"by": by, "action": "pin", "situation": pin["situation"], "reason": reason,
                                   "wish": pin}  # fmt: skip
        drafts.append(EventDraft("decided", payload, month.id))
    return drafts, [("promise-lost", {"situation": name, "month": latest[name]}) for name in lost]


def _unkept(problem: Problem, standing: list[Reservation], agenda: Doc) -> list[tuple[str, Doc]]:
    """A line for each promise that falls due in this month and has no place in what was validated."""
    seated = {line["situation"] for line in agenda["appointments"]}
    last = max((row.start.strftime("%Y-%m") for row in problem.sessions), default="")
    asked = {row.id for row in problem.situations}
    return [
        ("promise-unkept", {"situation": one.situation, "month": one.month})
        for one in standing
        if one.month <= last and one.situation in asked - seated
    ]
