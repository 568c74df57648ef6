"""``rsa-sched certify`` and ``verify``, and the verifier alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.certify import verify
from rsa_sched.cli import main
from tests.support_cli import GRENOBLE, inside, read, session, situation, small, write

PROBLEM = small(
    [session(1, minutes=45, max_situations=1), session(2, minutes=90)],
    [situation(number, requested_on=f"2010-0{number}-01") for number in range(3, 9)],
)
Files = tuple[Path, Path, Path]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Problem, best agenda and certificate."""
    folder = tmp_path_factory.mktemp("certificate")
    problem, agenda, certificate = write(folder / "p.json", PROBLEM), folder / "a.json", folder / "c.json"
    assert main(["solve", str(problem), "-o", str(agenda)]) == 0
    assert main(["certify", str(problem), str(agenda), "-o", str(certificate)]) == 0
    return problem, agenda, certificate


def alone(*paths: object, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """The verifier as an auditor runs it, from any folder and without the package."""
    line = [sys.executable, "-I", "-S", verify.__file__, *map(str, paths)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", cwd="/", input=text, check=False)


def test_alone_and_as_a_command_say_the_same(files: Files) -> None:
    """One line; nothing on the other stream."""
    by_itself = alone(*files)
    assert (by_itself.returncode, by_itself.stderr) == (0, "")
    points = read(files[1])["points"]
    assert by_itself.stdout == f"Vérifié : cet ordre du jour est le meilleur ; aucun n’a plus de {points} points.\n"
    command = inside("verify", *files)
    assert (command.returncode, command.stdout.decode(), command.stderr) == (0, by_itself.stdout, b"")


def changed(files: Files, folder: Path, which: int, **keys: Any) -> list[Path]:
    """The three files with some keys of one of them changed; None takes a key out."""
    paths, document = list(files), read(files[which]) | keys
    paths[which] = write(folder / "changed.json", {key: value for key, value in document.items() if value is not None})
    return paths


@pytest.mark.parametrize(
    "figures",
    [
        {"points": 1},
        {"parts": {"priority": 1}},
        {"bound": 1},
        {"gap": 0.1},
        {"gap": 1e-7},
        {"status": "feasible"},
        {"due": []},
        {"sessions": []},
        {"problem_sha256": "0"},
        {"problem": "other"},
        {"bound": None},
    ],
)
def test_what_an_agenda_states_wrongly_is_refused(files: Files, tmp_path: Path, figures: dict[str, Any]) -> None:
    """Each figure by itself."""
    code, said = verify.judge(*changed(files, tmp_path, 1, **figures))
    assert (code, said[:6]) == (1, "Refusé")


def test_little_needs_to_be_stated(files: Files, tmp_path: Path) -> None:
    """Appointments and deferrals alone are an agenda."""
    whole = read(files[1])
    few = {key: None for key in whole if key not in ("appointments", "deferrals")}
    assert verify.judge(*changed(files, tmp_path, 1, **few))[0] == 0


def test_a_weaker_bound_is_told_as_such(files: Files, tmp_path: Path) -> None:
    """How far the agenda is at most from the best; one that states a better bound is refused."""
    points = read(files[1])["points"]
    paths = changed(files, tmp_path, 2, bound=points + 7)
    assert verify.judge(*paths)[0] == 1
    few = read(files[1])
    paths[1] = write(tmp_path / "few.json", {key: few[key] for key in ("appointments", "deferrals")})
    assert verify.judge(*paths) == (
        0,
        f"Vérifié : cet ordre du jour a {points} points et se trouve à 7 points au plus du meilleur.",
    )
    assert verify.judge(*changed(files, tmp_path, 2, bound=points - 1))[0] == 1


@pytest.mark.parametrize("which", range(3))
@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "nul", '{"a": 1, "a": 2}', '{"bound": NaN}', "[" * 100_000, '{"bound": 1' + "0" * 9_000 + "}",
     '{"gap": 1e999999999}', '"\\ud800"', '{"id": "\\ud800"}', "\ufeff{}"],
)  # fmt: skip
def test_what_is_no_document_is_bad_input(files: Files, tmp_path: Path, which: int, text: str) -> None:
    """In each of the three places, with a French line."""
    paths = list(files)
    paths[which] = tmp_path / "odd.json"
    paths[which].write_text(text, encoding="utf-8")
    code, said = verify.judge(*paths)
    assert (code, said[:18]) == (2, "Entrée incorrecte ")
    paths[which] = tmp_path / "nowhere.json"
    assert verify.judge(*paths)[0] == 2


def test_an_agenda_that_breaks_a_rule_gets_no_certificate(files: Files, tmp_path: Path) -> None:
    """Exit code 1, and no file."""
    agenda = read(files[1])
    agenda["appointments"][0]["start"] = agenda["appointments"][0]["start"][:-2] + "07"
    target = tmp_path / "c.json"
    broken = write(tmp_path / "broken.json", agenda)
    assert inside("certify", files[0], broken, "-o", target).returncode == 1
    assert not target.exists()
    assert verify.judge(files[0], broken, files[2])[0] == 1


@pytest.mark.slow
def test_the_month_of_the_note_is_certified(tmp_path: Path) -> None:
    """17,221 points, no gap; checked alone."""
    agenda, certificate = tmp_path / "a.json", tmp_path / "c.json"
    assert main(["solve", str(GRENOBLE), "-o", str(agenda)]) == 0
    assert main(["certify", str(GRENOBLE), str(agenda), "-o", str(certificate)]) == 0
    assert json.loads(certificate.read_text("utf-8"))["bound"] == 17_221
    assert alone(GRENOBLE, agenda, certificate).returncode == 0
