"""What `rsa-sched explain` wrote, read again: for whoever publishes it."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.base import READ, Part, Rows
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import Source, naming_file, quoted, read, validated
from rsa_sched.errors import Fault, InputError
from rsa_sched.explanations.account import Account
from rsa_sched.explanations.explanation import Explanation
from rsa_sched.explanations.imposed import Points
from rsa_sched.explanations.levers import Lever, Name


class _Lenient(Part):
    model_config = ConfigDict(extra="ignore")


class StatedLever(_Lenient):
    """A lever as the document has it."""

    lever: Name
    before: str | int = Field(alias="from")
    after: str | int = Field(alias="to")
    session: str | None = None


class StatedAccount(_Lenient):
    """The account of a situation as the document has it."""

    situation: str
    heard: bool
    loss: Rows[int] | None = None
    levers: Rows[StatedLever] = ()
    levers_proven: bool = True


class StatedExplanation(_Lenient):
    """The document of contract section 7."""

    schema_version: Literal["1"]
    problem: str
    problem_sha256: str
    points: int
    best: Rows[int]
    situations: Rows[StatedAccount]


def read_explanation(source: Source, problem: Problem, agenda: Agenda) -> Explanation:
    """An explanation of this agenda.

    Raises
    ------
    InputError
        With every fault, where it is none, or one of another problem or agenda.
    """
    raw, doubled, name = read(source)
    with naming_file(name):
        if doubled:
            raise InputError(tuple(fault for _, fault in doubled))
        stated = validated(StatedExplanation, raw, READ)
        if faults := tuple(_faults(stated, problem, agenda)):
            raise InputError(faults)
    accounts = tuple(
        Account(
            one.situation,
            one.heard,
            None if one.loss is None else Points(*one.loss),
            tuple(Lever(row.lever, row.before, row.after, row.session) for row in one.levers),
            one.levers_proven,
        )
        for one in stated.situations
    )
    return Explanation(stated.problem, stated.problem_sha256, stated.points, Points(*stated.best), accounts)


def _faults(stated: StatedExplanation, problem: Problem, agenda: Agenda) -> list[Fault]:
    """What does not fit the problem and the agenda."""
    faults = []
    if stated.problem_sha256 != problem.sha256:
        faults.append(Fault("problem_sha256", "another problem", "explanation-of-another-problem"))
    if stated.points != agenda.points or len(stated.best) != 2:
        faults.append(Fault("points", str(stated.points), "explanation-of-another-agenda", {"points": agenda.points}))
    heard = {row.situation for row in agenda.appointments}
    known = {row.id for row in problem.situations}
    for number, one in enumerate(stated.situations):
        at = f"situations[{number}]"
        if one.situation not in known:
            faults.append(Fault(f"{at}.situation", quoted(one.situation), "unknown-id", {"target": "situations"}))
        elif one.heard != (one.situation in heard) or (one.loss is not None and len(one.loss) != 2):
            facts = {"points": agenda.points}
            faults.append(Fault(at, quoted(one.situation), "explanation-of-another-agenda", facts))
    return faults
