"""What a calendar leaves in its folder, opened by a browser and by LibreOffice, as its readers open it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.audit import audit_plan
from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.outputs.page import year_page
from rsa_sched.calendar.outputs.tables import year_workbook
from rsa_sched.calendar.prices import DatePrice
from rsa_sched.calendar.year import Year
from tests.calendar.small import document, series
from tests.support.browser import launched
from tests.support.office import converted

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
A4, A3 = (842, 595), (1191, 842)
"""Sideways, in points."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Page and workbook of a year of eight series with words for everything, once it has been changed."""
    made = tmp_path_factory.mktemp("calendrier")
    venues = [f"v{n}" for n in range(1, 17)]
    raw = document(
        last_month="2011-07",
        school_zone="A",
        series=[
            series(f"s{n}", label=f"Sous-secteur {n} – Chorier-Berriat", venues=venues[2 * n : 2 * n + 2], attend=[])
            for n in range(8)
        ],
        venues=[{"id": name, "label": f"Centre social n° {name[1:]}"} for name in venues],
    )
    day = dt.date(2010, 10, 28)
    raw["imposed"] = [{"series": "s0", "date": day}]
    index = YearIndex(Year.from_dict(raw), published=True)
    found = YearCalendar(index, plan := tuple(_plan(index, day)), audit_plan(index, plan), 0, ("s0-2010-10",), 1)
    assert found.audit
    priced = [DatePrice(index.year.imposed[0], 3, 5)]
    (made / "annee.html").write_text(year_page(found, priced), encoding="utf-8")
    (made / "annee.xlsx").write_bytes(year_workbook(found, priced))
    return made


def _plan(index: YearIndex, day: dt.date) -> Iterator[Placed]:
    """Each series on an open morning of its own, its venues in turn; the first one of all on the imposed day."""
    for name, series_ in index.series.items():
        for n, session in enumerate(index.of_series(name)):
            mornings = [slot for slot in index.slots(session) if slot.half == "am" and index.open.is_open(slot.date)]
            slot = mornings[[*index.series].index(name)]
            date = day if session.id == "s0-2010-10" else slot.date
            yield Placed(session.id, date, slot.half, series_.venues[n % 2], ())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this file."""
    with launched() as found:
        yield found


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_year_is_accessible(browser: Browser, folder: Path, scheme: Any, width: int) -> None:
    """Zero violations of axe by day and by night, no request but itself, nothing wider than a phone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "annee.html").as_uri())
    violations = axe.run(page).response["violations"]
    assert [(row["id"], row["nodes"][0]["target"]) for row in violations] == []
    assert asked == [(folder / "annee.html").as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


@pytest.mark.parametrize(("paper", "size"), [("A4", A4), ("A3", A3)])
def test_the_year_is_printed_on_one_sheet(
    browser: Browser, folder: Path, tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    """The months of eight series on the first one, whole; what explains them on the next ones."""
    pypdf = pytest.importorskip("pypdf", reason="needs pypdf: pip install pypdf")
    page = browser.new_page()
    page.goto((folder / "annee.html").as_uri())
    page.pdf(path=tmp_path / "annee.pdf", format=paper, landscape=True)
    page.close()
    pages = pypdf.PdfReader(tmp_path / "annee.pdf").pages
    for one in pages:
        assert abs(one.mediabox.width - size[0]) <= 1 and abs(one.mediabox.height - size[1]) <= 1
    text = " ".join(pages[0].extract_text().split())
    assert "octobre 2010" in text and "juillet 2011" in text and "Sous-secteur 7" in text
    assert "Centre social n° 16" in text


def test_libreoffice_opens_the_workbook(folder: Path, tmp_path: Path) -> None:
    """Printed on A4 sideways: dates, venues and points are there, and no cell is an error."""
    pypdf = pytest.importorskip("pypdf", reason="needs pypdf: pip install pypdf")
    pages = pypdf.PdfReader(converted([folder / "annee.xlsx"], "pdf", tmp_path)["annee"]).pages
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in pages} == {A4}
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Petite année" in text and "Centre social n° 16" in text and "séance pendant les vacances scolaires" in text
    assert not [word for word in ("#REF", "#NAME", "#VALUE", "Err:") if word in text]
