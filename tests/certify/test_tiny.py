"""Certified bounds against exhaustive search: never below the best agenda, and on tiny problems equal to it."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest

from rsa_sched import PreparedProblem, Problem, solve
from rsa_sched.certify import verify
from rsa_sched.certify.write import _goal, _lines, parts_of
from rsa_sched.domain.statement import Statement
from rsa_sched.rules.base import Reading
from tests.support.certificates import accepted, any_certificate, damaged, proven
from tests.support.documents import random_document
from tests.support.oracle import best


@pytest.mark.parametrize("seed", [*range(6), 86000712, 500533, 91003673, 91007407])
@pytest.mark.parametrize("pins", [False, True])
def test_certified_bounds_are_the_best_points(seed: int, pins: bool) -> None:
    """Whatever prices and branches prove is no less; damaged certificates are believed only where it is so.

    The last ones did not close: two who must sit somewhere have one start left each, at the same hour, by what others
    were decided; somebody may have to attend two parts on one date; company at a loss is worth it, and a seat that is
    decided stays torn.
    """
    found = proven(seed, pins=pins)
    if found is None:
        return
    read = verify.Problem(found.problem)
    assert found.certificate["bound"] == found.best
    assert accepted(read, found.certificate)
    assert not accepted(read, found.certificate | {"bound": found.best - 1})
    rng = random.Random(seed)
    for _ in range(10):
        anything = verify.read(verify.CERTIFICATE, any_certificate(rng, read, found.certificate), "")
        assert verify.check_bound(read, anything) >= found.best
    for _ in range(60):
        lie = damaged(rng, found.certificate)
        if rng.random() < 0.5:
            lie["bound"] = found.best - rng.choice((1, 1, 2, 50))
        assert not accepted(read, lie) or lie["bound"] >= found.best


@pytest.mark.parametrize("seed", [83000035, 83000062, 83000270, *range(8)])
def test_the_parts_of_an_agenda_have_all_its_points(seed: int) -> None:
    """With announced places, of which an hour that was moved is no hour that was kept: else no bound meets its part."""
    document = random_document(random.Random(seed), pins=bool(seed % 2))
    if best(document) is None:
        return
    problem = Problem.from_dict(document)
    result = solve(problem, workers=1, time_limit=None)
    read, reading = (
        verify.Problem(problem.to_dict()),
        Reading(PreparedProblem.of(problem).index, Statement.of(result, problem)),
    )
    seats = verify.seats_of(read, SimpleNamespace(appointments=_lines(reading)))
    lost = 2 * read.rules.move_session_days * len(read.announced)
    assert sum(_goal(part, seats) for part in parts_of(read)) - lost == result.points
