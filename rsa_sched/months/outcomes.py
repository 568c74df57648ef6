"""What became of the places of an agenda, as the service tells it after the sessions (contract, section 9)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypeAlias

from rsa_sched.domain.base import READ, Id, Part, Rows
from rsa_sched.domain.instead import refusal
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import naming_file, quoted, read, validated
from rsa_sched.domain.values import Values
from rsa_sched.errors import Fault, InputError

Outcome: TypeAlias = Literal["heard", "absent", "cancelled", "withdrawn"]
"""``heard``; ``absent``: the person or somebody needed did not come; ``cancelled``: the service did not hold it;
``withdrawn``: nobody asks any more, seated or not."""


class OutcomeLine(Part):
    """What became of one situation."""

    situation: Id
    outcome: Outcome


class _OutcomeList(Part):
    outcomes: Rows[OutcomeLine]


OutcomeSource: TypeAlias = "Iterable[OutcomeLine | Mapping[str, Any]] | PathLike[str]"
"""Rows as in the document, or the path of its file."""


def read_outcomes(source: OutcomeSource) -> tuple[OutcomeLine, ...]:
    """The rows of a list of outcomes, or of the JSON file that holds one.

    Raises
    ------
    InputError
        With every fault by row: ``outcomes[3].outcome``. Whether the situations exist is not known here.
    """
    if isinstance(source, PathLike):
        raw, doubled, name = read(source)
        with naming_file(name):
            return _rows(raw, [fault for _, fault in doubled])
    if isinstance(source, str | bytes | Mapping) or not isinstance(source, Iterable):
        raise refusal("outcomes", source, "not-outcomes")
    return _rows(Values().document(list(source)))


def _rows(raw: Any, faults: Sequence[Fault] = ()) -> tuple[OutcomeLine, ...]:
    found: tuple[OutcomeLine, ...] = ()
    others: tuple[Fault, ...] = ()
    try:
        found = validated(_OutcomeList, {"outcomes": raw}, READ).outcomes
    except InputError as error:
        others = error.faults
    if faults or others:
        raise InputError((*faults, *others))
    return found


def outcome_faults(outcomes: Iterable[OutcomeLine], problem: Problem, seated: Container[str]) -> list[Fault]:
    """What is wrong with outcomes of a problem's agenda, by row.

    A situation that does not exist, or is named twice; and any outcome but ``withdrawn`` of a situation that the agenda
    does not seat.
    """
    known, named, faults = {row.id for row in problem.situations}, set[str](), list[Fault]()
    for number, line in enumerate(outcomes):
        place, name = f"outcomes[{number}].situation", quoted(line.situation)
        if line.situation not in known:
            faults.append(Fault(place, name, "unknown-id", {"target": "situations"}))
        elif line.situation in named:
            faults.append(Fault(place, name, "line-twice"))
        elif line.outcome != "withdrawn" and line.situation not in seated:
            faults.append(Fault(place, name, "outcome-without-a-place", {"outcome": line.outcome}))
        named.add(line.situation)
    return faults
