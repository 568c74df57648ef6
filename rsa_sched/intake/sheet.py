"""A table as its sender sees it: text in rows and columns, each cell where the spreadsheet shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Epoch = Literal[1900, 1904]
"""From which year a workbook counts its days."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file; everything in it is text.

    Attributes
    ----------
    file : the file's name, without its folder.
    name : the sheet's name; empty for delimited text, which has no sheets.
    rows : cells of the used area as text, "" for an empty one; all rows equally long. A date that the file itself
        marks as one reads "2010-08-19" or "2010-08-19T09:30", a time of day "09:30", a truth value "VRAI" or "FAUX", a
        whole number has no decimal point.
    first_row, first_column : number of the first of them, from 1, as the spreadsheet shows them (for delimited text:
        lines of the file).
    line_numbers : of delimited text, the line on which each row begins (a quoted cell may go over several lines).
    hidden_rows, hidden_columns : numbers that the spreadsheet does not show.
    merged : merged areas, (top, left, bottom, right), numbers from 1, inclusive.
    epoch : which year day numbers are counted from.
    visible : whether the sheet's tab is shown.
    """

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    first_row: int = 1
    first_column: int = 1
    line_numbers: tuple[int, ...] | None = field(default=None, repr=False)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    epoch: Epoch = 1900
    visible: bool = True

    def row_number(self, index: int) -> int:
        """Number, as the user sees it, of the row at an index of `rows`."""
        return self.line_numbers[index] if self.line_numbers is not None else self.first_row + index

    def column_letter(self, index: int) -> str:
        """Letters, as the user sees them, of the column at an index of a row."""
        number, letters = self.first_column + index, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters
