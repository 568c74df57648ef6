"""Workbooks: every cell as text where the spreadsheet shows it, and what is hidden, merged, calculated or at fault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

from .samples import OLD, ods, ods_cell, shared, text_cell, xlsx


def read(folder: Path, data: bytes, name: str = "t.xlsx") -> tuple[Sheet, list[Finding]]:
    """The only sheet of a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    sheets, findings = read_sheets(path)
    assert len(sheets) == 1, findings
    return sheets[0], findings


def codes(findings: list[Finding]) -> list[str]:
    """Codes of findings, in order."""
    return [finding.code for finding in findings]


def test_a_table_that_starts_at_c5_keeps_its_places(tmp_path: Path) -> None:
    """Leading empty rows and columns are left out, and numbers and letters are still those of the spreadsheet."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("PER", 0)
    sheet["C5"], sheet["D6"] = "Nom", 12
    book.save(tmp_path / "t.xlsx")
    table = read_sheets(tmp_path / "t.xlsx")[0][0]
    assert table.rows == (("Nom", ""), ("", "12"))
    assert (table.row_number(1), table.column_letter(1)) == (6, "D")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (123456789012345, "123456789012345"),
        (1e20, "100000000000000000000"),
        (-3, "-3"),
        ("007", "007"),
        ("31/01/2026", "31/01/2026"),
        (True, "VRAI"),
        (False, "FAUX"),
        (dt.date(2010, 8, 19), "2010-08-19"),
        (dt.datetime(2010, 8, 19, 9, 30), "2010-08-19T09:30"),
        (dt.datetime(2010, 8, 19, 9, 30, 15), "2010-08-19T09:30:15"),
        (dt.time(9, 30), "09:30"),
        (dt.timedelta(hours=30), "PT30H00M00S"),
    ],
)
def test_values_are_text(tmp_path: Path, value: Any, text: str) -> None:
    """Each kind of cell reads as the docstring of Sheet says."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = value
    book.save(tmp_path / "t.xlsx")
    assert read_sheets(tmp_path / "t.xlsx") == (read_sheets(tmp_path / "t.xlsx")[0], [])
    assert read_sheets(tmp_path / "t.xlsx")[0][0].rows == ((text,),)


def test_the_other_epoch_is_told_and_dates_are_right(tmp_path: Path) -> None:
    """A workbook that counts from 1904 says so, and its date cells are the days they show."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = dt.date(2010, 8, 19)
    book.save(tmp_path / "t.xlsx")
    sheet = read_sheets(tmp_path / "t.xlsx")[0][0]
    assert (sheet.epoch, sheet.rows) == (1904, (("2010-08-19",),))


def test_what_an_xlsx_hides_and_merges(tmp_path: Path) -> None:
    """Hidden rows and columns of the used area, merged areas, and hidden sheets are told."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("PER", 0)
    for row in range(2, 6):
        for column in range(2, 5):
            sheet.cell(row, column, f"{row}{column}")
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[30].hidden = True
    sheet.column_dimensions["C"].hidden = sheet.column_dimensions["Z"].hidden = True
    sheet.merge_cells("B4:B5")
    book.worksheets[1].sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    (first, second), _ = read_sheets(tmp_path / "t.xlsx")
    assert (first.hidden_rows, first.hidden_columns, first.merged) == (frozenset({3}), frozenset({3}), ((4, 2, 5, 2),))
    assert (first.visible, second.visible, second.rows) == (True, False, ())


def test_an_old_workbook() -> None:
    """An .xls gives the same as its newer twins: places, values, hidden parts, merged areas, errors."""
    (sheet, help_sheet), findings = read_sheets(OLD)
    assert sheet.rows == (
        ("Numéro", "Date", "Heure", "Oui"),
        ("007", "2010-08-19", "09:30", "VRAI"),
        ("12", "2010-08-19T09:30", "2.5", "#DIV/0!"),
        ("fin", "", "", ""),
    )
    assert (sheet.first_row, sheet.first_column, sheet.epoch, sheet.visible) == (5, 3, 1900, True)
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == (frozenset({7}), frozenset({5}), ((8, 3, 9, 3),))
    assert not help_sheet.visible
    assert [(f.code, f.row, f.column) for f in findings] == [("formulas", None, ""), ("cell-error", 7, "F")]


def test_what_an_ods_hides_merges_and_repeats(tmp_path: Path) -> None:
    """Rows filtered out or collapsed, spans, repeated cells and rows; blanks repeated to the end cost nothing."""
    twice, wide = 'table:number-columns-repeated="2"', 'table:number-columns-spanned="2"'
    blank = '<table:table-cell table:number-columns-repeated="16380"/>'
    data = ods(
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="3"/>'
        f'<table:table-row table:visibility="filter">{ods_cell("a")}{ods_cell("b")}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{ods_cell("c", twice)}{blank}'
        f"</table:table-row><table:table-row>{ods_cell('d', wide)}"
        "<table:covered-table-cell/></table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    )
    sheet, findings = read(tmp_path, data, "t.ods")
    assert sheet.rows == (("a", "b"), ("c", "c"), ("c", "c"), ("d", ""))
    assert (sheet.first_row, sheet.hidden_rows, sheet.hidden_columns) == (4, frozenset({4}), frozenset({2}))
    assert (sheet.merged, findings) == (((7, 1, 7, 2),), [])


def test_cells_of_an_ods(tmp_path: Path) -> None:
    """Notes are no part of a cell; truth values, errors and dates read as in other workbooks."""
    note = "<office:annotation><text:p>note</text:p></office:annotation>"
    cells = (
        f'<table:table-cell office:value-type="string">{note}<text:p>a</text:p><text:p>b</text:p></table:table-cell>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="date" office:date-value="2010-08-19T09:30:00"/>'
        + ods_cell("#N/A", 'table:formula="of:=X" calcext:value-type="error" office:string-value=""')
        + '<table:table-cell table:formula="of:=1"/>'
    )
    sheet, findings = read(tmp_path, ods(f"<table:table-row>{cells}</table:table-row>"), "t.ods")
    assert sheet.rows[0][:4] == ("a\nb", "VRAI", "2010-08-19T09:30", "#N/A")
    assert [(f.code, f.column) for f in findings] == [
        ("formulas", ""),
        ("formula-without-result", "E"),
        ("cell-error", "D"),
    ]


def test_formulas_are_told_once_and_their_result_is_read(tmp_path: Path) -> None:
    """The result that was saved is the value; one warning for the sheet."""
    row = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>1</v></c></row>'
    )
    sheet, findings = read(tmp_path, xlsx(row))
    assert (sheet.rows[0], codes(findings)) == (("2", "", "1"), ["formulas"])


