"""``rsa-sched check``: re-reads an agenda without a solver and says what is broken, or what it is worth."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rsa_sched.cli import main, output
from rsa_sched.domain import reading
from tests.support.quick import mostly_slow, one_in
from tests.support_cli import CASES, FAULT_LINE, GRENOBLE, Doc, read, run, session, situation, small, write

PROBLEM = small(
    [session(1), session(2, venue="v-2")],
    [situation(1), situation(2), situation(3, requested_on="2010-09-20", received_on="2010-10-09")],
)
AGENDA: Doc = {
    "appointments": [
        {"situation": "d-1", "session": "se-1", "start": "2010-10-11T09:00", "end": "2010-10-11T09:30"},
        {"situation": "d-2", "session": "se-1", "start": "2010-10-11T09:30", "end": "2010-10-11T10:00"},
    ],
    "deferrals": [{"situation": "d-3"}],
}
REPORT_SCHEMA = {
    "type": "object",
    "required": ["violations", "parts", "points"],
    "additionalProperties": False,
    "properties": {
        "violations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["rule", "text"],
                "additionalProperties": False,
                "properties": {
                    key: {"type": "string", "minLength": 1} for key in ("rule", "text", "situation", "session")
                },
            },
        },
        "parts": {
            "type": "object",
            "required": ["priority", "equity", "travel", "idle", "stability"],
            "additionalProperties": {"type": "integer"},
        },
        "points": {"type": "integer"},
    },
}


def checked(problem: Any, agenda: Any, folder: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, Doc]:
    """Exit code and report of ``check --json``, in process."""
    code = main(["check", str(write(folder / "p.json", problem)), str(write(folder / "a.json", agenda)), "--json"])
    said = capfd.readouterr()
    assert not said.err
    report: Doc = json.loads(said.out)
    jsonschema.validate(report, REPORT_SCHEMA)
    return code, report


@pytest.mark.parametrize("path", one_in(9, CASES), ids=[path.stem for path in CASES])
def test_conformance_case_is_read_as_the_contract_says(
    path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The rules broken, and where none is, the parts and the points."""
    case = read(path)
    code, report = checked(case["problem"], case["agenda"], tmp_path, capfd)
    expected = case["expect"]
    assert sorted({violation["rule"] for violation in report["violations"]}) == sorted(expected["violations"])
    assert code == (1 if expected["violations"] else 0)
    if not expected["violations"]:
        assert report["parts"] == expected["parts"]
        assert report["points"] == expected["points"]


@pytest.mark.parametrize("stem", mostly_slow(["000-ban", "051-psy-five", "069-valid"], "000-ban"))
def test_new_interpreter_says_the_same(stem: str, tmp_path: Path) -> None:
    """The exit code and the broken rules reach the shell, with and without ``--json``."""
    case = next(read(path) for path in CASES if path.stem == stem)
    expected = case["expect"]
    paths = write(tmp_path / "p.json", case["problem"]), write(tmp_path / "a.json", case["agenda"])
    report, plain = run("check", *paths, "--json"), run("check", *paths)
    assert report.returncode == plain.returncode == (1 if expected["violations"] else 0)
    said = json.loads(report.stdout)
    assert {violation["rule"] for violation in said["violations"]} == set(expected["violations"])
    text = plain.stdout.decode("utf-8")
    for violation in said["violations"]:
        assert violation["rule"] in text
        assert violation.get("situation", "") in text
    assert str(said["points"]) in text.replace(",", "").replace("\u202f", "").replace("\u00a0", "")


