"""Pools: arrays that say what the plans are, and a bound on whatever is not in them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from rsa_sched.engine.colgen.decomposition import SCALE, decomposition
from rsa_sched.engine.colgen.enumeration import NOBODY
from rsa_sched.engine.colgen.pool import Pool, Proof, pool_within
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.control import Control
from tests.engine.colgen.exhaustive import Division, Whole, many
from tests.engine.colgen.random_blocks import random_prices

PLENTY = 10**6


def proofs() -> Iterator[tuple[Whole, Proof]]:
    """Tiny components with the master's prices, and with any."""
    rng = Random(0)
    for whole in many():
        shelf = decomposition(whole.prepared, whole.starts)
        yield whole, Proof.of(shelf, RestrictedMaster(shelf).bound(-PLENTY, Control()).prices)
        yield whole, Proof.of(shelf, random_prices(rng, shelf))


def pools(margins: tuple[int, ...]) -> Iterator[tuple[Whole, Proof, Pool]]:
    """Their pools."""
    for whole, proof in proofs():
        for margin in margins:
            pool = pool_within(proof, margin, PLENTY)
            assert pool is not None
            yield whole, proof, pool


def plans_of(pool: Pool) -> set[tuple[str, frozenset[str]]]:
    """Session and situations of each plan."""
    return {(pool.sessions[int(session)], pool.situations(row)) for row, session in enumerate(pool.session)}


def is_inside(division: Division, plans: set[tuple[str, frozenset[str]]]) -> bool:
    """Whether every session's plan is in the pool; who seats nobody needs none."""
    return all(plan in plans for plan in division.items())


def test_no_agenda_has_more_points_than_a_proof() -> None:
    """And none has a plan that brings more than its book's best."""
    for whole, proof in proofs():
        assert proof.points >= whole.best
        assert len(proof.bests) == len(proof.decomposition.blocks)


def test_whatever_is_not_in_a_pool_is_worth_no_more_than_said() -> None:
    """Every division of tiny components has all its plans in the pool, or at most `outside` points."""
    inside = outside = tight = 0
    for whole, proof, pool in pools((0, 8, 60, 1_000)):
        plans = plans_of(pool)
        assert pool.outside < proof.points or pool.outside == proof.points
        for division in whole.divisions:
            if is_inside(division, plans):
                inside += 1
            else:
                outside += 1
                worth = whole.worth(division)
                assert worth <= pool.outside
                tight += worth > pool.outside - 100
    assert min(inside, outside, tight) > 100


def test_the_arrays_say_what_the_plans_are() -> None:
    """Worth, claimants, units and tolls recounted item by item."""
    rows = 0
    for _, proof, pool in pools((60,)):
        shelf = proof.decomposition
        assert len(pool) == len(pool.worth) == len(pool.session)
        assert pool.must == [bool(block.must) for block in shelf.blocks for _ in block.sessions]
        for row in range(len(pool)):
            block, plan = pool.plan(row)
            assert pool.sessions[int(pool.session[row])] in block.sessions
            assert plan
            assert set(pool.places[row]) - {NOBODY} == set(plan)
            items = [block.items[place] for place in plan]
            assert pool.situations(row) == {item.situation for item in items}
            assert pool.worth[row] * SCALE == block.worth(plan)
            nobody = len(shelf.claimants)
            padding = [nobody] * (pool.claimant.shape[1] - len(plan))
            assert sorted(pool.claimant[row]) == sorted([item.claimant for item in items] + padding)
            units = [sum(item.units for item in items if item.share == due) for due in range(len(shelf.owed))]
            assert list(pool.units[row]) == units
            assert set(np.nonzero(pool.multiplier[row])[0]) == block.multipliers(plan)
            rows += 1
    assert rows > 500


def test_identical_sessions_have_the_same_plans() -> None:
    """Each of a book's sessions may take any of its plans."""
    seen = False
    for _, proof, pool in pools((60,)):
        plans = plans_of(pool)
        for block in proof.decomposition.blocks:
            sets = [{names for where, names in plans if where == session} for session in block.sessions]
            assert all(one == sets[0] for one in sets)
            seen |= len(sets) > 1 and len(sets[0]) > 1
    assert seen


def test_a_pool_with_fewer_plans_says_what_it_leaves_out() -> None:
    """Rows are kept in order; the bound on what is outside never falls."""
    rng = np.random.default_rng(0)
    for _, _, pool in pools((60,)):
        rows = rng.random(len(pool)) < 0.5
        part = pool.select(rows, pool.outside - 10)
        assert part.outside == pool.outside
        assert pool.select(rows, pool.outside + 10).outside == pool.outside + 10
        chosen = [pool.situations(int(row)) for row in np.nonzero(rows)[0]]
        assert [part.situations(row) for row in range(len(part))] == chosen
        assert len(part) == len(part.worth) == len(part.claimant) == len(part.units) == len(part.multiplier)


@pytest.mark.parametrize("most", [0, 1, 3])
def test_where_there_are_too_many_plans_there_is_no_pool(most: int) -> None:
    """The limit is on all sessions together."""
    given_up = 0
    for _, proof in proofs():
        pool = pool_within(proof, 60, most)
        given_up += pool is None
        assert pool is None or len(pool) <= most
    assert given_up


def test_a_pool_may_be_empty() -> None:
    """No plan is better than nobody by that much."""
    for _, proof in proofs():
        pool = pool_within(proof, -(10**6), PLENTY)
        assert pool is not None
        assert len(pool) == 0
