"""Two searches of one component at once: what comes out is what would come out one after the other."""

from __future__ import annotations

import time
from dataclasses import replace
from random import Random

import pytest

from rsa_sched import PreparedProblem, Problem, solve
from rsa_sched.engine.component import at_once
from rsa_sched.engine.control import Control, OutOfTime
from rsa_sched.engine.cpsat import stage
from rsa_sched.engine.cpsat.aims import Bisection
from rsa_sched.engine.cpsat.stage import improve_by_model
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.side_by_side import side_by_side
from rsa_sched.simulate import Family, load
from tests.support.documents import random_document
from tests.support.quick import one_in

SMALL = Family("few", services=3, subsectors=1, homeless_team=False, psychologist=0, dates=1, demand=1,
               partners=90, shared_partners=2, shared_venues=2)  # fmt: skip


def floor_of(of: Problem) -> Incumbent:
    """A first agenda of all of a problem."""
    return at_once(PreparedProblem.of(of), {}, Control())


@pytest.fixture
def floor() -> Incumbent:
    """Of a random problem, with a gap."""
    found = floor_of(Problem.from_dict(random_document(Random(6), size="tiny")))
    return replace(found, bound=found.points + 100)


@pytest.fixture
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly any work for an attempt or a step, so that there are many turns."""
    monkeypatch.setattr(stage, "FIRST", 0.01)
    monkeypatch.setattr(stage, "STEP_WORK", 0.01)
    monkeypatch.setattr(stage, "STEP_STARTS", 60)


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("seed", one_in(3, range(6)))
def test_one_thread_or_two(seed: int) -> None:
    """The same seats, points and bound."""
    floor = floor_of(load(SMALL, seed))
    one, two = (improve_by_model(floor, Control(threads=threads)) for threads in (1, 2))
    assert one == two
    assert one.proven
    assert not one.alarms


@pytest.mark.usefixtures("little_work")
def test_one_worker_or_two() -> None:
    """A caller's number of workers decides nothing but the time it takes."""
    problem = load(SMALL, 0)
    one, two = (solve(problem, time_limit=None, workers=workers) for workers in (1, 2))
    assert one.agenda == two.agenda
    assert two.status == "optimal"


@pytest.mark.parametrize("threads", [1, 2])
def test_the_better_agenda_and_the_better_bound(threads: int, floor: Incumbent) -> None:
    """Whichever of the two found it; the main one's agenda among equals."""
    points = floor.points
    control = Control(threads=threads)
    lower, higher = replace(floor, bound=points + 50), replace(floor, points=points + 10, cut=True, alarms=("a",))
    assert side_by_side(lambda _: lower, lambda _: higher, control) == replace(higher, bound=points + 50)
    assert side_by_side(lambda _: higher, lambda _: lower, control) == replace(higher, bound=points + 50)
    other = replace(lower, seats={})
    assert side_by_side(lambda _: lower, lambda _: other, control).seats == floor.seats


@pytest.mark.parametrize("threads", [1, 2])
def test_a_bound_below_the_other_ones_agenda_is_an_alarm(threads: int, floor: Incumbent) -> None:
    """One of them is wrong: the agenda was counted."""
    low, high = replace(floor, bound=floor.points + 5), replace(floor, points=floor.points + 10)
    found = side_by_side(lambda _: low, lambda _: high, Control(threads=threads))
    assert (found.points, found.bound, found.cut) == (high.points, high.bound, True)
    assert f"bound {low.bound} lies below an agenda of {high.points} points" in found.alarms[0]


def test_a_proof_ends_the_other_search_at_once(floor: Incumbent) -> None:
    """It hears of it as of a stop; nobody else does."""
    control, ended = Control(threads=2), []

    def endless(own: Control) -> Incumbent:
        while own.alive:
            time.sleep(0.01)
        ended.append(True)
        return floor

    proven = replace(floor, bound=floor.points)
    assert side_by_side(lambda _: proven, endless, control) is proven
    assert ended
    assert control.alive


def test_a_stop_reaches_both(floor: Incumbent) -> None:
    """And an error of one ends the other."""
    control, ended = Control(threads=2), []

    def endless(own: Control) -> Incumbent:
        while own.alive:
            time.sleep(0.01)
        ended.append(True)
        return floor

    def stops(own: Control) -> Incumbent:
        own.stop.set()
        return floor

    def fails(own: Control) -> Incumbent:
        raise OutOfTime

    with pytest.raises(OutOfTime):
        side_by_side(fails, endless, control)
    assert len(ended) == 1
    side_by_side(stops, endless, control)
    assert len(ended) == 2


def test_what_was_found_is_kept_where_the_time_ends_while_a_model_is_built(
    floor: Incumbent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first attempt found something better: the end of the time in the next one takes it away from nobody."""
    attempts = iter([replace(floor, points=floor.points + 10)])

    def attempt(*_: object) -> Incumbent:
        found = next(attempts, None)
        if found is None:
            raise OutOfTime
        return found

    monkeypatch.setattr(stage, "_attempt", attempt)
    monkeypatch.setattr(Bisection, "narrow", lambda _, known, *__: known)
    monkeypatch.setattr(stage, "_steps", lambda known, *_: known)
    found = improve_by_model(floor, Control())
    assert (found.points, found.cut) == (floor.points + 10, True)
