"""The best agenda of a component, proven by its plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from rsa_sched.bareme.points import points_of
from rsa_sched.engine.colgen import prover as proof
from rsa_sched.engine.colgen.decomposition import decomposition
from rsa_sched.engine.colgen.integer_master import IntegerChoice, choose
from rsa_sched.engine.colgen.pool import Pool, Proof, pool_within
from rsa_sched.engine.colgen.prover import Prover
from rsa_sched.engine.colgen.redrawing import redraw
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.colgen.timetable import Timetabler
from rsa_sched.engine.component import at_once
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.stop import Stop
from tests.engine.colgen.exhaustive import Whole, components, crowded, many
from tests.support.builders import document

FAR = 10**7


@cache
def solved() -> list[tuple[Whole, int]]:
    """Tiny components with the points that CP-SAT proves."""
    wholes = [*many()[::3], *(Whole(case) for seed in range(8) for case in components(crowded(seed)))]
    found = []
    for whole in wholes:
        answer = Model(whole.prepared).solve()
        assert answer.status == "optimal"
        found.append((whole, answer.points))
    return found


def proven(whole: Whole, *, stop: Stop | None = None, heard: list[tuple[int, int | None]] | None = None) -> Incumbent:
    """A component from its first agenda on, with a bound that says nothing."""
    stop = stop or Stop()
    floor = replace(at_once(whole.prepared, {}, Control()), bound=FAR)
    shelf = decomposition(whole.prepared, whole.starts)
    prices = RestrictedMaster(shelf).bound(-FAR, Control()).prices
    told = [] if heard is None else heard
    control = Control(stop=stop, tell=lambda points, bound: told.append((points, bound)))
    return Prover(Timetabler(shelf, control), floor, control).prove(prices)


def assert_right(whole: Whole, best: int, found: Incumbent) -> None:
    """Whatever is known is so."""
    assert found.points <= best <= found.bound
    assert points_of(whole.prepared, found.seats) == found.points
    assert whole.is_agenda(found.seats)


def test_tiny_components_are_proven() -> None:
    """The optimum is CP-SAT's; the plans of nearly all can be drawn up."""
    ended = 0
    for whole, best in solved():
        found = proven(whole)
        assert_right(whole, best, found)
        ended += found.proven
    assert ended > 0.95 * len(solved())


@pytest.fixture(params=["small pools", "few choices", "small choices", "one branch"])
def narrow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every limit that ends a proof before its time."""
    limits: dict[str, dict[str, object]] = {
        "small pools": {"NARROW": 1, "FEW": 3, "MOST": 12},
        "few choices": {"CHOICES": 1, "NARROW": 1, "FEW": 3},
        "small choices": {"SIZES": (1, 4), "NARROW": 1, "FEW": 2},
        "one branch": {"NODES": 1, "FEW": 2},
    }
    for name, value in limits[request.param].items():
        monkeypatch.setattr(proof, name, value)
    return iter(())


@pytest.mark.usefixtures("narrow")
def test_a_proof_that_ends_early_is_not_wrong() -> None:
    """The bound holds, the agenda is one; not all of them are proven."""
    for whole, best in solved()[::3]:
        assert_right(whole, best, proven(whole))


def test_news_are_told_in_order() -> None:
    """Better agendas, lower bounds, and the last of each is the result."""
    for whole, _ in solved()[::4]:
        heard: list[tuple[int, int | None]] = []
        found = proven(whole, heard=heard)
        assert all(one[0] <= other[0] for one, other in pairwise(heard))
        bounds = [bound for _, bound in heard if bound is not None]
        assert all(one > other for one, other in pairwise(bounds))
        assert bounds[-1] == found.bound
        assert max(points for points, _ in heard) == found.points


def test_pools_that_are_too_small_are_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the prices of cuts, where those of the bound ask for too many plans: and what is proven then is so."""
    drawn: list[bool] = []

    def counted(*arguments: Any) -> Any:
        found = redraw(*arguments)
        drawn.append(found is not None)
        return found

    monkeypatch.setattr(proof, "redraw", counted)
    for name, value in {"NARROW": 1, "FEW": 3, "FAR": 10**6, "SIZES": (2, 4)}.items():
        monkeypatch.setattr(proof, name, value)
    ended = 0
    for most in (12, 40):
        monkeypatch.setattr(proof, "MOST", most)
        for whole, best in solved():
            found = proven(whole)
            assert_right(whole, best, found)
            ended += found.proven
    assert sum(drawn) > 5
    assert ended > 10


