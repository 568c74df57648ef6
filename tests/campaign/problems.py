"""Random problems: solver, audit and oracle held against one another, and once more by way of forced session plans."""

from __future__ import annotations

import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from rsa_sched import PinClash, Problem, Result, solve
from rsa_sched.engine.colgen import stage as large
from tests.campaign.cases import Found
from tests.engine.colgen.exhaustive import crowded
from tests.explanations.test_truth import assert_true
from tests.properties import test_random_problems as suite
from tests.support import oracle
from tests.support.documents import random_document
from tests.test_oracle import enumerate_best

Doc = dict[str, Any]
ENUMERATED = 200
"""Agendas that are all looked at, without any pruning."""
FORCED = 60.0
"""Seconds for session plans where CP-SAT needs a tenth of one: a few, full of waits, would take many minutes."""
SHRINKING = 20.0
"""Seconds in which a document that does not hold is made smaller."""


@dataclass(frozen=True)
class Trial:
    """What came of one problem: what it has, how it ended, and what does not hold of it."""

    marks: tuple[str, ...]
    found: Found | None = None


def written(seed: str) -> tuple[Doc, str]:
    """The problem of a seed, and its size: most tiny, one in eight too large for the exhaustive search."""
    rng = random.Random(seed)
    chance = rng.random()
    if chance < 0.06:
        return crowded(rng.randrange(2**32)), "tiny"
    size = "small" if chance < 0.18 else "tiny"
    return random_document(rng, size=size, pins=rng.random() < 0.3), size


def tried(seed: str) -> Trial:
    """Write the problem of a seed and hold everything against everything."""
    document, size = written(seed)
    try:
        ended = held(document)
    except Exception:
        error = traceback.format_exc(limit=-4)
        small = smaller(document, _fails)
        return Trial(features(document), Found("problem", seed, error, small))
    return Trial((*features(document), size, *ended))


def held(document: Doc) -> tuple[str, ...]:
    """How the solver and the forced plans ended, where everything holds.

    The audit is silent, oracle and package agree on every part and value, bounds are above points and above the other
    way's points; of what the exhaustive search can try all of, the solver finds the best, the search itself is held
    against plain enumeration where the agendas are few, and the sentences of a first agenda are true.

    Raises
    ------
    AssertionError
        Where something does not hold; whatever else the package raises.
    """
    tiny = len(document["situations"]) < 8 and len(document["sessions"]) < 5
    with patch.object(suite, "event", lambda *_: None):  # which only hypothesis hears
        ways = [_solved(document, forced) for forced in (False, True)]
        if tiny:
            best = oracle.best(document)
            few, expected = enumerate_best(document, ENUMERATED)
            assert not few or best == expected
            assert all(isinstance(way, PinClash) for way in ways) == (best is None)
        clashes = [way for way in ways if isinstance(way, PinClash)]
        if clashes:
            assert len(clashes) == 2, "one way clashes, the other does not"
            if tiny:
                suite.assert_smallest_clash(document, clashes[0])
            return ("clash",)
        solved, planned = (way for way in ways if isinstance(way, Result))
        for result in (solved, planned):
            suite.assert_right(document, result)
            suite.assert_reasons(document, result.agenda.to_dict())
        assert solved.points <= planned.bound
        assert planned.points <= solved.bound
        if tiny:
            assert solved.status == "optimal"
            assert best == solved.points
            assert planned.points <= solved.points <= planned.bound
            assert_true(document, 0.0)
        return (f"solve: {solved.status}", f"plans: {planned.status}")


def _solved(document: Doc, forced: bool) -> Result | PinClash:
    problem = Problem.from_dict(document)
    try:
        if not forced:
            return solve(problem, workers=1, time_limit=None)
        with patch.object(large, "STARTS", 0):  # nothing is small: all goes by session plans
            return solve(problem, workers=1, time_limit=FORCED)
    except PinClash as clash:
        return clash


def features(document: Doc) -> tuple[str, ...]:
    """What there is in a problem, as the counts name it."""
    rows = document["situations"]
    regulation = document.get("regulation") or {}
    persons = Counter(row["person"] for row in rows if row.get("person"))
    has = {
        "types": "types" in regulation,
        "windows": any(row.get("not_before") or row.get("not_after") for row in rows),
        "doubled people": any(times > 1 for times in persons.values()),
        "late filling": regulation.get("late") == "fill",
        "ranks": any(row.get("rank") for row in rows),
        "pins": bool(document.get("pins")),
        "announced": bool(document.get("announced")),
        "history": bool(document.get("history")),
    }
    return tuple(name for name, there in has.items() if there)


def _fails(document: Doc) -> bool:
    try:
        held(document)
    except Exception as error:
        return not type(error).__name__.endswith("InputError")  # made too small to be a problem at all
    return False


def smaller(document: Doc, fails: Callable[[Doc], bool], seconds: float = SHRINKING) -> Doc:
    """A document with less in it that still fails: rows and keys are left out one by one until none can be."""
    due = time.monotonic() + seconds
    again = True
    while again:
        again = False
        for candidate in _with_less(document):
            if time.monotonic() > due:
                return document
            if fails(candidate):
                document, again = candidate, True
                break
    return document


def _with_less(document: Doc) -> Iterator[Doc]:
    for key in ("pins", "bans", "announced", "history", "travel", "regulation"):
        if document.get(key):
            yield {other: value for other, value in document.items() if other != key}
    for number, row in enumerate(document["situations"]):
        gone = {"situations": [*document["situations"][:number], *document["situations"][number + 1 :]]}
        gone |= {
            key: [line for line in document[key] if line["situation"] != row["id"]]
            for key in ("pins", "bans", "announced")
            if key in document
        }
        yield document | gone
    for key in ("sessions", "pins", "bans", "announced", "professionals", "structures"):
        listed = document.get(key, [])
        for number in range(len(listed)):
            yield document | {key: [*listed[:number], *listed[number + 1 :]]}
    for key in ("situations", "sessions", "professionals"):
        for number, row in enumerate(document[key]):
            for field in row:
                less = {name: value for name, value in row.items() if name != field}
                yield document | {key: [*document[key][:number], less, *document[key][number + 1 :]]}
    for field in document.get("regulation") or {}:
        yield document | {"regulation": {key: it for key, it in document["regulation"].items() if key != field}}
