"""What a verb answers, and what all of them ask of the state."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.intake.cells.words import bare
from rsa_sched.names import NameTable
from rsa_sched.office.files import is_there
from rsa_sched.register.chain import RegisterEvent, canonical
from rsa_sched.register.refusals import RegisterMoved, RegisterRefused
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.state import Doc, MonthRecord, RegisterState, fold
from rsa_sched.register.store import Register


@dataclass(frozen=True)
class VerbAnswer:
    """What a verb did.

    Attributes
    ----------
    code : the sentence that says it, a key of ``register.done``.
    facts : what the sentence tells, plain data.
    head : the chain's head afterwards.
    changed : whether anything was written; False where it was there already.
    lines : further sentences, a key of ``register.lines`` and its facts each.
    """

    code: str
    facts: Mapping[str, Any]
    head: str
    changed: bool = True
    lines: tuple[tuple[str, Mapping[str, Any]], ...] = field(default=())


def read_state(register: Register, upon: str | None = None) -> tuple[RegisterState, str, RegisterSettings]:
    """State, head and settings as they are now.

    Parameters
    ----------
    upon : the head that the caller looked at; where it is not the head any more, the caller is told who wrote.

    Raises
    ------
    RegisterMoved, RegisterRefused
    """
    events = register.events()
    head = events[-1].hash if events else ""
    if upon is not None and upon != head:
        raise RegisterMoved(register.told_since(upon))
    state = fold(events)
    return state, head, RegisterSettings.of(state.settings, register.path)


def last_hash(events: Iterable[RegisterEvent], otherwise: str) -> str:
    """The head after these events were appended."""
    return next((event.hash for event in reversed(list(events))), otherwise)


def open_month(state: RegisterState, register: Register) -> MonthRecord:
    """The month that is open. Raises RegisterRefused where none is."""
    if state.current is None:
        raise RegisterRefused("no-month-open", file=register.path)
    return state.current


def validated_agenda(month: MonthRecord, register: Register) -> Agenda:
    """The agenda that was validated. Raises RegisterRefused where none is."""
    if month.validated is None or month.proposal is None:
        raise RegisterRefused("not-validated", file=register.path, month=month.id)
    return Agenda.from_dict(month.proposal["agenda"])


def proposed_problem(month: MonthRecord) -> Problem:
    """The problem whose agenda the current proposal is."""
    assert month.proposal is not None
    return Problem.from_dict({**month.problem, **month.proposal["changes"]})


def agenda_digest(agenda: Mapping[str, Any]) -> str:
    """SHA-256 of what an agenda says, however and whenever it was made."""
    return hashlib.sha256(canonical({k: v for k, v in agenda.items() if k != "run"}).encode()).hexdigest()


def problem_of(month: MonthRecord) -> Problem:
    """The problem that is solved: as opened, with the decisions, and with what was published announced.

    Raises
    ------
    InputError
        Where a decision does not go together with the tables as they are now.
    """
    document: Doc = dict(month.problem)
    for action, name in (("pin", "pins"), ("ban", "bans")):
        own = [line["wish"] for line in month.decisions if line["action"] == action]
        if own:
            known = {(row["situation"], row["session"]) for row in own}
            rows = [row for row in document.get(name) or () if (row["situation"], row["session"]) not in known]
            document[name] = [*rows, *own]
    problem = Problem.from_dict(document)
    return problem.announcing(month.published[-1]["agenda"]) if month.published else problem


def refuse_names(text: str, settings: RegisterSettings, register: Register) -> None:
    """Raise RegisterRefused where a text that is to stay names a person of the name table, by last and first name.

    The name table is looked into only for this; the refusal tells the pseudonym.
    """
    if settings.names is None or not is_there(settings.names):
        return
    said = _words(text)
    for identity in NameTable.from_csv(settings.names).values():
        last, first = _words(identity.last_name), _words(identity.first_name)
        if identity.sort == "person" and last and said.issuperset(last):
            in_capitals = _in_a_row(identity.last_name.upper()) in _in_a_row(text)
            if first & said or in_capitals:
                raise RegisterRefused("name-in-a-text", file=register.path, id=identity.id)


def _in_a_row(text: str) -> str:
    """The words of a text, each between spaces."""
    words = " ".join(re.findall(r"\w+", text))
    return f" {words} "


def _words(text: str) -> set[str]:
    return {bare(word) for word in re.findall(r"\w+", text)}
