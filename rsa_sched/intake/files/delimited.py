"""Delimited text (csv, tsv) as a sheet: which sign separates is seen from the lines, whose numbers are kept.

The same bytes always give the same characters, and a doubtful reading is reported.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.files.limits import Limits, RefusedError, check_area
from rsa_sched.intake.files.workbook import without_long_cells
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

SEPARATORS = (";", "\t", ",", "|")
"""In order of preference, where the lines fit several equally well."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FRENCH = frozenset(lookup("vocabulary.letters"))
"""What stands in French tables beyond ASCII; another character is a hint that the bytes meant something else."""
_TWICE = re.compile(r"[\u00c3\u00c2][\u0080-\u00bf]|\u00e2\u20ac[\u0080-\u2122]")
"""Letters that were encoded twice: « Ã© »."""

_LOOKED_AT = 200
_NARROW = 3
"""With so few cells a row, a text of several lines may well look like rows."""
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
    text, findings = _decoded(file, data)
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
    if usual > _NARROW:
        findings += [
            Finding.at(sheet, "error", "quote-unclosed", row=index, wording="swallowed", opened=opened)
            for index, opened in _swallowed(rows, numbers, separator, usual)
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
        raise RefusedError("quote-unclosed", number=begins, opened=_opened(lines, begins, separator)) from None
    return rows, numbers


def _opened(lines: list[str], begins: int, separator: str) -> int:
    """The line of the quotation mark with which a row goes wrong: the last one that opens a cell."""
    opened, inside = begins, False
    for number, line in enumerate(lines[begins - 1 :], begins):
        before = separator
        for at, character in enumerate(line):
            if character != '"':
                before = character
            elif inside and line[at + 1 : at + 2] not in ("", separator, '"') and before != '"':
                return opened  # it closes a cell that goes on
            elif inside:
                inside = line[at + 1 : at + 2] == '"' or before == '"'
                before = "" if before == '"' else character
            elif before == separator:
                opened, inside, before = number, True, ""
    return opened


def _swallowed(rows: list[list[str]], numbers: list[int], separator: str, usual: int) -> Iterator[tuple[int, int]]:
    """Rows with a cell of several lines, one of which is a row of the table itself, and that line's number."""
    for index, row in enumerate(rows):
        line = numbers[index]
        for cell in row:
            inner = _ENDS.split(cell)
            if any(text.count(separator) >= usual - 1 for text in inner[1:]):
                yield index, line
                break
            line += len(inner) - 1


def _filled(row: list[str]) -> int:
    """Cells up to the last one that is not blank."""
    return max((n + 1 for n, cell in enumerate(row) if cell.strip()), default=0)


def _usual_width(rows: list[list[str]]) -> int:
    """Cells that most rows have, blank ones too; of several such numbers the greatest."""
    widths = Counter(len(row) for row in rows if _filled(row))
    return max(widths, key=lambda width: (widths[width], width))


def _decoded(file: str, data: bytes) -> tuple[str, list[Finding]]:
    """The characters of a text file, without a byte order mark.

    A mark decides; then many zero bytes in every other place say UTF-16; then what is valid UTF-8 is UTF-8; anything
    else is Windows-1252, reported as doubtful where it gives characters that French tables do not have.

    Raises
    ------
    RefusedError
        Where it is no text in any of these.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _without_mark(data)
    guessed = encoding == "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].decode("latin-1")) if guessed or encoding == "utf-8" else None
        if line:
            raise RefusedError("encoding-unknown", "line", number=line) from None
        raise RefusedError("encoding-unknown", "somewhere") from None
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise RefusedError("file-not-table", "nul", number=_line(text[: text.index("\x00")]))
    return text, _doubts(file, text, guessed)


def _without_mark(data: bytes) -> str:
    head = data[:4096]
    half = len(head) // 2
    if half and b"\x00" in head:
        if head[1::2].count(0) > 0.4 * half and head[0::2].count(0) < 0.05 * half:
            return "utf-16-le"
        if head[0::2].count(0) > 0.4 * half and head[1::2].count(0) < 0.05 * half:
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _doubts(file: str, text: str, guessed: bool) -> list[Finding]:
    if text.isascii():
        return []
    at = text.find("\ufffd")
    if at < 0:
        match = _TWICE.search(text)
        at = match.start() if match else -1
    if at < 0 and guessed:
        at = next((n for n, c in enumerate(text) if ord(c) > 127 and c not in _FRENCH), -1)
    if at < 0:
        return []
    return [Finding("warning", "encoding-doubtful", file=file, row=_line(text[:at]))]


def _line(before: str) -> int:
    return len(_ENDS.findall(before)) + 1
