"""The bound over a pool, tightened; and what of the pool it rules out."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np
import pytest

from rsa_sched.engine.colgen import cuts, rank_one, separation
from rsa_sched.engine.colgen.cut import ONE, Cut, posted
from rsa_sched.engine.colgen.cuts import PoolMaster, Tightened
from rsa_sched.engine.colgen.decomposition import SCALE, decomposition
from rsa_sched.engine.colgen.linear_solver import LinearSolver
from rsa_sched.engine.colgen.pool import Pool, Proof, pool_within
from rsa_sched.engine.colgen.rank_one import rank_one_cuts
from rsa_sched.engine.colgen.rows import Rows
from rsa_sched.engine.control import Control
from rsa_sched.engine.options import options
from tests.engine.colgen.exhaustive import Division, Whole, components
from tests.engine.colgen.test_pool import is_inside, plans_of, pools
from tests.engine.colgen.test_restricted_master import bound_of, triangle
from tests.support.builders import document, session, situation
from tests.support.impatient import Impatient

NEVER = -(10**12)


def tightened(pool: Pool, known: int = NEVER) -> Tightened:
    """The bound over a pool, with as many cuts as help."""
    found = PoolMaster(pool, known).tighten(Control())
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
    monkeypatch.setattr(separation, "CUTS", 1)
    return iter(())


def assert_right(whole: Whole, pool: Pool, bound: Tightened) -> bool:
    """No division of the pool is worth more, and none that is worth so much has a plan ruled out; if any is met."""
    constant = pool.decomposition.constant
    known = inside(whole, pool)
    assert all(points <= bound.points for _, points in known)
    assert bound.points == max(NEVER, bound.total // SCALE + constant)
    assert (bound.slack >= 0).all()
    number = {(pool.sessions[int(session)], pool.situations(row)): row for row, session in enumerate(pool.session)}
    for goal in {points + more for _, points in known for more in (0, 1)}:
        useful = bound.useful(goal)
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
        bound = PoolMaster(pool, NEVER).tighten(Control(stop=Impatient(number % 6)))
        assert (bound is None) == (number % 6 == 0)
        if bound is not None:
            assert_right(whole, pool, bound)


def test_what_is_known_makes_the_pool_smaller() -> None:
    """Whatever is worth more than that still has all its plans, and no more points than the bound."""
    dropped = kept = 0
    for whole, _, pool in pools((1_000,)):
        known = whole.best - 40
        bound = tightened(pool, known)
        assert bound.pool.outside == max(pool.outside, known) or len(bound.pool) == len(pool)
        dropped += len(bound.pool) < len(pool)
        for division, points in inside(whole, pool):
            if points > known:
                assert is_inside(division, plans_of(bound.pool))
                assert points <= bound.points
                kept += 1
    assert dropped > 5
    assert kept > 50


def sides_of(whole: Whole, division: Division, master: PoolMaster) -> list[int]:
    """How much of each shortfall's step and of each shared trip an agenda takes at least."""
    decomposition, taken = master._pool.decomposition, list[int]()
    index = whole.prepared.index
    multipliers: set[int] = set()
    for block in decomposition.blocks:
        place = {item.situation: number for number, item in enumerate(block.items)}
        for session_id in block.sessions:
            multipliers |= block.multipliers([place[name] for name in division.get(session_id, ())])
    left = {}
    for number, claim in enumerate(decomposition.owed):
        seated = [name for names in division.values() for name in names]
        units = [
            index.units(name)
            for name in seated
            if (index.service_of(name), index.kind_of(name)) == (claim.service, claim.kind)
        ]
        left[number] = max(0, claim.due - sum(units))
    for side in master._program.sides:
        if side.due >= 0:
            taken.append(min(side.most, left[side.due]))
            left[side.due] -= taken[-1]
        else:
            taken.append(int(bool(multipliers & {*side.multipliers})))
    return taken


def random_cut(rng: np.random.Generator, master: PoolMaster) -> Cut:
    """Any multipliers of a few rows of each kind."""
    shelf = master._pool.decomposition
    sizes = (len(master._pool.sessions), len(shelf.claimants), len(shelf.owed), shelf.multipliers)
    lengths = (*sizes, len(master._program.sides), len(master._rows))
    some = [rng.integers(0, 2 * ONE, length) * (rng.random(length) < 0.5) for length in lengths]
    return Cut(*some)


def test_cuts_hold_for_every_agenda() -> None:
    """Every division with its shortfalls and trips keeps each row: what was found, and any multipliers whatever."""
    rng, found, tight = np.random.default_rng(0), 0, 0
    for whole, _, pool in pools((1_000,)):
        master = PoolMaster(pool, NEVER)
        master.tighten(Control())
        found += len(master._rows)
        for _ in range(10):
            master._add(random_cut(rng, master))
        number = {(pool.sessions[int(where)], pool.situations(row)): row for row, where in enumerate(pool.session)}
        for division, _ in inside(whole, pool):
            beside, rows = sides_of(whole, division, master), [number[plan] for plan in division.items()]
            for _, cut in master._rows:
                total = int(cut.plans.at(np.array(rows, dtype=np.int64)).sum())
                total += sum(int(a) * b for a, b in zip(cut.sides, beside, strict=True))
                assert total <= cut.limit
                tight += total == cut.limit
    assert found > 25
    assert tight > 40


