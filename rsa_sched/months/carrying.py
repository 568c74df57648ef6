"""What was carried from a month meets the requests of the next: who is sent again, who waits on, who was heard.

A request is the same where person, structure and type are (where nobody is known by a person: the id, structure and
type). It keeps its id, the older date, and its count of deferrals; all else is as it is sent now.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.domain.base import bare_form
from rsa_sched.domain.clock import iso_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import quoted
from rsa_sched.errors import Fault, InputError
from rsa_sched.months.next_month import NextMonth

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Joined:
    """Requests of a month and what was carried into it.

    Attributes
    ----------
    sent : for each row that was sent its row of the problem, None for one that is left out.
    again : by position of a sent row, the waiting row that it is again.
    ended : by position of a sent row that is left out, how the request ended last month.
    renamed : by position of a sent row, the id that it has now, where that is another than it came with.
    waiting : the rows that wait and were not sent again.
    """

    sent: list[dict[str, Any] | None]
    again: dict[int, Row] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)
    renamed: dict[int, str] = field(default_factory=dict)
    waiting: list[dict[str, Any]] = field(default_factory=list)


def join(
    carried: NextMonth,
    sent: Sequence[Row],
    first_type: str,
    *,
    before: Problem | None = None,
    again: Collection[str] = (),
) -> Joined:
    """Put the requests that were sent and those that wait together.

    Parameters
    ----------
    carried : what the month before left.
    sent : situations of the new tables, as in the problem document.
    first_type : of the règlement's types the first, which a situation without a type is of.
    before : the month before, where it is known: then somebody who was heard is known by person, structure and type as
        well, and an id that was given to somebody else is no sign.
    again : ids of sent rows that are confirmed: they ask anew, though they were heard or withdrawn last month.

    Returns
    -------
    Joined
        Nobody who waits is lost: each waiting row is sent again or among `waiting`.
    """
    rows: list[dict[str, Any]] = carried.to_dict()["waiting"]
    found = Joined([dict(row) for row in sent])
    open_rows: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for waits in rows:
        open_rows[_key(waits, first_type)].append(waits)
    taken = {bare_form(row["id"]) for row in rows}
    for position, row in enumerate(sent):
        same = open_rows.get(_key(row, first_type))
        if same:
            # of two alike that wait: the one of that id, else the older
            name = bare_form(str(row.get("id", "")))
            one = min(same, key=lambda other: (bare_form(other["id"]) != name, other["requested_on"], other["id"]))
            same.remove(one)
            found.again[position] = one
            found.sent[position] = merged(row, found.again[position])
    ended = _Ended(carried, first_type, before)
    for position, row in enumerate(sent):
        if position not in found.again and row.get("id") not in again and (outcome := ended.of(row)) is not None:
            found.ended[position], found.sent[position] = outcome, None
    taken |= {bare_form(row["id"]) for n, row in enumerate(found.sent) if row and row.get("id") and n not in found.again
              and bare_form(row["id"]) not in taken}  # fmt: skip
    _name_apart(found, sent, {bare_form(row["id"]) for row in rows}, taken)
    found.waiting.extend(sorted((one for listed in open_rows.values() for one in listed), key=lambda one: one["id"]))
    return found


def _name_apart(found: Joined, sent: Sequence[Row], waiting: Collection[str], taken: set[str]) -> None:
    """Give those who were sent again the id they had, and others whose id is a waiting request's one of their own."""
    for position, row in enumerate(sent):
        new, name = found.sent[position], row.get("id")
        if new is None or not isinstance(name, str):
            continue
        if position in found.again:
            if new["id"] != name:
                found.renamed[position] = new["id"]
        elif bare_form(name) in waiting:
            base = f"{row['structure']}-{name}" if row.get("structure") else name
            number, own = 1, base
            while bare_form(own) in taken:
                number += 1
                own = f"{base}-{number}"
            taken.add(bare_form(own))
            new["id"] = found.renamed[position] = own


def merged(row: Row, waiting: Row) -> dict[str, Any]:
    """A request that is sent again: its id, older date and count are kept; so is the day on which it came in first."""
    new = dict(row)
    new["id"] = waiting["id"]
    days = [one["requested_on"] for one in (row, waiting) if one.get("requested_on")]
    received = [one.get("received_on") or one["requested_on"] for one in (row, waiting) if one.get("requested_on")]
    new["requested_on"] = min(days)
    new.pop("received_on", None)
    if min(received) > min(days):
        new["received_on"] = min(received)
    count = max(one.get("deferrals") or 0 for one in (row, waiting))
    if count or "deferrals" in new:
        new["deferrals"] = count
    return new


def _key(row: Row, first_type: str) -> tuple[Any, ...]:
    person = row.get("person")
    who = ("person", person) if person is not None else ("id", bare_form(str(row.get("id", ""))))
    return who, row.get("structure"), row.get("type") or first_type


