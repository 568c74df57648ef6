"""What a file may be at most: checked before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most; a file beyond is refused, never cut.

    Attributes
    ----------
    file_bytes : size of the file as it lies on the disk.
    unpacked_bytes : size of everything packed in it.
    ratio : unpacked size of a packed part over its packed size (parts below 1 MiB aside).
    parts : packed parts.
    rows, columns : of a sheet, up to its last cell that holds something.
    columns_in_all : of all sheets of a file: in each the first rows are compared with every known heading.
    cells : of the used areas of all sheets of a file.
    sheets : of a workbook.
    cell_characters : of one cell.
    characters : of all cells of a file.
    seconds : of the processor, for a workbook that is read in a process of its own (by the clock, six times as many).
    memory_bytes : of that process.
    """

    file_bytes: int = 20 * _MIB
    unpacked_bytes: int = 200 * _MIB
    ratio: int = 200
    parts: int = 2_000
    rows: int = 20_000
    columns: int = 200
    columns_in_all: int = 2_000
    cells: int = 500_000
    sheets: int = 50
    cell_characters: int = 10_000
    characters: int = 20_000_000
    seconds: int = 10
    memory_bytes: int = 512 * _MIB


class RefusedError(Exception):
    """A file that is not read: the code of a finding and its facts, without any text of the file."""

    def __init__(self, code: str, wording: str = "", **facts: Any) -> None:
        super().__init__(code)
        self.code, self.wording, self.facts = code, wording, facts

    def finding(self, file: str) -> Finding:
        """Why a file of this name is not read, and what to do about it."""
        return Finding.at(Sheet(file, "", ()), "error", self.code, wording=self.wording, **self.facts)


def check_area(rows: int, columns: int, limits: Limits) -> None:
    """Raise RefusedError where a used area, counted from the first row and column, is beyond the limits."""
    if rows > limits.rows:
        raise RefusedError("too-many-rows", "sheet", most=limits.rows)
    if columns > limits.columns:
        raise RefusedError("too-many-columns", "sheet", most=limits.columns)
    if rows * columns > limits.cells:
        raise RefusedError("too-many-cells", "sheet", most=limits.cells)
