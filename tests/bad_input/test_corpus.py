"""Each faulty document is told its faults, all of them and no others; odd ones are accepted; no name leaks."""

import datetime
import json
import traceback
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rsa_sched import InputError, Problem
from tests.bad_input.builder import BASE, DROP, Case, Document, edited
from tests.bad_input.corpus import FAULTY, OPEN, VALID
from tests.support.quick import mostly_slow
from tests.support_cli import FAULT_LINE, inside, run

CANARY = "CANARI Dupont"
BY_NAME = {case.name: case for case in FAULTY}


def named(case: Case) -> str:
    """A case's name as a test id."""
    return case.name


def faults_of(read: Callable[[], Problem]) -> InputError:
    """The error that reading must raise."""
    with pytest.raises(InputError) as caught:
        read()
    return caught.value


def assert_places(case: Case, error: InputError) -> None:
    """The reported places are the expected ones, each once; ``one|other`` stands for either."""
    reported = sorted(fault.place for fault in error.faults)
    left = list(reported)
    for expected in sorted(case.places):
        hit = next((place for place in expected.split("|") if place in left), None)
        assert hit, f"not reported: {expected}; reported: {reported}"
        left.remove(hit)
    assert not left, f"reported, but not faulty (or twice): {left}; expected: {sorted(case.places)}"
    for fault in error.faults:
        assert fault.value, f"no value for {fault.place}"
        assert fault.expected, f"nothing expected for {fault.place}"
        assert "\n" not in str(fault), "one line per fault"


@pytest.mark.parametrize("case", FAULTY, ids=named)
def test_faulty_document_is_told_its_faults(case: Case) -> None:
    """From bytes: exactly the places of the catalogue."""
    assert_places(case, faults_of(lambda: Problem.from_json(case.data)))


@pytest.mark.parametrize("case", [case for case in FAULTY if isinstance(case.document, dict)], ids=named)
def test_faulty_dict_is_told_its_faults(case: Case) -> None:
    """From plain data: the same places, and the data is left as it was."""
    assert isinstance(case.document, dict)
    before = repr(case.document)
    document = case.document
    assert_places(case, faults_of(lambda: Problem.from_dict(document)))
    assert repr(document) == before


@pytest.mark.parametrize("case", VALID, ids=named)
def test_odd_document_is_accepted(case: Case) -> None:
    """What the contract allows is read, from bytes, text or a plain dict, and survives the way out and back."""
    problem = Problem.from_json(case.data)
    text = case.data.decode("utf-8-sig")
    assert Problem.from_json(text).sha256 == problem.sha256
    assert Problem.from_dict(json.loads(text)).sha256 == problem.sha256
    assert Problem.from_json(problem.to_json()) == problem
    assert Problem.from_dict(problem.to_dict()).sha256 == problem.sha256


@pytest.mark.parametrize("case", OPEN, ids=named)
def test_open_question_is_answered_with_a_problem_or_faults(case: Case) -> None:
    """Where the contract is silent, nothing but InputError is raised, and it can be printed on any terminal."""
    try:
        Problem.from_json(case.data)
    except InputError as error:
        assert error.faults
        for fault in error.faults:
            assert len(str(fault).splitlines()) == 1
            assert str(fault).encode("utf-8")


def loop() -> Document:
    """A document that holds itself."""
    document = edited({})
    document["services"][0]["label"] = document
    return document


