"""Which rows under a header are data: totals, repeated headers, notes and blank rows are left out, and reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from rsa_sched.french.figures import runs
from rsa_sched.french.sentences import words
from rsa_sched.intake.cells.values import value_class
from rsa_sched.intake.cells.words import bare, clean, folded
from rsa_sched.intake.columns.headings import ALL_HEADINGS, LONGEST
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

_ROWS = words("vocabulary.rows")
_TOTAL, _TOTAL_ALONE, _HINT = (re.compile(_ROWS[kind]) for kind in ("total", "total-alone", "hint"))
HeadingRow = Literal["repeated", "other", ""]
"""What a row is to the header above it."""

_FIGURE = re.compile(r"[ .,:h€%/-]*+\d[\d .,:h€%/-]*+", re.ASCII)


def filled(cell: str) -> bool:
    """Whether a cell holds anything that can be seen."""
    return bool(cell) and (cell[0].isalnum() or bool(clean(cell)))


def filled_columns(row: Sequence[str]) -> list[int]:
    """Indices of the cells that hold something."""
    return [column for column, cell in enumerate(row) if cell and filled(cell)]


def data_rows(
    sheet: Sheet, header: int, required: Collection[int], heads: Callable[[int], HeadingRow]
) -> tuple[tuple[int, ...], list[Finding]]:
    """Indices of the rows of data, and what was left out.

    Parameters
    ----------
    header : index of the header's last row.
    required : columns that every row of data needs.
    heads : whether the row at an index is the same header once more, or another table's; asked only of rows that begin
        with a heading.
    """
    found: list[Finding] = []
    kept: list[int] = []
    lone: list[int] = []
    blank: list[int] = []
    for index in range(header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        columns = filled_columns(row)
        if not columns:
            blank.append(index)
            continue
        first = row[columns[0]]
        looks_like_heading = len(first) <= LONGEST and not first[0].isdigit() and bare(first) in ALL_HEADINGS
        role = heads(index) if looks_like_heading else ""
        if role == "repeated":
            found.append(Finding.at(sheet, "repaired", "row-header", row=index))
        elif role == "other":
            found.append(Finding.at(sheet, "error", "second-table", row=index))
            break
        elif index == header + 1 and _explains(row, columns):
            found.append(Finding.at(sheet, "repaired", "row-hint", row=index))
        elif _is_total(row, columns, required):
            found.append(Finding.at(sheet, "repaired", "row-total", row=index))
        elif len(columns) == 1 and not set(required) <= set(columns):
            lone.append(index)
        else:
            kept.append(index)
    found += _lone(sheet, lone, kept)
    end = max([*kept, *lone, header])
    between = [index for index in blank if index < end]
    if between:
        wording, rows = "several" if len(between) > 1 else "one", tuple(map(sheet.row_number, between))
        found.append(Finding.at(sheet, "repaired", "row-blank", row=between[0], wording=wording, rows=rows))
    return tuple(kept), found


def _explains(row: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a row under the header says how to fill the columns, or numbers them."""
    texts = [folded(row[column]) for column in columns]
    if all(_HINT.fullmatch(text) for text in texts):
        return True
    figures = [text.strip("() ") for text in texts]
    return len(figures) >= 4 and figures == [str(number) for number in range(1, len(figures) + 1)]


def _is_total(row: Sequence[str], columns: Sequence[int], required: Collection[int]) -> bool:
    """A total names itself, and holds nothing but figures where a row of data needs something."""
    if not any("tota" in row[column].casefold() for column in columns):
        return False
    first = folded(row[columns[0]])
    if not _TOTAL.fullmatch(first) and not any(_TOTAL_ALONE.fullmatch(folded(row[column])) for column in columns):
        return False
    for column in set(required).intersection(columns):
        text = folded(row[column])
        if not _TOTAL.fullmatch(text) and not _FIGURE.fullmatch(text):
            return False
    return True


