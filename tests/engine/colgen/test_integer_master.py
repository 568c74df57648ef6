"""The best plans of a pool together, against all divisions of tiny components."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from random import Random

import pytest
from ortools.linear_solver import pywraplp

from rsa_sched import PreparedProblem
from rsa_sched.engine.colgen.decomposition import decomposition
from rsa_sched.engine.colgen.integer_master import Exclusion, IntegerChoice, choose
from rsa_sched.engine.colgen.pool import Pool, Proof, pool_within
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.options import options
from rsa_sched.engine.stop import Stop
from rsa_sched.simulate import load
from tests.engine.colgen.exhaustive import Division
from tests.engine.colgen.test_cuts import a_triangle, inside
from tests.engine.colgen.test_pool import pools
from tests.engine.colgen.test_restricted_master import bound_of, triangle

NODES = 2_000


def chosen(pool: Pool, *exclusions: Exclusion, nodes: int = NODES) -> IntegerChoice:
    """The choice without a time limit."""
    return choose(pool, exclusions, Control(), nodes)


def applies(exclusion: Exclusion, division: Division) -> bool:
    """Whether a division has all sets of an exclusion."""
    for session, names in exclusion.sets:
        there = division.get(session, frozenset())
        if there != names and (exclusion.exact or not there > names):
            return False
    return True


def least_loss(exclusions: Sequence[Exclusion]) -> float:
    """The least that sessions can lose one by one, such that each of these sets loses as much as it must."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    sessions = {session for exclusion in exclusions for session, _ in exclusion.sets}
    lost = {session: solver.NumVar(0, solver.infinity(), session) for session in sorted(sessions)}
    for exclusion in exclusions:
        solver.Add(sum(lost[session] for session, _ in exclusion.sets) >= exclusion.loss)
    solver.Minimize(sum(lost.values()))
    solver.Solve()
    return float(solver.Objective().Value())


def left_of(points: int, division: Division, exclusions: Sequence[Exclusion]) -> float | None:
    """Points of a division under exclusions; None where it is impossible."""
    relevant = [exclusion for exclusion in exclusions if applies(exclusion, division)]
    if any(exclusion.loss is None for exclusion in relevant):
        return None
    return points - least_loss(relevant) if relevant else points


def random_exclusions(rng: Random, known: Sequence[tuple[Division, int]]) -> list[Exclusion]:
    """Some that the best divisions run into."""
    ranked = sorted(known, key=lambda entry: -entry[1])
    found = []
    for _ in range(rng.choice([1, 2, 4])):
        division = rng.choice(ranked[:5])[0]
        if not division:
            continue
        sets = rng.sample(sorted(division.items()), rng.randint(1, len(division)))
        exact, loss = rng.random() < 0.5, rng.choice([None, 10, 50])
        if not exact and loss is None:
            sets = [
                (session, frozenset(rng.sample(sorted(names), rng.randint(1, len(names))))) for session, names in sets
            ]
        found.append(Exclusion(tuple(sorted(sets)), exact or loss is not None, loss))
    return found


def test_nothing_in_the_pool_is_better_than_the_choice() -> None:
    """Points and bound are those of the best division of the pool; the plans chosen are one of those."""
    for whole, _, pool in islice(pools((0, 60)), 0, None, 2):
        known = inside(whole, pool)
        choice = chosen(pool)
        assert choice.finished
        if not known:
            assert choice == IntegerChoice(None, 0, pool.outside, True)
            continue
        best = max(points for _, points in known)
        assert (choice.points, choice.bound) == (best, best)
        assert choice.rows is not None
        division = {pool.sessions[int(pool.session[row])]: pool.situations(row) for row in choice.rows}
        assert (division, best) in known


def test_exclusions_are_heeded() -> None:
    """Exact or not, impossible or at a loss: the best division that is left, at what is left of its points."""
    rng, changed, impossible = Random(1), 0, 0
    for whole, _, pool in pools((60,)):
        known = inside(whole, pool)
        if not known:
            continue
        exclusions = random_exclusions(rng, known)
        worth = [left_of(points, division, exclusions) for division, points in known]
        possible = [points for points in worth if points is not None]
        choice = chosen(pool, *exclusions)
        if not possible:
            impossible += 1
            assert choice == IntegerChoice(None, 0, pool.outside, True)
            continue
        assert choice.bound is not None
        assert choice.points == pytest.approx(max(possible), abs=0.51)
        assert max(possible) - 1 < choice.bound <= max(possible) + 0.02
        changed += max(possible) < max(points for _, points in known)
    assert changed > 20
    assert impossible