PLAIN: dict[str, tuple[Callable[[], Any], str]] = {
    "nan": (lambda: edited({"situations[0].rank": float("nan")}), "situations[0].rank"),
    "infinity": (lambda: edited({"history[0].units": float("inf")}), "history[0].units"),
    "decimal": (lambda: edited({"situations[0].rank": Decimal(1)}), "situations[0].rank"),
    "date-as-id": (lambda: edited({"id": datetime.date(2010, 9, 27)}), "id"),
    "hour": (lambda: edited({"as_of": datetime.datetime(2010, 9, 27, 1)}), "as_of"),
    "second": (lambda: edited({"sessions[2].start": datetime.datetime(2010, 10, 14, 9, 0, 1)}), "sessions[2].start"),
    "bytes": (lambda: edited({"venues[0].label": b"Centre"}), "venues[0].label"),
    "set": (lambda: edited({"pins": {1}}), "pins"),
    "huge": (lambda: edited({"situations[0].rank": 10**5000}), "situations[0].rank"),
    "object": (lambda: edited({"bans[0].session": object()}), "bans[0].session"),
    "loop": (loop, "services[0].label"),
    "list": (lambda: [BASE], "document"),
    "none": (lambda: None, "document"),
    "text": (lambda: "{}", "document"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_python_value_that_is_no_json_is_a_fault(name: str) -> None:
    """``from_dict`` takes what JSON can say, dates, times and numpy's values, and nothing else."""
    make, place = PLAIN[name]
    error = faults_of(lambda: Problem.from_dict(make()))
    assert place in [fault.place for fault in error.faults] or {fault.place for fault in error.faults} == {"document"}
    assert str(error)


def test_file_that_is_missing_or_a_folder_is_a_fault_of_the_document(tmp_path: Path) -> None:
    """A path that cannot be read is told like any other fault, with the file's name."""
    for path in (tmp_path / "none.json", tmp_path):
        (fault,) = faults_of(lambda path=path: Problem.from_json(path)).faults  # type: ignore[misc]
        assert fault.place == "document"
        assert path.name in fault.file


ON_THE_COMMAND_LINE = (
    "empty-file", "truncated", "utf-16", "cp1252", "deep", "doubled-in-row", "5000-digits-rank", "top-list",
    "surrogate-in-label", "ten-at-once", "type-and-reference-in-a-row", "staff-overlaps", "zone-'Europe'",
    "control-newline", "skipped-sessions[2].start",
)  # fmt: skip


@pytest.mark.parametrize("name", ON_THE_COMMAND_LINE)
def test_command_line_prints_one_line_per_fault(name: str, tmp_path: Path) -> None:
    """Exit code 2, file, place, value and expectation on standard error, nothing else, and no output file."""
    problem, agenda = tmp_path / "month.json", tmp_path / "agenda.json"
    problem.write_bytes(BY_NAME[name].data)
    done = inside("solve", problem, "-o", agenda)
    lines = done.stderr.decode("utf-8").splitlines()
    assert done.returncode == 2
    assert not done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["month.json"]
    assert len(lines) == len(BY_NAME[name].places), lines
    places = set()
    for line in lines:
        match = FAULT_LINE.fullmatch(line)
        assert match, line
        assert match["file"].endswith("month.json")
        places.add(match["place"])
    assert all(any(place in places for place in expected.split("|")) for expected in BY_NAME[name].places)


@pytest.mark.parametrize(
    "key", mostly_slow(["a\nb", "\x1b[31m", "\ud800", "\u2028", "month.json: x", ""], "\x1b[31m", "\ud800")
)
def test_odd_key_keeps_to_one_line(key: str, tmp_path: Path) -> None:
    """A key cannot forge lines or colours on a terminal, nor bring the printing down."""
    problem = tmp_path / "month.json"
    problem.write_text(json.dumps({**BASE, key: 1}), encoding="utf-8")
    done = run("solve", problem, "-o", tmp_path / "agenda.json", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 2
    lines = done.stderr.decode("utf-8").splitlines()
    assert len(lines) == 1, lines
    assert FAULT_LINE.fullmatch(lines[0]), lines
    assert "\x1b" not in lines[0]


MISTYPED = (
    "as_of", "timezone", "regulation", "regulation.slot_days", "regulation.urgency_days[1]", "regulation.weights.PE",
    "regulation.kinds", "travel", "travel.default_minutes", "travel.between[0]", "travel.between[0][2]", "services",
    "services[1]", "subsectors[1]", "professionals[0].unavailable", "professionals[0].unavailable[0]",
    "professionals[0].unavailable[0][0]", "sessions[0].start", "sessions[0].minutes", "sessions[0].staff",
    "regulation.types", "regulation.types[1]", "regulation.types[0].scope", "regulation.types[0].length",
    "regulation.types[0].minutes", "situations[0].not_before", "situations[1]", "situations[0].requested_on",
    "situations[0].received_on", "situations[0].urgency", "situations[0].rank", "situations[0].partners",
    "situations[0].partners[0]", "situations[0].partners[0].external", "situations[0].oriented",
    "situations[0].wanted_sessions", "pins[0].start", "history[0].units", "announced[0].start",
)  # fmt: skip


def leaky() -> list[tuple[str, bytes]]:
    """Faulty documents in which a person's name stands where no name belongs."""
    rows = ("services", "subsectors", "venues", "structures", "professionals")
    labels = {f"{row}[{index}].label": CANARY for row in rows for index in range(len(BASE[row]))}
    labels["regulation.types[0].label"] = CANARY
    levels = (
        "",
        "regulation.",
        "regulation.types[0].",
        "travel.",
        "services[0].",
        "sessions[0].",
        "situations[0].",
        "situations[0].partners[0].",
        "pins[0].",
        "history[0].",
    )
    together = labels | {f"{level}extra": CANARY for level in levels}
    documents: dict[str, Document] = {
        "labels": edited(labels | {"as_of": "soon"}),
        "unknown-keys": edited(together),
        "unknown-key-object": edited({"situations[0].extra": {"name": [CANARY]}}),
        "unknown-key-named": edited({f"situations[0].{CANARY}": 1}),
        "object-for-id": edited({"situations[5]": {**BASE["situations"][1], "id": {"name": CANARY}}}),
        "list-for-referent": edited({"situations[0].referent": [CANARY]}),
        "label-object": edited({"services[0].label": {CANARY: CANARY}}),
        "weights": edited({"regulation.weights": [CANARY]}),
        "missing": edited(labels | {"situations[1].requested_on": DROP}),
        **{f"text-{place}": edited(labels | {place: CANARY}) for place in MISTYPED},
        **{
            f"date-{place}": edited({place: f"2010-09-01 {CANARY}"})
            for place in MISTYPED
            if "_on" in place or "start" in place
        },
        **{f"object-{place}": edited({place: {"name": CANARY}}) for place in MISTYPED},
    }
    data = {name: json.dumps(document).encode() for name, document in documents.items()}
    plain = data["labels"].replace(b'"soon"', b'"2010-09-27"')
    data["truncated"] = plain[: plain.rindex(b"Dupont") + 4]
    data["syntax"] = plain.replace(b"CANARI Dupont", b"CANARI Dupont\n", 1)
    data["cp1252"] = plain.replace(b"CANARI Dupont", b"CANARI Dupont \xe9", 1)
    return list(data.items())


LEAKY = leaky()


@pytest.mark.parametrize("data", [data for _, data in LEAKY], ids=[name for name, _ in LEAKY])
def test_no_name_in_faults(data: bytes) -> None:
    """Neither the faults, nor the error, nor what a notebook would print of it shows a text that may be a name."""
    error = faults_of(lambda: Problem.from_json(data))
    said = [str(error), repr(error), *map(str, error.faults), *map(repr, error.faults), *map(repr, error.args)]
    said += [value for fault in error.faults for value in (fault.file, fault.place, fault.value, fault.expected)]
    said += traceback.format_exception(error)
    for word in CANARY.split():
        assert not [text for text in said if word in text]


@pytest.mark.parametrize(
    "name",
    ["unknown-keys", "unknown-key-named", "text-situations[0].requested_on", "truncated", "object-sessions[0].start"],
)
def test_no_name_on_standard_error(name: str, tmp_path: Path) -> None:
    """The command line shows no more than the faults do."""
    problem = tmp_path / "month.json"
    problem.write_bytes(dict(LEAKY)[name])
    done = inside("solve", problem)
    assert done.returncode == 2
    assert b"Dupont" not in done.stderr + done.stdout
    assert b"CANARI" not in done.stderr + done.stdout
