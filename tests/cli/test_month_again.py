"""`rsa-sched month` and `publish` again: another month's folder, places announced, a draft and who adopted it."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.month import SESSIONS, SITUATIONS, profile, tables
from tests.register.desk import Desk
from tests.support_cli import inside


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with tables and profile, in which commands run."""
    profile(tmp_path)
    tables(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def whole_month(*more: str, output: str = "mois", code: int = 0) -> str:
    """Run the command; what it says."""
    names = ("--names", "noms.csv", "--key", "cle.txt", "--official-letters", "all", "--workers", "1")
    ran = inside("month", "tableaux", "--profile", "profil.toml", *names, "-o", output, *more)
    assert ran.returncode == code, ran.stderr.decode()
    return ran.stderr.decode()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_of_another_month_is_left_as_it_is(place: Path) -> None:
    """Whether that month was published or only imported: nothing is written, and the month there is named."""
    whole_month()
    before = contents(place)
    said = whole_month("--id", "vulb-2010-11", code=2)
    assert "d'un autre mois (vulb-2010-10)" in said and "rien n'a été écrit" in said
    assert contents(place) == before
    only = place / "commencé"
    only.mkdir()
    (only / "probleme.json").write_bytes(before["mois/probleme.json"])
    assert "vulb-2010-10" in whole_month("--id", "vulb-2010-11", output="commencé", code=2)
    assert contents(only) == {"probleme.json": before["mois/probleme.json"]}


def test_announced_places_are_those_of_the_arbitration(place: Path) -> None:
    """What was sent out is in the problem that is solved: an older request moves nobody without need."""
    (place / "tableaux" / "sessions.csv").write_text(SESSIONS + "s-2;standard;S1;v-1;19/10/2010;9h00\n", "utf-8")
    whole_month()
    first = json.loads((place / "mois" / "ordre-du-jour.json").read_bytes())
    more = "d-3;M.;Astouf;Guémar;04/05/1971;Argoule;Maison Vulbane;p-1;01/07/2010;01/07/2010;3\n"
    (place / "tableaux" / "situations.csv").write_text(SITUATIONS + more, "utf-8")
    whole_month("--announced", "mois/ordre-du-jour.json", output="corrigé")
    problem, second = (
        json.loads((place / "corrigé" / name).read_bytes()) for name in ("probleme.json", "ordre-du-jour.json")
    )
    places = {(row["situation"], row["session"], row["start"]) for row in first["appointments"]}
    assert {(row["situation"], row["session"], row["start"]) for row in problem["announced"]} == places
    assert places < {(row["situation"], row["session"], row["start"]) for row in second["appointments"]}


def test_every_sheet_is_a_draft_until_somebody_adopts_the_agenda(place: Path) -> None:
    """Pages and letters, Word's too; adopted, none of them says so any more, and the pages say by whom."""
    whole_month()
    sent = place / "mois" / "envoi"
    pages = {path: path.read_text("utf-8") for path in sent.rglob("*.html")}
    letters = [path for path in pages if "courriers" in path.parts]
    words = sorted(sent.rglob("*.docx"))
    assert letters and words
    for path, text in pages.items():
        assert "PROJET, non adopté" in text, path
        assert ("n'est pas à envoyer" in text or "n&#39;est pas à envoyer" in text) == (path in letters), path
    assert all("PROJET" in said(path) for path in words)
    assert all(book_says(path) for path in sent.rglob("*.xlsx"))
    tables, calendars = ([path.read_text("utf-8") for path in sent.rglob(f"*.{ending}")] for ending in ("csv", "ics"))
    assert tables and all(line.endswith("PROJET") for text in tables for line in text.splitlines()[1:] if line)
    assert calendars and all(text.count("STATUS:TENTATIVE") == text.count("SUMMARY:PROJET") > 0 for text in calendars)
    folder = ("mois/probleme.json", "mois/ordre-du-jour.json", "-o", "mois/envoi", "--profile", "profil.toml")
    ran = inside("publish", *folder, "--names", "noms.csv", "--official-letters", "all", "--decided-by", "la  cheffe")
    assert ran.returncode == 0, ran.stderr.decode()
    assert not any("PROJET" in path.read_text("utf-8") for path in sent.rglob("*.html"))
    assert not any("PROJET" in said(path) for path in words)
    assert not any(
        "PROJET" in path.read_text("utf-8") for ending in ("csv", "ics") for path in sent.rglob(f"*.{ending}")
    )
    assert not any(book_says(path) for path in sent.rglob("*.xlsx"))
    assert "la cheffe." in (sent / "index.html").read_text("utf-8")
    assert json.loads((sent / "manifeste.json").read_bytes())["published"]["version"]["number"] == 1
    with pytest.raises(SystemExit):
        inside("publish", *folder, "--decided-by", " ")


def book_says(path: Path) -> bool:
    """Whether every sheet of a workbook, or any where none ought to, begins with the mark."""
    titles = [sheet["A1"].value for sheet in openpyxl.load_workbook(path)]
    marked = [title.startswith("PROJET – ") for title in titles]
    assert all(marked) == any(marked)
    return all(marked)


def said(path: Path) -> str:
    """The text of a Word document, tables left aside."""
    return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)


def test_a_table_of_stale_decisions_is_refused_with_what_to_do(place: Path) -> None:
    """The register takes nothing in, and says where a decision belongs."""
    decisions = "N° de situation;Décision;Séance\nd-1;fixée;s-1\nd-9;fixée;s-1\n"
    (place / "tableaux" / "decisions.csv").write_text(decisions, "utf-8")
    desk = Desk(place)
    desk.run("init", "--profile", "profil.toml", "--key", "cle.txt", "--names", "noms.csv")
    head = desk.head
    ran = inside("register", "receive", "tableaux", "--register", desk.file)
    assert ran.returncode == 2 and "noter chaque décision avec decide" in ran.stderr.decode()
    assert desk.head == head
