"""The changed problem of contract section 10, read plainly from the documents alone."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from itertools import product
from typing import Any

from tests.support import oracle
from tests.support.oracle_bareme import group
from tests.support.oracle_read import by_id, clock, get, minute, participants, session_span, units
from tests.support.oracle_rules import appointment

Doc = dict[str, Any]


def changed(
    problem: Doc, agenda: Doc, cancel: list[str], cancel_sessions: list[str], absent: list[str], at: str | None
) -> tuple[Doc, list[str]]:
    """The changed problem, and the freed situations in order."""
    rows = by_id(problem["situations"])
    begun = {row["id"] for row in problem["sessions"] if at is not None and minute(row["start"]) <= minute(at)}
    over = [line["situation"] for line in agenda["appointments"] if line["session"] in begun]
    ahead = [line for line in agenda["appointments"] if line["session"] not in begun]
    freed = {
        line["situation"]
        for line in ahead
        if line["situation"] in cancel
        or line["session"] in cancel_sessions
        or set(participants(rows[line["situation"]])) & set(absent)
    }
    new = deepcopy(problem)
    gone, closed = {*cancel, *over}, {*begun, *cancel_sessions}
    new["situations"] = [row for row in new["situations"] if row["id"] not in gone]
    new["sessions"] = [row for row in new["sessions"] if row["id"] not in closed]
    for row in new["situations"]:
        if row.get("wanted_sessions") is not None:
            row["wanted_sessions"] = [name for name in row["wanted_sessions"] if name not in closed]
    if new.get("bans"):
        new["bans"] = [ban for ban in new["bans"] if ban["situation"] not in gone and ban["session"] not in closed]
    new["pins"] = [
        {key: line[key] for key in ("situation", "session", "start")}
        for line in ahead
        if line["situation"] not in freed
    ]
    new["announced"] = []
    new["regulation"] = {**get(problem, "regulation", {}), "deadline_days": 0, "single_situation_minutes": None}
    heard: Counter[tuple[str, str]] = Counter()
    for name in over:
        heard[group(problem, rows[name])] += units(problem, rows[name])
    lines = {(line["service"], line["kind"]): line for line in get(new, "history", [])}
    for (service, kind), more in heard.items():
        line = lines.setdefault((service, kind), {"service": service, "kind": kind, "units": 0})
        line["units"] += more
    if heard:
        new["history"] = list(lines.values())
    if problem["sessions"]:
        spans = [session_span(problem, row) for row in problem["sessions"]]
        first = min(start for start, _ in spans) if at is None else minute(at)
        last = max(first, *(end for _, end in spans))
        for row in new["professionals"]:
            if row["id"] in absent:
                row["unavailable"] = [*get(row, "unavailable", []), [clock(first), clock(last)]]
    return new, sorted(freed)


def best_by_heard(problem: Doc, most: int) -> dict[frozenset[str], int] | None:
    """The most points of each set of situations that can be heard beside the pinned; None where that takes too long."""
    pins = {pin["situation"]: pin for pin in problem["pins"]}
    sessions, admitted = by_id(problem["sessions"]), oracle.admits(problem)
    choices: list[list[Doc | None]] = []
    total = 1
    for row in problem["situations"]:
        pin = pins.get(row["id"])
        found: list[Doc | None]
        if pin is not None:
            found = [appointment(problem, row, sessions[pin["session"]], minute(pin["start"]))]
        else:
            found = [None]
            for name in admitted[row["id"]]:
                start, end = session_span(problem, sessions[name])
                last = end - 15 * units(problem, row)
                found += [appointment(problem, row, sessions[name], at) for at in range(start, last + 1, 15)]
        choices.append(found)
        total *= len(found)
        if total > most:
            return None
    best: dict[frozenset[str], int] = {}
    for picked in product(*choices):
        lines = [line for line in picked if line is not None]
        names = {line["situation"] for line in lines}
        deferred = [{"situation": row["id"]} for row in problem["situations"] if row["id"] not in names]
        agenda = {"appointments": lines, "deferrals": deferred}
        if not oracle.violations(problem, agenda):
            heard = frozenset(names - pins.keys())
            best[heard] = max(best.get(heard, -(10**9)), oracle.points(problem, agenda))
    return best
