"""`rsa-sched calendar` as its user runs it: files, a second run, a change, faults, no plan."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import icalendar
import pytest

from rsa_sched.calendar.outputs.state import NAME
from rsa_sched.cli import main

ANNEE = Path(__file__).parents[2] / "examples" / "annee"
SMALL = """\
title = "Petit secteur"
first_month = "2010-10"
last_month = "2010-12"
[[series]]
id = "nord"
subsector = "nord"
weekdays = ["mardi"]
half = "matin"
venues = ["cs-port", "maison-departement"]
attend = [{ one_of = ["charge-nord", "charge-sud"] }, { one_of = ["pe-dedie"] }]
[[series]]
id = "psy"
label = "Psychologue"
type = "psychologist"
months = ["2010-11"]
weekdays = ["lundi"]
half = "après-midi"
venues = ["maison-departement"]
attend = [{ one_of = ["psychologue-1"] }]
[[venues]]
id = "cs-port"
label = "Centre social <du> Port"
[[venues]]
id = "maison-departement"
[[people]]
id = "charge-nord"
[[people]]
id = "charge-sud"
[[people]]
id = "pe-dedie"
[[people]]
id = "psychologue-1"
"""


def run(*arguments: object) -> int:
    """The command's exit code."""
    return main(["calendar", *map(str, arguments), "--no-prices"])


def events(folder: Path, name: str) -> dict[str, Any]:
    """The events of a calendar by UID."""
    read = icalendar.Calendar.from_ical((folder / "calendriers" / f"{name}.ics").read_bytes())
    return {str(event["uid"]): event for event in read.walk("VEVENT")}