def a_triangle() -> Pool:
    """The pool of three pairs of which the linear program takes halves (120 points an agenda, 180 the program)."""
    case = triangle(120)
    shelf = decomposition(case, options(case))
    pool = pool_within(Proof.of(shelf, bound_of(case).prices), 500, 1_000)
    assert pool is not None
    return pool


def test_a_cut_closes_the_gap_of_the_three_halves() -> None:
    """180 points before, 120 after."""
    assert tightened(a_triangle()).points == 120


def test_without_cuts_it_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is the cut that closes it."""
    monkeypatch.setattr(separation, "BROKEN", 10.0)
    assert tightened(a_triangle()).points == 180


@pytest.mark.parametrize("other", ["rank_one_cuts", "tableau_of"])
def test_either_kind_of_cuts_closes_a_ring(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five pairs in a ring: halves of each break no row of three, and an agenda has two pairs."""
    ring = [(n, n % 5 + 1) for n in range(1, 6)]
    rows = [
        situation(n, referent="p", wanted_sessions=[f"s-{at}" for at, pair in enumerate(ring, 1) if n in pair])
        for n in range(1, 6)
    ]
    sessions = [session(n, day=4 + n, max_situations=2) for n in range(1, 6)]
    (case,) = components(document(rows, sessions, regulation={"equity_days": [0], "trip_days": 120}))
    pool = pool_within(Proof.of(decomposition(case, options(case)), bound_of(case).prices), 500, 1_000)
    assert pool is not None
    halves = PoolMaster(pool, NEVER).tighten(Control(), rounds=0)
    assert halves is not None
    assert halves.points > 290
    monkeypatch.setattr(separation, other, lambda *_: None if other == "tableau_of" else [])
    assert tightened(pool).points == 240


def test_arrays_say_of_a_cut_what_whole_numbers_say() -> None:
    """Coefficients and limits of any multipliers, by matrices and as they are posted."""
    rng, compared = np.random.default_rng(1), 0
    for _, _, pool in pools((1_000,)):
        master = PoolMaster(pool, NEVER)
        master.tighten(Control(), rounds=2)
        for _ in range(5):
            master._add(random_cut(rng, master))
        sides, earlier = master._program.sides, [cut for _, cut in master._rows]
        everything = np.arange(len(pool))
        rows = Rows.of(pool, everything, sides, earlier)
        for _ in range(5):
            cut = random_cut(rng, master)
            row = posted(cut, pool, sides, earlier)
            assert Cut.of(cut.row, rows.kinds).key == cut.key
            assert (np.floor(cut.row @ rows.plans / ONE) == row.plans.at(everything)).all()
            assert (np.floor(cut.row @ rows.sides / ONE) == row.sides).all()
            assert np.floor(cut.row @ rows.limits / ONE) == row.limit
            compared += int(row.plans.at(everything).any())
    assert compared > 20


def test_no_cut_comes_twice_and_no_two_are_alike() -> None:
    """Each round's are new, and no more than so many."""
    seen = 0
    for _, _, pool in pools((1_000,)):
        master = PoolMaster(pool, NEVER)
        master.tighten(Control(), rounds=0)
        for _ in range(4):
            before = len(master._rows)
            if not master._add_broken():
                break
            assert len(master._rows) - before <= separation.CUTS
            master._bound(None, Control())
        keys = [cut.cut.key for _, cut in master._rows]
        assert len(set(keys)) == len(keys)
        seen += len(keys)
    assert seen > 20


def test_few_rows_are_broken_as_said() -> None:
    """At the corners of random programs every cut that is found is broken, by its own multipliers."""
    rng, found = np.random.default_rng(2), 0
    for _ in range(40):
        takes = (rng.random((12, 20)) < 0.3).astype(float)
        takes[:, ~takes.any(axis=0)] = 1
        program = LinearSolver()
        numbers = [program.row(-inf, 1.0) for _ in takes]
        for column in takes.T:
            program.column(inf, float(rng.integers(5, 9)), numbers, column.tolist())
        assert program.solve() is not None
        rows = Rows((2, 10, 0, 0, 0, 0), takes, np.zeros((12, 0)), np.ones(12))
        for cut in rank_one_cuts(rows, program.taken):
            total = np.floor(cut.row @ takes / ONE) @ program.taken
            assert total > np.floor(cut.row.sum() / ONE) + rank_one.BROKEN - 1e-6
            found += 1
    assert found > 40


def test_with_few_plans_left_there_are_no_further_cuts() -> None:
    """Whoever chooses from them does not need more."""
    pool = a_triangle()
    bound = PoolMaster(pool, 100).tighten(Control(), enough=len(pool))
    assert bound is not None
    assert bound.points == 180


def test_an_empty_pool_is_bounded_by_nobodys_points() -> None:
    """Everybody deferred is an agenda of every pool."""
    case = triangle(120)
    shelf = decomposition(case, options(case))
    pool = pool_within(Proof.of(shelf, bound_of(case).prices), -(10**6), 10)
    assert pool is not None
    bound = tightened(pool)
    assert bound.points == 0
    assert not np.any(bound.useful(0))
