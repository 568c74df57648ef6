"""The verifier's own reading of the contract, on the published cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rsa_sched.certify import verify
from tests.bad_input.builder import Case
from tests.bad_input.corpus import FAULTY

CASES = sorted((Path(__file__).parents[2] / "docs/reference/conformance").glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_reads_a_case_as_expected(path: Path) -> None:
    """Broken rules, parts, points, values, dues and who is admitted where."""
    case = json.loads(path.read_text(encoding="utf-8"))
    problem, agenda, expect = (
        verify.Problem(case["problem"]),
        verify.read(verify.AGENDA, case["agenda"], ""),
        case["expect"],
    )
    assert {rule for rule, _ in verify.broken_rules(problem, agenda)} == set(expect["violations"])
    if not expect["violations"]:
        parts, _ = verify.recount(problem, verify.seats_of(problem, agenda))
        assert (parts, verify.total(parts)) == (expect["parts"], expect["points"])
    if "values" in expect:
        assert {row.id: row.value for row in problem.situations} == expect["values"]
    if "due" in expect:
        assert {f"{service}/{kind}": units for (service, kind), units in problem.dues.items()} == expect["due"]
    if "admits" in expect:
        admits = {name: [session.id for session in found] for name, found in problem.options.items()}
        assert admits == {name: sorted(found) for name, found in expect["admits"].items()}


@pytest.mark.parametrize("case", FAULTY, ids=lambda case: case.name)
def test_bad_input_is_refused(case: Case, tmp_path: Path) -> None:
    """The catalogue of faulty documents: each is refused, none ends in anything but a sentence."""
    path = tmp_path / "p.json"
    path.write_bytes(case.data if isinstance(case.data, bytes) else case.data.encode("utf-8", "surrogatepass"))
    with pytest.raises(verify.BadInput):
        verify.Problem(verify.read_json(path))
