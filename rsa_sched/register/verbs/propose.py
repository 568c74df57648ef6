"""``open``, ``propose``, ``decide``: the month's problem, its agenda, what somebody decides otherwise and its price."""

from __future__ import annotations

import calendar
import datetime as dt
import platform
import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from rsa_sched._version import __version__
from rsa_sched.domain.problem import Problem
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.state import Doc, MonthRecord, RegisterState
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import (
    VerbAnswer,
    agenda_digest,
    last_hash,
    open_month,
    problem_of,
    read_state,
    refuse_names,
)
from rsa_sched.result import Result

Solver = Callable[[Problem], Result]
"""What arbitrates: `rsa_sched.solve` with its options."""
Action = Literal["pin", "ban", "lift", "other"]
_MONTH = re.compile(r"(?:^|\D)(\d{4})-(0[1-9]|1[0-2])$", re.ASCII)


def open_(
    register: Register,
    name: str,
    by: str,
    as_of: str | None = None,
    upon: str | None = None,
    *,
    until: str | None = None,
) -> VerbAnswer:
    """Open a month, or take up what tables and requests have changed since it was opened.

    Parameters
    ----------
    name : the id of its problem.
    as_of : the day on which ages are counted; where omitted that on which the month was opened, or of the last tables.
    until : the last day of its sessions, which `open` keeps; where omitted the end of the calendar month that the name
        ends with (``2010-10``), or whatever the calendar holds.

    Raises
    ------
    RegisterRefused
        Where another month is open, this one is closed, there are no tables, or something changed after a session was
        held.
    InputError
        Where requests and tables do not go together.
    """
    with register.writing(upon) as writer:
        state, head, _ = read_state(register)
        month = state.months.get(name)
        if name in state.closed:
            raise RegisterRefused("month-closed", file=register.path, month=name)
        if state.current is not None and state.current.id != name:
            raise RegisterRefused("another-month-open", file=register.path, month=state.current.id)
        before = {} if month is None else (month.replaced_from or (month.problem,))[0]
        last = until or (month.until if month is not None else "") or end_of_month(name)
        day = as_of or before.get("as_of", "")
        problem, left_out = month_problem(state, name, day, last, register)
        facts = {
            "month": name,
            "situations": len(problem.situations),
            "sessions": len(problem.sessions),
            "left_out": left_out,
            "problem_sha256": problem.sha256,
        }
        ends = {"later": last, "situations": problem.as_of.isoformat()}
        lines = tuple(
            (f"left-{what}", {"number": left_out[what], "day": end}) for what, end in ends.items() if left_out[what]
        )
        document = problem.to_dict()
        if month is not None and (before, month.until) == (document, last):
            return VerbAnswer("open-again", facts, head, changed=False, lines=lines)
        if month is not None and (month.held or month.replaced_from is not None):
            raise RegisterRefused("month-begun", file=register.path, month=name)
        made = writer.append(EventDraft("opened", {"by": by, "problem": document, "until": last}, name))
        return VerbAnswer("open", facts, last_hash(made, head), lines=lines)


def end_of_month(name: str) -> str:
    """The last day of the calendar month with which a name ends; "" where it ends with none."""
    found = _MONTH.search(name)
    if found is None:
        return ""
    year, month = int(found[1]), int(found[2])
    return dt.date(year, month, calendar.monthrange(year, month)[1]).isoformat() if year else ""


def month_problem(state: RegisterState, name: str, as_of: str, until: str, register: Register) -> tuple[Problem, Doc]:
    """The problem of a month from the tables, who waits, and the counters; and how much was left for another month.

    Parameters
    ----------
    as_of : "" for that of the last tables.
    until : the last day of its sessions; "" where there is none.
    """
    if state.tables is None:
        raise RegisterRefused("no-tables", file=register.path)
    day = as_of or state.tables["as_of"]
    if day <= state.last_as_of:
        raise RegisterRefused("stale-day", file=register.path, day=day, last=state.last_as_of)
    document: Doc = {**state.tables["organisation"], "id": name, "as_of": day}
    sessions = document["sessions"]
    ahead = [row for row in sessions if row["start"][:10] >= day and row["id"] not in state.past_sessions]
    document["sessions"] = [row for row in ahead if not until or row["start"][:10] <= until]
    if ahead and not document["sessions"]:
        raise RegisterRefused("no-session-until", file=register.path, day=day, until=until)
    if sessions and not ahead:
        raise RegisterRefused("no-session-left", file=register.path, day=day)
    rows = [state.waiting[key] for key in sorted(state.waiting)]
    document["situations"] = [row for row in rows if row["requested_on"] <= day]
    document["history"] = state.history or []
    asked, there = ({row["id"] for row in document[key]} for key in ("situations", "sessions"))
    for wish in ("pins", "bans", "announced"):
        if wish in document:
            document[wish] = [row for row in document[wish] if row["situation"] in asked and row["session"] in there]
    left_out = {
        "sessions": len(sessions) - len(there),
        "later": len(ahead) - len(there),
        "situations": len(rows) - len(asked),
    }
    return Problem.from_dict(document), left_out


