"""Files that are refused: too large, packed to burst, hostile, encrypted, damaged, or no tables at all."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.files.limits import Limits
from rsa_sched.intake.findings import Finding
from tests.support.quick import mostly_slow

from .samples import OLD, ods, ods_cell, packed, shared, text_cell, xlsx

SMALL = Limits(rows=10, columns=5, cells=40, sheets=1, parts=20, characters=1_000)


def refused(folder: Path, data: bytes, limits: Limits = Limits(), name: str = "t.xlsx") -> Finding:  # noqa: B008
    """The one finding of a file that is refused."""
    path = folder / name
    path.write_bytes(data)
    sheets, findings = read_sheets(path, limits)
    assert not sheets
    assert [finding.level for finding in findings] == ["error"]
    assert findings[0].file == name
    assert findings[0].action
    return findings[0]


def rows(number: int, cells: str = "") -> str:
    """So many rows of an xlsx sheet."""
    return f"<row>{cells}</row>" * number


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
HOSTILE: dict[str, tuple[bytes, str]] = {
    "rows without cells": (xlsx(rows(11)), "too-many-rows"),
    "a cell below": (xlsx('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "too-many-rows"),
    "a cell to the right": (xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too-many-columns"),
    "cells": (xlsx(rows(10, text_cell() * 5)), "too-many-cells"),
    "blank cells": (xlsx(f"<row>{'<c/>' * 161}</row>"), "too-many-cells"),
    "columns hidden ever again": (
        xlsx(f"<row>{text_cell()}</row>", before="<cols>" + '<col min="1" max="9" hidden="1"/>' * 16_385 + "</cols>"),
        "file-damaged",
    ),
    "no such cell": (xlsx('<row><c r="A0"><v>1</v></c></row>'), "file-damaged"),
    "no number": (xlsx('<row r="x"/>'), "file-damaged"),
    "a shared text in many cells": (
        xlsx(rows(9, '<c t="s"><v>0</v></c>' * 4), parts=shared("a" * 30)),
        "too-many-characters",
    ),
    "a shared text that is not there": (xlsx('<row><c t="s"><v>1</v></c></row>', parts=shared("a")), "file-damaged"),
    "a part with a name too long to be written again": (
        xlsx(f"<row>{text_cell()}</row>", parts={"x" * 30_000: ""}).replace(b"x" * 30_000, b"\xb0" * 30_000),
        "file-damaged",
    ),
    "parts": (xlsx("", parts={f"x{n}": "" for n in range(20)}), "too-many-parts"),
    "document type": (xlsx("", head=DOCTYPE), "file-doctype"),
    "document type elsewhere": (xlsx("", parts={"docProps/app.xml": DOCTYPE + "<a/>"}), "file-doctype"),
    "document type of shared texts": (xlsx("", parts={"xl/sharedStrings.xml": DOCTYPE + "<a/>"}), "file-doctype"),
    "document type of ods": (ods("", head=DOCTYPE), "file-doctype"),
    "no end": (xlsx("<row>"), "file-damaged"),
    "another workbook behind": (
        xlsx("", parts={"_rels/.rels": '<R><Relationship Id="a" Type="x/officeDocument" Target="b.xml"/></R>'}),
        "file-damaged",
    ),
    "rows repeated": (
        ods(f'<table:table-row table:number-rows-repeated="1048576">{ods_cell()}</table:table-row>'),
        "too-many-rows",
    ),
    "a row far away": (
        ods(f'<table:table-row table:number-rows-repeated="99999"/><table:table-row>{ods_cell()}</table:table-row>'),
        "too-many-rows",
    ),
    "cells repeated": (
        ods("<table:table-row>" + ods_cell("a", 'table:number-columns-repeated="16384"') + "</table:table-row>"),
        "too-many-columns",
    ),
    "a long text repeated": (
        ods("<table:table-row>" + ods_cell("a" * 300, 'table:number-columns-repeated="4"') + "</table:table-row>"),
        "too-many-characters",
    ),
    "sheets": (ods('</table:table><table:table table:name="2">'), "too-many-sheets"),
    "encrypted ods": (ods("", manifest="<manifest:encryption-data/>"), "file-encrypted"),
    "no sheet": (xlsx("", parts={"xl/workbook.xml": "<workbook><sheets/></workbook>"}), "file-empty"),
    "Word": (packed({"[Content_Types].xml": "", "word/document.xml": ""}), "file-not-table"),
    "xlsb": (packed({"xl/workbook.bin": ""}), "file-xlsb"),
    "an archive": (packed({"a.csv": "a;b"}), "file-not-table"),
    "nothing": (b"", "file-empty"),
    "a mark and blanks": (b"\xef\xbb\xbf \r\n\n", "file-empty"),
    "separators": (b";;;\n;;;\n", "file-empty"),
    "HTML": (b"\xef\xbb\xbf\n<html><table><tr><td>1</td></tr></table></html>", "file-markup"),
    "HTML with a type": (b"<!DOCTYPE html><p>", "file-markup"),
    "HTML in UTF-16": ("\ufeff<html>".encode("utf-16-le"), "file-markup"),
    "Excel 2003 XML": (b'<?xml version="1.0"?><Workbook/>', "file-markup"),
    "PDF": (b"%PDF-1.4\n", "file-not-table"),
    "a program": (b"MZ\x90\x00\x03", "file-not-table"),
    "bytes": (bytes(range(256)), "encoding-unknown"),
    "a cut zip": (xlsx("")[:-30], "file-damaged"),
    "a cut old workbook": (OLD.read_bytes()[:3000], "file-damaged"),
    "an old workbook without anything": (OLD.read_bytes()[:512], "file-damaged"),
    "text lines": (b"a;b\n" * 11, "too-many-rows"),
    "text columns": (b";".join([b"a"] * 6), "too-many-columns"),
    "text characters": (b"a" * 1_001, "too-many-characters"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_refusals(tmp_path: Path, what: str) -> None:
    """Each such file gives one error that says why, and no sheet."""
    data, code = HOSTILE[what]
    assert refused(tmp_path, data, SMALL).code == code


def test_columns_of_all_sheets(tmp_path: Path) -> None:
    row = f"<table:table-row>{ods_cell() * 3}</table:table-row>"
    data = ods("</table:table><table:table table:name='B'>".join((row, row)))
    sheets, found = read_sheets(_written(tmp_path, data), Limits(columns_in_all=6))
    assert (len(sheets), found) == (2, [])
    found = [refused(tmp_path, data, Limits(columns_in_all=5), "t.ods")]
    assert [(one.code, one.sentences, one.facts) for one in found] == [
        ("too-many-columns", ("too-many-columns.file",), {"most": 5})
    ]


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "t.ods"
    path.write_bytes(data)
    return path


def test_file_size(tmp_path: Path) -> None:
    """One byte beyond the limit is too much; no more than that is read."""
    assert refused(tmp_path, b"a;b\n" * 25, Limits(file_bytes=99)).code == "file-too-large"
    (tmp_path / "t.csv").write_bytes(b"a;b\n" * 25)
    assert read_sheets(tmp_path / "t.csv", Limits(file_bytes=100))[1] == []


def test_password_of_an_office_workbook(tmp_path: Path) -> None:
    """An encrypted xlsx is an old compound file with one known stream."""
    data = bytearray(OLD.read_bytes())
    name, other = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    at = data.find(name + b"\x00\x00")
    data[at : at + len(other)] = other
    data[at + 64 : at + 66] = struct.pack("<H", len(other) + 2)
    assert refused(tmp_path, bytes(data)).code == "file-encrypted"


def test_doubled_parts(tmp_path: Path) -> None:
    """Two parts of one name, in whatever case: programs may see either."""
    stream = io.BytesIO(xlsx(f"<row>{text_cell()}</row>"))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("XL/workbook.xml", "<x/>")
    assert refused(tmp_path, stream.getvalue()).code == "file-doubled-part"


def test_sizes_are_measured(tmp_path: Path) -> None:
    """A header that says less than there is: refused, not cut."""
    data = xlsx("", parts={"x.bin": b"a" * 100_000})
    for size in (99_999, 100_001):
        lie = data.replace(struct.pack("<L", 100_000), struct.pack("<L", size))
        assert lie != data
        assert refused(tmp_path, lie).code == "file-damaged"


@pytest.mark.parametrize(
    ("limits", "code"),
    [(replace(Limits(), ratio=100), "too-packed"), (Limits(ratio=2000, unpacked_bytes=1 << 21), "too-large-unpacked")],
)
def test_unpacked_sizes(tmp_path: Path, limits: Limits, code: str) -> None:
    """The ratio of one part and the sum of all are limited."""
    assert refused(tmp_path, xlsx("", parts={"x.bin": bytes(3 << 20)}), limits).code == code


_BOMBS = {
    "bomb": lambda: xlsx("", parts={"xl/media/x.bin": bytes(250 << 20)}),
    "bomb in the sheet": lambda: xlsx(" " * (190 << 20)),
    "a million empty rows": lambda: xlsx("".join(f'<row r="{n}"></row>' for n in range(1, 1_000_001))),
    "a million empty rows of ods": lambda: ods("<table:table-row/>" * 1_000_000),
    "one text in a million cells": lambda: xlsx(rows(20_000, '<c t="s"><v>0</v></c>' * 50), parts=shared("a" * 9_000)),
}
_READ = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20))
from rsa_sched.intake.files.files import read_sheets
sheets, findings = read_sheets(Path(sys.argv[1]))
assert not sheets
sys.stdout.write(findings[0].code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory of a process is limited by setrlimit")
@pytest.mark.parametrize("what", mostly_slow(_BOMBS, "bomb in the sheet"))
def test_bombs_are_refused_within_300_mib(tmp_path: Path, what: str) -> None:
    """A process that may not have more memory says no, and does not die."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(_BOMBS[what]())
    done = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout in ("too-packed", "too-many-rows", "too-many-characters")
