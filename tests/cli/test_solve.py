"""``rsa-sched solve``: the agenda document, and what is said where there is none."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rsa_sched import Problem
from rsa_sched.cli import main
from tests.support.quick import mostly_slow, one_in
from tests.support_cli import (
    CASES,
    GRENOBLE,
    ROOT,
    Doc,
    command,
    inside,
    read,
    run,
    session,
    sha256,
    shuffled,
    situation,
    small,
    write,
)

PROBLEM = small(
    [session(1), session(2, venue="v-2", subsector="S2"), session(3, type="psychologist", subsector=None)],
    [
        situation(1, person="b-1"),
        situation(2, partners=[{"professional": "p-9"}]),
        situation(3, requested_on="2010-09-20", received_on="2010-10-09"),
        situation(4, oriented=False),
        situation(5, person="b-1", requested_on="2010-09-01"),
        situation(6, type="sdf"),
        situation(7),
    ],
    bans=[{"situation": "d-7", "session": "se-1"}],
)
KEYS = {
    "": "schema_version problem problem_sha256 status points bound gap parts due appointments deferrals sessions run",
    "parts": "priority equity travel idle stability",
    "due": "service kind due_units granted_units demand_units",
    "appointments": "situation session venue start end participants",
    "deferrals": "situation reason rules text",
    "sessions": "session mode situations minutes_used",
    "run": "version seed time_limit workers engine seconds reproducible",
}
REASONS = {
    "no-session", "ineligible", "out-of-window", "banned", "late", "person-seated", "no-common-time", "outranked",
}  # fmt: skip


def solved(problem: Doc, folder: Path, *options: str) -> Doc:
    """The agenda of a problem, in process; ``check`` must accept it and its own schema too."""
    source, target = write(folder / "p.json", problem), folder / "a.json"
    assert main(["solve", str(source), "-o", str(target), *options]) == 0
    assert main(["check", str(source), str(target)]) == 0
    return read(target)


def assert_shape(agenda: Doc, problem: Doc) -> None:
    """Keys, orders and figures that follow from one another (contract, section 4)."""
    for part, keys in KEYS.items():
        rows = agenda if not part else agenda[part]
        for row in rows if isinstance(rows, list) else [rows]:
            assert list(row) == keys.split(), part
    assert agenda["problem"] == problem["id"]
    assert agenda["problem_sha256"] == sha256(problem)
    assert (agenda["status"] == "optimal") == (agenda["bound"] == agenda["points"])
    assert agenda["bound"] >= agenda["points"]
    assert agenda["gap"] == round((agenda["bound"] - agenda["points"]) / max(1, abs(agenda["bound"])), 6)
    costs = {key: cost for key, cost in agenda["parts"].items() if key != "priority"}
    assert agenda["points"] == agenda["parts"]["priority"] - sum(costs.values())
    assert all(cost >= 0 for cost in costs.values())
    places = [(row["start"], row["session"]) for row in agenda["appointments"]]
    assert places == sorted(places)
    deferred = [row["situation"] for row in agenda["deferrals"]]
    assert deferred == sorted(deferred)
    assert sorted([*deferred, *(row["situation"] for row in agenda["appointments"])]) == sorted(
        row["id"] for row in problem["situations"]
    )
    for row in agenda["deferrals"]:
        assert row["reason"] in REASONS
        assert row["text"].strip()
        assert all(re.fullmatch(r"[RQ][1-9]\d?", rule) for rule in row["rules"])
    assert [row["session"] for row in agenda["sessions"]] == sorted(row["id"] for row in problem["sessions"])
    kinds = problem.get("regulation", {}).get("kinds", ["PSSI", "PER", "PE"])
    services = sorted(row["id"] for row in problem["services"])
    assert [(row["service"], row["kind"]) for row in agenda["due"]] == [(s, kind) for s in services for kind in kinds]
    assert_rows(agenda, problem)


def minutes(row: Doc) -> int:
    """Length of an appointment that starts and ends on one day."""
    clock = [int(row[key][11:13]) * 60 + int(row[key][14:]) for key in ("start", "end")]
    return clock[1] - clock[0]


def assert_rows(agenda: Doc, problem: Doc) -> None:
    """Appointments and sessions repeat what the problem and the appointments say."""
    by_id = {row["id"]: row for row in problem["situations"]}
    sessions = {row["id"]: row for row in problem["sessions"]}
    for row in agenda["appointments"]:
        asked = by_id[row["situation"]]
        assert row["venue"] == sessions[row["session"]]["venue"]
        partners = [partner["professional"] for partner in asked.get("partners", [])]
        assert row["participants"] == [asked["referent"], *partners]
    for row in agenda["sessions"]:
        seated = [place for place in agenda["appointments"] if place["session"] == row["session"]]
        is_psychologist = sessions[row["session"]]["type"] == "psychologist"
        empty = "cancelled" if is_psychologist and not seated else "first_hour"
        assert row["situations"] == len(seated)
        assert row["minutes_used"] == sum(map(minutes, seated))
        assert row["mode"] == (empty if len(seated) < 2 else "held")


def test_example_is_solved_to_its_best(tmp_path: Path) -> None:
    """The month of the note: 17,221 points, proven, written whole, and accepted when read again."""
    target = tmp_path / "agenda.json"
    done = inside("solve", GRENOBLE, "-o", target)
    assert done.returncode == 0, done.stderr.decode()
    assert not done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["agenda.json"]
    agenda = read(target)
    assert (agenda["status"], agenda["points"], agenda["bound"], agenda["gap"]) == ("optimal", 17221, 17221, 0)
    assert agenda["run"]["seed"] == 0
    assert agenda["run"]["time_limit"] == 60.0
    assert agenda["run"]["reproducible"] is True
    assert_shape(agenda, read(GRENOBLE))
    check = inside("check", GRENOBLE, target)
    assert check.returncode == 0, check.stdout.decode()


@pytest.mark.parametrize("options", [(), ("-o", "-")])
def test_standard_output_gets_the_document_alone(options: tuple[str, ...], tmp_path: Path) -> None:
    """As UTF-8 whatever the terminal's encoding; progress goes to standard error."""
    source = write(tmp_path / "p.json", PROBLEM)
    done = run("solve", source, *options, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.returncode == 0, done.stderr.decode()
    agenda = json.loads(done.stdout.decode("utf-8"))
    assert_shape(agenda, PROBLEM)
    written = solved(PROBLEM, tmp_path)
    assert agenda | {"run": 0} == written | {"run": 0}
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.json", "p.json"]


def test_reasons_of_deferrals(tmp_path: Path) -> None:
    """Each deferred situation is told the first reason that applies."""
    agenda = solved(PROBLEM, tmp_path)
    assert_shape(agenda, PROBLEM)
    reasons = {row["situation"]: row["reason"] for row in agenda["deferrals"]}
    expected = {"d-3": "late", "d-4": "ineligible", "d-5": "person-seated", "d-6": "no-session", "d-7": "banned"}
    assert reasons == expected
    late = next(row for row in agenda["deferrals"] if row["situation"] == "d-3")
    assert "R47" in late["rules"] or "R53" in late["rules"]


def test_no_common_time_and_outranked(tmp_path: Path) -> None:
    """Nobody can be there, and somebody else has waited longer."""
    busy = {"id": "p-3", "unavailable": [["2010-10-11T00:00", "2010-10-12T00:00"]]}
    problem = small([session(1, max_situations=1)], [situation(n) for n in (1, 2, 3)])
    problem["professionals"] = [{"id": "p-1"}, {"id": "p-2"}, busy]
    problem["situations"][0]["requested_on"] = "2010-07-01"
    agenda = solved(problem, tmp_path)
    assert [row["situation"] for row in agenda["appointments"]] == ["d-1"]
    reasons = {row["situation"]: row["reason"] for row in agenda["deferrals"]}
    assert reasons == {"d-2": "outranked", "d-3": "no-common-time"}


OPTIMA = [path for path in CASES if "optimum" in read(path)["expect"]]


@pytest.mark.parametrize("path", one_in(6, OPTIMA), ids=[path.stem for path in OPTIMA])
def test_best_agenda_of_a_conformance_case(path: Path, tmp_path: Path) -> None:
    """Proven, with the points that the contract states and the dues."""
    case = read(path)
    agenda = solved(case["problem"], tmp_path, "--workers", "1")
    assert_shape(agenda, case["problem"])
    assert (agenda["status"], agenda["points"]) == ("optimal", case["expect"]["optimum"])
    due = {f"{row['service']}/{row['kind']}": row["due_units"] for row in agenda["due"]}
    assert due == {key: units for key, units in case["expect"]["due"].items() if key in due}


@pytest.mark.parametrize("stem", mostly_slow(["025-optimal", "033-optimal", "039-optimal"], "025-optimal"))
def test_new_interpreter_finds_the_same_best(stem: str, tmp_path: Path) -> None:
    """By way of the shell."""
    case = next(read(path) for path in CASES if path.stem == stem)
    done = run("solve", write(tmp_path / "p.json", case["problem"]), "--seed", "7", "--workers", "2", "-o", "-")
    agenda = json.loads(done.stdout)
    assert (agenda["points"], agenda["run"]["seed"]) == (case["expect"]["optimum"], 7)


@pytest.mark.parametrize("path", [GRENOBLE, *CASES[-6:]], ids=lambda path: path.stem)
def test_no_time_still_gives_an_agenda(path: Path, tmp_path: Path) -> None:
    """``--time-limit 0``: a right agenda, which says that it could have been another, unless it is proven best."""
    document = read(path)
    problem = document.get("problem", document)
    agenda = solved(problem, tmp_path, "--time-limit", "0")
    assert_shape(agenda, problem)
    assert agenda["status"] == "optimal" or agenda["run"]["reproducible"] is False
    assert agenda["run"]["time_limit"] == 0.0


def test_empty_month(tmp_path: Path) -> None:
    """Nothing to arbitrate is an agenda of no points, proven."""
    agenda = solved(small([], []), tmp_path)
    assert (agenda["status"], agenda["points"], agenda["bound"], agenda["gap"]) == ("optimal", 0, 0, 0)
    assert agenda["appointments"] == agenda["deferrals"] == agenda["sessions"] == []
    sessions_only = solved(small([session(1), session(2, type="psychologist", subsector=None)], []), tmp_path)
    assert [row["mode"] for row in sessions_only["sessions"]] == ["first_hour", "cancelled"]


HASHED: dict[str, Doc] = {
    "nulls-stay": small([session(1, minutes=None)], [situation(1, rank=None)], pins=None, regulation={}),
    "order-inside-rows-counts": small([session(1)], [], travel={"between": [["v-2", "v-1", 5]]}),
    "accents": small([session(1)], [], id="été", services=[{"id": "s", "label": "Équipe \U0001f3e0 \u2028 \\ \x7f"}]),
    "grenoble": read(GRENOBLE),
}


@pytest.mark.parametrize("name", HASHED)
def test_hash_is_that_of_the_contract(name: str) -> None:
    """Of the problem as read, nothing filled in; the order of rows and keys does not count."""
    problem = HASHED[name]
    assert Problem.from_dict(problem).sha256 == sha256(problem)
    assert Problem.from_json(json.dumps(shuffled(problem, 1), indent=2)).sha256 == sha256(problem)
    assert Problem.from_json(json.dumps(problem | {"timezone": None})).sha256 != sha256(problem)


def test_schemas_hold(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The published schemas are JSON Schema, and say yes to our documents and no to others."""
    schemas = {}
    for name in ("problem", "agenda"):
        assert main(["schema", name]) == 0
        schemas[name] = json.loads(capfd.readouterr().out)
        jsonschema.validators.validator_for(schemas[name]).check_schema(schemas[name])
    jsonschema.validate(read(GRENOBLE), schemas["problem"])
    jsonschema.validate(PROBLEM, schemas["problem"])
    agenda = solved(PROBLEM, tmp_path)
    jsonschema.validate(agenda, schemas["agenda"])
    wrong: list[tuple[str, Any]] = [
        ("problem", PROBLEM | {"colour": 1}),
        ("problem", {key: PROBLEM[key] for key in PROBLEM if key != "as_of"}),
        ("problem", PROBLEM | {"situations": [situation(1, urgency="2")]}),
        ("problem", PROBLEM | {"situations": [situation(1, rank=True)]}),
        ("agenda", agenda | {"status": "good"}),
        ("agenda", agenda | {"points": "1"}),
        ("agenda", {key: agenda[key] for key in agenda if key != "run"}),
    ]
    for name, document in wrong:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, schemas[name])


USAGE: tuple[list[str], ...] = (
    [], ["optimise"], ["solve"], ["check", "P"], ["solve", "P", "P"], ["solve", "P", "--colour"],
    ["solve", "P", "--time-limit", "-1"], ["solve", "P", "--time-limit", "nan"],
    ["solve", "P", "--time-limit", "soon"], ["solve", "P", "--seed", "x"], ["solve", "P", "--seed", "1.5"],
    ["solve", "P", "--workers", "0"], ["solve", "P", "--workers", "-2"], ["schema", "letters"],
    ["solve", "none.json"], ["solve", "."], ["check", "P", "none.json"], ["check", "none.json", "P"],
    ["check", "P", "."], ["solve", "P", "-o", "no/such/folder/a.json"], ["solve", "P", "-o", "."],
)  # fmt: skip


@pytest.mark.parametrize("arguments", USAGE, ids=lambda words: " ".join(words) or "nothing")
def test_wrong_usage(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, a word on standard error, no traceback, nothing on standard output, nothing written."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "P", PROBLEM)
    try:
        code: Any = main(arguments)
    except SystemExit as leaving:  # argparse's way of saying so
        code = leaving.code
    said = capfd.readouterr()
    assert code == 2
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert not said.out
    assert [path.name for path in tmp_path.iterdir()] == ["P"]


@pytest.mark.parametrize("output", ["nowhere/a.json", "."])
def test_an_output_that_cannot_be_is_told_in_french(
    output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is what was typed, and no document."""
    assert main(["solve", str(write(tmp_path / "p.json", PROBLEM)), "-o", output]) == 2
    assert "la sortie" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_told_without_a_traceback(tmp_path: Path) -> None:
    """Standard output cannot take the document: no exit code 0, and a word about it."""
    with Path("/dev/full").open("wb") as full:
        solving = subprocess.run(
            command("solve", write(tmp_path / "p.json", PROBLEM)),
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert solving.returncode not in (0, 1, 3)
    assert solving.stderr.strip()
    assert b"Traceback" not in solving.stderr


def test_output_that_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    """``-o /dev/null`` must not take the device's place, nor a link's: written through, or refused."""
    pipe, link, real = tmp_path / "pipe", tmp_path / "link", tmp_path / "real.json"
    source = str(write(tmp_path / "p.json", PROBLEM))
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert main(["solve", source, "-o", str(pipe)]) in (0, 2)
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    link.symlink_to(real)
    assert main(["solve", source, "-o", str(link)]) in (0, 2)
    assert link.is_symlink()
