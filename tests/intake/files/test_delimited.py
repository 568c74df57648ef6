"""Delimited text: encodings, line ends, separators, quotes, and lines as an editor counts them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.files.delimited import read_delimited
from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

TABLE = "Nom;Né le;N°\r\nZorbane;31/01/1980;007\r\nÉmilteau;;8\r\n"
ROWS = (("Nom", "Né le", "N°"), ("Zorbane", "31/01/1980", "007"), ("Émilteau", "", "8"))


def read(data: bytes | str) -> tuple[Sheet, list[Finding]]:
    """A text read with the usual limits."""
    return read_delimited("t.csv", data.encode() if isinstance(data, str) else data, Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    """Each way in which French tables come gives the same rows, without a word about it."""
    sheet, findings = read(TABLE.replace("\r\n", end).encode(encoding))
    assert (sheet.rows, findings) == (ROWS, [])
    assert sheet.line_numbers == (1, 2, 3)


def test_utf16_big_endian_with_a_mark() -> None:
    """The mark decides the order of bytes."""
    assert read(b"\xfe\xff" + TABLE.encode("utf-16-be"))[0].rows == ROWS


@pytest.mark.parametrize(("separator", "other"), [(";", ","), (",", ";"), ("\t", ","), ("|", ";")])
def test_the_separator_is_the_one_that_cuts_all_lines_alike(separator: str, other: str) -> None:
    """Other signs within texts do not mislead."""
    rows = [["Nom", "Note", "Part"], ["a", f"b{other} c{other} d", "2"], ["e", f"f{other}g", "3"], ["h", "", "4"]]
    sheet, findings = read("\n".join(separator.join(row) for row in rows))
    assert ([list(row) for row in sheet.rows], findings) == (rows, [])


def test_decimal_commas_do_not_mislead() -> None:
    """A column of figures with decimal commas is cut at semicolons."""
    assert read("a;b;c\n1;2,0;x\n3;4,5;y\n")[0].rows[1] == ("1", "2,0", "x")


def test_title_lines_above_the_table() -> None:
    """Lines of fewer cells are filled up, not refused."""
    sheet, findings = read("Instance du mois\n\nNom;Rang;Lieu\na;1;b\nc;2;d\n")
    assert sheet.rows[0] == ("Instance du mois", "", "")
    assert (sheet.rows[1], sheet.line_numbers, findings) == (("", "", ""), (1, 2, 3, 4, 5), [])


def test_a_stated_separator_is_believed_and_its_line_counts() -> None:
    """The first line ``sep=,`` is no row, and the lines below keep their numbers."""
    sheet, _ = read("sep=,\na,b;c\nd,e;f\n")
    assert (sheet.rows, sheet.line_numbers) == ((("a", "b;c"), ("d", "e;f")), (2, 3))


def test_cells_over_several_lines_keep_true_line_numbers() -> None:
    """Mixed line ends within and between rows: each row begins where an editor shows it."""
    sheet, _ = read('a;b\r\n"x\ry\n";"z\r\nt"\nc;d\r"e""f";g')
    assert sheet.rows == (("a", "b"), ("x\ny\n", "z\nt"), ("c", "d"), ('e"f', "g"))
    assert sheet.line_numbers == (1, 2, 6, 7)
    assert sheet.row_number(2) == 6


def test_one_column_is_a_table_too() -> None:
    """Without any separator each line is a cell."""
    assert read("a\nb c\n")[0].rows == (("a",), ("b c",))


def test_blank_cells_beyond_the_table_are_dropped() -> None:
    """Exports that end each line with separators, or the file with blank lines, read as the table they hold."""
    sheet, findings = read("a;b;;;\nc;d;;;\n;;;;\n\n")
    assert (sheet.rows, findings) == ((("a", "b"), ("c", "d")), [])


def test_a_shifted_row_is_an_error_at_its_line() -> None:
    """A separator within a text moves cells to the right: never read as if nothing were."""
    sheet, findings = read("a;b;c\n1;2;3\n4;5;6;7\n8;9;0\n")
    assert [(f.level, f.code, f.row) for f in findings] == [("error", "row-shifted", 3)]
    assert sheet.rows[2] == ("4", "5", "6", "7")


@pytest.mark.parametrize("text", ['a;b\nc;d\n"e;f\ng;h\n', 'a;b\nc;d\n"e" x;f\n'])
def test_a_quote_that_is_not_closed_is_refused_where_its_row_begins(text: str) -> None:
    """One quotation mark must not swallow the rows below it."""
    with pytest.raises(RefusedError) as refused:
        read(text)
    assert refused.value.code == "quote-unclosed"
    assert "ligne 3" in refused.value.finding("t.csv").text


def test_bytes_that_windows_does_not_know_are_refused_with_their_line() -> None:
    """An undefined byte is not dropped."""
    with pytest.raises(RefusedError) as refused:
        read(b"a;b\r\xe9;\x81\r")
    assert refused.value.code == "encoding-unknown"
    assert "ligne 2" in refused.value.finding("t.csv").text


@pytest.mark.parametrize(
    "data",
    [
        "a;b\nRen\u00e9;c\n".encode("cp850"),
        "a;b\nRen\u00e9;c\n".encode("mac-roman"),
        "a;b\nRenÃ©;c\n".encode(),
        "a;b\nRen\ufffd;c\n".encode(),
    ],
)
def test_damaged_accents_are_told(data: bytes) -> None:
    """Bytes of DOS or an old Macintosh, UTF-8 read twice, lost letters: a warning at the first such line."""
    _, findings = read(data)
    assert [(f.level, f.code, f.row) for f in findings] == [("warning", "encoding-doubtful", 2)]


def test_a_cell_beyond_the_limit_is_an_error_at_its_place() -> None:
    """It is emptied, with its length told and not its text."""
    sheet, findings = read("a;b\nc;" + "x" * 10_001 + "\n")
    assert [(f.code, f.row, f.column, f.value) for f in findings] == [
        ("cell-too-long", 2, "B", "texte de 10001 caractères")
    ]
    assert sheet.rows[1] == ("c", "")


@pytest.mark.parametrize("data", ["\x0b", "\x0c\n", "\xa0;\u202f\n", "\u3000", '"\x1f"', "sep=;\n\x0b", "\x0b\n" * 3])
def test_a_file_of_what_no_eye_sees_is_empty(data: str) -> None:
    """One byte 0x0b was an exception: there was no row to take the usual width from."""
    with pytest.raises(RefusedError) as refused:
        read(data)
    assert refused.value.code == "file-empty"


def test_lines_of_what_no_eye_sees_at_the_end_are_blank_lines() -> None:
    """As spaces and separators are."""
    assert read("a;b\n\x0b;\xa0\n\x0c\n")[0].rows == (("a", "b"),)


@pytest.mark.parametrize("cell", ["x" * 131_073, '"' + "x\n" * 70_000])
def test_a_cell_beyond_what_can_be_read_is_refused_where_its_row_begins(cell: str) -> None:
    """Whether it is one long text, or a quotation mark that swallows the rest of the file."""
    with pytest.raises(RefusedError) as refused:
        read(f"a;b\nc;{cell}\n")
    assert refused.value.code == "cell-too-long"
    assert "ligne 2" in refused.value.finding("t.csv").text


_cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufffd\ufeff"), max_size=8)


@given(st.lists(st.lists(_cells, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from(";\t,|"))
def test_what_is_quoted_comes_back(rows: list[list[str]], separator: str) -> None:
    """Whatever quoted cells hold, the same cells are read, each row at its line."""
    rows = [["n", *row, "z"] for row in rows]
    lines = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    sheet, _ = read(f"sep={separator}\n" + "\n".join(lines))
    assert [list(row) for row in sheet.rows] == rows
    begins = [2 + sum(line.count("\n") + 1 for line in lines[:n]) for n in range(len(lines))]
    assert list(sheet.line_numbers or ()) == begins


@given(st.binary(max_size=300))
def test_any_bytes_give_sheets_or_a_finding(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Nothing raises, nothing is silent."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    sheets, findings = read_sheets(Path(path))
    assert sheets or any(finding.level == "error" for finding in findings)
