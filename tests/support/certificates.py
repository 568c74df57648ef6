"""Certificates of tiny problems, and what may happen to them on the way."""

from __future__ import annotations

import copy
import random
from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from rsa_sched import Problem
from rsa_sched.certify import certify, verify
from tests.support.documents import random_document
from tests.support.oracle import best_agenda, points
from tests.support.oracle_read import Doc


class Proven(NamedTuple):
    """A tiny problem with its best agenda by exhaustive search, the points of it, and a certificate."""

    problem: Doc
    agenda: Doc
    best: int
    certificate: Doc


def proven(seed: int, *, pins: bool = False) -> Proven | None:
    """The problem of a seed; None where its pins clash."""
    problem = random_document(random.Random(seed), size="tiny", pins=pins)
    found = best_agenda(problem)
    if found is None:
        return None
    agenda = {"appointments": found["appointments"], "deferrals": found["deferrals"]}
    certificate = certify(Problem.from_dict(problem), agenda)
    return Proven(problem, agenda, points(problem, found), certificate.to_dict())


def accepted(read: Any, certificate: Any) -> bool:
    """Whether the verifier believes a certificate; what it raises is one of what it turns into exit codes."""
    try:
        stated = verify.read(verify.CERTIFICATE, certificate, "certificat")
        proof: int = verify.check_bound(read, stated)
        return proof <= int(stated.bound)
    except (verify.Refused, verify.BadInput, RecursionError, ValueError, OverflowError):
        return False


def damaged(rng: random.Random, certificate: Doc) -> Doc:
    """A certificate with one to three things in it changed, dropped, exchanged or doubled."""
    found = copy.deepcopy(certificate)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if not (places := list(_places(found))):
            break
        holder, key = rng.choice(places)
        _change(rng, holder, key, [(other, at) for other, at in places if other[at] is not holder[key]])
    return found


def _places(node: Any) -> Any:
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield node, key
        yield from _places(node[key])


