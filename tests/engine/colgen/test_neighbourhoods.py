"""Steps by plans: never worse, valid, the same each time, and better than the first agenda."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from rsa_sched.engine.colgen import neighbourhoods
from rsa_sched.engine.colgen.decomposition import decomposition
from rsa_sched.engine.colgen.neighbourhoods import PlanNeighbourhoods, _drawn, _least
from rsa_sched.engine.colgen.pool import Proof
from rsa_sched.engine.colgen.remembered import Remembered
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.colgen.timetable import Timetabler
from rsa_sched.engine.component import at_once
from rsa_sched.engine.control import Control
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import options
from rsa_sched.engine.stop import Stop
from tests.engine.colgen.exhaustive import components
from tests.engine.colgen.test_prover import solved
from tests.support.loads import interchangeable

FAR = 10**7


def improved(floor: Incumbent, patience: int = 8, stop: Stop | None = None, seed: int = 0) -> Incumbent:
    """An agenda after steps by plans."""
    control = Control(stop=stop or Stop(), seed=seed)
    blocks = decomposition(floor.prepared, options(floor.prepared))
    proof = Proof.of(blocks, RestrictedMaster(blocks).bound(-FAR, Control()).prices)
    around = PlanNeighbourhoods(Timetabler(blocks, control), floor, control, Remembered(), proof)
    return around.improve(floor, patience, control)


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of two sessions and more, with small pools."""
    monkeypatch.setattr(neighbourhoods, "FIRST", 2)


@pytest.mark.usefixtures("few_at_once")
def test_tiny_components_end_near_the_best() -> None:
    """Two sessions at a time, then all: nearly always what CP-SAT proves, never more, and no rule is broken."""
    met = better = 0
    for whole, best in solved():
        floor = replace(at_once(whole.prepared, {}, Control()), bound=FAR)
        found = improved(floor, patience=20)
        assert floor.points <= found.points <= best
        assert not broken_rules(whole.prepared, found.seats)
        assert found.bound == FAR
        met += found.points == best
        better += found.points > floor.points
    assert met > 0.8 * len(solved())
    assert better > 5


@pytest.mark.slow
@pytest.mark.usefixtures("few_at_once")
def test_a_larger_component_becomes_better_and_the_same_each_time() -> None:
    """Nine sessions, sixty situations, all of them in all."""
    (case,) = components(interchangeable(9, 60, 1))
    floor = replace(at_once(case, {}, Control()), bound=FAR)
    found = improved(floor)
    assert found.points > floor.points
    assert improved(floor) == found


def test_a_stop_leaves_what_was_known() -> None:
    """No step is taken any more."""
    (case,) = components(interchangeable(4, 20, 1))
    floor = replace(at_once(case, {}, Control()), bound=FAR)
    stop = Stop()
    stop.set()
    assert improved(floor, stop=stop) == floor


def test_the_least_slack_of_each_session() -> None:
    """So many of each, of those that are asked for."""
    session = np.array([0, 0, 0, 1, 1, 2])
    slack = np.array([3, 1, 2, 9, 8, 7])
    among = np.array([True, False, True, True, True, False])
    assert list(_least(session, slack, among, 1)) == [False, False, True, False, True, False]
    assert list(_least(session, slack, among, 2)) == [True, False, True, True, True, False]


def test_who_weighs_more_is_drawn_more_often() -> None:
    """Nobody twice, all in the end, and nobody is left out for weighing nothing."""
    random = Random(0)
    weights = {"a": 0, "b": 90, "c": 10}
    firsts = Counter(_drawn(weights, 1, random)[0] for _ in range(500))
    assert firsts["b"] > firsts["c"] > firsts["a"] > 0
    assert sorted(_drawn(weights, 5, random)) == ["a", "b", "c"]
