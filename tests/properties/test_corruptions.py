"""The audit names every corruption of a valid agenda by its rule, and no rule that the oracle would not name."""

from __future__ import annotations

import random
from functools import cache

import pytest

from rsa_sched import Problem, Statement, check, solve
from tests.support import oracle
from tests.support.corruptions import KINDS, Kind, bare
from tests.support.documents import random_document
from tests.support.oracle_read import Doc

PROBLEMS = 160
AT_MOST = 6
"""Of one kind in one problem."""
ENOUGH, ALONE = 6, 2
"""Of one kind in all; so many of them break that rule and no other."""
A_FEW = 8
SELDOM = "too early"
"""What few of the problems offer, and nothing else alone: all of them are solved until it is found."""
"""Problems of the quick suite, which have most kinds."""


@cache
def solved(seed: int) -> tuple[Problem, Doc, Doc]:
    """A problem, as read and as document, with its best agenda; in every other one some of that agenda is pinned."""
    document = random_document(random.Random(seed), size="small")
    agenda = solve(Problem.from_dict(document), workers=1).agenda
    if seed % 2:
        lines = agenda.to_dict()["appointments"][::3]
        keys = ("situation", "session", "start")
        document["pins"] = [{key: line[key] for key in keys[: 2 + n % 2]} for n, line in enumerate(lines)]
        agenda = solve(Problem.from_dict(document), workers=1).agenda
    return Problem.from_dict(document), document, agenda.to_dict()


@pytest.mark.parametrize("problems", [A_FEW, pytest.param(30, marks=pytest.mark.slow)])
def test_valid_as_they_are(problems: int) -> None:
    """What is spoilt below is valid before, whole and with its figures left out."""
    for seed in range(problems):
        problem, document, agenda = solved(seed)
        for stated in (agenda, bare(agenda)):
            assert check(problem, Statement.from_dict(stated))
            assert oracle.violations(document, stated) == set()


def named_alone(kind: Kind, seed: int, most: int) -> list[bool]:
    """Corruptions of one kind in one problem, held to what the audit must say of each: which break that rule alone."""
    problem, document, agenda = solved(seed)
    spoilt = list(kind.spoil(document, agenda))
    alone = []
    for stated in random.Random(seed).sample(spoilt, min(len(spoilt), most)):
        audit = check(problem, Statement.from_dict(stated))
        named = {violation.rule for violation in audit.violations}
        assert kind.rule in named
        assert named == oracle.violations(document, stated)
        assert audit.parts.model_dump() == oracle.parts(document, stated)
        assert named == {kind.rule} or not kind.only
        alone.append(named == {kind.rule})
    return alone


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.long if kind.name == SELDOM else pytest.mark.slow) for kind in KINDS],
    ids=lambda kind: kind.name,
)
def test_a_corruption_is_named(kind: Kind) -> None:
    """By its rule, together with exactly the others that it breaks; the points are those of what is left."""
    seen = alone = 0
    for seed in range(PROBLEMS):
        found = named_alone(kind, seed, AT_MOST)
        seen, alone = seen + len(found), alone + sum(found)
        if seen >= ENOUGH and alone >= ALONE:
            return
    pytest.fail(f"the random problems offer too few of these: {seen}, {alone} of them alone")


def test_corruptions_of_a_few_problems_are_named() -> None:
    """One of each kind that a problem offers; the rare kinds are for the slow test above."""
    seen = {kind.rule for kind in KINDS if sum(len(named_alone(kind, seed, 1)) for seed in range(A_FEW))}
    assert len(seen) > 4


def test_every_rule_has_its_corruptions() -> None:
    """No rule is left without one, and no kind is there twice."""
    from rsa_sched.rules import RULES

    assert {kind.rule for kind in KINDS} == {rule.id for rule in RULES}
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 18
