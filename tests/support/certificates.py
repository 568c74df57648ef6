"""Certificates of tiny problems, and what may happen to them on the way."""

from __future__ import annotations

import copy
import random
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
        stated = verify.CERTIFICATE(certificate, "certificat")
        proof: int = verify.check_bound(read, stated)
        return proof <= stated.bound
    except (verify.Refused, verify.BadInput, RecursionError, ValueError, OverflowError):
        return False


def damaged(rng: random.Random, certificate: Doc) -> Doc:
    """A certificate with one to three things in it changed, dropped, exchanged or doubled."""
    found = copy.deepcopy(certificate)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        places = list(_places(found))
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
