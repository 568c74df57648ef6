"""What changes from one agenda to another, line by line (contract, section 10)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, NamedTuple, TypeAlias

from rsa_sched.domain.clock import iso_minute
from rsa_sched.domain.compare import change
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem, the_problem
from rsa_sched.domain.reading import quoted
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.errors import Fault, InputError
from rsa_sched.rules.base import Reading, Seat

Change: TypeAlias = Literal["heard", "deferred", "moved", "retimed"]
"""``heard``: now and not before; ``deferred``: before and not now; ``moved``: to another session; ``retimed``: to
another hour of the same."""


class Place(NamedTuple):
    """Where and when a situation is heard; `start` is a local ISO minute."""

    session: str
    start: str


class PlaceChange(NamedTuple):
    """What becomes of the place of one situation; None where it has none."""

    situation: str
    change: Change
    before: Place | None
    after: Place | None

    def to_dict(self) -> dict[str, Any]:
        """As ``rsa-sched diff --json`` writes it."""
        before, after = (place and place._asdict() for place in (self.before, self.after))
        return {"situation": self.situation, "change": self.change, "before": before, "after": after}


def diff(problem: Problem, before: AgendaSource, after: AgendaSource) -> tuple[PlaceChange, ...]:
    """What changes from an agenda to another, by situation, over the appointments that count; nothing where all stays.

    Parameters
    ----------
    problem : whose agendas they are; whether they keep its rules is not looked at.
    before, after : anything that `check` takes.

    Raises
    ------
    InputError
        With every unknown id in either, and where one is no agenda or another problem's.
    """
    index = ProblemIndex(the_problem(problem))
    faults: list[Fault] = []
    sides = []
    for argument, agenda in (("before", before), ("after", after)):
        try:
            statement = Statement.of(agenda, problem, argument)
        except InputError as error:
            faults += error.faults
            continue
        faults += [replace(fault, place=f"{argument}.{fault.place}") for fault in unknown_ids(index, statement)]
        sides.append(Reading(index, statement).seats)
    if faults:
        raise InputError(tuple(faults))
    first, second = sides
    found = []
    for name in sorted(first.keys() | second.keys()):
        what = change(first.get(name), second.get(name))
        if what != "unchanged":
            found.append(PlaceChange(name, what, _place(first.get(name)), _place(second.get(name))))
    return tuple(found)


def unknown_ids(index: ProblemIndex, statement: Statement, file: str = "") -> list[Fault]:
    """A fault for each situation and session of an agenda that its problem does not know, and for another problem."""
    faults = []
    if statement.problem not in (None, index.problem.id):
        given, own = quoted(str(statement.problem)), quoted(index.problem.id)
        faults.append(Fault("problem", given, "agenda-of-another-problem", {"problem": own}, file))
    stated = [("appointments", "situation", n, line.situation) for n, line in enumerate(statement.appointments)]
    stated += [("appointments", "session", n, line.session) for n, line in enumerate(statement.appointments)]
    stated += [("deferrals", "situation", n, line.situation) for n, line in enumerate(statement.deferrals)]
    for name, key, number, value in sorted(stated, key=lambda at: (at[0], at[2], at[1] == "session")):
        if value not in (index.situations if key == "situation" else index.sessions):
            place = f"{name}[{number}].{key}"
            faults.append(Fault(place, quoted(value), "unknown-id", {"target": f"{key}s"}, file))
    return faults


def _place(seat: Seat | None) -> Place | None:
    return None if seat is None else Place(seat.session, iso_minute(seat.start))
