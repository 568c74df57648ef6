"""What is believed of CP-SAT's answers, and what is not."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from random import Random

import pytest

from rsa_sched import PreparedProblem, Problem, solve
from rsa_sched.bareme import TERMS
from rsa_sched.engine.component import at_once, improve
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Answer, Model
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.stop import Stop
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.loads import interchangeable
from tests.support.quick import one_in


def a_component(seed: int = 3, size: str = "small") -> PreparedProblem:
    """The largest component of a random problem."""
    components = split(PreparedProblem.of(Problem.from_dict(random_document(Random(seed), size=size))))[0]
    return max(components, key=lambda case: len(case.candidates))


def heavy(document: dict[str, object], rng: Random) -> None:
    """The largest weights that the contract allows, or nearly."""

    def weight() -> int:
        return rng.choice([1_000_000, 999_999, 999_983, rng.randint(1, 1_000_000)])

    regulation = document.setdefault("regulation", {})
    assert isinstance(regulation, dict)
    levels = regulation.get("urgency_days", [0, 30, 90, 180])
    regulation.update(
        {key: weight() for key in ("slot_days", "guarantee_bonus_days", "trip_days", "idle_days", "move_session_days")},
        move_time_days=weight(),
        age_cap_days=1_000_000,
        urgency_days=[weight() for _ in levels],
        equity_days=sorted(weight() for _ in range(3)),
    )


@pytest.mark.parametrize("seed", one_in(6, range(50)))
def test_the_largest_weights_are_solved_right(seed: int) -> None:
    """Beyond 2^31 OR-Tools 9.15 has given wrong proofs (issue 5293): the exhaustive search must agree."""
    document = random_document(Random(seed), size="tiny")
    heavy(document, Random(seed))
    result = solve(Problem.from_dict(document), workers=1)
    assert (result.points, result.status, result.warnings) == (oracle.best(document), "optimal", ())


@pytest.mark.parametrize("seed", one_in(4, range(12)))
def test_presolve_changes_no_optimum(seed: int) -> None:
    """Two settings of the solver prove the same points, also with large weights."""
    document = random_document(Random(1000 + seed), size="small")
    if seed % 2:
        heavy(document, Random(seed))
    for case in split(PreparedProblem.of(Problem.from_dict(document)))[0]:
        quick, cautious = (Model(case).solve(cautious=cautious) for cautious in (False, True))
        assert quick.status == cautious.status == "optimal"
        assert quick.points == cautious.points == quick.bound == cautious.bound


def test_a_stop_that_came_before_ends_the_search_at_once() -> None:
    """Nothing is searched, nothing is claimed."""
    stop = Stop()
    stop.set()
    assert Model(a_component()).solve(stop=stop) == Answer("unknown", {}, 0, None)
    assert stop.asked


@pytest.mark.slow
def test_a_stop_from_another_thread_ends_a_running_search() -> None:
    """The answer is an agenda without a claim of being best."""
    case = split(PreparedProblem.of(Problem.from_dict(interchangeable())))[0][0]
    floor = at_once(case, {}, Control())
    stop = Stop()
    model = Model(case)
    model.hint(floor.seats)
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    answer = model.solve(stop=stop)
    assert time.monotonic() - began < 30  # it would run for minutes
    assert answer.status in ("feasible", "unknown")
    assert answer.bound is None or answer.bound >= floor.points


def test_an_error_in_the_solver_thread_reaches_the_caller() -> None:
    """Whatever a callback raises is not lost."""

    def fail(points: int, bound: int | None) -> None:
        raise RuntimeError("from the callback")

    with pytest.raises(RuntimeError, match="from the callback"):
        Model(a_component()).solve(on_better=fail)


WRONG = {
    "claims more points than there are": lambda floor: Answer(
        "optimal", floor.seats, floor.points + 1, floor.points + 1
    ),
    "claims a bound below a known agenda": lambda floor: Answer("optimal", {}, -(10**6), floor.points - 1),
    "finds no agenda where one is known": lambda floor: Answer("infeasible", {}, 0, None),
}


@pytest.mark.parametrize("lie", WRONG)
def test_what_does_not_stand_up_is_not_believed(lie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor stays, an alarm is kept, and a second opinion without presolve is asked for."""
    case = a_component()
    floor = at_once(case, {}, Control())
    assert not floor.proven
    asked = []

    def answer(self: Model, *, cautious: bool = False, **_: object) -> Answer:
        asked.append(cautious)
        return WRONG[lie](floor)

    monkeypatch.setattr(Model, "solve", answer)
    found = improve(floor, Control())
    assert asked == [False, True]
    assert found.alarms
    assert not found.proven
    assert found.points == floor.points
    assert found.bound == floor.bound
    assert dict(found.seats) == dict(floor.seats)


def test_a_second_opinion_that_stands_up_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm stays on record; the answer is the second one."""
    case = a_component()
    floor = at_once(case, {}, Control())
    truth = Model.solve

    def answer(self: Model, *, cautious: bool = False, **options: object) -> Answer:
        return truth(self, cautious=True) if cautious else Answer("infeasible", {}, 0, None)

    monkeypatch.setattr(Model, "solve", answer)
    found = improve(floor, Control())
    assert found.proven
    assert found.alarms == ("CP-SAT found no agenda where one is known",)


def test_a_feasible_answer_is_filled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that was cut short leaves no place empty that somebody could have at a gain."""
    case = a_component()
    floor = at_once(case, {}, Control())
    empty = Incumbent(case, {}, sum(-part.recount(case, {}) for part in TERMS), floor.bound)
    monkeypatch.setattr(Model, "solve", lambda self, **_: Answer("unknown", {}, 0, None))
    found = improve(empty, Control())
    assert found.cut
    assert found.points == floor.points


def test_a_model_that_nobody_holds_is_gone() -> None:
    """With its memory, without a search for rings: ortools' own would be one."""
    model = Model(a_component())
    alive = weakref.ref(model._cp)
    gc.disable()
    try:
        model.solve(work=1)
        del model
        assert alive() is None
    finally:
        gc.enable()