class _Ended:
    """How requests ended last month: by id, and by what they are where the month before is known."""

    def __init__(self, carried: NextMonth, first_type: str, before: Problem | None) -> None:
        self._first_type = first_type
        self._rows = {} if before is None else {row["id"]: row for row in before.to_dict()["situations"]}
        self._by_id = {bare_form(line.situation): line for line in carried.left}
        self._by_key = {
            _key(self._rows[line.situation], first_type): line.outcome
            for line in carried.left
            if line.outcome == "heard" and self._rows.get(line.situation, {}).get("person") is not None
        }

    def of(self, row: Row) -> str | None:
        """How a request that is sent ended; None where it is another one, or did not end."""
        line = self._by_id.get(bare_form(str(row.get("id", ""))))
        if line is not None:
            person = self._rows.get(line.situation, {}).get("person")
            if person is None or row.get("person") is None or person == row["person"]:
                return line.outcome
        return self._by_key.get(_key(row, self._first_type))


def stale(carried: NextMonth, problem_id: str, as_of: str, before: Problem | None = None) -> list[Fault]:
    """What is wrong with an id and day of the next month: the id of the closed one, a day that lies in it.

    Parameters
    ----------
    before : the month that was closed, where it is known. Without it nothing says on which day its ages were counted
        but the latest of the requests that wait: no request is of a later day.
    """
    faults = []
    if problem_id == carried.problem:
        faults.append(Fault("id", quoted(problem_id), "id-of-the-closed-month"))
    latest = max((row.requested_on for row in carried.waiting), default=dt.date.min)
    if before is not None:
        latest = before.as_of + dt.timedelta(days=1)
    if as_of and as_of < latest.isoformat():
        faults.append(Fault("as_of", as_of, "day-of-the-closed-month", {"day": latest}))
    return faults


def foreign(carried: NextMonth, services: Iterable[str], kinds: Iterable[str]) -> list[Fault]:
    """Services and kinds of structure of what was carried that the next month does not have: it is another's."""
    known, of_kinds, faults = set(services), set(kinds), []
    for number, line in enumerate(carried.history):
        if line.service not in known:
            faults.append(Fault(f"history[{number}].service", quoted(line.service), "service-of-another"))
        if line.kind not in of_kinds:
            faults.append(Fault(f"history[{number}].kind", quoted(line.kind), "unknown-kind"))
    return faults


def carry_over(
    carried: NextMonth, problem: Problem, *, before: Problem | None = None, again: Collection[str] = ()
) -> tuple[Problem, Joined]:
    """The problem of the next month: its own requests and sessions, those who wait, and the history.

    Parameters
    ----------
    carried : what the month before left.
    problem : of the new tables and the month's sessions alone; its history is replaced.
    before : the problem of the month before, where it is at hand: then persons are compared as well.
    again : ids of last month's requests that are confirmed, though they were heard or withdrawn.

    Returns
    -------
    The problem, and what became of each request that was sent. Professionals of those who wait are added where the new
    problem does not know them.

    Raises
    ------
    InputError
        For the id of the closed month, a day or a session in it, what another service carried, and where the rows do
        not fit together.
    """
    if before is not None and before.sha256 != carried.problem_sha256:
        raise InputError.of("before", quoted(before.id), "problem-of-another-month", problem=quoted(carried.problem))
    faults = stale(carried, problem.id, problem.as_of.isoformat(), before)
    faults += foreign(carried, (row.id for row in problem.services), problem.regulation.kinds)
    faults += [
        Fault(f"sessions[{number}].start", iso_minute(row.start), "session-before", {"as_of": problem.as_of})
        for number, row in enumerate(problem.sessions)
        if row.start.date() < problem.as_of
    ]
    if faults:
        raise InputError(tuple(faults))
    document = problem.to_dict()
    joined = join(carried, document["situations"], problem.regulation.types[0].id, before=before, again=again)
    names = {row["id"]: joined.renamed.get(n, row["id"]) for n, row in enumerate(document["situations"])}
    gone = {row["id"] for n, row in enumerate(document["situations"]) if n in joined.ended}
    document["situations"] = [*(row for row in joined.sent if row is not None), *joined.waiting]
    for key in ("pins", "bans", "announced"):
        if document.get(key):
            lines = [row for row in document[key] if row["situation"] not in gone]
            document[key] = [{**row, "situation": names[row["situation"]]} for row in lines]
    document["professionals"] = [*document["professionals"], *missing_people(document["professionals"], joined.waiting)]
    document["history"] = [line.model_dump() for line in carried.history]
    return Problem.from_dict(document), joined


def missing_people(known: Iterable[Row], waiting: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows of the professionals of those who wait that are not known."""
    ids = {row["id"] for row in known}
    named = (name for row in waiting for name in people_of(row))
    return [{"id": name} for name in dict.fromkeys(named) if name not in ids]


def people_of(row: Row) -> list[str]:
    """The referent of a situation, and its partners."""
    return [row["referent"], *(partner["professional"] for partner in row.get("partners") or ())]
