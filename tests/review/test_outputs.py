"""What a review leaves in its folder, opened as its readers open it; figures are counted again from their rows."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rsa_sched.review.indicators import INDICATORS
from rsa_sched.review.outputs.curve import curve
from rsa_sched.review.review import Review, review_of
from tests.review.making import drawn
from tests.review.recorded import REGISTER, facts
from tests.support.browser import launched
from tests.support.office import converted
from tests.support_cli import inside

SAMPLES = ("Demandes", "Reports d'un mois à l'autre", "Changements après publication")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second half of the invented year, written by the command line."""
    made = tmp_path_factory.mktemp("bilans") / "bilan"
    done = inside("review", "--register", REGISTER, "--from", "2011-02", "-o", made)
    assert done.returncode == 0, done.stderr.decode()
    return made


@pytest.fixture(scope="module")
def half() -> Review:
    """The same review."""
    return review_of(facts(), facts().horizon.replace(month=2, day=1))


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet below its headings, these first."""
    found = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        (table,) = sheet.tables.values()
        rows = [tuple(cell.value for cell in row) for row in sheet[table.ref]]
        found[sheet.title] = rows
    return found


def test_figures_are_counted_again_from_their_rows(folder: Path, half: Review) -> None:
    """Every indicator of the service's workbook: numerators and denominators are the sums of its sheets."""
    path = folder / "service" / "lignes.xlsx"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    found = sheets(path)
    exact = {key.indicator: figure for key, figure in half.exact.items() if not key.dimension and not key.period}
    counted = 0
    for one in INDICATORS:
        figure, name = exact.get(one.key), one.wording.name
        if figure is None or one.measure not in ("count", "ratio"):
            continue
        named = {title: rows for title, rows in found.items() if title[:18] == name[:18]}
        for heading, value in {"Numérateur": figure.numerator if one.over else figure.value,
                               "Dénominateur": figure.denominator}.items():  # fmt: skip
            columns = [rows for rows in named.values() if heading in rows[0]]
            if value is not None and columns:
                sums = [sum(row[rows[0].index(heading)] or 0 for row in rows[1:] if row[0] != "Aucune ligne")
                        for rows in columns]  # fmt: skip
                assert any(one_sum == pytest.approx(value) for one_sum in sums), (name, heading)
                counted += 1
    assert counted > 25, counted


def test_what_is_withheld_is_withheld_everywhere(folder: Path, half: Review) -> None:
    """Page, workbook and table say « retenu » where the review does, and hold no number of a request."""
    withheld = sum(figure.withheld for key, figure in half.shown.items() if key.period == 0)
    rows = list(csv.DictReader(io.StringIO((folder / "bilan.csv").read_text("utf-8-sig")), delimiter=";"))
    assert sum(row["Cette période"] == "retenu" for row in rows) == withheld
    assert all(not row["Numérateur"] or not row["Dénominateur"] for row in rows if row["Cette période"] == "retenu")
    book = sheets(folder / "bilan.xlsx")
    others = [row for name, rows in book.items() if name not in ("Chiffres", "Définitions") for row in rows[1:]]
    assert sum(row[2] == "retenu" for row in others) == withheld
    for name in ("bilan.html", "bilan-2-pages.html", "bilan.csv"):
        text = (folder / name).read_text("utf-8")
        assert not [row.request for row in facts().requests if row.request in text]
        assert "service-social-1" not in text


def test_the_page(folder: Path) -> None:
    """A heading a theme and an indicator, each with its definition; a table beside each picture."""
    text = html.unescape((folder / "bilan.html").read_text("utf-8"))
    headings = re.findall("<h3>(.*?)</h3>", text)
    assert {*SAMPLES} <= {*headings}
    assert text.count('role="img"') == 2
    for one in INDICATORS:
        assert one.internal == (one.wording.name not in text)


def test_the_folder_remembers_what_it_has_shown(folder: Path, tmp_path: Path) -> None:
    """What it has shown stands in it; where that is not to be read, nothing is written."""
    document = json.loads((folder / "bilan.json").read_text("utf-8"))
    assert [row["period"] for row in document["reviews"]] == [["2011-02-01", "2011-07-31"]]
    (tmp_path / "bilan.json").write_text('{"reviews": [1]}', encoding="utf-8")
    refused = inside("review", "--register", REGISTER, "-o", tmp_path)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert "bilan.json" in refused.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["bilan.json"]


