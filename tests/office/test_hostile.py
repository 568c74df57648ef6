"""Two hundred hostile texts through what the service opens in a spreadsheet: name table, report, form; none runs."""

from __future__ import annotations

import io
import itertools
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from rsa_sched.intake.form import form
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.report import ImportReport
from rsa_sched.names import Identity, NameTable
from rsa_sched.office.inert import legible
from tests.display import parsed, words
from tests.support.findings import worded
from tests.support.hostile import HOSTILE
from tests.support.programs import soffice

NAMES = NameTable(
    Identity(f"b-{n:03}", "person", text, text, text, "", text, text, text) for n, text in enumerate(HOSTILE)
)
REPORT = ImportReport(
    tuple(
        worded("warning", "x", text, text, f"{n}.csv", text, n + 1, "A", text, text, "R1")
        for n, text in enumerate(HOSTILE)
    ),
    tuple(f"{n}.csv" for n in range(len(HOSTILE))),
)


def active(book: Workbook) -> list[str]:
    """The cells of a workbook that calculate or lead somewhere."""
    cells = itertools.chain(*(row for sheet in book.worksheets for row in sheet.iter_rows()))
    return [f"{cell.coordinate}: {cell.value}" for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_the_name_table_keeps_them_as_text(tmp_path: Path) -> None:
    """Each comes back as it was."""
    (tmp_path / "n.csv").write_bytes(NAMES.to_csv())
    read = NameTable.from_csv(tmp_path / "n.csv")
    assert [row.last_name for row in read.values()] == [legible(text).strip() for text in HOSTILE]
    assert [row.address for row in read.values()] == [legible(text).strip() for text in HOSTILE]


def test_the_report_keeps_them_as_text() -> None:
    """In the workbook no formula and no link, in HTML nothing but the tables' own elements."""
    assert active(load_workbook(io.BytesIO(REPORT.to_xlsx()))) == []
    tree = parsed(REPORT._repr_html_())
    assert {element.tag for element in tree.iter()} <= {
        "div", "style", "p", "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert {name for element in tree.iter() for name in element.attrib} <= {"class", "lang", "scope"}
    assert "<script>alert(1)</script>" in words(tree)


def test_the_form_keeps_them_as_text() -> None:
    """Labels, neighbourhoods and words for urgency fill its lists, and nothing runs."""
    printable = [text for text in HOSTILE if text == legible(text)]
    profile = Profile.from_dict(
        {
            "services": [{"id": "A"}],
            "subsectors": [{"id": "S1", "service": "A", "label": printable[0]}],
            "structures": [{"id": f"st-{n}", "kind": "PE", "label": text} for n, text in enumerate(printable)],
        }
    )
    assert active(load_workbook(io.BytesIO(form(profile)))) == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["noms.csv", "constats.csv", "constats.xlsx"])
def test_an_office_suite_runs_none(what: str, tmp_path: Path) -> None:
    """LibreOffice opens and saves the file: no cell has become a formula or a link."""
    data = {"noms.csv": NAMES.to_csv(), "constats.csv": REPORT.to_csv(), "constats.xlsx": REPORT.to_xlsx()}[what]
    (tmp_path / what).write_bytes(data)
    command = [str(soffice()), f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
    if what.endswith(".csv"):
        command.append("--infilter=CSV:59,34,76,1,,1036,false,true,false,false,false,-1,true")  # formulas allowed
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(tmp_path / what)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (saved,) = (tmp_path / "saved").iterdir()
    book = load_workbook(saved)
    assert sum(sheet.max_row for sheet in book.worksheets) > len(HOSTILE)
    assert active(book) == []
