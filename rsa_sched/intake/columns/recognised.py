"""A sheet understood: which of the tables it is, and what each of its rows says of each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rsa_sched.intake.cells.words import clean
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.sheet import Sheet


@dataclass(frozen=True, slots=True)
class RecognisedTable:
    """A sheet understood.

    Attributes
    ----------
    kind : which of the `TABLES`.
    sheet : the sheet, its vertically merged cells filled down.
    columns : indices of the columns of each field found: one for most, several for a list in several columns
        (« Partenaire 1 », « Partenaire 2 ») and for a name in two (first name, last name); `text` joins them.
        Columns that must not be sent are left out.
    header : index in ``sheet.rows`` of the header's last row.
    rows : indices of the rows of data.
    written : texts, by row index and field, that stand for what the columns say: a name taken apart, an address put
        together, a structure that the title lines name.
    """

    kind: str
    sheet: Sheet
    columns: dict[str, tuple[int, ...]]
    header: int
    rows: tuple[int, ...]
    written: Mapping[tuple[int, str], str] = field(default_factory=dict, repr=False)

    def text(self, row: int, key: str) -> str:
        """Text of a field in the row at an index of ``sheet.rows``; "" where the table has no such column."""
        text = self.written.get((row, key))
        if text is not None:
            return text
        columns = self.columns.get(key, ())
        if len(columns) == 1:
            return self.sheet.rows[row][columns[0]]
        parts = [clean(self.sheet.rows[row][column]) for column in columns]
        is_list = any(one.key == key and one.sort == "list" for one in TABLES[self.kind])
        return (" ; " if is_list else " ").join(part for part in parts if part)
