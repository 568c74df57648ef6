"""A rule and a term that only the lists know of: every maker of agendas keeps them, and every proof holds."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from rsa_sched import PinClash, PreparedProblem, Problem, Result, load_demo, solve
from rsa_sched.audit import audit
from rsa_sched.bareme import Term
from rsa_sched.bareme.points import points_of
from rsa_sched.domain.statement import Statement
from rsa_sched.engine.colgen import stage
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.options import options
from rsa_sched.rules.base import Reading, Rule, Seat
from rsa_sched.simulate import Family, load
from rsa_sched.simulate.baselines import BASELINES
from tests.support.documents import random_document
from tests.support.loads import interchangeable
from tests.support.rules_added import (
    ApartTied,
    BonusUnsaid,
    Gathering,
    MorningBonus,
    ReferentShare,
    ShareUnsaid,
    StructuresApart,
    put_in_force,
)


def drawn(seed: int, problem: Problem) -> list[Rule | Term]:
    """A rule and a term at random, with what they promise of themselves or without."""
    rng = Random(seed)
    structures = sorted(row.id for row in problem.structures)
    one, other = rng.sample(structures, 2) if len(structures) > 1 else (structures[0], "none")
    rule = rng.choice(
        [ReferentShare(rng.choice([1, 2])), ShareUnsaid(2), StructuresApart(one, other), ApartTied(one, other)]
    )
    points = rng.choice([1, 7, 60, 500])
    return [rule, rng.choice([MorningBonus(points), BonusUnsaid(points), Gathering(points)])]


def assert_right(problem: Problem, result: Result) -> None:
    """The audit, which knows both, is silent; nothing is claimed that is not so."""
    found = audit(PreparedProblem.of(problem), Statement.of(result.agenda))
    assert found, found.violations
    assert found.points == result.points <= result.bound
    assert result.warnings == ()
    assert len(result.agenda.appointments) + len(result.agenda.deferrals) == len(problem.situations)


def best_of_all(problem: Problem) -> int:
    """The most points of any agenda that keeps the rules, by trying everything."""
    prepared = PreparedProblem.of(problem)
    starts = options(prepared)
    choices: list[list[Seat | None]] = []
    for name in prepared.candidates:
        minutes = prepared.index.minutes[name]
        places = [(session, start) for session in prepared.admitted[name] for start in starts[name, session]]
        choices.append([None, *(Seat(name, session, start, start + minutes) for session, start in places)])
    most: int | None = None
    for chosen in product(*choices):
        seats = {seat.situation: seat for seat in chosen if seat is not None}
        points = points_of(prepared, seats)
        if (most is None or points > most) and not broken_rules(prepared, seats):
            most = points
    assert most is not None
    return most


def small(seed: int) -> Problem:
    """A few situations in one or two short sessions, on one day or on two: few enough to try everything."""
    rng = Random(seed)
    document = interchangeable(*rng.choice([(1, 4), (2, 3)]), seed=seed)
    for number, row in enumerate(document["sessions"]):
        row["minutes"] = 75
        row["start"] = f"2010-10-04T{9 + 4 * number:02}:00" if rng.random() < 0.7 else row["start"]
    for row in document["situations"]:
        row["referent"] = rng.choice(["p00", "p00", "p01"])
    return Problem.from_dict(document)


@pytest.mark.parametrize("seed", range(12))
def test_the_optimum_is_what_trying_everything_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the model of the whole, and by session plans."""
    problem = small(seed)
    put_in_force(monkeypatch, *drawn(seed, problem))
    best, whole = best_of_all(problem), solve(problem, time_limit=None, workers=1)
    assert_right(problem, whole)
    assert whole.points == whole.bound == best
    monkeypatch.setattr(stage, "STARTS", 0)
    plans = solve(problem, time_limit=None, workers=1)
    assert_right(problem, plans)
    assert plans.points <= best <= plans.bound


@pytest.mark.slow
@pytest.mark.parametrize("by_plans", [False, True], ids=["model", "plans"])
@pytest.mark.parametrize("seed", range(4))
def test_model_and_plans_agree(seed: int, by_plans: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random problems with pins, announced places and odd calendars."""
    for number in range(3):
        problem = Problem.from_dict(random_document(Random(31 * seed + number), size="small", pins=number % 2 == 0))
        with monkeypatch.context() as context:
            put_in_force(context, *drawn(seed + number, problem))
            try:
                whole = solve(problem, time_limit=1.0, workers=1)
            except PinClash as clash:
                assert clash.rules
                continue
            assert_right(problem, whole)
            if by_plans:
                context.setattr(stage, "STARTS", 0)
                plans = solve(problem, time_limit=1.0, workers=1)
                assert_right(problem, plans)
                assert plans.points <= whole.bound
                assert whole.points <= plans.bound


SHAPES = (Family("one", subsectors=2, homeless_team=False), Family("two", services=2, subsectors=2, sessions=2))


@pytest.mark.parametrize("limit", [0.0, 0.7])
@pytest.mark.parametrize("seed", range(3))
def test_every_family(seed: int, limit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The month, and generated loads: the first agenda, and what a short search makes of it."""
    for problem in (load_demo(), *(load(shape, seed) for shape in SHAPES)):
        with monkeypatch.context() as context:
            put_in_force(context, *drawn(seed, problem))
            assert_right(problem, solve(problem, time_limit=limit, workers=1))


@pytest.mark.parametrize("name", BASELINES)
def test_baselines_keep_the_rule(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the laboratory compares with asks the rules as well."""
    problem = load_demo()
    put_in_force(monkeypatch, ReferentShare(1), MorningBonus(5))
    agenda = BASELINES[name](problem)
    prepared = PreparedProblem.of(problem)
    assert audit(prepared, Statement.of(agenda))
    assert not list(ReferentShare(1).check(Reading(prepared.index, Statement.of(agenda))))
