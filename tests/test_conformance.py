"""The published cases of the contract, read through the package's public API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rsa_sched import PinClash, PreparedProblem, Problem, Statement, check, solve

CASES = sorted((Path(__file__).parents[1] / "docs/reference/conformance").glob("*.json"))
by_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


WITHOUT_AGENDA = {"094-pin-elsewhere"}
"""The pin asks for an hour after the first of the only situation that its session may hear: there is no agenda."""


def load(path: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Problem, agenda and expectations of a case."""
    case = json.loads(path.read_text(encoding="utf-8"))
    return case["problem"], case["agenda"], case["expect"]


def test_the_cases_are_there() -> None:
    """135 of them; an empty folder would otherwise pass in silence. Each expectation occurs."""
    assert len(CASES) == 135
    expected = [set(load(path)[2]) for path in CASES]
    assert set().union(*expected) == {"violations", "parts", "points", "optimum", "values", "due", "admits"}


@by_case
def test_audit_reads_as_expected(path: Path) -> None:
    """Exactly the expected rules are broken; where none is, parts and points are the expected ones."""
    problem, agenda, expect = load(path)
    audit = check(Problem.from_dict(problem), Statement.from_dict(agenda))
    assert {violation.rule for violation in audit.violations} == set(expect["violations"])
    assert bool(audit) == (not expect["violations"])
    if not expect["violations"]:
        assert audit.parts.model_dump() == expect["parts"]
        assert audit.points == expect["points"]


@by_case
def test_text_reads_as_the_parsed_document(path: Path) -> None:
    """The same audit through JSON text as through dictionaries."""
    problem, agenda, _ = load(path)
    read = check(Problem.from_json(json.dumps(problem)), Statement.from_json(json.dumps(agenda)))
    assert read == check(Problem.from_dict(problem), Statement.from_dict(agenda))


@by_case
def test_case_derives_as_expected(path: Path) -> None:
    """Candidates, values and dues, before any agenda."""
    problem, _, expect = load(path)
    case = PreparedProblem.of(Problem.from_dict(problem))
    if "values" in expect:
        assert dict(case.values) == expect["values"]
    if "due" in expect:
        assert {f"{service}/{kind}": units for (service, kind), units in case.dues.items()} == expect["due"]
    if "admits" in expect:
        assert {name: sorted(found) for name, found in case.admitted.items()} == {
            name: sorted(found) for name, found in expect["admits"].items()
        }


@by_case
def test_solved_agenda_stands(path: Path) -> None:
    """The agenda found is valid, no worse than the stated one, and the optimum where that is known."""
    document, _, expect = load(path)
    problem = Problem.from_dict(document)
    if path.stem in WITHOUT_AGENDA:
        with pytest.raises(PinClash, match="first-hour"):
            solve(problem)
        return
    result = solve(problem)
    audit = check(problem, Statement.from_json(result.agenda.to_json()))
    assert audit
    assert audit.points == result.points <= result.bound
    if "points" in expect:
        assert result.points >= expect["points"]
    if "optimum" in expect:
        assert (result.status, result.points) == ("optimal", expect["optimum"])