@pytest.mark.slow
def test_the_same_again_changes_nothing(folder: Path) -> None:
    """Byte for byte; a review of another period there takes account of it."""
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    again = inside("review", "--register", REGISTER, "--from", "2011-02", "-o", folder)
    assert again.returncode == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_what_cannot_be_reviewed(tmp_path: Path) -> None:
    """No register, no closed month, a period without one: one line in French, exit 2, nothing written."""
    empty = tmp_path / "vide"
    empty.mkdir()
    for line in (
        ("--register", tmp_path / "rien.sqlite"),
        ("--register", empty),
        ("--register", REGISTER, "--from", "2014-01"),
        ("--register", REGISTER, REGISTER),
    ):
        done = inside("review", *line, "-o", tmp_path / "bilan")
        assert (done.returncode, done.stdout) == (2, b""), line
        said = done.stderr.decode()
        assert said.count("\n") == 1, said
        assert "Traceback" not in said
    assert not (tmp_path / "bilan").exists()
    with pytest.raises(SystemExit):
        inside("review", "--from", "2010-13", "-o", tmp_path / "bilan")


def test_a_period_and_what_was_shown_before_are_said_in_french(tmp_path: Path) -> None:
    """The days that are known; a folder that was never a review protects nothing, and is refused."""
    known = ("review", "--register", REGISTER, "-o", tmp_path / "bilan")
    for options, said in {
        ("--from", "2011-03", "--to", "2011-01"): "un dernier jour (--to) qui ne précède pas le premier (--from)",
        ("--from", "2012-01"): "ce qui est connu va du 05/10/2010 au 31/07/2011",
        ("--shown", tmp_path / "jamais", tmp_path): "bilan.json",
    }.items():
        refused = inside(*known, *options)
        assert refused.returncode == 2 and said in refused.stderr.decode(), refused.stderr.decode()
    assert refused.stderr.decode().count("\n") == 2, "both folders"
    for folder in (tmp_path / "pas" / "la", REGISTER):
        refused = inside("review", "--register", REGISTER, "-o", folder)
        assert "attendu : un dossier à créer dans un dossier qui existe déjà" in refused.stderr.decode()
    with pytest.raises(SystemExit):
        inside(*known, "--from", "octobre")
    assert not (tmp_path / "bilan").exists()


def test_the_curve_shows_nobody() -> None:
    """No step of it is of fewer than five people; it never rises; of few people there is none."""
    whole = drawn(5, 60)
    review = review_of(whole)
    points = curve(whole, review.span)
    assert points[0] == (0, 1.0)
    assert [share for _, share in points] == sorted((share for _, share in points), reverse=True)
    for (first, _), (last, _) in pairwise(points):
        heard = [row for row in whole.requests if row.fate == "heard" and row.ended_by(review.span.last)
                 and row.is_seen_in(review.span) and first < row.days_until(review.span.last) <= last]  # fmt: skip
        people = {row.person for row in heard}
        assert len(people) >= 5 or not people
    assert curve(drawn(5, 3), review.span) == []


def _note(asked: list[str], request: Any) -> None:
    asked.append(request.url)


@pytest.mark.slow
def test_in_the_browser(folder: Path, tmp_path: Path) -> None:
    """Zero violations of axe by day and by night, no request, nothing wider than a phone; two pages of A4."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    pypdf = pytest.importorskip("pypdf", reason="needs pypdf: pip install pypdf")
    with launched() as browser:
        for name in ("bilan.html", "bilan-2-pages.html"):
            for scheme, width in (("light", 1280), ("dark", 320)):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
                asked = list[str]()
                page.on("request", partial(_note, asked))
                page.goto((folder / name).as_uri())
                violations = axe.run(page).response["violations"]
                assert [(row["id"], row["nodes"][0]["target"]) for row in violations] == [], name
                assert asked == [(folder / name).as_uri()]
                assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
                page.close()
        page = browser.new_page()
        page.goto((folder / "bilan-2-pages.html").as_uri())
        page.pdf(path=tmp_path / "deux.pdf", prefer_css_page_size=True)
    pages = pypdf.PdfReader(tmp_path / "deux.pdf").pages
    assert len(pages) == 2
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in pages} <= {(595, 842), (596, 842)}


@pytest.mark.slow
def test_libreoffice_opens_the_workbook(folder: Path, tmp_path: Path) -> None:
    """Printed on A4 sideways, with a number on each page; what is withheld stays a word."""
    pypdf = pytest.importorskip("pypdf", reason="needs pypdf: pip install pypdf")
    pages = pypdf.PdfReader(converted([folder / "bilan.xlsx"], "pdf", tmp_path)["bilan"]).pages
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in pages} == {(842, 595)}
    text = " ".join(pages[0].extract_text().split())
    assert "Bilan du 1er février 2011 au 31 juillet 2011" in text
    assert "retenu" in text
