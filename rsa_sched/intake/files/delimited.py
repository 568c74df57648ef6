"""Delimited text (csv, tsv) as a sheet: which sign separates is seen from the lines, whose numbers are kept."""

from __future__ import annotations

import csv
import re
from collections import Counter

from rsa_sched.intake.files.encoding import decoded
from rsa_sched.intake.files.limits import Limits, RefusedError, check_area
from rsa_sched.intake.files.workbook import without_long_cells
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

SEPARATORS = (";", "\t", ",", "|")
"""In order of preference, where the lines fit several equally well."""

_LOOKED_AT = 200
_STATED = re.compile(r'"?sep=([;,|\t])"?', re.IGNORECASE)
_ENDS = re.compile(r"\r\n|\r|\n")


def read_delimited(file: str, data: bytes, limits: Limits) -> tuple[Sheet, list[Finding]]:
    """The table of a text file.

    A row that has filled cells beyond the width that most rows have is an error: a separator within a text has moved
    its cells.

    Raises
    ------
    RefusedError
        Where it is no text, a quotation mark is not closed, or a limit is passed.
    """
    text, findings = decoded(file, data)
    if len(text) > limits.characters:
        raise RefusedError("too-many-characters", "file", most=limits.characters)
    lines = _ENDS.split(text)
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) > 10 * limits.rows:
        raise RefusedError("too-many-rows", "file", most=limits.rows)
    first = 0
    stated = _STATED.fullmatch(lines[0].strip(" ")) if lines else None
    if stated:
        separator, first = stated[1], 1
    else:
        separator = separator_of(lines)
    rows, numbers = _rows(lines, first, separator)
    # What no eye sees (a form feed, a no-break space) is blank here as in every count of cells below.
    while rows and not _filled(rows[-1]):
        rows.pop()
        numbers.pop()
    if not rows:
        raise RefusedError("file-empty")
    usual = _usual_width(rows)
    width = max(_filled(row) for row in rows)
    check_area(len(rows), width, limits)
    sheet = Sheet(
        file,
        "",
        tuple((*row[:width], *[""] * (width - len(row))) for row in rows),
        first_row=numbers[0],
        line_numbers=tuple(numbers),
    )
    findings += [
        Finding.at(sheet, "error", "row-shifted", row=n, filled=_filled(row), usual=usual)
        for n, row in enumerate(rows)
        if _filled(row) > usual
    ]
    sheet, long = without_long_cells(sheet, limits)
    return sheet, findings + long


def separator_of(lines: list[str]) -> str:
    """The sign that cuts most of the first lines into one number of cells, more cells counting more."""
    best, best_score = SEPARATORS[0], 0.0
    for separator in SEPARATORS:
        widths = Counter[int]()
        try:
            for row in csv.reader((f"{line}\n" for line in lines[:_LOOKED_AT]), delimiter=separator):
                if any(row):
                    widths[len(row)] += 1
        except csv.Error:
            continue
        total = sum(widths.values())
        score = max((count * count / total * (width - 1) for width, count in widths.items()), default=0.0)
        if score > best_score:
            best, best_score = separator, score
    return best


def _rows(lines: list[str], first: int, separator: str) -> tuple[list[list[str]], list[int]]:
    """Rows, and the line on which each begins; blank lines stay rows, so that what follows stays where it is."""
    reader = csv.reader((f"{line}\n" for line in lines[first:]), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    begins = first + 1
    try:
        for row in reader:
            rows.append(row)
            numbers.append(begins)
            begins = first + reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):  # 131,072 characters, quoted or not
            raise RefusedError("cell-too-long", "line", number=begins) from None
        raise RefusedError("quote-unclosed", number=begins) from None
    return rows, numbers


def _filled(row: list[str]) -> int:
    """Cells up to the last one that is not blank."""
    return max((n + 1 for n, cell in enumerate(row) if cell.strip()), default=0)


def _usual_width(rows: list[list[str]]) -> int:
    """Cells that most rows have, blank ones too; of several such numbers the greatest."""
    widths = Counter(len(row) for row in rows if _filled(row))
    return max(widths, key=lambda width: (widths[width], width))
