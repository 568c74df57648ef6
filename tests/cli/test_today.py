"""The example months of the presets of today go from tables to letters by the command line alone."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from rsa_sched import PRESETS, Problem, check, load_demo, solve
from rsa_sched.cli import main
from rsa_sched.domain.agenda import Agenda
from tests.intake.making import today
from tests.intake.making.today import EP, EXAMPLES, NETWORK, Example
from tests.support_cli import read

MONTHS = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.folder.name)


def told(folder: Path) -> str:
    """All text of the files of a folder."""
    texts = (path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in (".html", ".csv", ".ics"))
    return "\n".join(data.decode() for data in texts).casefold()


@MONTHS
def test_tables_to_letters_without_a_line_of_code(
    example: Example, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Import, solve, check, publish: the bundled problem, no rule broken, letters by name."""
    service = example.folder / "service"
    profile, names = ["--profile", str(service / "profil.toml")], tmp_path / "noms.csv"
    names.write_bytes((service / "noms.csv").read_bytes())
    problem, agenda, sent = tmp_path / "mois.json", tmp_path / "agenda.json", tmp_path / "envoi"
    apart = ["--sessions", "seances.csv", "--people", "professionnels.csv", "--absences", "indisponibilites.csv"]
    tables = [option if option.startswith("--") else str(service / option) for option in apart]
    kept = ["--names", str(names)]
    assert main(["import", str(example.folder / "recus"), *profile, *tables, *kept, "-o", str(problem)]) == 0
    assert read(problem) == read(example.bundled)
    assert main(["solve", str(problem), "-o", str(agenda), "--workers", "1"]) == 0
    assert main(["check", str(problem), str(agenda)]) == 0
    assert main(["publish", str(problem), str(agenda), *profile, *kept, "-o", str(sent)]) == 0
    assert "Traceback" not in capsys.readouterr().err
    assert {"courriers", "seances", "index.html", "ordre-du-jour.xlsx"} <= {path.name for path in sent.iterdir()}
    assert list((sent / "courriers").glob("prescripteur-*.html"))
    assert list((sent / "courriers").glob("personne-*.html"))
    assert "psycholog" not in told(sent)
    types = Problem.from_json(problem).regulation.types
    assert all(kind.name.casefold() in told(sent) for kind in types)


@MONTHS
def test_the_form_of_the_month_is_in_its_own_words(example: Example, tmp_path: Path) -> None:
    """The types of the preset in the drop-down lists, nothing of 2010."""
    profile = str(example.folder / "service" / "profil.toml")
    for table in ("situations", "sessions"):
        path = tmp_path / f"{table}.xlsx"
        assert main(["form", "--profile", profile, "--table", table, "-o", str(path)]) == 0
        said = [str(cell) for sheet in load_workbook(path) for row in sheet.values for cell in row if cell]
        types = load_demo(example.bundled.stem).regulation.types
        assert {kind.name for kind in types} < set(said)
        assert "psycholog" not in " ".join(said).casefold()
        assert "PSSI" not in " ".join(said)


@MONTHS
def test_the_tables_are_what_the_generator_writes(example: Example) -> None:
    """Text byte for byte, the workbook cell by cell; the name table and the problem are what their import gives."""
    for name, data in today.text_files(example).items():
        assert (example.folder / name).read_bytes() == data, name
    sheet = load_workbook(example.folder / "recus" / "pôle insertion.xlsx").worksheets[0]
    shown = [[cell.date() if isinstance(cell, dt.datetime) else cell for cell in row] for row in sheet.values]
    assert shown == today.book(example)
    result = today.read(example)
    assert result.problem is not None
    assert result.names.to_csv() == (example.folder / "service" / "noms.csv").read_bytes()
    assert result.problem.to_json() == example.bundled.read_text(encoding="utf-8")


def shape(example: Example) -> tuple[Problem, Agenda, list[dict[str, Any]]]:
    """The month, its agenda, and its appointments as plain data."""
    problem = load_demo(example.bundled.stem)
    agenda = solve(problem, workers=1).agenda
    return problem, agenda, json.loads(agenda.to_json())["appointments"]


@MONTHS
def test_the_agenda_of_the_month_is_best_and_breaks_no_rule(example: Example) -> None:
    """Proven, and read again without the solver."""
    problem, agenda, _ = shape(example)
    assert agenda.status == "optimal"
    assert not check(problem, agenda).violations
    assert agenda.appointments
    assert {"outranked", "out-of-window"} <= {one.reason for one in agenda.deferrals}


def test_an_equipe_pluridisciplinaire_hears_files_a_quarter_and_people_three_quarters() -> None:
    """By the preset alone, in whole sessions of the whole service."""
    problem, _, seats = shape(EP)
    raw = PRESETS["equipe_pluridisciplinaire"].model_dump(mode="json", exclude_unset=True)
    assert problem.to_dict()["regulation"] == raw
    comes = {one.id: bool(one.beneficiary_invited or one.partners) for one in problem.situations}
    minutes = {seat["situation"]: int(seat["end"][-2:]) - int(seat["start"][-2:]) for seat in seats}
    assert {(comes[name], length % 60) for name, length in minutes.items()} == {(True, 45), (False, 15)}
    of_session = [[seat for seat in seats if seat["session"] == one.id] for one in problem.sessions]
    assert max(map(len, of_session)) > 6
    assert all(a["end"] <= b["start"] for listed in of_session for a, b in pairwise(listed))


def test_a_remobilisation_is_heard_from_anywhere_in_the_service() -> None:
    """The commissions by their sub-sector, the other by whoever asks."""
    problem, _, seats = shape(NETWORK)
    homes = {one.id: one.subsector for one in problem.situations}
    places = {one.id: one.subsector for one in problem.sessions}
    heard = {name: {homes[seat["situation"]] for seat in seats if seat["session"] == name} for name in places}
    assert all(heard[name] == {place} for name, place in places.items() if place is not None)
    assert len(heard["remob-2026-03"]) > 1


def test_an_unknown_demo_is_told_which_there_are() -> None:
    """By their names."""
    with pytest.raises(ValueError, match="expected one of grenoble-2010-10, equipe-pluridisciplinaire, reseau-emploi"):
        load_demo("rives")