def _lone(sheet: Sheet, lone: Sequence[int], kept: Sequence[int]) -> Iterator[Finding]:
    """Rows with a single text, which is no data of this table: notes under it, headings between its parts."""
    last = max(kept, default=-1)
    groups: dict[tuple[int, bool], list[int]] = {}
    for index in lone:
        groups.setdefault((filled_columns(sheet.rows[index])[0], index > last), []).append(index)
    for (column, after), rows in sorted(groups.items(), key=lambda group: group[1][0]):
        where = "below" if after and kept else "within"
        if len(rows) == 1:
            value = value_class(sheet.rows[rows[0]][column])
            yield Finding.at(sheet, "warning", "row-lone", row=rows[0], column=column, value=value, wording=where)
        else:
            numbers = tuple(map(sheet.row_number, rows))
            yield Finding.at(sheet, "warning", "row-lone", row=rows[0], column=column,
                             wording=f"several-{where}", rows=numbers)  # fmt: skip


# --- merged and hidden cells ------------------------------------------------------------------------------------------


def unmerged(sheet: Sheet, header: int, labels: dict[int, str]) -> tuple[Sheet, list[Finding]]:
    """The sheet with vertically merged cells filled down under the header, in rows that hold something else as well.

    ``labels``: French name of the field of each column, for the findings.
    """
    found: list[Finding] = []
    rows: dict[int, list[str]] = {}
    before = [None if index <= header else len(filled_columns(row)) for index, row in enumerate(sheet.rows)]
    for top, left, bottom, right in sorted(sheet.merged):
        row, column = top - sheet.first_row, left - sheet.first_column
        last, end = min(bottom - sheet.first_row, len(sheet.rows) - 1), right - sheet.first_column
        if row <= header or row >= len(sheet.rows) or not 0 <= column < len(sheet.rows[row]):
            continue
        text = sheet.rows[row][column]
        if not filled(text):
            continue
        label = labels.get(column, "")
        if end > column and (before[row] or 0) > 1:
            found.append(
                Finding.at(sheet, "warning", "merged-across", row=row, column=column, heading=label,
                           first=sheet.column_letter(column), last=sheet.column_letter(end))
            )  # fmt: skip
        reached = [i for i in range(row + 1, last + 1) if before[i] and not filled(sheet.rows[i][column])]
        for index in reached:
            rows.setdefault(index, list(sheet.rows[index]))[column] = text
        if reached:
            found.append(
                Finding.at(sheet, "repaired", "merged-down", row=row, column=column, heading=label,
                           value=value_class(text), wording="several" if len(reached) > 1 else "one",
                           rows=tuple(map(sheet.row_number, reached)))
            )  # fmt: skip
    if not rows:
        return sheet, found
    return replace(sheet, rows=tuple(tuple(rows.get(i, row)) for i, row in enumerate(sheet.rows))), found


def hidden(sheet: Sheet, rows: Sequence[int], header: int, labels: dict[int, str]) -> Iterator[Finding]:
    """Rows and columns of data that the spreadsheet does not show; they are read all the same."""
    covered = [index for index in rows if sheet.row_number(index) in sheet.hidden_rows] if sheet.hidden_rows else []
    for first, last in runs(covered):
        a, b = sheet.row_number(first), sheet.row_number(last)
        if a == b:
            yield Finding.at(sheet, "warning", "row-hidden", row=first, wording="one", first=a)
        else:
            yield Finding.at(sheet, "warning", "row-hidden", row=first, wording="several", first=a, last=b)
    for number in sorted(sheet.hidden_columns):
        column = number - sheet.first_column
        if not sheet.rows or not 0 <= column < len(sheet.rows[0]):
            continue
        if any(filled(sheet.rows[index][column]) for index in (header, *rows)):
            wording, heading = "read" if column in labels else "unread", labels.get(column, "")
            yield Finding.at(sheet, "warning", "column-hidden", column=column, heading=heading, wording=wording)
