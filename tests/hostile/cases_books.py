"""Workbooks that unfold, lie about their size, declare or link: read within the limits, or refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import partial

from tests.cli.month import SITUATIONS
from tests.hostile.base import Case, Cases, refused_table, table
from tests.hostile.bombs import with_blanks
from tests.intake.files.samples import OLD, ods, ods_cell, packed, shared, text_cell, xlsx

ROWS = f"<row>{text_cell('Nom')}{text_cell('Prénom')}</row><row>{text_cell('a')}{text_cell('b')}</row>"
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def _bomb(size: int) -> bytes:
    """A part of this many blanks in a workbook."""
    return with_blanks(xlsx(ROWS), "xl/styles.xml", size)


def _entries(many: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(many):
            archive.writestr(f"x{number}", b"")
    return stream.getvalue()


def _twice(data: bytes, name: str, content: bytes) -> bytes:
    """A zip in which a part stands again with another content."""
    stream = io.BytesIO(data)
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, content)
    return stream.getvalue()


def _lying(data: bytes, size: int) -> bytes:
    """A zip whose directory says another unpacked size of its last part."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<L", size) + data[at + 28 :]


def _flag(data: bytes, flag: int) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + struct.pack("<H", flag) + data[at + 10 :]


def _overlapping() -> bytes:
    """A zip whose thousand entries share one packed part."""
    packed_part = zlib.compress(b" " * (1 << 20), 9)[2:-4]
    check = zlib.crc32(b" " * (1 << 20))
    common = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0x21, check, len(packed_part), 1 << 20, 1, 0)
    local = b"PK\x03\x04" + common + b"a" + packed_part
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + b"a"
    many = 1_000
    end = struct.pack("<HHHHLLH", 0, 0, many, many, many * len(entry), len(local), 0)
    return local + entry * many + b"PK\x05\x06" + end


def _attributes(many: int) -> str:
    return " ".join(f'a{n}="1"' for n in range(many))


def _values(attributes: str, *values: str) -> str:
    return "<row>" + "".join(f"<c {attributes}><v>{value}</v></c>" for value in values) + "</row>"


def _merged(areas: Iterable[str]) -> bytes:
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    rows = "".join(f"<row>{text_cell('x' * (n % 7 + 1)) * 12}</row>" for n in range(40))
    return xlsx(ROWS + rows, after=f"<mergeCells>{listed}</mergeCells>")


def _old(at: int, new: bytes) -> bytes:
    data = OLD.read_bytes()
    return data[:at] + new + data[at + len(new) :]


def _record(number: int, change: int, new: bytes) -> bytes:
    """The old workbook with a byte range of the first record of a number changed."""
    data = OLD.read_bytes()
    at = next(
        n for n in range(512, len(data) - 4) if struct.unpack_from("<H", data, n)[0] == number and n % 1 == 0
        and 0 < struct.unpack_from("<H", data, n + 2)[0] < 2_000
    )  # fmt: skip
    return _old(at + 4 + change, new)


def _relation(target: str, mode: str = "External") -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    return xlsx(
        ROWS,
        parts={
            "xl/externalLinks/_rels/externalLink1.xml.rels": "<Relationships><Relationship "
            f'Id="r1" Type="{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>',
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        },
    )


def _overlapping_rows(rows: int, areas: int) -> bytes:
    """The small month's requests, their second column merged over and over."""
    head, row = (line.split(";") for line in SITUATIONS.splitlines()[:2])
    lines = [head, *([f"d-{n}", *(row[1:2] if n == 2 else [""]), *row[2:]] for n in range(2, rows + 2))]
    cells = ("".join(map(text_cell, line)) for line in lines)
    merged = "".join(f'<mergeCell ref="B2:B{rows - n % 7}"/>' for n in range(areas))
    return xlsx("".join(f"<row>{one}</row>" for one in cells), after=f"<mergeCells>{merged}</mergeCells>")


def _cell(place: str) -> bytes:
    return xlsx(f'{ROWS}<row><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>')


def _book(kind: Callable[[bytes, str], Case], make: Callable[[], bytes]) -> Case:
    return kind(make(), "situations.xlsx")


