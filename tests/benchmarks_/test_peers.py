"""The peers solve the same contract: right agendas, right bounds, the known optimum where a solver has one."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import peers
from benchmarks.peers import NAMES, CannotRun, NoAgenda, PeerAnswer, peer
from benchmarks.peers.answer import BrokenAgenda, audited
from benchmarks.peers.highs_mip import solved
from benchmarks.peers.mip import Mip
from benchmarks.peers.reading import Reading
from benchmarks.peers.textbook import agenda as textbook
from benchmarks.registry import LOCAL, OFFICERS, SOLVERS
from rsa_sched import Problem, check, solve
from tests.support import builders, oracle
from tests.support.documents import random_document
from tests.support.loads import interchangeable
from tests.support.quick import mostly_slow, one_in

CASES = sorted((Path(__file__).parents[2] / "docs/reference/conformance").glob("*.json"))
OPTIMA = {
    path.stem: (case["problem"], case["expect"]["optimum"])
    for path, case in ((path, json.loads(path.read_text(encoding="utf-8"))) for path in CASES)
    if "optimum" in case["expect"]
}
SECONDS = 60.0
"""Far more than these problems take."""
SHORT = 2.0
"""For who takes whatever is given."""


def answer(name: str, document: dict[str, Any]) -> PeerAnswer | None:
    """A peer's answer, whose agenda a fresh audit finds right; None where it says that there is none."""
    problem = Problem.from_dict(document)
    try:
        found = peer(name)(problem, SHORT if name in LOCAL else SECONDS)
    except NoAgenda:
        return None
    except CannotRun as missing:
        pytest.skip(str(missing))
    audit = check(problem, found.statement)
    assert audit.violations == ()
    assert audit.points == found.points
    return found


def assert_peer(name: str, document: dict[str, Any], best: int | None) -> None:
    """Solvers prove the optimum, the others do not exceed it; nobody seats the clashing."""
    found = answer(name, document)
    if name in SOLVERS:
        assert (None if found is None else (found.points, found.bound)) == (None if best is None else (best, best))
    elif found is not None:
        assert found.bound is None
        assert best is not None
        assert found.points <= best


@pytest.mark.parametrize("name", mostly_slow(NAMES, *SOLVERS, *OFFICERS))
def test_conformance_cases_with_an_optimum(name: str) -> None:
    """The published optima; an officer always has an agenda where nothing is pinned."""
    assert len(OPTIMA) == 23
    for document, optimum in OPTIMA.values():
        assert_peer(name, document, optimum)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_random_problems(name: str) -> None:
    """Tiny ones, every third with pins, against the exhaustive search of the oracle."""
    for seed in range(9 if name in LOCAL else 45):
        document = random_document(random.Random(seed), pins=seed % 3 == 0)
        assert_peer(name, document, oracle.best(document))


@pytest.mark.parametrize("seed", one_in(5, range(5)))
def test_textbook_and_mip_agree_with_us(seed: int) -> None:
    """On problems too large for the exhaustive search: three models, one optimum."""
    document = random_document(random.Random(seed), size="small")
    ours = solve(Problem.from_dict(document))
    assert ours.status == "optimal"
    for name in SOLVERS:
        assert_peer(name, document, ours.points)


@pytest.mark.parametrize("name", OFFICERS)
def test_an_officer_needs_no_time_and_gives_the_same_agenda_twice(name: str) -> None:
    """Neither clock nor seed has a hand in it."""
    problem = Problem.from_dict(random_document(random.Random(1), size="medium"))
    first, second = peer(name)(problem, 0.0, 0), peer(name)(problem, 9.0, 7)
    assert first.statement == second.statement
    assert first.statement.appointments


def test_kinds_in_turn_shares_where_value_alone_does_not() -> None:
    """Four old requests of one kind and four new ones of another, four places."""
    asked = [builders.situation(n, structure="st-PSSI", requested_on="2010-06-01") for n in range(1, 5)]
    asked += [builders.situation(n, structure="st-PE", requested_on="2010-09-01") for n in range(5, 9)]
    problem = builders.problem(asked, [builders.session(1, minutes=120)])

    def heard(name: str) -> set[str]:
        return {line.situation for line in peer(name)(problem, 1.0).statement.appointments}

    assert heard("officer") == {"d-1", "d-2", "d-3", "d-4"}
    assert heard("officer-in-turn") == {"d-1", "d-2", "d-5", "d-6"}


@pytest.mark.slow
@pytest.mark.parametrize("name", SOLVERS)
def test_a_solver_without_time_claims_nothing_wrong(name: str) -> None:
    """What it has by then, perhaps everybody deferred, is an agenda; what it calls a bound is one, or is not told."""
    document = interchangeable(sessions=10, situations=70)
    ours = solve(Problem.from_dict(document), time_limit=0.0)
    pin = {key: ours.agenda.to_dict()["appointments"][0][key] for key in ("situation", "session")}
    for problem in (Problem.from_dict(document), Problem.from_dict({**document, "pins": [pin]})):
        bound: int | None
        try:
            found = peer(name)(problem, 0.0)
        except NoAgenda as none:
            assert problem.pins
            bound = none.bound
        else:
            assert check(problem, found.statement)
            bound = found.bound
        assert bound is None or bound >= ours.points


def test_a_broken_agenda_is_refused() -> None:
    """A peer's fault is told, not measured: two situations at one time, or a bound below the agenda."""
    reading = Reading(builders.problem(2, 1))
    opens = reading.meetings["s-1"].opens
    with pytest.raises(BrokenAgenda, match="session-time"):
        audited(reading, {"d-1": ("s-1", opens), "d-2": ("s-1", opens)}, None, 0.0)
    with pytest.raises(BrokenAgenda, match="the bound"):
        audited(reading, {"d-1": ("s-1", opens), "d-2": ("s-1", opens + 2)}, -1, 0.0)


def test_the_relaxed_mip_bounds_the_optimum() -> None:
    """And can be asked for whole seats again."""
    document, optimum = max(OPTIMA.values(), key=lambda case: len(case[0]["situations"]))
    mip = Mip(Reading(Problem.from_dict(document)))
    relaxed = solved(mip.model, SECONDS, relaxed=True).bound
    assert relaxed is not None
    assert relaxed + mip.constant >= optimum
    assert solved(mip.model, SECONDS).bound == optimum - mip.constant


@pytest.mark.slow
def test_enough_is_enough() -> None:
    """Stopped at a gap of all there is, the textbook model takes its first agenda; its trace rises and ends there."""
    problem = Problem.from_dict(random_document(random.Random(3), size="medium"))
    first, best = textbook(problem, SECONDS, enough=1e9), textbook(problem, SECONDS)
    assert len(first.trace) == 1
    points = [step[1] for step in best.trace]
    assert points == sorted(points)
    assert best.points == points[-1]


def test_a_peer_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    """By trying, whatever the machine."""
    monkeypatch.setitem(sys.modules, "solverforge_legacy.solver", None)
    monkeypatch.delitem(sys.modules, "benchmarks.peers.timefold_rules", raising=False)
    monkeypatch.delattr(peers, "timefold_rules", raising=False)
    with pytest.raises(CannotRun, match="solverforge_legacy"):
        peer("solverforge")(builders.problem(2, 1), SECONDS)


@pytest.mark.slow
def test_local_search_counts_as_the_audit_does() -> None:
    """What it calls the points of its last agenda are the points."""
    for seed in range(3):
        document = random_document(random.Random(seed), size="small")
        found = answer("solverforge", document)
        assert found is not None
        assert found.trace
        assert found.trace[-1][1] == found.points
