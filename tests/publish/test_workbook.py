"""The workbook opens everywhere, prints on A4, and nothing in it runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import subprocess
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rsa_sched.office.inert import legible, restored_cell
from rsa_sched.publish.tables.files import agenda_workbook
from rsa_sched.publish.tables.indicators import Indicator, indicators
from rsa_sched.render.sheets import LONGEST, clip, sheet_names
from tests.publish.agendas import Pair, hostile, listed, month, shown, small
from tests.support import builders as b
from tests.support.hostile import HOSTILE
from tests.support.programs import soffice

OWN = ["Mois", "Ajournements", "Indicateurs", "À faire", "Barème"]


def bytes_of(pair: Pair, audience: str = "service") -> bytes:
    """The workbook of an agenda."""
    return agenda_workbook(shown(pair, audience), listed(pair, audience))


@lru_cache
def book_of(pair: Pair, audience: str = "service") -> Any:
    """The same, read again."""
    return openpyxl.load_workbook(io.BytesIO(bytes_of(pair, audience)))


def table_of(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet's table by heading."""
    (table,) = sheet.tables.values()
    head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_sheet_for_each_session_and_for_what_concerns_all() -> None:
    """In the order of the month."""
    sessions = [row.id for row in shown(month()).sessions]
    assert book_of(month()).sheetnames == ["Mois", *sessions, *OWN[1:]]


