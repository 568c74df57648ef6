"""Where events come from: a register, or a folder of months' documents that no register kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.office.files import is_there
from rsa_sched.publish.letterhead import Delays
from rsa_sched.register.chain import RegisterEvent
from rsa_sched.register.history import months_of
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.state import Doc
from rsa_sched.register.store import Register
from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.reading import facts_of


def facts_from(path: Path) -> ReviewFacts:
    """The facts of a register's file, or of a folder of months (problem and agenda documents, in any folders of it).

    Raises
    ------
    RegisterRefused, InputError
        Where there is nothing to be read, or it is not whole; where no month is closed.
    """
    facts = _of_folder(path) if path.is_dir() else _of_register(path)
    if not facts.lines and not facts.sessions:
        raise InputError.of("document", "nothing", "no-closed-month", file=path.name)
    return facts


def _of_register(path: Path) -> ReviewFacts:
    with Register(path, read_only=True) as register:
        events = register.events()
    last = [one.payload for one in events if one.kind == "configured" and one.payload is not None][-1:]
    settings = RegisterSettings.of(last[0] if last else {}, path)
    profile = settings.profile
    delays = Delays.from_toml(profile) if profile is not None and is_there(profile) else Delays()
    facts = facts_of(events, delays=delays)
    facts.labels["code"] = dict(settings.outcomes)
    return facts


def arbitrated_in(path: Path) -> tuple[list[tuple[Problem, Agenda]], list[RegisterEvent]]:
    """The closed months of a register's file or of a folder of months, as they were arbitrated; what happened in the
    register, nothing of a folder.

    Raises
    ------
    RegisterRefused, InputError
        As `facts_from`; no month at all is an empty list.
    """
    if path.is_dir():
        return months_in(path), []
    with Register(path, read_only=True) as register:
        events = register.events()
    return months_of(events), events


def _of_folder(path: Path) -> ReviewFacts:
    months = months_in(path)
    return facts_of(_events([problem for problem, _ in months], {problem.id: agenda for problem, agenda in months}))


def months_in(path: Path) -> list[tuple[Problem, Agenda]]:
    """The months of a folder, in order: each problem document with the agenda that is one of it.

    Raises
    ------
    InputError : for what is no document, and months without their agenda.
    """
    problems, agendas = dict[str, Problem](), dict[str, Agenda]()
    for file in sorted(path.rglob("*.json")):
        try:
            raw = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise InputError.of("document", "unreadable", "not-json", file=file.name) from None
        if isinstance(raw, dict) and "situations" in raw and "sessions" in raw:
            problem = Problem.from_json(file)
            problems[problem.id] = problem
        elif isinstance(raw, dict) and "appointments" in raw:
            agenda = Agenda.from_json(file)
            agendas[agenda.problem] = agenda
    if alone := sorted(problems.keys() ^ agendas.keys()):
        raise InputError.of("document", ", ".join(alone), "month-without-its-agenda", file=path.name)
    months = sorted(problems.values(), key=lambda one: (one.as_of, one.id))
    return [(one, agendas[one.id]) for one in months]


def _events(months: list[Problem], agendas: dict[str, Agenda]) -> Iterator[RegisterEvent]:
    """What a register would have held, had each month gone as its agenda says: who is seated is heard, who is not in
    the next month any more has withdrawn."""
    waiting: dict[str, Doc] = {}
    number = 0

    def event(kind: str, month: str, day: Any, payload: Doc) -> RegisterEvent:
        nonlocal number
        number += 1
        return RegisterEvent(number, kind, month, f"{day}T00:00:00Z", "", "", "", payload)

    for problem in months:
        document, agenda, day = problem.to_dict(), agendas[problem.id].to_dict(), problem.as_of
        rows = {row["id"]: row for row in document["situations"]}
        yield event("opened", problem.id, day, {"problem": document, "until": ""})
        for name in sorted(waiting.keys() - rows.keys()):
            yield event("withdrawn", problem.id, day, {"situation": name})
        for name in sorted(rows):
            yield event("received", problem.id, day, {"situation": rows[name]})
        yield event("proposed", problem.id, day, {"changes": {}, "agenda": agenda, "agenda_sha256": ""})
        yield event("validated", problem.id, day, {"agenda_sha256": ""})
        seated = {place["situation"]: place["session"] for place in agenda["appointments"]}
        for session in sorted(set(seated.values())):
            lines = [{"situation": name, "outcome": "heard"} for name in sorted(seated) if seated[name] == session]
            yield event("held", problem.id, day, {"session": session, "outcomes": lines})
        waiting = {name: row for name, row in rows.items() if name not in seated}
        closing = {
            "next": {"left": [{"situation": name, "outcome": "heard"} for name in sorted(seated)], "history": []},
            "waiting": list(waiting.values()),
            "sessions": [row["id"] for row in document["sessions"]],
            "as_of": document["as_of"],
        }
        yield event("closed", problem.id, day, closing)