@pytest.mark.parametrize("cell", ["<f>A1</f>", "<f>A1</f><v/>", "<f>A1</f><v></v>"])
def test_a_formula_that_was_never_calculated_is_an_error_at_its_place(tmp_path: Path, cell: str) -> None:
    """Nothing is read as an empty cell that a formula stands in."""
    rows = f'<row r="7"><c r="C7"><v>1</v></c><c r="D7">{cell}</c></row>'
    _, findings = read(tmp_path, xlsx(rows))
    errors = [f for f in findings if f.level == "error"]
    assert [(f.code, f.row, f.column, f.sheet) for f in errors] == [("formula-without-result", 7, "D", "PER")]


def test_errors_keep_their_text_even_outside_of_all_values(tmp_path: Path) -> None:
    """The reader of cells drops errors: they are put back, and the used area grows to hold them."""
    rows = (
        '<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="C3"><v>1</v></c><c r="D3" t="e"><v>#REF!</v></c></row>'
    )
    sheet, findings = read(tmp_path, xlsx(rows))
    assert sheet.rows == (("#N/A", "", ""), ("", "1", "#REF!"))
    assert [(f.row, f.column) for f in findings] == [(2, "B"), (3, "D")]


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZ9999999", "A20001", "A0"])
def test_an_error_without_a_text_takes_no_room_beyond_the_limits(tmp_path: Path, place: str) -> None:
    """A single cell far away, at fault and without a word, made room for seventeen milliards of cells."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx(f'<row r="2">{text_cell("abc")}<c r="{place}" t="e"><v/></c></row>'))
    sheets, findings = read_sheets(path)
    assert sheets == []
    assert findings[0].code.startswith(("too-many", "file-damaged"))


def test_an_error_without_a_text_is_told_at_its_place(tmp_path: Path) -> None:
    """Within the limits it stands in the sheet as other errors do."""
    sheet, findings = read(tmp_path, xlsx(f'<row r="2">{text_cell("abc")}<c r="C4" t="e"><v/></c></row>'))
    assert ("cell-error", 4, "C") in [(finding.code, finding.row, finding.column) for finding in findings]
    assert sheet.rows == (("abc", "", ""), ("", "", ""), ("", "", ""))


def test_many_faults_of_one_kind_are_summed_up(tmp_path: Path) -> None:
    """Beyond fifty cells of one fault, the rest are counted."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 81))
    _, findings = read(tmp_path, xlsx(rows))
    assert len(findings) == 51
    assert "30 cases" in findings[-1].text


def test_macros_and_links_are_told_and_left_alone(tmp_path: Path) -> None:
    """What could run or fetch something is a warning; the cells are read."""
    parts: dict[str, str | bytes] = {"xl/vbaProject.bin": b"\xd0", "xl/externalLinks/externalLink1.xml": "<x/>"}
    sheet, findings = read(tmp_path, xlsx(f'<row r="1">{text_cell()}</row>', parts=parts))
    assert (sheet.rows, codes(findings)) == ((("a",),), ["macros", "external-links"])


def test_cells_and_rows_without_numbers_are_counted(tmp_path: Path) -> None:
    """Some programs write no places: cells follow one another."""
    rows = f"<row>{text_cell('a')}<c/>{text_cell('b')}</row><row hidden='1'>{text_cell('c')}</row>"
    sheet, _ = read(tmp_path, xlsx(rows))
    assert (sheet.rows, sheet.hidden_rows) == ((("a", "", "b"), ("c", "", "")), frozenset({2}))


def test_formatting_far_away_is_no_content(tmp_path: Path) -> None:
    """A cell that holds nothing does not count, wherever it stands."""
    rows = f'<row r="1">{text_cell()}</row><row r="1048576"><c r="XFD1048576"/></row>'
    assert read(tmp_path, xlsx(rows))[0].rows == (("a",),)


def test_shared_texts_keep_leading_zeros_and_line_breaks(tmp_path: Path) -> None:
    """A text is a text, whatever it looks like."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts = {**shared("0012", "a\nb"), "xl/_rels/workbook.xml.rels": relations}
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert read(tmp_path, xlsx(rows, parts=parts))[0].rows == (("0012", "a\nb"),)


def test_a_wrong_name_is_told(tmp_path: Path) -> None:
    """The content decides; the name is reported."""
    sheet, findings = read(tmp_path, xlsx(f'<row r="1">{text_cell()}</row>'), "t.csv")
    assert (sheet.rows, codes(findings)) == ((("a",),), ["suffix-wrong"])
