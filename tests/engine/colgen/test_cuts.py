"""The bound over a pool, tightened; and what of the pool it rules out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from rsa_sched.engine.colgen import cuts
from rsa_sched.engine.colgen.cuts import PoolMaster, Tightened
from rsa_sched.engine.colgen.decomposition import SCALE, decomposition
from rsa_sched.engine.colgen.pool import Pool, Proof, pool_within
from rsa_sched.engine.control import Control
from rsa_sched.engine.options import options
from tests.engine.colgen.exhaustive import Division, Whole
from tests.engine.colgen.test_pool import is_inside, plans_of, pools
from tests.engine.colgen.test_restricted_master import bound_of, triangle
from tests.support.impatient import Impatient


def tightened(pool: Pool) -> Tightened:
    """The bound over a pool, with as many cuts as help."""
    found = PoolMaster(pool).tighten(Control())
    assert found is not None
    return found


def inside(whole: Whole, pool: Pool) -> list[tuple[Division, int]]:
    """The divisions of a tiny component of which all plans are in the pool, with their points."""
    plans = plans_of(pool)
    return [(division, whole.worth(division)) for division in whole.divisions if is_inside(division, plans)]


@pytest.fixture
def at_every_round(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few plans and cuts at a time: more rounds, of which each must be right."""
    monkeypatch.setattr(cuts, "AT_ONCE", 2)
    monkeypatch.setattr(cuts, "CUTS", 1)
    return iter(())


def assert_right(whole: Whole, pool: Pool, bound: Tightened) -> bool:
    """No division of the pool is worth more, and none that is worth so much has a plan ruled out; if any is met."""
    constant = pool.decomposition.constant
    known = inside(whole, pool)
    assert all(points <= bound.points for _, points in known)
    assert bound.points == bound.total // SCALE + constant
    assert (bound.slack >= 0).all()
    number = {(pool.sessions[int(session)], pool.situations(row)): row for row, session in enumerate(pool.session)}
    for goal in {points + more for _, points in known for more in (0, 1)}:
        useful = bound.useful(goal, constant)
        for division, points in known:
            assert points < goal or all(useful[number[plan]] for plan in division.items())
    return bool(known) and max(points for _, points in known) == bound.points


def test_no_agenda_of_the_pool_is_better_and_none_so_good_is_dropped() -> None:
    """Looked through from end to end."""
    met = total = 0
    for whole, _, pool in pools((0, 60, 1_000)):
        met, total = met + assert_right(whole, pool, tightened(pool)), total + 1
    assert met > 0.6 * total


@pytest.mark.usefixtures("at_every_round")
def test_the_same_in_small_steps() -> None:
    """Whatever round ends it."""
    for number, (whole, _, pool) in enumerate(pools((60,))):
        bound = PoolMaster(pool).tighten(Control(stop=Impatient(number % 6)))
        assert (bound is None) == (number % 6 == 0)
        if bound is not None:
            assert_right(whole, pool, bound)


def test_cuts_hold_for_every_agenda() -> None:
    """Of the plans that seat two or three of a cut's claimants, no division takes two."""
    threes = 0
    for whole, _, pool in pools((1_000,)):
        master = PoolMaster(pool)
        master.tighten(Control())
        claimant = {name: number for number, names in enumerate(pool.decomposition.claimants) for name in names}
        for three in master.threes:
            threes += 1
            assert len(set(three)) == 3
            for division in whole.divisions:
                seated = [{claimant[name] for name in names} for names in division.values()]
                assert sum(len(names & set(three)) >= 2 for names in seated) <= 1
    assert threes


def a_triangle() -> Pool:
    """The pool of three pairs of which the linear program takes halves (120 points an agenda, 180 the program)."""
    case = triangle(120)
    shelf = decomposition(case, options(case))
    pool = pool_within(Proof.of(shelf, bound_of(case).prices), 500, 1_000)
    assert pool is not None
    return pool


def test_a_cut_closes_the_gap_of_the_three_halves() -> None:
    """180 points before, 120 after; and it is remembered for other pools of the component."""
    pool = a_triangle()
    master = PoolMaster(pool)
    bound = master.tighten(Control())
    assert bound is not None
    assert bound.points == 120
    assert master.threes == [(0, 1, 2)]
    assert PoolMaster(pool, master.threes).threes == [(0, 1, 2)]


def test_without_cuts_it_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is the cut that closes it."""
    monkeypatch.setattr(cuts, "BROKEN", 10.0)
    assert tightened(a_triangle()).points == 180


def test_cuts_are_spread_over_the_claimants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one claimant no more than so many in a round, of all no more than so many."""
    master = PoolMaster(a_triangle())
    monkeypatch.setattr(cuts, "OFTEN", 2)
    ranked = [(0, 1, 2), (0, 1, 3), (0, 2, 3), (4, 5, 6), (5, 6, 7)]
    assert master._spread(ranked) == [(0, 1, 2), (0, 1, 3), (4, 5, 6), (5, 6, 7)]
    monkeypatch.setattr(cuts, "CUTS", 3)
    assert master._spread(ranked) == [(0, 1, 2), (0, 1, 3), (4, 5, 6)]


def test_an_empty_pool_is_bounded_by_nobodys_points() -> None:
    """Everybody deferred is an agenda of every pool."""
    case = triangle(120)
    shelf = decomposition(case, options(case))
    pool = pool_within(Proof.of(shelf, bound_of(case).prices), -(10**6), 10)
    assert pool is not None
    bound = tightened(pool)
    assert bound.points == 0
    assert not np.any(bound.useful(0, shelf.constant))
