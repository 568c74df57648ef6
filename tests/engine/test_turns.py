"""Components that one attempt of one worker does not end with: attempts, questions and steps by turns."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from rsa_sched import PreparedProblem, Problem
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import sessions_of, split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat import stage
from rsa_sched.engine.cpsat.aims import Bisection
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.cpsat.stage import improve_by_model
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.lns import Neighbourhoods
from rsa_sched.engine.options import options
from rsa_sched.engine.stop import Stop
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.quick import one_in

SEEDS = [seed for seed in range(19) if seed != 10]
"""Of seed 10 nobody can be heard."""


def floor_of(seed: int, size: str = "tiny") -> tuple[Incumbent, int]:
    """A first agenda of the largest component of a random problem, and the component's best points by one model."""
    components = split(PreparedProblem.of(Problem.from_dict(random_document(Random(seed), size=size))))[0]
    prepared = max(components, key=lambda case: len(case.candidates))
    return at_once(prepared, {}, Control()), Model(prepared).solve().points


@pytest.fixture
def no_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    """No attempt at the whole finds anything: questions and steps have to do it."""

    def nothing(floor: Incumbent, *_: object) -> Incumbent:
        return floor

    monkeypatch.setattr(stage, "_attempt", nothing)
    monkeypatch.setattr(stage, "FIRST", 0.05)
    monkeypatch.setattr(stage, "STEP_STARTS", 100)


@pytest.mark.usefixtures("no_attempt")
@pytest.mark.parametrize("seed", one_in(3, SEEDS))
def test_turns_prove_the_best_agenda(seed: int) -> None:
    """Questions and steps by turns end with the best agenda and its proof, the same seats each time, and no alarm."""
    floor, best = floor_of(seed)
    found = improve_by_model(floor, Control())
    assert (found.points, found.bound, found.cut, found.alarms) == (best, best, False, ())
    assert improve_by_model(floor, Control()).seats == found.seats


@pytest.mark.usefixtures("no_attempt")
def test_what_the_clock_decided_before_ends_no_turns() -> None:
    """A stage before was cut short: the search goes on to its proof, and the mark stays."""
    floor, best = floor_of(6)
    found = improve_by_model(replace(floor, cut=True), Control())
    assert (found.points, found.bound, found.cut) == (best, best, True)


def test_who_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is up after the first attempt: what is known by then, and `cut`."""
    floor, _ = floor_of(6)
    assert not floor.proven
    monkeypatch.setattr(stage, "FIRST", 0.0)
    stop = Stop()
    control = Control(stop=stop)

    def then(known: Incumbent, *_: object) -> Incumbent:
        stop.set()
        return known

    monkeypatch.setattr(stage, "_attempt", then)
    found = improve_by_model(floor, control)
    assert found.cut
    assert found.seats == floor.seats


@pytest.mark.parametrize("seed", one_in(3, SEEDS))
def test_questions_alone_close_the_gap(seed: int) -> None:
    """With work enough for every answer nothing else is needed."""
    floor, best = floor_of(seed)
    found = Bisection(options(floor.prepared)).narrow(floor, 10.0, Control())
    assert found.points == found.bound == best


@pytest.mark.parametrize("seed", one_in(2, range(12)))
def test_a_demand_is_met_or_there_is_none(seed: int) -> None:
    """The best points can be asked for, one more cannot, and below a demand lies what others may have."""
    document = random_document(Random(seed), size="tiny")
    prepared, best = PreparedProblem.of(Problem.from_dict(document)), oracle.best(document)
    assert best is not None
    met, beyond = Model(prepared), Model(prepared)
    assert met.demand(best) < best
    assert met.solve().status == "optimal"
    assert beyond.demand(best + 1) >= best
    assert beyond.solve().status == "infeasible"


def test_a_step_leaves_the_rest_alone() -> None:
    """Whoever sits outside what is freed keeps one start; every round frees every session."""
    floor, _ = floor_of(3, "small")
    drawn = Neighbourhoods(floor.prepared, options(floor.prepared), 0, 40)
    for steps in (drawn.pools(), drawn.dates(), drawn.hours()):
        assert {session for freed in steps for session in freed.sessions} == set(sessions_of(floor.prepared))
        for freed in steps:
            starts = drawn.open_starts(freed, floor.seats)
            for name, seat in floor.seats.items():
                assert seat.start in starts[name, seat.session]
                if not freed.has(seat.session, seat.start, seat.end):
                    assert [pair for pair in starts if pair[0] == name] == [(name, seat.session)]
                    assert list(starts[name, seat.session]) == [seat.start]


def test_a_date_without_any_hour_is_one_step() -> None:
    """Rules may leave a session that admits somebody without a start."""
    floor, _ = floor_of(3, "small")
    nowhere = dict.fromkeys(options(floor.prepared), ())
    steps = Neighbourhoods(floor.prepared, nowhere, 0, 40).hours()
    assert {session for freed in steps for session in freed.sessions} == set(sessions_of(floor.prepared))
