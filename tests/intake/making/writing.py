"""Files of every sort: delimited text by hand, workbooks by openpyxl, old formats by LibreOffice."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.making.month import Cell, Column, Request, slashes

WRITTEN_ON = datetime(2010, 9, 24, 9, 0)


def grid(columns: Sequence[Column], rows: Iterable[Request]) -> list[list[Cell]]:
    """Headings, then a row of cells for each request."""
    return [[heading for heading, _ in columns], *([cell(row) for _, cell in columns] for row in rows)]


def delimited(
    rows: Iterable[Sequence[Cell]], separator: str, line_end: str, encoding: str, *, quote_all: bool = False
) -> bytes:
    """The rows as text; a workbook's types are written as an office would see them."""
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=separator,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return stream.getvalue().encode(encoding)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    return slashes(cell) if isinstance(cell, date) else str(cell)


def fill(sheet: Worksheet, rows: Iterable[Sequence[Cell]], *, top: int = 1) -> None:
    """Write rows of cells; dates shown day first."""
    for number, row in enumerate(rows, start=top):
        for column, cell in enumerate(row, start=1):
            if cell is None:
                continue
            written = sheet.cell(row=number, column=column, value=cell)
            if isinstance(cell, date):
                written.number_format = "dd/mm/yyyy"
            if number == top:
                written.font = Font(bold=True)


def saved(book: Workbook, path: Path) -> None:
    """Write a workbook whose stamps do not tell when it was made."""
    book.properties.created = book.properties.modified = WRITTEN_ON
    book.properties.creator = "Exemple"
    book.save(path)


def converted(book: Workbook, path: Path) -> None:
    """Have LibreOffice save the workbook in the format of the path's suffix (.xls, .ods)."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("LibreOffice is needed to make the examples: apt-get install libreoffice-calc")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.xlsx"
        saved(book, source)
        suffix = path.suffix.removeprefix(".")
        target = f"{suffix}:MS Excel 97" if suffix == "xls" else suffix
        subprocess.run(
            [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target,
             "--outdir", str(path.parent), str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    assert path.exists(), f"LibreOffice wrote no {path.name}"