def test_sheets_are_ready_to_print_and_to_be_read_out() -> None:
    """A4, landscape, one page wide, header rows repeated and frozen, one table with a header row, a foot with pages."""
    for sheet in book_of(month()):
        setup = sheet.page_setup
        assert (int(setup.paperSize), setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (int(setup.fitToWidth or 1), int(setup.fitToHeight)) == (1, 0)
        (table,) = sheet.tables.values()
        head = int("".join(filter(str.isdigit, table.ref.split(":")[0])))
        assert sheet.print_title_rows == f"${head}:${head}"
        assert sheet.freeze_panes == f"B{head + 1}"
        assert all(cell.value for cell in sheet[head][: len(table.tableColumns)])
        assert "&P" in sheet.oddFooter.right.text
        assert month()[0].id in sheet.oddFooter.left.text


def test_days_and_hours_are_those_of_a_spreadsheet() -> None:
    """They can be sorted and reckoned with."""
    first = table_of(book_of(month())["S1-2010-10"])[0]
    assert (first["Heure"], first["Fin"], first["Situation"]) == (dt.time(9), dt.time(9, 30), "2010-0045")
    assert table_of(book_of(month())["Mois"])[0]["Date"] == dt.datetime(2010, 10, 5)
    assert isinstance(table_of(book_of(month())["À faire"])[0]["Au plus tard le"], dt.datetime)


def test_the_sheets_say_what_the_agenda_says() -> None:
    """Each appointment, deferral and task once."""
    book, agenda = book_of(month()), month()[1]
    heard = [row["Situation"] for session in shown(month()).sessions for row in table_of(book[session.id])]
    assert sorted(heard) == sorted(line.situation for line in agenda.appointments)
    assert [row["Situation"] for row in table_of(book["Ajournements"])] == [row.situation for row in agenda.deferrals]
    assert len(table_of(book["À faire"])) == len(listed(month()))


def test_links_lead_to_the_sessions_and_nowhere_else() -> None:
    """Each within the workbook, to a sheet that there is."""
    for pair in (month(), hostile()):
        book = book_of(pair)
        links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert len(links) == len(shown(pair).sessions)
        assert not [link for link in links if link.target]
        assert {link.location.rpartition("!")[0].strip("'") for link in links} <= set(book.sheetnames)


def test_hostile_texts_are_texts_for_two_readers() -> None:
    """No formula, no link out; each text is there."""
    data = bytes_of(hostile())
    parts = zipfile.ZipFile(io.BytesIO(data))
    for name in parts.namelist():
        assert not [word for word in ("vba", "external", "activex", "embeddings") if word in name.lower()]
        assert b"<f>" not in parts.read(name)
        assert b'TargetMode="External"' not in parts.read(name)
    cells = [
        cell for sheet in book_of(hostile()) for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    seen = {restored_cell(cell.value) for cell in cells if isinstance(cell.value, str)}
    again = CalamineWorkbook.from_filelike(io.BytesIO(data))
    other = {
        restored_cell(cell)
        for name in again.sheet_names
        for row in again.get_sheet_by_name(name).to_python()
        for cell in row
        if isinstance(cell, str)
    }
    for found in (seen, other):
        assert not [text for text in HOSTILE if legible(text).strip() not in {text.strip() for text in found}]


@given(st.lists(st.text(min_size=1, max_size=40), max_size=12))
def test_names_of_sheets_are_names_that_excel_takes(ids: list[str]) -> None:
    """At most 31 characters, none of those that mean something, all different."""
    names = sheet_names(ids, OWN)
    assert len(names) == len(ids)
    whole = [name.casefold() for name in [*names, *OWN]]
    assert len(set(whole)) == len(whole)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\'!&\"")
        assert name.casefold() != "history"
        assert name == name.strip()


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    """Excel would drop it."""
    assert clip("a" * 40_000) == "a" * LONGEST + " […]"
    labels = [{"id": "v-1", "label": "L" * 50_000}]
    sheet = book_of(small(2, 1, venues=labels))["Mois"]
    assert table_of(sheet)[0]["Lieu"].endswith("[…]")


def test_days_before_spreadsheets_begin_are_texts() -> None:
    """A request of 1850 is no negative number."""
    pair = small([b.situation(1, requested_on="1850-01-02", oriented=False)], 1)
    assert table_of(book_of(pair)["Ajournements"])[0]["Demandée le"] == "1850-01-02"


def found(name: str, of: str = "ensemble", pair: Pair | None = None) -> Indicator:
    """An indicator of the month."""
    (one,) = [row for row in indicators(shown(pair or month())) if (row.name, row.of) == (name, of)]
    return one


def test_indicators_are_those_of_the_agenda() -> None:
    """Counted again from the agenda, not from the view."""
    problem, agenda = month()
    kinds = {row.id: row.kind for row in problem.structures}
    asked = [kinds[row.structure] for row in problem.situations]
    assert found("Demandes").value == len(asked)
    assert found("Demandes", "PER").value == asked.count("PER")
    assert found("Situations ajournées").value == len(agenda.deferrals)
    assert found("Part des demandes", "PE").value == asked.count("PE") / len(asked)
    assert found("Minutes occupées").value == sum(row.minutes_used for row in agenda.sessions)
    assert found("Séances à moins de deux situations").value == sum(row.situations < 2 for row in agenda.sessions)
    assert found("Déplacements").value == agenda.parts.travel // (2 * problem.regulation.trip_days)
    assert found("Points").value == agenda.points
    ages = sorted((problem.as_of - row.requested_on).days for row in problem.situations
                  if row.id in {line.situation for line in agenda.deferrals})  # fmt: skip
    assert found("Ancienneté la plus grande", "ajournées").value == ages[-1]
    assert found("Ancienneté médiane", "ajournées").value == (ages[len(ages) // 2] + ages[~(len(ages) // 2)]) / 2


def test_every_indicator_has_its_definition_and_perimeter() -> None:
    """Printed beside it; shares lie between 0 and 1."""
    for row in indicators(shown(month())):
        assert row.definition
        assert month()[0].id in row.perimeter
        assert row.unit != "en %" or (row.value is not None and 0 <= row.value <= 1)


def test_an_empty_month_has_a_workbook() -> None:
    """Nothing to hear, nothing to defer."""
    book = book_of(small([], []))
    assert book.sheetnames == OWN
    assert table_of(book["Mois"])[0]["Séance"] == "Aucune ligne"


def test_outsiders_see_no_figures() -> None:
    """A partner's workbook has neither points nor shares."""
    book = book_of(month(), "partner:ext-caf")
    assert not {"Points", "Part due", "Minutes occupées"} & {row["Indicateur"] for row in table_of(book["Indicateurs"])}
    for session in shown(month(), "partner:ext-caf").sessions:
        assert {row["Points"] for row in table_of(book[session.id])} == {None}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks as LibreOffice prints them, and each sheet as it saves it."""
    program, folder = soffice(), tmp_path_factory.mktemp("office")
    (folder / "mois.xlsx").write_bytes(bytes_of(month()))
    (folder / "hostile.xlsx").write_bytes(bytes_of(hostile()))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"  # UTF-8, shown values
    for kind in ("pdf", every_sheet):
        books = [str(folder / f"{name}.xlsx") for name in ("mois", "hostile")]
        own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(program), own, "--headless", "--convert-to", kind, "--outdir", str(folder), *books]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.slow
def test_libreoffice_prints_it(converted: Path) -> None:
    """A4, landscape, each session on one page, every sheet with its pages."""
    pages = PdfReader(converted / "mois.pdf").pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(842, 595)}
    texts = [" ".join(page.extract_text().split()) for page in pages]
    for session in shown(month()).sessions:
        assert len([text for text in texts if f"– {session.id}" in text]) == 1
    assert f"Page {len(pages)} sur {len(pages)}" in texts[-1]
    assert all("Indicateur" in text and "Périmètre" in text for text in texts if "– Indicateurs" in text)


@pytest.mark.slow
def test_libreoffice_reads_it(converted: Path) -> None:
    """The month's sheet line by line, days and hours as an official writes them."""
    rows = list(csv.reader(io.StringIO((converted / "mois-Mois.csv").read_text(encoding="utf-8"))))
    sessions = shown(month()).sessions
    assert [row[0] for row in rows if row[0] in {row.id for row in sessions}] == [row.id for row in sessions]
    assert ["S1-2010-10", "instance d'insertion", "05/10/2010", "9h00", "12h00"] in [row[:5] for row in rows]


@pytest.mark.slow
def test_libreoffice_reckons_nothing(converted: Path) -> None:
    """No hostile text became a formula, in any sheet."""
    sheets = sorted(converted.glob("hostile-*.csv"))
    assert len(sheets) == len(shown(hostile()).sessions) + len(OWN)
    text = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    assert "'=" in text
    assert not [word for word in ("Err:", "#NAME", "#REF", "#VALUE", "#DIV") if word in text]
