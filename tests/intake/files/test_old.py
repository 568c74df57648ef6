"""Old workbooks that would lead the reader of cells astray, or make it end the process."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.files.compound import compound_of, streams_of
from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.sheet import Sheet

from .samples import OLD


def records(stream: bytes | bytearray) -> list[tuple[int, int]]:
    """Number and place of each record."""
    found, at = [], 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        found.append((number, at))
        at += 4 + length
    return found


def content() -> bytearray:
    """The records of the sample."""
    stream = streams_of(OLD.read_bytes())["workbook"]
    assert stream is not None
    return bytearray(stream)


def read(folder: Path, stream: bytes | bytearray) -> tuple[list[Sheet], list[str]]:
    """Sheets of a workbook with these records, and codes of findings."""
    path = folder / OLD.name
    path.write_bytes(compound_of(bytes(stream)))
    sheets, findings = read_sheets(path)
    return sheets, [finding.code for finding in findings]


@given(st.binary(min_size=1, max_size=20_000))
def test_a_stream_comes_back(stream: bytes) -> None:
    """What is packed into a compound file is read from it, blanks to the end of the last sector aside."""
    back = streams_of(compound_of(stream))["workbook"]
    assert back is not None
    assert back.rstrip(b"\0") == stream.rstrip(b"\0")
    assert back[: len(stream)] == stream


def test_a_long_stream_comes_back() -> None:
    """More sectors than one table has places for."""
    stream = bytes(range(1, 256)) * 40_000
    back = streams_of(compound_of(stream))["workbook"]
    assert back is not None
    assert back.rstrip(b"\0") == stream


@pytest.mark.parametrize("corners", [(0x80000004, 9, 0, 6), (5, 1, 3, 1), (0, 0xFFFFFFFF, 0, 0xFFFF), (0, 0, 0, 0)])
def test_a_sheet_that_lies_about_its_size(tmp_path: Path, corners: tuple[int, int, int, int]) -> None:
    """No room is made for what is not there: one such byte would end the process."""
    stream = content()
    for number, at in records(stream):
        if number == 0x200:
            struct.pack_into("<LLHH", stream, at + 4, *corners)
    assert read(tmp_path, stream)[0] == read_sheets(OLD)[0]


def test_a_count_of_texts_that_lies(tmp_path: Path) -> None:
    """More texts than there are bytes for them: refused."""
    stream = content()
    (at,) = (at for number, at in records(stream) if number == 0xFC)
    struct.pack_into("<L", stream, at + 8, 0x7FFFFFFF)
    assert read(tmp_path, stream) == ([], ["file-damaged"])


def test_the_figures_of_a_chart_are_no_cells(tmp_path: Path) -> None:
    """A chart within a sheet keeps figures of its own, in records like those of cells."""
    stream = content()
    starts = [at for number, at in records(stream) if number == 0x809]
    chart = struct.pack("<HHHH12x", 0x809, 16, 0x600, 0x20)
    chart += struct.pack("<HHHHHd", 0x203, 14, 4, 2, 0, 99.0)  # at the first cell of the table
    chart += struct.pack("<HHHHHd", 0x203, 14, 60_000, 200, 0, 99.0) + struct.pack("<HH", 0x0A, 0)
    place = starts[1] + 20
    changed = stream[:place] + chart + stream[place:]
    for number, at in records(stream):
        if number == 0x85 and struct.unpack_from("<L", stream, at + 4)[0] > starts[1]:
            struct.pack_into("<L", changed, at + 4, struct.unpack_from("<L", stream, at + 4)[0] + len(chart))
    assert read(tmp_path, changed) == (read_sheets(OLD)[0], ["formulas", "cell-error"])


@pytest.mark.parametrize("kind", [1, 2, 6])
def test_sheets_of_charts_and_macros_are_left_out(tmp_path: Path, kind: int) -> None:
    """Sheets without cells are not looked at, wherever they say they begin."""
    stream = content()
    at = [at for number, at in records(stream) if number == 0x85][1]
    struct.pack_into("<LBB", stream, at + 4, 0xFFFFFFF0, 0, kind)
    assert read(tmp_path, stream)[0] == read_sheets(OLD)[0][:1]


def test_texts_that_are_not_read_are_refused(tmp_path: Path) -> None:
    """A kind of text that only Excel 95 wrote is passed over by the reader: no empty cell in its place."""
    stream = content()
    at = next(at for number, at in records(stream) if number == 0xFD)
    struct.pack_into("<H", stream, at, 0xD6)
    assert read(tmp_path, stream) == ([], ["file-old-excel"])


@pytest.mark.parametrize("place", range(30, 80, 2))
def test_headers_that_lie(tmp_path: Path, place: int) -> None:
    """Counts and chains of the file itself are not believed either."""
    data = bytearray(OLD.read_bytes())
    data[place : place + 4] = b"\xf0\xff\xff\x7f"
    (tmp_path / "t.xls").write_bytes(data)
    sheets, findings = read_sheets(tmp_path / "t.xls")
    assert sheets == [] or [sheet.rows for sheet in sheets] == [sheet.rows for sheet in read_sheets(OLD)[0]]
    assert sheets or [finding.level for finding in findings] == ["error"]
