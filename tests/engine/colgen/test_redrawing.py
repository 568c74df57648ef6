"""Pools at the prices of cuts: what is not in them is worth no more than said."""

from __future__ import annotations

import numpy as np

from rsa_sched.engine.colgen.cuts import PoolMaster
from rsa_sched.engine.colgen.pool import Pool
from rsa_sched.engine.colgen.redrawing import redraw
from rsa_sched.engine.control import Control
from tests.engine.colgen.test_pool import PLENTY, is_inside, plans_of, pools


def thinned(pool: Pool, rng: np.random.Generator) -> Pool:
    """Some of a pool's plans: a pool that lacks much."""
    return pool.select(rng.random(len(pool)) < 0.6, pool.outside)


def without_a_session(pool: Pool, rng: np.random.Generator) -> Pool:
    """None of one session's plans, which may be those of another one of its block as well."""
    return pool.select(pool.session != rng.integers(len(pool.sessions)), pool.outside)


def test_a_pool_drawn_anew_has_what_a_better_agenda_may_use() -> None:
    """From whole pools and from such as lack plans: every division is inside, or worth no more than is said of it."""
    rng, drawn_anew, within, beyond, closed = np.random.default_rng(3), 0, 0, 0, 0
    for whole, _, pool in pools((60, 1_000)):
        for start in (pool, thinned(pool, rng), without_a_session(pool, rng)):
            for known in (whole.best - 60, whole.best - 1):
                master = PoolMaster(start, known, only_dearer=True)
                tightened = master.tighten(Control(), rounds=4)
                assert tightened is not None
                drawn = redraw(tightened, master.sides, known, PLENTY)
                if drawn is None:
                    continue
                found, bound = drawn
                plans = plans_of(found)
                assert bound >= whole.best
                assert found.outside >= known
                closed += found.outside == known
                drawn_anew += 1
                for division in whole.divisions:
                    if is_inside(division, plans):
                        within += 1
                    else:
                        beyond += 1
                        assert whole.worth(division) <= found.outside
    assert min(drawn_anew, within, beyond, closed) > 20


def test_too_many_plans_are_not_drawn() -> None:
    """As everywhere: none rather than some."""
    refused = 0
    for whole, _, pool in pools((1_000,)):
        master = PoolMaster(pool, whole.best - 200, only_dearer=True)
        tightened = master.tighten(Control(), rounds=1)
        assert tightened is not None
        refused += redraw(tightened, master.sides, whole.best - 200, 1) is None
    assert refused > 5


def test_cuts_without_dues_make_no_plan_cheaper() -> None:
    """What the drawing rests on."""
    seen = 0
    for whole, _, pool in pools((1_000,)):
        master = PoolMaster(pool, whole.best - 200, only_dearer=True)
        master.tighten(Control())
        for _, cut in master._rows:
            assert (cut.plans.values >= 0).all()
            assert not cut.cut.dues.any()
            seen += 1
    assert seen > 5


def test_a_joined_pool_has_the_plans_of_both() -> None:
    """And as much outside as the first."""
    rng = np.random.default_rng(4)
    for _, _, pool in pools((60,)):
        one, other = thinned(pool, rng), thinned(pool, rng)
        both = one.joined(other)
        assert plans_of(both) == plans_of(one) | plans_of(other)
        assert both.outside == one.outside