def test_an_exclusion_of_a_session_that_the_pool_lacks_binds_nothing() -> None:
    """A variant may have a session less than the solve that found the exclusion: nobody else is admitted there."""
    whole, _, pool = next(iter(pools((60,))))
    best = max(points for _, points in inside(whole, pool))
    there = next((pool.sessions[int(pool.session[row])], pool.situations(row)) for row in range(len(pool)))
    for loss in (None, 10):
        assert (
            chosen(pool, Exclusion((there, ("elsewhere", frozenset({"d-1"}))), loss is not None, loss)).points == best
        )


def test_a_waiting_that_two_exclusions_speak_of_is_lost_once() -> None:
    """Both may be the same person's in the session they share; sessions apart lose both."""
    case = triangle(0)
    shelf = decomposition(case, options(case))
    pool = pool_within(Proof.of(shelf, bound_of(case).prices), 1_000, 1_000)
    assert pool is not None
    only = [(f"s-{n}", frozenset({f"d-{who}"})) for n, who in ((1, 1), (2, 2), (3, 3))]
    others = [
        Exclusion(((name, names),), exact=True)
        for name, names in {(pool.sessions[int(pool.session[row])], pool.situations(row)) for row in range(len(pool))}
        if (name, names) not in only
    ]
    pairs = [Exclusion((only[0], only[1]), True, 50), Exclusion((only[1], only[2]), True, 50)]
    assert chosen(pool, *others).points == 3 * 180
    assert chosen(pool, *others, *pairs).points == 3 * 180 - 50
    assert chosen(pool, *others, pairs[0], Exclusion((only[2],), True, 50)).points == 3 * 180 - 100
    assert chosen(pool, *others, *pairs, Exclusion(tuple(only), True, 70)).points == 3 * 180 - 70


@pytest.mark.parametrize("nodes", [1, 2])
def test_few_branches_leave_a_bound_that_holds(nodes: int) -> None:
    """Whatever SCIP had proven by then."""
    for whole, _, pool in islice(pools((60,)), 0, None, 3):
        known = inside(whole, pool)
        choice = chosen(pool, nodes=nodes)
        if known and choice.bound is not None:
            assert choice.bound >= max(points for _, points in known)


def test_a_stop_proves_nothing() -> None:
    """Asked before the beginning, there is no choice."""
    stop = Stop()
    stop.set()
    assert choose(a_triangle(), (), Control(stop=stop), NODES) == IntegerChoice(None, 0, None, False)


def test_time_that_is_up_proves_nothing_wrong() -> None:
    """What comes out, if anything, holds."""
    choice = choose(a_triangle(), (), Control.within(0.001), NODES)
    assert choice.bound is None or choice.bound >= 120


def test_a_bound_holds_whenever_the_clock_strikes() -> None:
    """A solver stopped before it knew anything once said 0, and so that no better agenda existed."""
    case = split(PreparedProblem.of(load("quarter")))[0][0]
    blocks = decomposition(case, options(case))
    proof = Proof.of(blocks, RestrictedMaster(blocks).bound(-(10**9), Control()).prices)
    pool = pool_within(proof, 32, 100_000)
    assert pool is not None
    assert len(pool) > 1_000
    best = choose(pool, [], Control(), 10_000)
    assert best.finished
    for seconds in (0.001, 0.02, 0.1, 0.2, 0.4, 0.8):
        choice = choose(pool, [], Control.within(seconds), 10_000)
        assert choice.bound is None or choice.bound >= best.points


def test_an_exclusion_finds_its_plans() -> None:
    """Exactly these situations, or these and others."""
    pool = a_triangle()
    wanted = (("s-1", frozenset({"d-1"})),)
    exact, wide = (Exclusion(wanted, exact=True).rows(pool), Exclusion(wanted).rows(pool))
    assert [pool.situations(row) for row in exact] == [{"d-1"}]
    assert sorted(map(sorted, (pool.situations(row) for row in wide))) == [["d-1"], ["d-1", "d-2"]]
    assert not Exclusion((("s-1", frozenset({"d-3"})),)).rows(pool)
