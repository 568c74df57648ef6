"""XML of workbooks read piece by piece, where nothing may be declared, fetched or multiplied."""

from __future__ import annotations

import xml.parsers.expat as expat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rsa_sched.intake.files.limits import Limits, RefusedError, check_area

Place = tuple[int, int]
"""Row and column of a cell, from 1."""
Area = tuple[int, int, int, int]
"""Top, left, bottom and right of merged cells, from 1."""
_WIDEST = 16_384
"""No spreadsheet has more columns."""


@dataclass(slots=True)
class Scan:
    """What one sheet holds beside the values of its cells; rows and columns are counted from 1.

    Attributes
    ----------
    top, left, bottom, right : used area; all 0 where nothing is in it.
    hidden_rows : rows that are not shown.
    hidden_columns : ranges (first, last) of columns that are not shown.
    merged : merged areas (top, left, bottom, right).
    texts : cells that are to read otherwise than the reader says: errors (« #N/A ») and truth values.
    errors : cells that hold an error.
    formulas : how many cells are calculated.
    uncalculated : cells with a formula but without its result.
    """

    limits: Limits
    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    texts: dict[Place, str] = field(default_factory=dict)
    errors: list[Place] = field(default_factory=list)
    formulas: int = 0
    uncalculated: list[Place] = field(default_factory=list)
    characters: int = 0

    def use(self, row: int, column: int) -> None:
        """A cell here holds something; raises RefusedError where that is beyond the limits."""
        if row < 1 or column < 1:
            raise RefusedError("file-damaged")
        if not self.top:
            self.top = self.bottom = row
            self.left = self.right = column
            check_area(row, column, self.limits)
            return
        if row > self.bottom or column > self.right:
            self.bottom, self.right = max(row, self.bottom), max(column, self.right)
            check_area(self.bottom, self.right, self.limits)
        if row < self.top:
            self.top = row
        if column < self.left:
            self.left = column

    def write(self, characters: int) -> None:
        """So many more characters; raises RefusedError where that is beyond the limit."""
        self.characters += characters
        if self.characters > self.limits.characters:
            raise RefusedError("too-many-characters", "sheet", most=self.limits.characters)

    def hide_columns(self, first: int, last: int) -> None:
        """Columns that are not shown; raises RefusedError where they are told more often than there are columns."""
        self.hidden_columns.append((first, last))
        if len(self.hidden_columns) > _WIDEST:
            raise RefusedError("file-damaged")

    def merge(self, area: Area) -> None:
        """One more merged area; raises RefusedError where there are too many."""
        self.merged.append(area)
        if len(self.merged) > self.limits.cells:
            raise RefusedError("too-many-cells", "sheet", most=self.limits.cells)


Start = Callable[[str, dict[str, str]], None]


def parse(
    chunks: Iterable[bytes],
    start: Start | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read XML to its end; raises RefusedError where it is not well-formed or declares a document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # not well-formed, an unknown encoding, a number that is none
        raise RefusedError("file-damaged") from None


def _refuse(*_: object) -> None:
    raise RefusedError("file-doctype")
