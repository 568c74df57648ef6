"""What `explain` states of a document, each statement with the changed document that exhaustive search judges it by."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Iterator, Mapping
from typing import Any

from rsa_sched import Problem
from rsa_sched.errors import InputError
from rsa_sched.explanations.account import Account
from rsa_sched.explanations.levers import MOST_DAYS
from tests.support import oracle

Doc = dict[str, Any]
Statement = tuple[str, bool, Doc, str]
"""What kind of statement, whether it says that a change suffices, the changed document, and the situation."""


def suffices(document: Doc, situation: str) -> bool:
    """Whether every best agenda hears the situation, by exhaustive search."""
    try:
        Problem.from_dict(document)
    except InputError:
        return False
    return oracle.is_heard_by_all(document, situation)


def changed(document: Doc, situation: str, **values: Any) -> Doc:
    """The document with these values of a situation; None takes a key away."""
    copied = copy.deepcopy(document)
    row = row_of(copied, situation)
    for key, value in values.items():
        row.pop(key, None)
        if value is not None:
            row[key] = value
    return copied


def row_of(document: Doc, situation: str) -> Doc:
    """A situation's row."""
    found: Doc = next(row for row in document["situations"] if row["id"] == situation)
    return found


def earlier(document: Doc, situation: str, days: int) -> Doc:
    """The document with a request so many days older, received when it was."""
    row = row_of(document, situation)
    asked = dt.date.fromisoformat(row["requested_on"])
    received = row.get("received_on") or row["requested_on"]
    moved = (asked - dt.timedelta(days=days)).isoformat()
    return changed(document, situation, requested_on=moved, received_on=received)


def enlarged(document: Doc, session: str, minutes: int) -> Doc:
    """The document with a session longer by so many minutes and with one place more."""
    copied = copy.deepcopy(document)
    problem = Problem.from_dict(document)
    kinds = {kind.id: kind for kind in problem.regulation.types}
    row = next(one for one in copied["sessions"] if one["id"] == session)
    whole = next(one for one in problem.sessions if one.id == session).completed(kinds[row["type"]])
    row["minutes"], row["max_situations"] = whole.minutes + minutes, whole.max_situations + 1
    return copied


def statements(document: Doc, account: Account, rng: random.Random, tries: int) -> Iterator[Statement]:
    """What is said of the levers of a deferred situation."""
    name, row = account.situation, row_of(document, account.situation)
    levers: Doc = {lever.lever: lever for lever in account.levers}
    problem = Problem.from_dict(document)
    asked = dt.date.fromisoformat(row["requested_on"])
    most = MOST_DAYS + 1
    if "age" in levers:
        most = (asked - dt.date.fromisoformat(str(levers["age"].after))).days
        yield "age", True, earlier(document, name, most), name
    for days in sorted({most - 1, *rng.sample(range(1, most), min(tries, most - 1))} - {0}):
        yield "age", False, earlier(document, name, days), name
    stated: Any = levers["urgency"].after if "urgency" in levers else None
    for level in range(row.get("urgency", 0) + 1, len(problem.regulation.urgency_days)):
        if stated is None or level <= stated:
            yield "urgency", level == stated, changed(document, name, urgency=level), name
    if row.get("rank") is not None and problem.regulation.rank == "reorder":
        yield from _of_ranks(document, row, levers)
    received = row.get("received_on") or row["requested_on"]
    if received != row["requested_on"]:
        yield "received", "received" in levers, changed(document, name, received_on=row["requested_on"]), name
    kind = row.get("type") or problem.regulation.types[0].id
    by_content = next(one for one in problem.regulation.types if one.id == kind).length == "content"
    if by_content and (row.get("partners") or row.get("beneficiary_invited")):
        yield "short", "short" in levers, changed(document, name, partners=None, beneficiary_invited=None), name
    yield from _of_places(document, problem, name, levers)


def _of_ranks(document: Doc, row: Doc, levers: Mapping[Any, Any]) -> Iterator[Statement]:
    """The rank that is stated, and every nearer one; all that there are where none is."""
    name, present = row["id"], row["rank"]
    stated = levers["rank"].after if "rank" in levers else None
    if stated is not None:
        yield "rank", True, changed(document, name, rank=stated), name
    others = [one.get("rank") or 0 for one in document["situations"] if one["structure"] == row["structure"]]
    for rank in range(1, max(others) + 2):
        apart = abs(rank - present)
        if rank != present and (stated is None or (apart, rank) < (abs(stated - present), stated)):
            yield "rank", False, changed(document, name, rank=rank), name


def _of_places(document: Doc, problem: Problem, name: str, levers: Mapping[Any, Any]) -> Iterator[Statement]:
    """The session that is stated, and those before it that admit the situation."""
    stated = levers["place"].session if "place" in levers else None
    row = next(one for one in problem.situations if one.id == name)
    kinds = {kind.id: kind for kind in problem.regulation.types}
    length = kinds[row.type or problem.regulation.types[0].id].length
    longer = isinstance(length, str) and (length == "long" or (length == "content" and bool(
        row.partners or row.beneficiary_invited)))  # fmt: skip
    minutes = length if isinstance(length, int) else (
        problem.regulation.long_minutes if longer else problem.regulation.short_minutes)  # fmt: skip
    for session in oracle.admits(document)[name]:
        if stated is None or session <= stated:
            yield "place", session == stated, enlarged(document, session, minutes), name
