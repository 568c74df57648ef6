"""The bound of session plans: valid at any prices, close at the master's."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from rsa_sched import PreparedProblem, Problem
from rsa_sched.bareme.points import points_of
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.colgen.decomposition import SCALE, Decomposition, decomposition
from rsa_sched.engine.colgen.pricing import Prices, best_plan
from rsa_sched.engine.colgen.restricted_master import PlanBound, RestrictedMaster, lagrangian
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.options import options
from tests.engine.colgen.exhaustive import components, many
from tests.engine.colgen.random_blocks import random_prices
from tests.support import oracle
from tests.support.builders import document, session, situation
from tests.support.documents import random_document
from tests.support.quick import mostly_slow, one_in

NEVER = -(10**12)
"""A goal that no bound meets."""


def bound_of(case: PreparedProblem, goal: int = NEVER) -> PlanBound:
    """The bound of a component, as far as it goes."""
    return RestrictedMaster(decomposition(case, options(case))).bound(goal, Control())


def proven_by(shelf: Decomposition, prices: Prices, tolerance: int | None) -> int:
    """The bound that prices prove, in points."""
    priced = [best_plan(block, prices, tolerance) for block in shelf.blocks]
    return lagrangian(shelf, priced, prices) // SCALE + shelf.constant


@pytest.mark.parametrize("tolerance", mostly_slow([None, 0, 500], 0))
def test_any_prices_prove_a_bound(tolerance: int | None) -> None:
    """No division of the situations among the sessions is worth more, whatever seats, units and tolls cost."""
    rng, met = Random(0), 0
    for whole in many():
        shelf = decomposition(whole.prepared, whole.starts)
        for _ in range(6):
            bound = proven_by(shelf, random_prices(rng, shelf), tolerance)
            assert bound >= whole.best
            met += bound == whole.best
    assert met > 10, "bounds that are never met may be loose by mistake"


def test_the_masters_own_bound_is_close() -> None:
    """On tiny components it is the best division of all, but for some that the linear program halves."""
    met, total = 0, 0
    for whole in many():
        shelf = decomposition(whole.prepared, whole.starts)
        bound = RestrictedMaster(shelf).bound(NEVER, Control())
        assert not bound.cut
        assert whole.best <= proven_by(shelf, bound.prices, 0) <= bound.points
        met, total = met + (bound.points == whole.best), total + 1
    assert met > 0.7 * total


@pytest.mark.parametrize("seed", one_in(7, range(70)))
def test_no_agenda_of_a_tiny_problem_is_better(seed: int) -> None:
    """The exhaustive search of the oracle finds nothing above the components' bounds together."""
    raw = random_document(Random(seed), pins=bool(seed % 2))
    best = oracle.best(raw)
    if best is None:
        return
    cases, rest = split(PreparedProblem.of(Problem.from_dict(raw)))
    assert sum(bound_of(case).points for case in cases) + points_of(rest, {}) >= best


def test_no_agenda_that_cp_sat_proves_is_better() -> None:
    """And the bound is tighter than the one that knows nothing of people, on the whole."""
    ours = theirs = 0
    for seed in range(14):
        for case in components(random_document(Random(seed), size="small")):
            answer, bound = Model(case).solve(), bound_of(case).points
            assert answer.status == "optimal"
            assert bound >= answer.points
            ours, theirs = ours + bound, theirs + capacity_bound(case)
    assert ours < 0.97 * theirs


def triangle(days: int = 60) -> PreparedProblem:
    """Three pairs of three situations, each in a session of its own; two go together because the trip is dear.

    All have one referent: alone 180 - 2 * `days` points, in pairs 360 - 2 * `days`.
    """
    pairs = [(1, 2), (2, 3), (1, 3)]
    rows = [
        situation(n, referent="p", wanted_sessions=[f"s-{at}" for at, pair in enumerate(pairs, 1) if n in pair])
        for n in (1, 2, 3)
    ]
    sessions = [session(n, day=4 + n, max_situations=2) for n in (1, 2, 3)]
    (case,) = components(document(rows, sessions, regulation={"equity_days": [0], "trip_days": days}))
    return case


def test_where_the_linear_program_takes_three_halves() -> None:
    """Each pair half: 3 * (360 - 240) / 2 = 180 points, where an agenda has 120 at most."""
    assert bound_of(triangle(120)).points == 180


def test_each_better_bound_is_told() -> None:
    """Falling, down to the last."""
    case = components(random_document(Random(3), size="small"))[0]
    heard: list[int] = []
    control = Control(tell=lambda _, bound: heard.append(bound or 0))
    bound = RestrictedMaster(decomposition(case, options(case))).bound(NEVER, control)
    assert len(heard) > 2
    assert all(before >= after for before, after in pairwise(heard))
    assert heard[-1] == bound.points


def test_the_goal_ends_the_search_for_a_bound() -> None:
    """An agenda that meets the bound needs no further round."""
    case = triangle()
    early = bound_of(case, goal=10**9)
    assert early.points >= bound_of(case).points
    assert not any(early.prices.seats)
    assert not early.cut


def test_time_that_is_up_leaves_the_first_bound() -> None:
    """That of no prices at all: true, loose, and marked as cut."""
    shelf = decomposition(triangle(), options(triangle()))
    bound = RestrictedMaster(shelf).bound(NEVER, Control.within(0))
    assert bound.cut
    assert bound.points == proven_by(shelf, Prices([0] * 3, [], [0] * shelf.multipliers), None) == 3 * (360 - 120)


def test_a_pinned_situation_stays_in_the_bound_at_a_loss() -> None:
    """Alone and far away it costs more than it brings; there is no agenda without it."""
    raw = document(2, regulation={"equity_days": [0], "trip_days": 500}, pins=[{"situation": "d-2", "session": "s-1"}])
    (case,) = components(raw)
    assert bound_of(case).points == 180 - 1000


def test_a_plan_is_taken_in_once() -> None:
    """Neither twice nor where it is empty; a pinned session's is never empty."""
    shelf = decomposition(triangle(), options(triangle()))
    master = RestrictedMaster(shelf)
    assert [master.add((0, plan)) for plan in ((0,), (0,), (), (0, 1))] == [True, False, False, True]
    assert len(master) == 2
    assert master.solve() == pytest.approx(360 - 120)
    assert master.mixture() == {(0, (0, 1)): pytest.approx(1.0)}