def propose(
    register: Register, solver: Solver, options: Doc, by: str, upon: str | None = None, *, again: bool = False
) -> VerbAnswer:
    """Compute the agenda of the month that is open; nothing is computed where nothing changed since the last time.

    Parameters
    ----------
    options : what the solver was told, kept with the proposal: seed, time limit.
    again : compute it anew all the same.

    Raises
    ------
    RegisterMoved
        Where somebody wrote while it was computed.
    PinClash, InputError
        As the solver raises them.
    """
    state, head, _ = read_state(register, upon)
    month = open_month(state, register)
    if month.proposal is not None and not again and month.proposal.get("options", options) == options:
        return VerbAnswer("propose-again", _figures(month.id, month.proposal["agenda"]), head, changed=False)
    problem = problem_of(month)
    draft = _proposal(month, problem, solver(problem), options, by)
    made = register.append([draft], upon=head)
    return VerbAnswer("propose", _figures(month.id, draft.payload["agenda"]), last_hash(made, head))


def decide(
    register: Register,
    solver: Solver,
    options: Doc,
    situation: str,
    action: Action,
    wish: Doc,
    by: str,
    reason: str,
    upon: str | None = None,
) -> VerbAnswer:
    """Record what somebody decides and why, with its price in points, and the agenda that follows.

    Parameters
    ----------
    action : ``pin`` to a session (and start), ``ban`` from one, ``lift`` what was decided on this situation before,
        or ``other``, which changes no agenda.
    wish : the row of the problem document: session, and start where given.

    Raises
    ------
    RegisterRefused
        Without a proposal, for a reason that names a person, and for a second place of somebody who has one.
    PinClash
        Where it cannot hold; nothing is recorded.
    """
    state, head, settings = read_state(register, upon)
    month = open_month(state, register)
    refuse_names(reason, settings, register)
    if month.proposal is None:
        raise RegisterRefused("no-proposal", file=register.path, month=month.id)
    if situation not in {row["id"] for row in month.problem["situations"]}:
        raise RegisterRefused("unknown-situation", file=register.path, id=situation)
    line: Doc = {"action": action, "situation": situation, "reason": reason}
    if action in ("pin", "ban"):
        line["wish"] = {"situation": situation, **wish}
    before = month.proposal["agenda"]
    facts: Doc = {"month": month.id, "situation": situation, "action": action, **wish}
    own = [one for one in month.decisions if one["situation"] == situation]
    if any({key: one.get(key) for key in line} == line for one in own) or (action == "lift" and not own):
        return VerbAnswer("decide-again", facts, head, changed=False)
    if action == "pin":
        _refuse_second_pin(own, line["wish"], register)
    if action == "other":
        payload = {"by": by, **line, "points": [before["points"], before["points"]]}
        made = register.append([EventDraft("decided", payload, month.id)], upon=head)
        return VerbAnswer("decide-other", facts, last_hash(made, head))
    kept = [one for one in month.decisions if action != "lift" or one["situation"] != situation]
    changed = MonthRecord(month.id, month.problem, month.until, [*kept, *([] if action == "lift" else [line])])
    changed.published = month.published
    problem = problem_of(changed)
    proposal = _proposal(month, problem, solver(problem), options, by)
    after = proposal.payload["agenda"]
    payload = {"by": by, **line, "points": [before["points"], after["points"]]}
    made = register.append([EventDraft("decided", payload, month.id), proposal], upon=head)
    cost = before["points"] - after["points"]
    return VerbAnswer("decide", {**facts, **_figures(month.id, after), "cost": cost}, last_hash(made, head))


def _refuse_second_pin(own: list[Doc], wish: Doc, register: Register) -> None:
    """Raise RegisterRefused where another session or hour was decided before, or promised: two of them never hold."""
    for one in own:
        if one["action"] == "pin":
            before = one["wish"]
            elsewhere = before["session"] != wish["session"]
            if elsewhere or before.get("start", wish.get("start")) != wish.get("start", before.get("start")):
                facts = {"id": wish["situation"], "session": before["session"], "reason": one["reason"]}
                raise RegisterRefused("pinned-before", file=register.path, **facts)


def _proposal(month: MonthRecord, problem: Problem, result: Result, options: Doc, by: str) -> EventDraft:
    """The event of an agenda: with keys of the problem that differ from the opened one, hashes, versions, règlement."""
    document, agenda = problem.to_dict(), result.agenda.to_dict()
    payload: dict[str, Any] = {
        "by": by,
        "problem_sha256": problem.sha256,
        "changes": {key: value for key, value in document.items() if month.problem.get(key) != value},
        "agenda": agenda,
        "agenda_sha256": agenda_digest(agenda),
        "regulation": document.get("regulation") or {},
        "options": options,
        "versions": {"rsa_sched": __version__, "ortools": _installed("ortools"), "python": platform.python_version()},
    }
    return EventDraft("proposed", payload, month.id)


def _figures(name: str, agenda: Doc) -> Doc:
    figures = {key: agenda[key] for key in ("points", "bound", "status")}
    return {"month": name, "heard": len(agenda["appointments"]), "deferred": len(agenda["deferrals"]), **figures}


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