def test_a_wider_pool_without_plans_is_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that no better agenda uses any: the one before, which lacks plans, is not taken in its place."""
    tightened: list[int] = []
    tighten = Prover._tighten

    def wider(prover: Prover, known: Proof, outside: int) -> Pool | None:
        pool = None if len(tightened) > 1 else pool_within(known, 0, 10**6)
        return None if pool is None else pool.select(np.zeros(len(pool), dtype=bool), outside)

    def counted(prover: Prover, pool: Pool, known: int) -> Any:
        tightened.append(len(pool))
        return tighten(prover, pool, known)

    monkeypatch.setattr(Prover, "_wider", wider)
    monkeypatch.setattr(Prover, "_tighten", counted)
    monkeypatch.setattr(Prover, "_choose", lambda *_: None)
    seen = 0
    for whole, best in solved():
        tightened.clear()
        assert_right(whole, best, proven(whole))
        if len(tightened) > 1:
            assert tightened[0] > 0 == tightened[1]
            seen += 1
    assert seen > 2


def test_a_stop_leaves_what_was_known() -> None:
    """With the bound of the prices, which costs no search."""
    whole, best = solved()[0]
    stop = Stop()
    stop.set()
    found = proven(whole, stop=stop)
    assert_right(whole, best, found)
    assert found.seats == at_once(whole.prepared, {}, Control()).seats


def test_what_a_pool_proves_says_nothing_of_what_is_outside() -> None:
    """A pool of nothing, cut and chosen from: the bound stays that of all the plans it lacks."""
    for whole, best in solved()[::5]:
        shelf = decomposition(whole.prepared, whole.starts)
        floor = replace(at_once(whole.prepared, {}, Control()), bound=FAR)
        known = Proof.of(shelf, RestrictedMaster(shelf).bound(-FAR, Control()).prices)
        pool = pool_within(known, 0, 10**6)
        assert pool is not None
        empty = pool.select(np.zeros(len(pool), dtype=bool), known.points)
        prover = Prover(Timetabler(shelf, Control()), floor, Control())
        prover.decomposition, prover.exclusions = shelf, []
        tightened = prover._tighten(empty, floor.points)
        assert tightened is not None
        prover._choose_and_timetable(tightened)
        assert prover.found.bound == max(known.points, floor.points) >= best


def test_seats_without_a_pin_are_no_agenda() -> None:
    """Whatever they are worth: the pinned situation costs more than it brings."""
    raw = document(1, regulation={"equity_days": [0], "trip_days": 500}, pins=[{"situation": "d-1", "session": "s-1"}])
    whole = Whole(components(raw)[0])
    floor = at_once(whole.prepared, {}, Control())
    prover = Prover(Timetabler(decomposition(whole.prepared, whole.starts), Control()), floor, Control())
    assert floor.points == 180 - 1000 < points_of(whole.prepared, {})
    prover._update_agenda({})
    assert prover.found is floor


@pytest.mark.slow
def test_a_choice_that_lies_is_not_covered_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its plans, laid, are worth more than it says is possible: both are told as they are."""
    real = choose

    def lying(*arguments: object, **keys: object) -> IntegerChoice:
        choice = real(*arguments, **keys)  # type: ignore[arg-type]
        return choice if choice.rows is None else replace(choice, bound=choice.points - 5)

    monkeypatch.setattr(proof, "choose", lying)
    contradictions = 0
    for whole, best in solved()[:30]:
        found = proven(whole)
        if found.points > found.bound:
            contradictions += 1
            assert found.points <= best
            assert not found.proven
    assert contradictions > 5
