"""Certified bounds against exhaustive search: never below the best agenda, and on tiny problems equal to it."""

from __future__ import annotations

import random

import pytest

from rsa_sched.certify import verify
from tests.support.certificates import accepted, any_certificate, damaged, proven


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("pins", [False, True])
def test_certified_bounds_are_the_best_points(seed: int, pins: bool) -> None:
    """Whatever prices and branches prove is no less; damaged certificates are believed only where it is so."""
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
