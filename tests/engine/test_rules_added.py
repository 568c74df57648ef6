"""A rule that nobody told the engine of: a valid agenda, the right optimum, plain words, never an error."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest

from rsa_sched import PinClash, PreparedProblem, Problem, Result, load_demo, solve
from rsa_sched.audit import audit
from rsa_sched.bareme.points import points_of
from rsa_sched.domain.statement import Statement
from rsa_sched.engine.colgen import stage as large
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.options import options
from rsa_sched.rules.base import Rule, Seat
from tests.support.documents import random_document
from tests.support.loads import interchangeable
from tests.support.rules_added import NoPartner, ReferentShare, SilentShare, put_in_force

ADDED = [ReferentShare(2), ReferentShare(1), NoPartner()]


def assert_kept(problem: Problem, result: Result) -> None:
    """Audited by every rule in force, also the new one."""
    found = audit(PreparedProblem.of(problem), Statement.of(result.agenda))
    assert found, found.violations
    assert found.points == result.points <= result.bound
    assert len(result.agenda.appointments) + len(result.agenda.deferrals) == len(problem.situations)


def brute_force(problem: Problem) -> int | None:
    """The most points of any agenda of a very small problem that the audit passes; None where it passes none."""
    case = PreparedProblem.of(problem)
    starts = options(case)
    choices: list[list[Seat | None]] = []
    for name in case.candidates:
        minutes = case.index.minutes[name]
        places = [(session, start) for session in case.admitted[name] for start in starts[name, session]]
        choices.append([None, *(Seat(name, session, start, start + minutes) for session, start in places)])
    most: int | None = None
    for chosen in product(*choices):
        seats = {seat.situation: seat for seat in chosen if seat is not None}
        if most is not None and points_of(case, seats) <= most:
            continue
        if not broken_rules(case, seats):
            most = points_of(case, seats)
    return most


def small(seed: int) -> dict[str, Any]:
    """Four situations of one or two referents in a short session or two: few enough to try everything."""
    rng = Random(seed)
    document = interchangeable(rng.choice([1, 2]), 4, seed=seed)
    for row in document["sessions"]:
        row["minutes"] = 90
    for row in document["situations"]:
        row["referent"] = rng.choice(["p00", "p00", "p01"])
    return document


@pytest.mark.parametrize("rule", ADDED, ids=["two", "one", "partners"])
def test_the_optimum_is_what_trying_everything_finds(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the rule in force for the solver and for the plain search."""
    bites = 0
    for seed in range(3):
        problem = Problem.from_dict(small(seed))
        with monkeypatch.context() as context:
            put_in_force(context, rule)
            result = solve(problem, time_limit=None, workers=1)
            assert_kept(problem, result)
            assert result.status == "optimal"
            assert result.points == brute_force(problem)
            assert result.warnings == ()
        bites += solve(problem, time_limit=None, workers=1).points > result.points
    assert bites


@pytest.mark.parametrize("rule", ADDED, ids=["two", "one", "partners"])
@pytest.mark.parametrize("limit", [0.0, None])
def test_the_month_and_random_problems(rule: Rule, limit: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Valid agendas without a warning, and a sentence for everybody; pins may clash with the rule as with any other."""
    put_in_force(monkeypatch, rule)
    problems = [load_demo()] + [
        Problem.from_dict(random_document(Random(seed), size=size, pins=seed % 2 == 0))
        for size, many in (("tiny", 30), ("small", 8))
        for seed in range(many)
    ]
    for problem in problems:
        try:
            result = solve(problem, time_limit=limit, workers=1)
        except PinClash as clash:
            assert clash.rules
            continue
        assert_kept(problem, result)
        assert result.warnings == ()
        assert all(line.text.strip() for line in result.agenda.deferrals)


def test_a_rule_without_a_reason_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever no session admits could sit in none: no-common-time, with the rule's own sentence."""
    put_in_force(monkeypatch, NoPartner())
    problem = Problem.from_dict(interchangeable(2, 12))
    deferrals = {line.situation: line for line in solve(problem, workers=1).agenda.deferrals}
    kept_out = [row.id for row in problem.situations if row.partners]
    assert kept_out
    for name in kept_out:
        assert deferrals[name].reason == "no-common-time"
        assert "no-partner (« Une situation avec un partenaire ne passe" in deferrals[name].text


@pytest.mark.parametrize("rule", [ReferentShare(1), ReferentShare(2), SilentShare(1)], ids=["one", "two", "silent"])
def test_by_way_of_the_session_plans(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans know nothing of the rule; hours are laid by hand only where it is kept."""
    monkeypatch.setattr(large, "STARTS", 0)
    put_in_force(monkeypatch, rule)
    problem = Problem.from_dict(interchangeable(5, 30))
    result = solve(problem, time_limit=1.5, workers=1)
    assert_kept(problem, result)
    assert result.agenda.appointments


def test_a_rule_without_a_word_to_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """CP-SAT's agendas break it: the first agenda, which asks, is kept, and that is told."""
    put_in_force(monkeypatch, SilentShare(1))
    warned = 0
    for seed in range(6):
        problem = Problem.from_dict(small(seed))
        result = solve(problem, time_limit=None, workers=1)
        assert_kept(problem, result)
        warned += any("referent-share" in warning for warning in result.warnings)
    assert warned


def test_pins_that_such_a_rule_forbids_clash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the rule speaks to the model or not."""
    document = small(0)
    for row in document["situations"]:
        row["referent"] = "p00"
    session = document["sessions"][0]["id"]
    document["pins"] = [{"situation": row["id"], "session": session} for row in document["situations"][:2]]
    for rule in (ReferentShare(1), SilentShare(1)):
        with monkeypatch.context() as context:
            put_in_force(context, rule)
            with pytest.raises(PinClash) as caught:
                solve(Problem.from_dict(document), workers=1)
        assert caught.value.rules == ("referent-share",)
