"""Workbooks (xlsx, ods, xls) as sheets of text, looked through before a cell is read."""

from __future__ import annotations

import dataclasses
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rsa_sched.errors import brought_by
from rsa_sched.french.sentences import say
from rsa_sched.intake.files.celltext import text_of
from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.markup import Area, Place, Scan
from rsa_sched.intake.files.package import Package
from rsa_sched.intake.files.scan_ods import scan_ods
from rsa_sched.intake.files.scan_xls import scan_xls
from rsa_sched.intake.files.scan_xlsx import WorkbookScan, scan_xlsx
from rsa_sched.intake.files.sniff import book_of
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

ReadBook = tuple[str, list[Sheet], list[Finding]]
"""Kind (xlsx, ods, xls), sheets, findings."""

_MOST_CELLS = 50
"""So many cells of one fault are reported one by one."""


def read_workbook(file: str, data: bytes, container: Literal["zip", "ole"], limits: Limits) -> ReadBook:
    """Sheets of a workbook, after its kind (xlsx, ods, xls).

    Raises
    ------
    RefusedError
        Where it is no workbook, damaged, encrypted, hostile or beyond the limits.
    MissingExtra
        Without the extra ``excel``.
    """
    if container == "ole":
        book, anew = scan_xls(data, limits)
        return "xls", *_read(file, anew, book, limits)
    package = Package(data, limits)
    kind = book_of(package.names)
    book = (scan_xlsx if kind == "xlsx" else scan_ods)(package, limits)
    return kind, *_read(file, package.repacked(), book, limits)


def load_reader() -> None:
    """Load what reads the cells; raises MissingExtra where it is not installed."""
    with brought_by("excel"):
        import python_calamine  # noqa: F401


def _check_whole(book: WorkbookScan, limits: Limits) -> None:
    scans = book.ordered or list(book.sheets.values())
    if sum(scan.right for scan in scans) > limits.columns_in_all:
        raise RefusedError("too-many-columns", "file", most=limits.columns_in_all)
    if sum(scan.bottom * scan.right for scan in scans) > limits.cells:
        raise RefusedError("too-many-cells", "file", most=limits.cells)
    if sum(scan.characters for scan in scans) > limits.characters:
        raise RefusedError("too-many-characters", "file", most=limits.characters)


def _read(file: str, data: bytes, book: WorkbookScan, limits: Limits) -> tuple[list[Sheet], list[Finding]]:
    with brought_by("excel"):
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    _check_whole(book, limits)
    sheets: list[Sheet] = []
    findings = _of_book(file, book)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            worksheet = 0
            for index, about in enumerate(workbook.sheets_metadata):
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                scan = book.ordered[worksheet] if book.ordered else book.sheets[about.name]
                worksheet += 1
                source = workbook.get_sheet_by_index(index)
                first, last = source.start or (0, 0), source.end or (-1, -1)
                rows = source.to_python(skip_empty_area=True) if source.start else []
                if rows and (not scan.top or last[0] >= scan.bottom or last[1] >= scan.right):
                    raise RefusedError("file-damaged")  # two readers do not see the same sheet
                areas = source.merged_cell_ranges or ()
                merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in areas]
                merged = sorted(set(merged or scan.merged))
                top, left, texts = _filled_in(first, [[text_of(cell) for cell in row] for row in rows], scan)
                bottom, right = top + len(texts) - 1, left + max(map(len, texts), default=0) - 1
                hidden = (range(max(start, left), min(end, right) + 1) for start, end in scan.hidden_columns)
                sheet = Sheet(
                    file, about.name, tuple(map(tuple, texts)), top, left,
                    hidden_rows=frozenset(row for row in scan.hidden_rows if top <= row <= bottom),
                    hidden_columns=frozenset(itertools.chain.from_iterable(hidden)),
                    merged=tuple(_apart(merged, bottom, left, right)), epoch=book.epoch,
                    visible=about.visible == SheetVisibleEnum.Visible,
                )  # fmt: skip
                findings += _of_sheet(sheet, scan, len(merged) - len(sheet.merged))
                sheet, long = without_long_cells(sheet, limits)
                findings += long
                sheets.append(sheet)
    except PasswordError:
        raise RefusedError("file-encrypted") from None
    except (CalamineError, OSError, ValueError, OverflowError, IndexError, KeyError, TypeError):
        raise RefusedError("file-damaged") from None
    except BaseException as error:
        # a panic of the reader, which its binding derives from BaseException
        if type(error).__name__ == "PanicException":
            raise RefusedError("file-damaged") from None
        raise
    if not sheets:
        raise RefusedError("file-empty", "workbook")
    return sheets, findings


