"""``hold`` and ``close``: what became of each place, and where the next month begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rsa_sched.bareme.equity import granted_units
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import Statement
from rsa_sched.months.closing import PASSED_OVER, close_month, reasons_of, waiting_rows
from rsa_sched.months.ledger import history_after
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.state import Doc, MonthRecord, RegisterState
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer, last_hash, open_month, proposed_problem, read_state
from rsa_sched.rules.base import Reading

Outcomes = Mapping[str, str]
"""``heard``, ``absent``, ``cancelled`` or ``withdrawn`` by situation (contract, section 9)."""


def hold(
    register: Register,
    sessions: Sequence[str],
    by: str,
    outcomes: Outcomes,
    codes: Mapping[str, str],
    upon: str | None = None,
    *,
    every: bool = False,
) -> VerbAnswer:
    """Record what became of the places of sessions: heard where nothing else is said.

    Parameters
    ----------
    sessions : ids; with `every`, all that are neither recorded nor cancelled besides, and what is said once more of a
        recorded one is no fault.
    outcomes : of those for whom it did not go as the agenda says.
    codes : what the session came to, by situation: a code of the profile's ``[register.outcomes]``.

    Raises
    ------
    RegisterRefused
        For a session without an agenda that was validated, an unknown situation or code.
    """
    with register.writing(upon) as writer:
        state, head, settings = read_state(register)
        month = open_month(state, register)
        places = places_of(month)
        if month.validated is None and not month.published:
            raise RegisterRefused("not-validated", file=register.path, month=month.id)
        known = sessions_of(month)
        chosen = list(dict.fromkeys(sessions))
        if every:
            gone = {name for line in month.cancelled for name in line["sessions"]}
            chosen += [name for name in known if name not in {*month.held, *gone, *chosen}]
        for name in chosen:
            if name not in known:
                raise RegisterRefused("unknown-session", file=register.path, id=name)
        seated = {place["situation"]: place["session"] for place in places if place["session"] in chosen}
        said = [line for held in month.held.values() for line in held["outcomes"]] if every else []
        for name in (*outcomes, *codes):
            if name not in seated and _line(name, outcomes, codes) not in said:  # with `every`, the same again is none
                raise RegisterRefused("not-in-the-session", file=register.path, id=name)
        for code in codes.values():
            if code not in settings.outcomes:
                raise RegisterRefused("unknown-code", file=register.path, code=code, known=", ".join(settings.outcomes))
        drafts = []
        for session in chosen:
            lines = [_line(name, outcomes, codes) for name in sorted(seated) if seated[name] == session]
            payload = {"by": by, "session": session, "outcomes": lines}
            before = month.held.get(session)
            if before is None or {**before, "by": by} != payload:
                drafts.append(EventDraft("held", payload, month.id))
        facts = {"month": month.id, "sessions": chosen, "situations": len(seated), "written": len(drafts)}
        if not drafts:
            return VerbAnswer("hold-again", facts, head, changed=False)
        return VerbAnswer("hold", facts, last_hash(writer.append(*drafts), head))


def _line(name: str, outcomes: Outcomes, codes: Mapping[str, str]) -> Doc:
    code = {"code": codes[name]} if name in codes else {}
    return {"situation": name, "outcome": outcomes.get(name, "heard"), **code}


def close(register: Register, by: str, upon: str | None = None) -> VerbAnswer:
    """Close the month: who was heard leaves, who waits keeps date and count, the counters go on (contract, section 9).

    Raises
    ------
    RegisterRefused
        Where nothing was validated, or a session with places is neither recorded nor cancelled.
    """
    with register.writing(upon) as writer:
        state, head, _ = read_state(register)
        if state.current is None and state.closed:
            return VerbAnswer("close-again", {"month": state.closed[-1]}, head, changed=False)
        month = open_month(state, register)
        if month.validated is None and not month.published:
            raise RegisterRefused("not-validated", file=register.path, month=month.id)
        gone = {name for line in month.cancelled for name in line["sessions"]}
        silent = sorted({place["session"] for place in places_of(month)} - month.held.keys() - gone)
        if silent:
            raise RegisterRefused("not-held", file=register.path, sessions=", ".join(silent))
        withdrawn = {name for name, line in state.left.items() if line["month"] == month.id}
        carried = next_month(month, withdrawn)
        waiting = still_waiting(state, month, carried)
        payload = {
            "by": by,
            "next": carried,
            "waiting": waiting,
            "sessions": sessions_of(month),
            "as_of": (month.replaced_from or (month.problem,))[0]["as_of"],
        }
        facts = {"month": month.id, "waiting": len(waiting), "left": len(carried["left"])}
        return VerbAnswer("close", facts, last_hash(writer.append(EventDraft("closed", payload, month.id)), head))


def still_waiting(state: RegisterState, month: MonthRecord, carried: Doc) -> list[Doc]:
    """The rows of all who wait after the month, by id: as it carries them; as they were corrected since it was opened,
    with the count that it carries; and those who were not in it."""
    asked = {row["id"]: row for row in original(month)[0].to_dict()["situations"]}
    rows = {row["id"]: row for row in carried["waiting"]}
    gone = {line["situation"] for line in carried["left"]}
    found = []
    for name, row in sorted(state.waiting.items()):
        if name in rows:
            count = {"deferrals": rows[name]["deferrals"]} if "deferrals" in rows[name] else {}
            found.append(rows[name] if row == asked[name] else {**row, **count})
        elif name not in gone:
            found.append(row)
    return found


def original(month: MonthRecord) -> tuple[Problem, Doc]:
    """Problem and agenda of the month before anything was replaced."""
    if month.replaced_from is None:
        assert month.proposal is not None
        return proposed_problem(month), month.proposal["agenda"]
    problem, proposal = month.replaced_from
    return Problem.from_dict({**problem, **proposal["changes"]}), proposal["agenda"]


def places_of(month: MonthRecord) -> list[Doc]:
    """Every place that was kept or taken: those of the current agenda, and of sessions that had begun before."""
    if month.proposal is None:
        return []
    current = list(month.proposal["agenda"]["appointments"])
    if month.replaced_from is None:
        return current
    there = {row["id"] for row in month.problem["sessions"]}
    gone = {name for line in month.cancelled for name in line["sessions"]}
    moved = {place["situation"] for place in current}
    before = month.replaced_from[1]["agenda"]["appointments"]
    begun = [one for one in before if one["session"] not in there | gone and one["situation"] not in moved]
    return [*begun, *current]


def sessions_of(month: MonthRecord) -> list[str]:
    """Ids of all sessions of the month, cancelled ones included."""
    document = month.problem if month.replaced_from is None else month.replaced_from[0]
    return sorted(row["id"] for row in document["sessions"])


def next_month(month: MonthRecord, withdrawn: set[str] = frozenset()) -> Doc:  # type: ignore[assignment]
    """The document of contract section 9 for a month as it went.

    Where places were replaced it is the contract's rule over who was really seated: dues, demands and reasons are those
    of the month as it was arbitrated first, and who was freed waits on: once more where the service cancelled the
    session, else as it was.
    """
    problem, agenda = original(month)
    told = {line["situation"]: line["outcome"] for held in month.held.values() for line in held["outcomes"]}
    first = {place["situation"]: place for place in agenda["appointments"]}
    for line in month.cancelled:
        for name, place in first.items():
            if name not in told and place["session"] in line["sessions"]:
                told[name] = "cancelled"
            elif name not in told and name in line["freed"]:
                told[name] = "absent"
    told |= dict.fromkeys(withdrawn & {row.id for row in problem.situations}, "withdrawn")
    if month.replaced_from is None:
        outcomes = [{"situation": name, "outcome": outcome} for name, outcome in sorted(told.items())]
        return close_month(problem, agenda, outcomes).to_dict()
    return _as_replaced(problem, agenda, places_of(month), told)


def _as_replaced(problem: Problem, agenda: Doc, places: list[Doc], told: Mapping[str, str]) -> Doc:
    prepared = PreparedProblem.of(problem)
    seated = {place["situation"] for place in places}
    deferred = [{"situation": row.id} for row in problem.situations if row.id not in seated]
    final = Reading(prepared.index, Statement.of({"appointments": places, "deferrals": deferred}, problem)).seats
    before = Reading(prepared.index, Statement.of(agenda, problem)).seats
    ends = {name: told.get(name, "heard") for name in final} | {
        name: outcome for name, outcome in told.items() if name not in final
    }
    left = {name: outcome for name, outcome in ends.items() if outcome in ("heard", "withdrawn")}
    granted = granted_units(prepared, (seat for name, seat in final.items() if ends[name] in ("heard", "absent")))
    once_more = {name for name, outcome in ends.items() if outcome == "cancelled"}
    once_more |= {name for name, reason in reasons_of(prepared, before, left) if reason in PASSED_OVER}
    rows: list[Any] = problem.to_dict()["situations"]
    return {
        "schema_version": "1",
        "problem": problem.id,
        "problem_sha256": problem.sha256,
        "waiting": sorted(waiting_rows(rows, left, once_more), key=lambda row: str(row["id"])),
        "history": history_after(
            {(line.service, line.kind): line.units for line in problem.history},
            granted,
            prepared.claims,
            problem.regulation.weight,
        ),
        "left": [{"situation": name, "outcome": left[name]} for name in sorted(left)],
    }