def _change(rng: random.Random, holder: Any, key: Any, others: list[Any]) -> None:
    value = holder[key]
    if type(value) is int and rng.random() < 0.8:
        step = rng.choice((1, 2, 63, 64, 640, abs(value), 10**6, 10**16))
        holder[key] = rng.choice((value - step, value - step, value + step, 0, -value, value // 2))
    elif rng.random() < 0.35:
        del holder[key]
    elif rng.random() < 0.6 and others:
        other, at = rng.choice(others)
        holder[key], other[at] = copy.deepcopy(other[at]), copy.deepcopy(value)
    elif isinstance(holder, dict) and rng.random() < 0.5:
        holder[rng.choice([str(key) + "x", *map(str, holder)])] = holder.pop(key)
    elif isinstance(holder, list) and rng.random() < 0.5:
        holder.append(copy.deepcopy(value))
    else:
        holder[key] = rng.choice((None, True, 1.5, "", "x", [], {}, [value], {"prices": {}}, -1))


def any_certificate(rng: random.Random, read: Any, certificate: Doc) -> Doc:
    """A certificate of any prices and branches that may be, as honest as the verifier reads it: it proves something."""
    found: Doc = copy.deepcopy(certificate)
    for part in found["parts"]:
        inside = set(part["sessions"])
        pairs = [(row, s) for row in read.candidates for s in read.options[row.id] if s.id in inside]
        part["tree"] = _tree(rng, read, pairs, rng.choice((0, 0, 1, 2)))
    return found


def _tree(rng: random.Random, read: Any, pairs: list[Any], depth: int) -> Doc:
    if depth and pairs:
        row, session = rng.choice(pairs)
        branch = {"situation": row.id}
        if rng.random() < 0.7:
            branch["session"] = session.id
            if rng.random() < 0.5:
                moment = session.start + rng.randrange(-15, session.minutes + 15)
                branch["before"] = clock(moment)
        return {"branch": branch, "yes": _tree(rng, read, pairs, depth - 1), "no": _tree(rng, read, pairs, depth - 1)}
    persons, rewards, tolls = {}, defaultdict[str, Doc](dict), defaultdict[str, Doc](dict)
    taken, left = set(), defaultdict[Any, int](lambda: 128 * read.rules.trip_days)
    for row, session in rng.sample(pairs, len(pairs)):
        if row.owner not in taken and rng.random() < 0.7:
            persons[row.id] = rng.randrange(0, 64 * read.earned(row, session) + 2)
        taken.add(row.owner)
        if read.dues[row.due] and any(read.rules.equity_days) and rng.random() < 0.7:
            rewards[row.due[0]][row.due[1]] = rng.randrange(0, 64 * max(read.rules.equity_days) + 1)
        for who in row.people:
            trip = who, session.venue, session.day
            if who not in tolls[session.id] and rng.random() < 0.7:
                tolls[session.id][who] = rng.randint(0, left[trip])
                left[trip] -= tolls[session.id][who]
    return {"prices": {"persons": persons, "rewards": rewards, "tolls": tolls}}


def any_month(seed: int, size: str = "small") -> tuple[Doc, Doc, Doc]:
    """A problem, some agenda of it with every figure, and a certificate of any prices that states what it proves.

    All by the verifier's own reading: for what must find the same in another way.
    """
    rng = random.Random(seed)
    problem = random_document(rng, size=size)
    read = verify.Problem(problem)
    agenda: Doc = {"appointments": [], "deferrals": [{"situation": row.id} for row in read.situations]}
    for row in rng.sample(read.candidates, len(read.candidates)):
        session = rng.choice(read.options[row.id])
        free = verify.possible_starts(read, row, session)
        if free:
            start = rng.choice(free)
            line = {"situation": row.id, "session": session.id, "start": clock(start)}
            agenda["appointments"].append(line | {"end": clock(start + verify.UNIT * row.units)})
            agenda["deferrals"].remove({"situation": row.id})
            if {rule for rule, _ in verify.broken_rules(read, verify.read(verify.AGENDA, agenda, ""))} - {"first-hour"}:
                agenda["appointments"].pop()
                agenda["deferrals"].append({"situation": row.id})
    for rule, key in list(verify.broken_rules(read, verify.read(verify.AGENDA, agenda, ""))):
        assert rule == "first-hour"
        agenda["deferrals"] += [{"situation": x["situation"]} for x in agenda["appointments"] if x["session"] == key]
        agenda["appointments"] = [line for line in agenda["appointments"] if line["session"] != key]
    certificate: Doc = {
        "schema_version": "1",
        "problem_sha256": read.sha256,
        "bound": 0,
        "parts": [{"sessions": list(read.sessions)}],
    }
    certificate = any_certificate(rng, read, certificate)
    certificate["bound"] = verify.check_bound(read, verify.read(verify.CERTIFICATE, certificate, ""))
    return problem, _with_figures(rng, read, agenda, certificate["bound"]), certificate


def _with_figures(rng: random.Random, read: Any, agenda: Doc, proven: int) -> Doc:
    stated = verify.read(verify.AGENDA, agenda, "")
    seats = verify.seats_of(read, stated)
    parts, granted = verify.recount(read, seats)
    points, bound = verify.total(parts), proven + rng.choice((0, 0, 1, 50))
    due = [
        {"service": service, "kind": kind, "due_units": units, "granted_units": granted[service, kind]}
        | {"demand_units": read.demands[service, kind]}
        for (service, kind), units in read.dues.items()
    ]
    sessions = []
    for session in read.sessions.values():
        units = [seat.row.units for seat in seats.values() if seat.session is session]
        mode = "held" if len(units) > 1 else "first_hour"
        mode = "cancelled" if not units and session.type.empty == "cancelled" else mode
        used = {"situations": len(units), "minutes_used": verify.UNIT * sum(units)}
        sessions.append({"session": session.id, "mode": mode} | used)
    gap: Doc = {
        "gap": round((bound - points) / max(1, abs(bound)), 6),
        "status": "optimal" if bound == points else "feasible",
    }
    return agenda | gap | {"points": points, "bound": bound, "parts": parts, "due": due, "sessions": sessions}


def clock(moment: int) -> str:
    """A local ISO minute of the verifier's count."""
    day, rest = divmod(moment, verify.DAY)
    return f"{date.fromordinal(day).isoformat()}T{rest // 60:02}:{rest % 60:02}"
