"""Every sentence of a deferral is true of the hours and places it speaks of: held against a plain search."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from rsa_sched import PinClash, PreparedProblem, Problem, solve
from rsa_sched.domain.clock import to_minute
from rsa_sched.engine.components import split
from rsa_sched.explanations.deferrals import SESSIONS_EXPLAINED, Explanations
from rsa_sched.rules.base import Seat
from tests.engine.test_pins import month, pin
from tests.support.documents import random_document
from tests.support.plain_sentences import Plain

LIMITS = (None, *[0.0] * 7)
"""Sometimes the best agenda, mostly the first at once, in which more could be heard."""


def assert_true(document: dict[str, Any], limit: float | None) -> Counter[str]:
    """Every deferral of one problem; what was told."""
    told: Counter[str] = Counter()
    try:
        result = solve(Problem.from_dict(document), time_limit=limit, workers=1)
    except PinClash:
        return told
    seats = {
        line.situation: Seat(line.situation, line.session, to_minute(line.start), to_minute(line.end))
        for line in result.agenda.appointments
    }
    case = PreparedProblem.of(result.problem)
    components, _ = split(case)
    explanations = Explanations(case, seats, components)
    plain = Plain(document, result.agenda.to_dict())
    for line in result.agenda.deferrals:
        name, where = line.situation, (document["id"], line.situation, line.text)
        told[line.reason] += 1
        assert explanations.deferral(name) == line
        if line.reason == "no-common-time":
            facts = explanations.obstacles(name)
            for fact in facts:
                told[fact.why] += 1
                told.update(one.against for one in fact.hours)
                assert plain.obstacle_is_true(name, fact), (where, fact)
            assert [fact.session for fact in facts] == list(case.admitted[name])
            assert all(f"{fact.session} du " in line.text for fact in facts[:SESSIONS_EXPLAINED])
        if line.reason == "outranked":
            contrast = explanations.contrast(name)
            told["nowhere" if contrast.seat is None else "free" if contrast.holder is None else "instead"] += 1
            assert plain.contrast_is_true(name, contrast), (where, contrast)
            assert not list(plain.false_figures(name, line.text)), where
    return told


def documents(seeds: range) -> list[dict[str, Any]]:
    """Tiny problems, two in three with pins, few with late requests, who are out before hours are looked at."""
    return [random_document(Random(seed), pins=seed % 3 > 0, late=seed % 4 == 0) for seed in seeds]


@pytest.mark.long
def test_sentences_are_true() -> None:
    """Some hundreds of problems, in which everything that can be told is told."""
    told: Counter[str] = Counter()
    for number, document in enumerate(documents(range(240))):
        told += assert_true(document, LIMITS[number % len(LIMITS)])
    wanted = ["no-common-time", "outranked", "never-free", "places", "hours", "taken", "late", "nowhere", "instead"]
    assert min(told[word] for word in wanted) > 0, told


def test_sentences_of_a_few_problems_are_true() -> None:
    """Those of the long test above by which it begins; not everything is told in them."""
    for number, document in enumerate(documents(range(24))):
        assert_true(document, LIMITS[number % len(LIMITS)])


@pytest.mark.parametrize(
    ("pins", "words"),
    [
        ({"d1": "i1"}, "une place fixée d'avance (d1) resterait seule après les 60 premières minutes de sa séance"),
        (
            {"d0": "i0", "d1": "i1"},
            "des places fixées d'avance (d0 et d1) resteraient seules après les 60 premières minutes de leurs séances",
        ),
    ],
)
def test_who_would_be_left_alone_is_named(pins: dict[str, str], words: str) -> None:
    """Pinned late, with d3 and d4 for company in this agenda; with the pinned alone, d5 elsewhere gives them none."""
    document = month(pins=[pin(name, session, "11:30") for name, session in pins.items()])
    document["sessions"].append(dict(document["sessions"][0], id="i2", start="2010-10-06T09:00", minutes=30))
    rows = document["situations"]
    rows += [dict(rows[3], id=name) for name in ("d4", "d5")]
    document["professionals"] = [{"id": f"p{number}"} for number in range(len(rows))]
    for number, row in enumerate(rows):
        row["referent"] = f"p{number}"
    for number, session in {2: "i2", 3: "i0", 4: "i1", 5: "i2"}.items():
        rows[number]["wanted_sessions"] = [session]
    (told,) = solve(Problem.from_dict(document), workers=1).agenda.deferrals
    assert told.situation == "d5"
    assert words in told.text
    assert assert_true(document, None)["company"] == 1
