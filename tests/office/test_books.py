"""Workbooks and zipped documents: the same bytes twice, text that stays text."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from rsa_sched import MissingExtra
from rsa_sched.office.book import workbook
from rsa_sched.office.inert import inert_cell, restored_cell
from rsa_sched.office.zips import repacked
from tests.profiles import examples

TEXTS = [
    "=1+1",
    "{=1+1}",
    "http://example.invalid",
    "mailto:x@example.invalid",
    "1e5",
    "internal:a!A1",
    "_x000D_",
    "nan",
    "",
]


def book(texts: list[str]) -> bytes:
    """A workbook with these texts, one a row, as they are."""

    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Feuille")
        for row, text in enumerate(texts):
            sheet.write(row, 0, text)

    return workbook(fill, title="Essai")


def test_texts_stay_texts() -> None:
    """Even without an apostrophe nothing becomes a formula, a link or a number by itself."""
    sheet = load_workbook(io.BytesIO(book(["x", *TEXTS])))["Feuille"]
    cells = [sheet.cell(row + 1, 1) for row in range(len(TEXTS) + 1)]
    assert [cell.value or "" for cell in cells] == ["x", *TEXTS]
    assert {cell.data_type for cell in cells if cell.value} <= {"s", "inlineStr"}
    assert not [cell for cell in cells if cell.hyperlink]


@examples(30)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=20), min_size=1, max_size=5))
def test_any_inert_text_can_be_written_and_read(texts: list[str]) -> None:
    """No text breaks a workbook; each comes back."""
    cells = [inert_cell(text) for text in texts]
    sheet = load_workbook(io.BytesIO(book(["x", *cells])))["Feuille"]
    read = [sheet.cell(row + 2, 1).value or "" for row in range(len(cells))]
    assert [restored_cell(str(text)) for text in read] == [restored_cell(cell) for cell in cells]


def test_the_same_workbook_twice() -> None:
    """Nothing of the clock, the process or its hash seed is in the bytes."""
    code = "import sys; from tests.office.test_books import TEXTS, book; sys.stdout.buffer.write(book(TEXTS))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == book(TEXTS)


def test_without_the_writer_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is missing, the error says what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match=r"\.\[office\]"):
        book([])


def zipped(stamp: tuple[int, int, int, int, int, int], method: int) -> bytes:
    """A document zipped on some day in some way, two of its parts under one name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, text in (("mimetype", "a/b"), ("x.xml", "<x/>"), ("é.xml", "<é/>"), ("x.xml", "<y/>")):
            archive.writestr(zipfile.ZipInfo(name, stamp), text, method)
    return stream.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_repacking_forgets_when_and_how() -> None:
    """The same parts in the same order give the same bytes; the type of the document stays uncompressed."""
    first = repacked(zipped((2010, 9, 28, 1, 2, 4), zipfile.ZIP_STORED))
    assert first == repacked(zipped((2011, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED)) == repacked(first)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        parts = [(part.filename, archive.read(part)) for part in archive.infolist()]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert parts == [("mimetype", b"a/b"), ("x.xml", b"<x/>"), ("é.xml", "<é/>".encode()), ("x.xml", b"<y/>")]