def test_a_year_is_written_read_again_and_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run writes nothing; a closed day moves one session, raises its SEQUENCE and nobody else's."""
    year, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    year.write_text(SMALL, encoding="utf-8")
    assert run(year, "-o", folder) == 0
    said = capsys.readouterr().err
    assert "prouvé" in said and str(folder) in said
    rows = list(csv.reader(io.StringIO((folder / "seances.csv").read_bytes().decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:5] == ["N° de séance", "Type d'instance", "Sous-secteur", "Lieu", "Date"]
    assert {row[0] for row in rows[1:]} == {"nord-2010-10", "nord-2010-11", "psy-2010-11", "nord-2010-12"}
    assert {path.name for path in (folder / "courriers").iterdir()} == {
        "lieu-cs-port.docx", "lieu-maison-departement.docx"
    }  # fmt: skip
    page = (folder / "annee.html").read_text(encoding="utf-8")
    assert "Centre social &lt;du&gt; Port" in page and "<script" not in page
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert run(year, "-o", folder) == 0
    again = capsys.readouterr().err
    assert first == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert again == f"{said.splitlines()[0]}\n{said.splitlines()[1]}\nrsa-sched: rien n'a changé dans {folder}\n"
    state = json.loads(first[folder / NAME])
    before = events(folder, "seance-nord")
    gone = state["sessions"][0]
    year.write_text(SMALL + f"[[closed]]\nfirst = {gone['date']}\n", encoding="utf-8")
    assert run(year, "-o", folder) == 0
    assert json.loads((folder / NAME).read_bytes())["moves"] == [gone["session"]]
    assert "1 séance déplacée" in capsys.readouterr().err
    moved = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert run(year, "-o", folder) == 0
    assert moved == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    after = events(folder, "seance-nord")
    assert before.keys() == after.keys()
    raised = [uid for uid in before if int(after[uid]["sequence"]) == int(before[uid]["sequence"]) + 1]
    same = [uid for uid in before if int(after[uid]["sequence"]) == int(before[uid]["sequence"])]
    assert len(raised) == 1 and len(same) == 2
    assert gone["session"] in (folder / "annee.html").read_text(encoding="utf-8")


def test_a_series_that_is_no_longer_held_is_cancelled(tmp_path: Path) -> None:
    """Each of its events by a file of its own."""
    year, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    year.write_text(SMALL, encoding="utf-8")
    assert run(year, "-o", folder) == 0
    head, tail = SMALL.index('[[series]]\nid = "psy"'), SMALL.index("[[venues]]")
    year.write_text(SMALL[:head] + SMALL[tail:], encoding="utf-8")
    assert run(year, "-o", folder) == 0
    assert not (folder / "calendriers" / "seance-psy.ics").exists()
    cancelled = list((folder / "calendriers" / "annulations").iterdir())
    assert len(cancelled) == 2  # of the series, and of the psychologist
    for path in cancelled:
        read = icalendar.Calendar.from_ical(path.read_bytes())
        assert str(read["method"]) == "CANCEL" and len(read.walk("VEVENT")) == 1


def test_every_fault_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In French, with place and value; nothing is written."""
    year = tmp_path / "annee.toml"
    wrong = SMALL.replace('"mardi"', '"samedi"').replace(
        '"maison-departement"]\nattend = [{ one_of = ["ch', '"nulle-part"]\nattend = [{ one_of = ["ch'
    )
    wrong = wrong.replace('last_month = "2010-12"', 'last_month = "2010-12"\nschool_zone = "Z"\ncouleur = "bleu"')
    year.write_text(wrong + '[[imposed]]\nseries = "est"\ndate = 2010-10-09\n', encoding="utf-8")
    assert run(year, "-o", tmp_path / "calendrier") == 2
    lines = capsys.readouterr().err.strip().split("\n")
    told = "\n".join(lines)
    for words in ("weekdays", '"samedi"', "nulle-part", '"Z"', "couleur", '"est"', "2010-10-09"):
        assert words in told
    assert len(lines) == 6 and all("annee.toml" in line and "attendu" in line for line in lines)
    assert not (tmp_path / "calendrier").exists()


def test_prices_stay_as_published(tmp_path: Path) -> None:
    """The second run reckons by the turns of venues that the first one kept: out of turn, December would be cheaper."""
    year, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    free = 'id = "maison-departement"\nfree = [{ weekdays = ["mercredi"], half = "après-midi" }]'
    imposed = '[weights]\nturn = 5\n[[imposed]]\nseries = "nord"\ndate = 2010-10-05\n'
    year.write_text(SMALL.replace('id = "maison-departement"', free, 1) + imposed, encoding="utf-8")
    assert main(["calendar", str(year), "-o", str(folder)]) == 0
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["calendar", str(year), "-o", str(folder)]) == 0
    assert first == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_change_that_moves_nothing_claims_no_more_than_it_proves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wish that is dropped may leave every session in place, where another calendar would now be better."""
    year, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    year.write_text(SMALL, encoding="utf-8")
    assert run(year, "-o", folder) == 0
    capsys.readouterr()
    year.write_text(SMALL + "[weights]\nschool = 61\n", encoding="utf-8")
    assert run(year, "-o", folder) == 0
    said = capsys.readouterr().err
    assert "aucune séance déplacée" in said and "rien n'a changé" not in said and "aucun calendrier" not in said
    page = (folder / "annee.html").read_text(encoding="utf-8")
    assert "aucune séance déplacée" in page


def test_a_last_month_before_the_first_is_one_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every month and imposed date would lie outside, which says nothing more."""
    year = tmp_path / "annee.toml"
    imposed = '[[imposed]]\nseries = "nord"\ndate = 2010-11-09\n'
    year.write_text(SMALL.replace('"2010-12"', '"2010-09"', 1) + imposed, encoding="utf-8")
    assert run(year, "-o", tmp_path / "calendrier") == 2
    [line] = capsys.readouterr().err.strip().split("\n")
    assert 'last_month : "2010-09"' in line


@pytest.mark.parametrize(
    ("line", "place", "known"),
    [
        ("colour = 1", "annee.toml : colour", "title, first_month, last_month"),
        ("[hours]\nmorning = '09:00'\nnoon = '12:00'", "hours.noon", "morning, afternoon"),
        ("[[closed]]\nfirst = 2010-11-01\nend = 2010-11-02", "closed n° 1.end", "weekdays, half, first, last, label"),
    ],
)
def test_an_unknown_key_is_told_with_those_that_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, place: str, known: str
) -> None:
    """Of the section in which it stands."""
    year = tmp_path / "annee.toml"
    year.write_text(SMALL.replace("[[series]]", f"{line}\n[[series]]", 1), encoding="utf-8")
    assert run(year, "-o", tmp_path / "calendrier") == 2
    [told] = capsys.readouterr().err.strip().split("\n")
    assert f"{place} : une clé ; attendu : l'un de ces mots : {known}" in told


def test_holidays_that_nobody_named_are_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file without ``school_zone`` avoids none; one that says ``none``, or has its own, knows that."""
    year, holidays = tmp_path / "annee.toml", "[[school]]\nfirst = 2010-11-01\nlast = 2010-11-07\n"
    said = {}
    for text in (SMALL, SMALL.replace("[[series]]", 'school_zone = "none"\n[[series]]', 1), SMALL + holidays):
        year.write_text(text, encoding="utf-8")
        assert run(year, "-o", tmp_path / "calendrier", "--afresh") == 0
        said[text] = capsys.readouterr().err.count("vacances scolaires")
    assert list(said.values()) == [1, 0, 0]


def test_no_plan_and_another_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3 with the reason; exit 2 where the folder holds another year, or what nobody wrote."""
    year, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    closed = "[[closed]]\nfirst = 2010-11-01\nlast = 2010-11-30\n"
    year.write_text(SMALL + closed, encoding="utf-8")
    assert run(year, "-o", folder) == 3
    assert "du lundi 1er novembre 2010 au mardi 30 novembre 2010" in capsys.readouterr().err
    assert not folder.exists()
    folder.mkdir()
    (folder / NAME).write_text('{"first_month": "2009-10", "sessions": [], "events": {}}', encoding="utf-8")
    year.write_text(SMALL, encoding="utf-8")
    assert run(year, "-o", folder) == 2
    (folder / NAME).write_text("[]", encoding="utf-8")
    assert run(year, "-o", folder) == 2
    assert "calendrier.json" in capsys.readouterr().err


@pytest.mark.slow
def test_the_year_of_the_register_is_read_by_import(tmp_path: Path) -> None:
    """The sessions table, with the service's own profile and people: every session, nothing to be said."""
    folder = tmp_path / "calendrier"
    assert run(ANNEE / "calendrier.toml", "-o", folder) == 0
    problem = tmp_path / "probleme.json"
    tables = [folder / "seances.csv", ANNEE / "service" / "professionnels.csv", ANNEE / "2010-10" / "recus"]
    given = ["--profile", ANNEE / "service" / "profil.toml", "--id", "rives", "--as-of", "2010-09-25"]
    given += ["--key", tmp_path / "cle.txt", "-o", problem]
    assert main(["import", *map(str, [*tables, *given])]) == 0
    sessions = {row["id"]: row for row in json.loads(problem.read_bytes())["sessions"]}
    placed = json.loads((folder / NAME).read_bytes())["sessions"]
    assert len(placed) == len(sessions) == 25
    for row in placed:
        read = sessions[row["session"]]
        assert (read["venue"], read["start"][:10], read["staff"]) == (row["venue"], row["date"], row["people"])


def test_the_folder_of_another_sector_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No session in common: its people would be told that nothing is held any more."""
    year, other, folder = tmp_path / "annee.toml", tmp_path / "autre.toml", tmp_path / "calendrier"
    year.write_text(SMALL, encoding="utf-8")
    assert run(year, "-o", folder) == 0
    there = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    other.write_text(
        SMALL.replace('id = "nord"', 'id = "sud"').replace('id = "psy"', 'id = "psy-sud"'), encoding="utf-8"
    )
    assert run(other, "-o", folder) == 2
    assert "le calendrier de l'une de ses séries" in capsys.readouterr().err
    assert there == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_time_that_is_up_before_any_plan_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody interrupted it, and nothing is written."""
    year, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    year.write_text(SMALL, encoding="utf-8")
    assert run(year, "-o", folder, "--time-limit", "0") == 130
    assert "--time-limit" in capsys.readouterr().err
    assert not folder.exists()
