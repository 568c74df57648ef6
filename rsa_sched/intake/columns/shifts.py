"""Cells that a sign of separation within a text has pushed to the right, in every row or in a list at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rsa_sched.intake.cells.dates import read_date, read_hour
from rsa_sched.intake.cells.values import read_count, read_yes_no
from rsa_sched.intake.columns.datarows import filled
from rsa_sched.intake.columns.header_rows import Header
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

_READERS: dict[str, Callable[[str], object]] = {
    "date": lambda text: read_date(text).value,
    "hour": lambda text: read_hour(text).value,
    "yes-no": lambda text: read_yes_no(text).value is not None,
    "count": lambda text: read_count(text).value is not None,
}
_LOOKED_AT = 50


def beyond(sheet: Sheet, header: Header, rows: Sequence[int]) -> range:
    """Columns of delimited text behind the last heading that hold something; none of a workbook's."""
    names = sheet.rows[header.row]
    end = max((column + 1 for column, name in enumerate(names) if filled(name)), default=0)
    holds = any(filled(sheet.rows[index][column]) for index in rows for column in range(end, len(names)))
    return range(end, len(names)) if sheet.line_numbers is not None and holds else range(0)


def spilled(
    sheet: Sheet, header: Header, columns: dict[str, tuple[int, ...]], rows: Sequence[int]
) -> Iterator[Finding]:
    """A list in the last column whose entries the file's own sign separates: its further cells are taken up again."""
    more = beyond(sheet, header, rows)
    last = header.meanings.get(more.start - 1) if more else None
    if last is None or last.key not in columns or header.vocabulary.fields[last.key].sort != "list":
        return
    field = header.vocabulary.fields[last.key]
    if field.privacy == "needed":
        columns[last.key] = (*columns[last.key], *more)
        yield Finding.at(sheet, "repaired", "list-spilled", row=header.row, column=more.start - 1, heading=field.label,
                         last=sheet.column_letter(more.stop - 1))  # fmt: skip


def is_shifted(sheet: Sheet, header: Header, rows: Sequence[int]) -> bool:
    """Whether most rows have a cell more than the headings, and read better from one column further on."""
    more = beyond(sheet, header, rows)
    longer = [index for index in rows if any(filled(sheet.rows[index][column]) for column in more)][:_LOOKED_AT]
    if not longer or 10 * len(longer) < 9 * min(len(rows), _LOOKED_AT):
        return False
    here = there = 0
    for column, meaning in header.meanings.items():
        reader = _READERS.get(header.vocabulary.fields[meaning.key].sort)
        if reader is None or column + 1 >= len(sheet.rows[header.row]):
            continue
        here += sum(bool(filled(row[column]) and reader(row[column])) for row in map(sheet.rows.__getitem__, longer))
        there += sum(
            bool(filled(row[column + 1]) and reader(row[column + 1])) for row in map(sheet.rows.__getitem__, longer)
        )
    return there > here
