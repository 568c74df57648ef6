"""`rsa-sched show`: an agenda for people, in three forms, and only if it keeps the rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rsa_sched import load_demo, solve
from rsa_sched.cli import main
from rsa_sched.display.html import agenda_page
from rsa_sched.display.svg import timeline
from rsa_sched.display.text import agenda_text


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The month and its agenda."""
    folder = tmp_path_factory.mktemp("show")
    problem, agenda = folder / "problem.json", folder / "agenda.json"
    problem.write_text(load_demo().to_json(), encoding="utf-8")
    agenda.write_text(solve(load_demo()).agenda.to_json(), encoding="utf-8")
    return problem, agenda


@pytest.mark.parametrize(("form", "draw"), [([], agenda_text), (["--html"], agenda_page), (["--svg"], timeline)])
def test_each_form_goes_to_a_file(files: tuple[Path, Path], tmp_path: Path, form: list[str], draw: object) -> None:
    """What the display makes of the same agenda."""
    target = tmp_path / "shown"
    assert main(["show", *map(str, files), *form, "-o", str(target)]) == 0
    assert callable(draw)
    assert target.read_text(encoding="utf-8") == draw(load_demo(), solve_again(files[1]))


def solve_again(path: Path) -> object:
    """The agenda as written."""
    from rsa_sched import Agenda

    return Agenda.from_json(path)


def test_an_agenda_that_breaks_a_rule_is_not_shown(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, the rule on standard error, nothing on standard output."""
    document = json.loads(files[1].read_text(encoding="utf-8"))
    document["deferrals"].pop()
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(document), encoding="utf-8")
    assert main(["show", str(files[0]), str(wrong)]) == 1
    shown = capsys.readouterr()
    assert "document:" in shown.err
    assert not shown.out


@pytest.mark.parametrize("name", ["no such session", None])
def test_an_agenda_whose_list_of_sessions_is_another_is_not_shown(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str | None
) -> None:
    """The audit has no use for that list, the display does."""
    problem, agenda = files
    document = json.loads(agenda.read_text(encoding="utf-8"))
    if name is None:
        del document["sessions"][0]
    else:
        document["sessions"][0]["session"] = name
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    assert main(["show", str(problem), str(tmp_path / "a.json")]) == 1
    assert "chaque séance, une fois" in capsys.readouterr().err


def test_an_agenda_of_another_state_of_the_problem_is_not_shown(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fingerprint tells."""
    document = load_demo().to_dict()
    document["situations"][0]["deferrals"] = 7
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document), encoding="utf-8")
    assert main(["show", str(changed), str(files[1])]) == 1
    assert "un autre état du problème" in capsys.readouterr().err


def test_what_is_read_is_not_overwritten(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the problem nor the agenda."""
    for target in files:
        assert main(["show", *map(str, files), "-o", str(target)]) == 2
        assert "ce qui est à lire" in capsys.readouterr().err


def test_a_page_is_a_document_of_its_own() -> None:
    """With language, encoding and title."""
    page = agenda_page(load_demo(), solve(load_demo()).agenda)
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert '<meta charset="utf-8">' in page
    assert "<title>Ordre du jour grenoble-2010-10</title>" in page
