"""``cancel`` and ``replace``: somebody cannot come, and who takes the place."""

from __future__ import annotations

from typing import Any

from rsa_sched.domain.clock import parse_minute
from rsa_sched.months.replacing import Replacements, replacements
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.state import Doc, MonthRecord
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import (
    VerbAnswer,
    agenda_digest,
    last_hash,
    open_month,
    proposed_problem,
    read_state,
    refuse_names,
    validated_agenda,
)


def cancel(
    register: Register,
    sessions: list[str],
    situations: list[str],
    professionals: list[str],
    by: str,
    reason: str,
    at: str | None = None,
    upon: str | None = None,
) -> VerbAnswer:
    """Record that sessions are not held, that situations are not heard, or that professionals cannot come.

    Nobody is moved by it: `replace` says who takes the places.

    Parameters
    ----------
    at : the local minute of the change, for `replace`; sessions that have begun by then are as they were.

    Raises
    ------
    RegisterRefused
        For what the month does not know, and for a reason that names a person.
    """
    with register.writing(upon) as writer:
        state, head, settings = read_state(register)
        month = open_month(state, register)
        refuse_names(reason, settings, register)
        _refuse_moment(at, register)
        agenda = validated_agenda(month, register)
        document = proposed_problem(month)
        for names, rows, what in (
            (sessions, document.sessions, "session"),
            (situations, document.situations, "situation"),
            (professionals, document.professionals, "professional"),
        ):
            known = {row.id for row in rows}
            for name in names:
                if name not in known:
                    raise RegisterRefused(f"unknown-{what}", file=register.path, id=name)
        starts = {row.id: f"{row.start:%Y-%m-%dT%H:%M}" for row in document.sessions}
        freed = sorted(
            line.situation
            for line in agenda.appointments
            if (line.session in sessions or line.situation in situations or {*professionals} & {*line.participants})
            and (at is None or starts[line.session] > at)
        )
        change: Doc = {
            "sessions": sorted(sessions),
            "situations": sorted(situations),
            "professionals": sorted(professionals),
            "at": at,
        }
        facts = {"month": month.id, **change, "freed": freed}
        if any({key: line[key] for key in change} == change for line in month.cancelled):
            return VerbAnswer("cancel-again", facts, head, changed=False)
        payload = {"by": by, "reason": reason, **change, "freed": freed}
        made = writer.append(EventDraft("cancelled", payload, month.id))
        return VerbAnswer("cancel", facts, last_hash(made, head))


def _refuse_moment(at: str | None, register: Register) -> None:
    """Raise RegisterRefused for what is no local minute."""
    try:
        if at is None or parse_minute(at) is not None:
            return
    except ValueError:
        pass
    raise RegisterRefused("no-moment", file=register.path, at=(at or "")[:40])


def pending(month: MonthRecord) -> list[Doc]:
    """Cancellations for which nobody was taken in yet."""
    return month.cancelled[month.replaced_count :]


def find_replacements(month: MonthRecord, register: Register, options: int = 3) -> Replacements:
    """Who could take the places that are free now, best first. Raises RegisterRefused where none is."""
    agenda = validated_agenda(month, register)
    lines = pending(month)
    if not lines:
        raise RegisterRefused("nothing-cancelled", file=register.path, month=month.id)

    def named(key: str) -> list[Any]:
        return sorted({name for line in lines for name in line[key]})

    moments = [line["at"] for line in lines if line["at"] is not None]
    return replacements(
        proposed_problem(month),
        agenda,
        cancel=named("situations"),
        cancel_sessions=named("sessions"),
        absent=named("professionals"),
        at=max(moments, default=None),
        options=options,
    )


def replace(
    register: Register, by: str, reason: str, option: int | None, options: int = 3, upon: str | None = None
) -> VerbAnswer:
    """Show who could take the places that were cancelled or, with `option` (from 1), take them in, validated by `by`.

    Raises
    ------
    RegisterRefused
        Where nothing is cancelled, or there is no such option.
    """
    state, head, settings = read_state(register, upon)
    month = open_month(state, register)
    if option is not None and not pending(month) and month.replaced_from is not None:
        return VerbAnswer("replace-again", {"month": month.id}, head, changed=False)
    found = find_replacements(month, register, options)
    document = found.to_dict()
    shown = [
        {"option": number, "points": one.agenda.points, **{key: row[key] for key in ("heard", "calls")}}
        for number, (one, row) in enumerate(zip(found.options, document["options"], strict=True), 1)
    ]
    facts: Doc = {
        "month": month.id,
        "freed": list(found.freed),
        "options": shown,
        "teams": {name: list(people) for name, people in found.teams.items()},
        "proven": found.options[0].agenda.status == "optimal" if found.options else True,
    }
    begun = (("begun", {"sessions": found.begun}),) if found.begun else ()
    teams = tuple(("team", {"session": name, "staff": people}) for name, people in found.teams.items())
    lines = tuple(
        (
            "option",
            {
                "option": row["option"],
                "points": row["points"],
                "heard": ", ".join(line["situation"] for line in row["heard"]) or "-",
                "calls": ", ".join(line["professional"] for line in row["calls"]) or "-",
            },
        )
        for row in shown
    )
    if option is None:
        return VerbAnswer("replace-options", facts, head, changed=False, lines=(*lines, *teams))
    refuse_names(reason, settings, register)
    if not 1 <= option <= len(found.options):
        raise RegisterRefused("no-such-option", file=register.path, option=option, options=len(found.options))
    agenda = found.options[option - 1].agenda.to_dict()
    payload = {
        "by": by,
        "reason": reason,
        "problem": found.problem.to_dict(),
        "problem_sha256": found.problem.sha256,
        "changes": {},
        "agenda": agenda,
        "agenda_sha256": agenda_digest(agenda),
        "freed": list(found.freed),
        "points": [row["points"] for row in shown],
        "cancelled": len(month.cancelled),
    }
    adopted = {key: payload[key] for key in ("by", "reason", "agenda_sha256", "problem_sha256")}
    made = register.append(
        [EventDraft("replaced", payload, month.id), EventDraft("validated", adopted, month.id)], upon=head
    )
    return VerbAnswer(
        "replace",
        {**facts, "option": option},
        last_hash(made, head),
        lines=(*lines[option - 1 : option], *teams, *begun),
    )
