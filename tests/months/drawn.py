"""Random months: a problem, an agenda that keeps its rules, and what became of its places."""

from __future__ import annotations

import random
from typing import Any

from rsa_sched import PinClash, Problem, check, solve
from tests.support.documents import random_document

Doc = dict[str, Any]


def month(seed: int, rng: random.Random) -> tuple[Problem, Doc] | None:
    """A tiny problem and one of its agendas, not the best one as a rule; None where its pins clash."""
    problem = Problem.from_dict(random_document(random.Random(seed), size="tiny", pins=rng.random() < 0.3))
    try:
        agenda = solve(problem, time_limit=0, workers=1).agenda.to_dict()
    except PinClash:
        return None
    return problem, thinned(problem, agenda, rng)


def thinned(problem: Problem, agenda: Doc, rng: random.Random) -> Doc:
    """The agenda without some of its places, as far as what is left keeps the rules."""
    for name in [line["situation"] for line in agenda["appointments"]]:
        if rng.random() < 0.3:
            fewer = without(agenda, name)
            agenda = fewer if check(problem, fewer) else agenda
    return agenda


def without(agenda: Doc, name: str) -> Doc:
    """The two lists of an agenda with one situation deferred."""
    kept = [line for line in agenda["appointments"] if line["situation"] != name]
    return {"appointments": kept, "deferrals": [*agenda["deferrals"], {"situation": name}]}


def outcomes(agenda: Doc, rng: random.Random) -> list[Doc]:
    """What became of some of the situations, in any order."""
    told = [
        {"situation": line["situation"], "outcome": rng.choice(["heard", "absent", "cancelled", "withdrawn"])}
        for line in agenda["appointments"]
        if rng.random() < 0.6
    ]
    told += [
        {"situation": line["situation"], "outcome": "withdrawn"} for line in agenda["deferrals"] if rng.random() < 0.2
    ]
    rng.shuffle(told)
    return told