def _filled_in(first: Place, texts: list[list[str]], scan: Scan) -> tuple[int, int, list[list[str]]]:
    """Top, left and texts of the used area with what only the scan knows.

    Cells at fault may stand outside of what the reader returns.
    """
    top, left = first[0] + 1, first[1] + 1
    if scan.texts:
        above = max(0, top - min(row for row, _ in scan.texts)) if texts else 0
        before = max(0, left - min(column for _, column in scan.texts)) if texts else 0
        if not texts:
            top, left = min(row for row, _ in scan.texts), min(column for _, column in scan.texts)
        width = max(max(map(len, texts), default=0), max(column for _, column in scan.texts) - left + 1) + before
        height = max(len(texts), max(row for row, _ in scan.texts) - top + 1) + above
        grid = [[""] * width for _ in range(height)]
        for n, row in enumerate(texts):
            grid[n + above][before : before + len(row)] = row
        top, left, texts = top - above, left - before, grid
        for (row_number, column), text in scan.texts.items():
            texts[row_number - top][column - left] = text
    return top, left, texts


def _apart(areas: Iterable[Area], last: int, left: int, right: int) -> Iterator[Area]:
    """Of sorted merged areas, those that share no cell of the columns up to the last row with one before them."""
    covered = [0] * (right + 1)
    for area in areas:
        top, first, bottom, end = area
        if top <= last and left <= first <= min(end, right):
            columns = slice(first, min(end, right) + 1)
            if max(covered[columns]) >= top:
                continue
            covered[columns] = [bottom] * len(covered[columns])
        yield area


def _of_book(file: str, book: WorkbookScan) -> list[Finding]:
    found = [Finding("warning", "macros", file=file)] if book.macros else []
    return [*found, Finding("warning", "external-links", file=file)] if book.links else found


def _of_sheet(sheet: Sheet, scan: Scan, overlapping: int) -> list[Finding]:
    found = [Finding.at(sheet, "warning", "formulas", number=scan.formulas)] if scan.formulas else []
    if overlapping:
        found.append(Finding.at(sheet, "warning", "merged-overlapping", number=overlapping))
    without = Finding.at(sheet, "error", "formula-without-result", value=say("findings.value.formula"))
    error = Finding.at(sheet, "warning", "cell-error", value=say("findings.value.error"))
    return [*found, *_at_cells(without, sheet, scan.uncalculated), *_at_cells(error, sheet, scan.errors)]


def _at_cells(finding: Finding, sheet: Sheet, places: Sequence[Place]) -> Iterator[Finding]:
    """The finding at each of these cells; how many more there are where there are too many."""
    for row, column in sorted(places)[:_MOST_CELLS]:
        yield dataclasses.replace(finding, row=row, column=sheet.column_letter(column - sheet.first_column))
    more = len(places) - _MOST_CELLS
    if more > 0:
        yield dataclasses.replace(finding, facts={"number": more}, sentences=(f"{finding.code}.more",))


def without_long_cells(sheet: Sheet, limits: Limits) -> tuple[Sheet, list[Finding]]:
    """The sheet with cells beyond the limit emptied, each of them an error."""
    most = limits.cell_characters
    long = [(n, m) for n, row in enumerate(sheet.rows) for m, cell in enumerate(row) if len(cell) > most]
    if not long:
        return sheet, []
    rows = [list(row) for row in sheet.rows]
    found = []
    for n, m in long:
        value = say("findings.value.text", number=len(rows[n][m]))
        found.append(Finding.at(sheet, "error", "cell-too-long", row=n, column=m, value=value, most=most))
        rows[n][m] = ""
    return dataclasses.replace(sheet, rows=tuple(map(tuple, rows))), found[:_MOST_CELLS]