def test_least_agenda_is_enough(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Only appointments and deferrals are needed; the points are those that anybody can count by hand."""
    code, report = checked(PROBLEM, AGENDA, tmp_path, capfd)
    # Each: 57 days old + 60, two weeks ahead at 2 % a week, 2 units; two referents travel, 2 units each at 10.
    each = 2 * (117 - 117 * 4 // 100)
    assert (code, report["points"]) == (0, 2 * each - 2 * 20)
    assert report["parts"] == {"priority": 2 * each, "equity": 0, "travel": 40, "idle": 0, "stability": 0}


def test_unknown_keys_are_ignored(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An agenda of another department's tool may say more than ours."""
    agenda = json.loads(json.dumps(AGENDA)) | {"colour": "blue", "due": "later"}
    agenda["appointments"][0]["room"] = {"floor": 2}
    agenda["deferrals"][0]["note"] = None
    assert checked(PROBLEM, agenda, tmp_path, capfd)[0] == 0


def first(**keys: Any) -> Doc:
    """The agenda with its first appointment changed."""
    head, *rest = AGENDA["appointments"]
    return AGENDA | {"appointments": [head | keys, *rest]}


WRONG: dict[str, tuple[Doc, set[str]]] = {
    "points": (AGENDA | {"points": 1}, {"document"}),
    "parts": (AGENDA | {"parts": {"priority": 1, "equity": 0, "travel": 40, "idle": 0, "stability": 0}}, {"document"}),
    "problem": (AGENDA | {"problem": "large"}, {"document"}),
    "left-out": (AGENDA | {"deferrals": []}, {"document"}),
    "in-both": (AGENDA | {"deferrals": [{"situation": "d-3"}, {"situation": "d-1"}]}, {"document"}),
    "deferred-twice": (AGENDA | {"deferrals": [{"situation": "d-3"}, {"situation": "d-3"}]}, {"document"}),
    "unknown-deferral": (AGENDA | {"deferrals": [{"situation": "d-3"}, {"situation": "d-9"}]}, {"document"}),
    "unknown-session": (first(session="se-9"), {"document"}),
    "venue": (first(venue="v-2"), {"document"}),
    "participants": (first(participants=["p-1", "p-2"]), {"document"}),
    "too-long": (first(start="2010-10-11T10:15", end="2010-10-11T11:00"), {"session-time"}),
    "off-grid": (first(start="2010-10-11T10:10", end="2010-10-11T10:40"), {"session-time"}),
    "other-day": (first(start="2010-10-12T10:00", end="2010-10-12T10:30"), {"session-time"}),
    "late": (
        {
            "appointments": [
                *AGENDA["appointments"],
                {"situation": "d-3", "session": "se-1", "start": "2010-10-11T10:00", "end": "2010-10-11T10:30"},
            ],
            "deferrals": [],
        },
        {"deadline"},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_agenda_is_found_wrong(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One change breaks the rules it breaks and no others: exit code 1."""
    agenda, rules = WRONG[name]
    code, report = checked(PROBLEM, agenda, tmp_path, capfd)
    assert {violation["rule"] for violation in report["violations"]} == rules
    assert code == 1


MALFORMED: dict[str, bytes] = {
    "empty": b"",
    "not-json": b"agenda",
    "truncated": json.dumps(AGENDA).encode()[:-20],
    "utf-16": json.dumps(AGENDA).encode("utf-16"),
    "deep": b"[" * 100_000,
    "list": b"[]",
    "null": b"null",
    **{
        name: json.dumps(agenda).encode()
        for name, agenda in {
            "no-appointments": {"deferrals": []},
            "no-deferrals": {"appointments": []},
            "null-appointments": AGENDA | {"appointments": None},
            "object-for-list": AGENDA | {"appointments": {}},
            "text-for-row": AGENDA | {"appointments": ["d-1"]},
            "number-for-situation": first(situation=1),
            "null-session": first(session=None),
            "no-such-time": first(start="2010-10-11T25:00"),
            "seconds": first(end="2010-10-11T09:30:00"),
            "number-for-time": first(start=9),
            "no-start": AGENDA | {"appointments": [{"situation": "d-1", "session": "se-1", "end": "2010-10-11T09:30"}]},
            "number-for-deferral": AGENDA | {"deferrals": [3]},
            "deferral-of-nothing": AGENDA | {"deferrals": [{"reason": "late"}]},
            "text-for-points": AGENDA | {"points": "many"},
        }.items()
    },
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_agenda_is_bad_input(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, with the agenda's file and one line per fault, and no report."""
    agenda = tmp_path / "agenda.json"
    agenda.write_bytes(MALFORMED[name])
    assert main(["check", str(write(tmp_path / "p.json", PROBLEM)), str(agenda), "--json"]) == 2
    said = capfd.readouterr()
    assert not said.out
    assert said.err
    for line in said.err.splitlines():
        match = FAULT_LINE.fullmatch(line)
        assert match, line
        assert match["file"].endswith("agenda.json")


def test_faults_beyond_so_many_are_counted(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line each up to there, then one that says how many more; a list of rows with faults is read no further."""
    monkeypatch.setattr(output, "MOST_LINES", 5)
    monkeypatch.setattr(reading, "MANY", 8)
    monkeypatch.setattr(reading, "MOST_FAULTY", 4)
    agenda = write(tmp_path / "a.json", {"appointments": [{"situation": "d-1"}] * 9, "deferrals": []})
    assert main(["check", str(write(tmp_path / "p.json", PROBLEM)), str(agenda)]) == 2
    *lines, last = capfd.readouterr().err.splitlines()
    assert len(lines) == 5 and all(FAULT_LINE.match(line) for line in lines)
    assert last == "rsa-sched: 8 autres fautes ne sont pas affichées"  # 12 of four rows, and one of those behind them


def test_bom_is_tolerated(tmp_path: Path) -> None:
    """As in a problem."""
    agenda = tmp_path / "agenda.json"
    agenda.write_bytes(b"\xef\xbb\xbf" + json.dumps(AGENDA).encode())
    assert main(["check", str(write(tmp_path / "p.json", PROBLEM)), str(agenda)]) == 0


def test_bad_problem_is_bad_input_too(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The faults are those of the problem's file."""
    paths = write(tmp_path / "p.json", PROBLEM | {"as_of": "soon"}), write(tmp_path / "a.json", AGENDA)
    assert main(["check", *map(str, paths)]) == 2
    said = capfd.readouterr()
    assert len(said.err.splitlines()) == 1
    assert "p.json: as_of: " in said.err


def test_check_needs_no_solver(tmp_path: Path) -> None:
    """The audit runs where the solver cannot be loaded at all."""
    (tmp_path / "ortools.py").write_text("raise ImportError('no solver here')\n", encoding="utf-8")
    paths = write(tmp_path / "p.json", PROBLEM), write(tmp_path / "a.json", AGENDA)
    done = run("check", *paths, env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.stderr.decode()


def test_everybody_deferred_is_a_right_agenda_where_nothing_is_pinned(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Of the example, with its one pin, it breaks that pin alone."""
    problem = read(GRENOBLE)
    agenda = {"appointments": [], "deferrals": [{"situation": row["id"]} for row in problem["situations"]]}
    code, report = checked(problem, agenda, tmp_path, capfd)
    assert (code, [violation["rule"] for violation in report["violations"]]) == (1, ["pinned"])
    assert checked(problem | {"pins": []}, agenda, tmp_path, capfd)[0] == 0


def test_faults_between_the_parts_of_a_problem_are_sought_so_far(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of the whole document says that there are more."""
    monkeypatch.setattr(reading, "MOST_CROSSED", 2)
    problem = small([session(1)], [situation(number, referent="nobody") for number in range(1, 6)])
    path = write(tmp_path / "p.json", problem)
    assert main(["check", str(path), str(write(tmp_path / "a.json", AGENDA))]) == 2
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[0].endswith("p.json: document: more than 2 faults: expected rows without faults from here on too")
