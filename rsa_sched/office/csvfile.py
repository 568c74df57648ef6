"""Small csv files that we wrote and a spreadsheet may have saved again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from rsa_sched.office.files import read_bytes
from rsa_sched.office.inert import legible, restored_cell


def text_of(path: Path, most: int) -> str:
    """The text of a file of at most so many bytes: UTF-16 with its mark, UTF-8, else cp1252.

    Raises
    ------
    OSError
        Where it cannot be read, or is larger.
    UnicodeDecodeError
        Where it is none of these.
    """
    data = read_bytes(path, most)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def numbered_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank with the number of the line it begins on; separated by ``;``, ``,`` or tabs.

    Raises
    ------
    csv.Error
        Where a quotation mark stays open.
    """
    first = text.splitlines()[0] if text else ""
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    for line in reader:
        cells = [legible(restored_cell(cell)).strip() for cell in line]
        if any(cells):
            yield begins, cells
        begins = reader.line_num + 1