def book_cases() -> Cases:
    """By name."""
    repeat = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    across = '<table:table-row><table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    good = ods(f"<table:table-row>{ods_cell('Nom')}</table:table-row>")
    refused: dict[str, Callable[[], bytes]] = {
        "zip bomb of 150 MiB": lambda: _bomb(150 << 20),
        "zip bomb of 1 GiB": lambda: _bomb(1 << 30),
        "zip of 3000 entries": lambda: _entries(3_000),
        "zip of 60000 entries": lambda: _entries(60_000),
        "zip of entries that overlap": lambda: _overlapping(),
        "zip with a part twice": lambda: _twice(xlsx(ROWS), "xl/workbook.xml", b"<workbook/>"),
        "zip with a part twice, in capitals": lambda: _twice(xlsx(ROWS), "XL/Workbook.XML", b"<workbook/>"),
        "zip that says 4 GiB": lambda: _lying(xlsx(ROWS), 2**32 - 2),
        "zip that says 0": lambda: _lying(xlsx(ROWS), 0),
        "zip that is encrypted": lambda: _flag(xlsx(ROWS), 1),
        "zip cut": lambda: xlsx(ROWS)[:-30],
        "zip of nothing": lambda: packed({}),
        "zip that begins only": lambda: b"PK\x03\x04",
        "zip of a zip": lambda: packed({"a.xlsx": xlsx(ROWS)}),
        "Word": lambda: packed({"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"}),
        "xlsb": lambda: packed({"xl/workbook.bin": b"x", "[Content_Types].xml": "<x/>"}),
        "laughs in a sheet": lambda: xlsx(ROWS, head=_LAUGHS),
        "laughs in shared texts": lambda: xlsx(ROWS, parts={"xl/sharedStrings.xml": f"{_LAUGHS}<sst>&k;</sst>"}),
        "laughs in styles": lambda: xlsx(ROWS, parts={"xl/styles.xml": f"{_LAUGHS}<x>&k;</x>"}),
        "laughs in ods": lambda: ods("", head=_LAUGHS),
        "outside entity": lambda: xlsx(ROWS, head=_OUTSIDE),
        "outside entity in ods": lambda: ods("", head=_OUTSIDE),
        "a row of row 10^20": lambda: xlsx(f'<row r="{10**20}">{text_cell()}</row>'),
        "a row of row -1": lambda: xlsx(f'<row r="-1">{text_cell()}</row>'),
        "a row of row 0": lambda: xlsx(f'<row r="0">{text_cell()}</row>'),
        "a cell at the end of the world": lambda: _cell("XFD1048576"),
        "a cell behind it": lambda: _cell("ZZZ9999999"),
        "a million filled columns": lambda: xlsx(f"<row>{text_cell() * 16_385}</row>"),
        "a sheet cut": lambda: xlsx(ROWS)[:0] + xlsx("<row><c>"),
        "2000 sheets": lambda: xlsx(
            ROWS, workbook="<sheets>" + "".join(f'<sheet name="{n}" r:id="r1"/>' for n in range(2_000)) + "</sheets>"
        ),
        "a sheet of repeated rows": lambda: ods(repeat.format(10**9, ods_cell())),
        "a sheet of repeated cells": lambda: ods(across.format(10**9)),
        "a sheet repeated in 10^30": lambda: ods(repeat.format(10**30, ods_cell())),
        "a sheet repeated by words": lambda: ods(repeat.format("beaucoup", ods_cell())),
        "a table in a table": lambda: ods('<table:table table:name="x"/>'),
        "an ods that is locked": lambda: ods("", manifest="<manifest:encryption-data/>"),
        "an ods that is cut": lambda: good[:-40],
        "an old workbook cut": lambda: OLD.read_bytes()[:2_000],
        "an old workbook of 512 bytes": lambda: OLD.read_bytes()[:512],
        "an old workbook with sectors of 4 GiB": lambda: _old(30, struct.pack("<H", 32)),
        "an old workbook whose directory is nowhere": lambda: _old(48, struct.pack("<L", 2**31)),
        "an old workbook before 1993": lambda: b"\x09\x00\x04\x00\x00\x00\x10\x00" * 10,
    }
    read: dict[str, Callable[[], bytes]] = {
        "zip bomb within the limits": lambda: _bomb(500_000),
        "zip with paths that lead out": lambda: xlsx(ROWS, parts={"../../../../tmp/x": "x", "/etc/x": "x", "C:\\x": "x"}),
        "zip behind a page": lambda: b"PK" + xlsx(ROWS),
        "zip with something behind": lambda: xlsx(ROWS) + b"x" * 70_000,
        "XML nested 50000 times": lambda: xlsx(f"{ROWS}{'<x>' * 50_000}{'</x>' * 50_000}"),
        "ods nested 50000 times": lambda: ods("<text:p>" * 50_000 + "</text:p>" * 50_000),
        "an attribute of 1 MiB": lambda: xlsx(f'<row x="{"y" * (1 << 20)}">{text_cell()}</row>'),
        "20000 attributes": lambda: xlsx(f"<row {_attributes(20_000)}>{text_cell()}</row>"),
        "a claim of a huge sheet": lambda: xlsx(ROWS, before='<dimension ref="A1:XFD1048576"/>'),
        "a claim of a sheet that ends before it begins": lambda: xlsx(ROWS, before='<dimension ref="XFD1048576:A1"/>'),
        "shared texts that are not there": lambda: xlsx(f'{ROWS}<row><c t="s"><v>999999999999</v></c></row>'),
        "shared texts below zero": lambda: xlsx(f'{ROWS}<row><c t="s"><v>-1</v></c></row>', parts=shared("a")),
        "shared texts that say a billion": lambda: xlsx(
            ROWS, parts={"xl/sharedStrings.xml": '<sst count="4294967295" uniqueCount="4294967295"/>'}
        ),
        "one long text in 900 cells": lambda: xlsx(
            ("<row>" + '<c t="s"><v>0</v></c>' * 30 + "</row>") * 30, parts=shared("x" * 9_999)
        ),
        "numbers that are none": lambda: xlsx(ROWS + _values("", "1e999", "NaN", "-", "x")),
        "dates at the ends of time": lambda: xlsx(
            ROWS + _values('t="d"', "99999-01-01", "-1", "0000-00-00T99:99", "9999-12-31T23:59:59.999999")
        ),
        "merged cells that overlap": lambda: _merged(f"A2:{chr(65 + n % 12)}{3 + n % 38}" for n in range(12_000)),
        "merged cells one in the other": lambda: _merged(f"A{2 + n // 2 % 9}:L{40 - n // 2 % 9}" for n in range(12_000)),
        "merged columns": lambda: _merged(f"{chr(65 + n % 12)}2:{chr(65 + n % 12)}40" for n in range(12_000)),
        "merged rows that overlap": lambda: _overlapping_rows(2_000, 40_000),
        "a merged sheet": lambda: _merged(["A1:XFD1048576"]),
        "merged the wrong way": lambda: _merged(["L40:A2", "A0:A0", "B2"]),
        "merged beyond the world": lambda: _merged(["A1:ZZZZ99999999"]),
        "rows that are hidden": lambda: xlsx(ROWS + "".join(f'<row r="{n}" hidden="1"/>' for n in range(3, 19_000))),
        "columns that are hidden": lambda: xlsx(ROWS, before='<cols><col min="1" max="16384" hidden="1"/></cols>' * 500),
        "a link outside": lambda: _relation("file:///etc/passwd"),
        "a link to a share": lambda: _relation("//evil.invalid/x.xlsx"),
        "a link within that leads out": lambda: _relation("../../../../etc/passwd", "Internal"),
        "macros": lambda: xlsx(ROWS, parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100}),
        "a formula that runs": lambda: xlsx(f'{ROWS}<row><c t="str"><f>cmd|\'/C calc\'!A0</f><v>x</v></c></row>'),
        "50000 cells at fault": lambda: xlsx(("<row>" + '<c t="e"><v>#N/A</v></c>' * 50 + "</row>") * 1_000),
        "spans of a billion": lambda: ods(
            "<table:table-row>" + ods_cell("Nom", 'table:number-rows-spanned="999999999"') + "</table:table-row>"
        ),
        "rows that end never": lambda: ods(
            f"<table:table-row>{ods_cell('Nom')}</table:table-row>" + repeat.format(10**9, "<table:table-cell/>")
        ),
        "hidden rows that end never": lambda: ods(
            f"<table:table-row>{ods_cell('Nom')}</table:table-row>"
            '<table:table-row table:visibility="collapse" table:number-rows-repeated="999999999"/>' * 9
        ),
        "truth values over the whole sheet": lambda: ods(
            '<table:table-row table:number-rows-repeated="4000"><table:table-cell office:value-type="boolean" '
            'office:boolean-value="true" table:number-columns-repeated="200"/></table:table-row>'
        ),
        "a DDE link": lambda: ods('<table:dde-link/>' + f"<table:table-row>{ods_cell('Nom')}</table:table-row>"),
        "an old workbook whose rows are 65535": lambda: _record(0x208, 0, b"\xff\xff"),
        "an old workbook of one byte more": lambda: OLD.read_bytes() + b"\0",
        "an old workbook with scrambled sectors": lambda: _old(512, bytes(range(256)) * 2),
    }  # fmt: skip
    return {
        **{f"book: {name}": partial(_book, refused_table, make) for name, make in refused.items()},
        **{f"book: {name}": partial(_book, table, make) for name, make in read.items()},
    }
