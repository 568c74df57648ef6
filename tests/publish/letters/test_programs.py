"""Letters and templates as LibreOffice and Chromium open them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from rsa_sched.publish.letters.folder import BUNDLED
from tests.publish.letters import HEAD, demo, everybody, named, said, small, written
from tests.support.browser import launched
from tests.support.office import converted
from tests.support.quick import mostly_long

STEMS = ["partenaire", "personne", "prescripteur", "annulation", "seance", "a-imprimer"]

MM = 72 / 25.4


def laid(files: dict[str, bytes], suffix: str, folder: Path) -> list[Path]:
    """The files with this suffix, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in files if name.endswith(suffix)]
    for path in paths:
        path.write_bytes(files[path.name])
    return paths


@pytest.fixture(scope="module")
def month() -> dict[str, bytes]:
    """The letters of the bundled month and a cancelled session, all persons written to."""
    files = written(demo(), named(demo()), official_letters="all")
    return files | {name: data for name, data in written(small(), named(small())).items() if name.startswith("annul")}


@pytest.fixture(scope="module")
def pdfs(month: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The Word letters of the month as LibreOffice prints them; one person's in three."""
    folder = tmp_path_factory.mktemp("month")
    persons = sorted(name for name in month if name.startswith("personne") and name.endswith(".docx"))
    some = {name: data for name, data in month.items() if name not in persons or name in persons[::3]}
    return converted(laid(some, ".docx", folder / "word"), "pdf", folder)


@pytest.mark.slow
def test_letters_fit_their_pages(pdfs: dict[str, Path]) -> None:
    """A person, a partner, a cancellation and a session's sheet: one page; a prescriber: two at most."""
    kinds = ("personne", "prescripteur", "partenaire", "annul", "seance")
    assert all(any(stem.startswith(kind) for stem in pdfs) for kind in kinds)
    for stem, path in pdfs.items():
        pages = len(PdfReader(path).pages)
        assert pages <= (2 if stem.startswith("prescripteur") else 1), stem


@pytest.mark.slow
def test_what_is_printed_is_what_was_written(month: dict[str, bytes], pdfs: dict[str, Path]) -> None:
    """Every word of the Word file is on the page: no frame, table or footer is lost."""
    for stem, path in pdfs.items():
        shown = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(path).pages))
        told = re.sub(r"Page 1 sur 1", "", said(month[f"{stem}.docx"], ".docx"))
        for word in set(told.split()):
            assert word in shown, (stem, word)


@pytest.mark.slow
def test_the_window_shows_the_address_and_nothing_else(pdfs: dict[str, Path]) -> None:
    """The window of a French envelope: 100 to 195 mm from the left, 45 to 88 mm from the top of the page."""
    looked = 0
    for stem, path in pdfs.items():
        if not stem.startswith("personne"):
            continue
        page = PdfReader(path).pages[0]
        height, seen = float(page.mediabox.height), list[str]()

        def look(
            text: str, user: list[float], line: list[float], *_: Any, h: float = height, s: list[str] = seen
        ) -> None:
            left = (line[4] * user[0] + user[4]) / MM
            top = (h - line[5] * user[3] - user[5]) / MM
            if text.strip() and 100 < left < 195 and 45 < top < 88:
                s.append(text)

        page.extract_text(visitor_text=look)
        window = re.sub(r"\s+", "", "".join(seen))
        assert re.fullmatch(r"Mme[A-Za-z]+[0-9]+ruedesEssais38999Épreuve", window), (stem, window)
        looked += 1
    assert looked > 15


@pytest.mark.slow
def test_templates_saved_by_libreoffice_still_work(tmp_path: Path) -> None:
    """As Word files, and even by way of OpenDocument: the same words in each letter."""
    bundled = [path for path in sorted(BUNDLED.iterdir()) if path.suffix == ".docx"]
    twice = converted(bundled, "odt", tmp_path / "a").values()
    for n, paths in enumerate((bundled, list(twice))):
        folder = tmp_path / str(n)
        converted(paths, "docx", folder)
        names = named(small(), official=["b-1", "b-3"])
        files = written(small(), names, templates=folder / "docx")
        plain = written(small(), names)
        for name in (name for name in files if name.endswith(".docx")):
            told = re.sub(r"\s", "", said(files[name], ".docx"))
            assert not [word for word in said(plain[name], ".docx").split() if word not in told], name


@pytest.fixture(scope="module")
def tab() -> Any:
    """A browser's page."""
    with launched() as browser:
        yield browser.new_page()


@pytest.mark.parametrize("stem", mostly_long(STEMS, [], STEMS[:-1]))
def test_a_page_is_accessible_and_prints(month: dict[str, bytes], tmp_path: Path, tab: Any, stem: str) -> None:
    """axe-core finds nothing; printed on A4, letters take a page each, prescribers' two at most."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install rsa_sched[test]")
    name = next(name for name in sorted(month) if name.startswith(stem) and name.endswith(".html"))
    (path,) = laid({name: month[name]}, ".html", tmp_path)
    tab.goto(path.as_uri())
    assert axe.Axe().run(tab).response["violations"] == []
    tab.pdf(path=str(tmp_path / "printed.pdf"), prefer_css_page_size=True)
    pages = PdfReader(tmp_path / "printed.pdf").pages
    width, height = float(pages[0].mediabox.width) / MM, float(pages[0].mediabox.height) / MM
    assert sorted((round(width), round(height))) == [210, 297]
    assert (width > height) == (stem == "seance")
    letters = sum(name.endswith(".docx") and not name.startswith(("seance", "annul")) for name in month)
    least, most = (letters, 2 * letters) if stem == "a-imprimer" else (1, 2 if stem == "prescripteur" else 1)
    assert least <= len(pages) <= most


def test_the_longest_address_still_leaves_one_page(tmp_path: Path) -> None:
    """Seven lines of address, a sender of six: a person's letter is still one page."""
    names = everybody(named(small(), official=["b-1"]), address="\n".join(f"ligne {n}" for n in range(6)))
    head = replace(HEAD, address="\n".join(f"ligne {n}" for n in range(5)))
    files = {name: data for name, data in written(small(), names, head).items() if name.startswith("personne")}
    (path,) = converted(laid(files, ".docx", tmp_path / "word"), "pdf", tmp_path).values()
    assert len(PdfReader(path).pages) == 1
