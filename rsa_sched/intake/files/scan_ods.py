"""An ods workbook looked through before its cells are read: sizes, what is hidden, merged, calculated or at fault."""

from __future__ import annotations

from rsa_sched.intake.files.celltext import text_of
from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.markup import Scan, parse
from rsa_sched.intake.files.package import Package
from rsa_sched.intake.files.scan_xlsx import WorkbookScan

_HIDDEN = ("collapse", "filter")
_CELLS = ("table:table-cell", "table:covered-table-cell")


def scan_ods(package: Package, limits: Limits) -> WorkbookScan:
    """Look through a workbook; raises RefusedError where it is damaged, encrypted, hostile or beyond the limits."""
    book = WorkbookScan(macros=any(name.startswith(("basic/", "scripts/")) for name in package.names))

    def manifest(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "encryption-data":
            raise RefusedError("file-encrypted")

    if "meta-inf/manifest.xml" in package:
        parse(package.chunks("meta-inf/manifest.xml"), manifest)
    content = _Content(book, limits)
    parse(package.chunks("content.xml"), content.start, content.end, content.text)
    for part in sorted(package.names - {"content.xml", "meta-inf/manifest.xml"}):
        if part.endswith((".xml", ".rdf")) and "/" not in part:
            parse(package.chunks(part))
    return book


class _Content:
    """Follows all sheets; what is repeated is counted as often as it stands, blanks at the end are not."""

    def __init__(self, book: WorkbookScan, limits: Limits) -> None:
        self._book = book
        self._limits = limits
        self._scan: Scan | None = None
        self._row = self._column = self._rows = self._cells = self._sheet_column = 0
        self._repeated = self._across = 1
        self._attributes: dict[str, str] = {}
        self._in_cell = self._in_note = self._reading = False
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._start_table(attributes)
        elif name == "table:null-date" and attributes.get("table:date-value", "").startswith("1904"):
            self._book.epoch = 1904
        elif name == "table:dde-link" or name == "table:table-source":
            self._book.links = True
        elif self._scan is None:
            return
        elif name in _CELLS:
            self._start_cell(attributes)
        elif name == "table:table-row":
            self._start_row(attributes)
        elif name == "table:table-column":
            first = self._sheet_column + 1
            self._sheet_column += _repeats(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in _HIDDEN:
                self._scan.hide_columns(first, self._sheet_column)
        elif name == "office:annotation":
            self._in_note = True
        elif name == "text:p" and self._in_cell and not self._in_note:
            self._reading = True

    def _start_table(self, attributes: dict[str, str]) -> None:
        name = attributes.get("table:name", "")
        if self._scan is not None or name in self._book.sheets:  # a table in a table, or two of one name
            raise RefusedError("file-damaged")
        if len(self._book.sheets) >= self._limits.sheets:
            raise RefusedError("too-many-sheets", most=self._limits.sheets)
        self._scan = self._book.sheets[name] = Scan(self._limits)
        self._row = self._rows = self._cells = self._sheet_column = 0

    def _start_row(self, attributes: dict[str, str]) -> None:
        assert self._scan is not None
        self._rows += 1
        if self._rows > self._limits.rows:
            raise RefusedError("too-many-rows", "with-blank", most=self._limits.rows)
        self._repeated = _repeats(attributes, "table:number-rows-repeated")
        self._column = 0
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self._row + self._repeated, self._limits.rows)
            self._scan.hidden_rows.update(range(self._row + 1, last + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > 4 * self._limits.cells:
            raise RefusedError("too-many-cells", "sheet", most=4 * self._limits.cells)
        self._attributes = attributes
        self._across = _repeats(attributes, "table:number-columns-repeated")
        self._in_cell = True
        self._text.clear()

    def end(self, name: str) -> None:
        if name == "table:table":
            self._scan = None
        elif self._scan is None:
            return
        elif name in _CELLS:
            self._end_cell(self._scan)
        elif name == "table:table-row":
            self._row += self._repeated
        elif name == "office:annotation":
            self._in_note = False
        elif name == "text:p":
            self._reading = False

    def _end_cell(self, scan: Scan) -> None:
        attributes, text = self._attributes, "".join(self._text)
        kind = attributes.get("office:value-type", "")
        formula = "table:formula" in attributes
        first_row, first_column = self._row + 1, self._column + 1
        self._column += self._across
        self._in_cell = False
        down, right = (
            _repeats(attributes, "table:number-rows-spanned"),
            _repeats(attributes, "table:number-columns-spanned"),
        )
        if down > 1 or right > 1:
            scan.merge((first_row, first_column, first_row + down - 1, first_column + right - 1))
        if not (kind or text or formula):
            return
        scan.use(first_row, first_column)
        scan.use(self._row + self._repeated, self._column)
        scan.write(len(text) * self._repeated * self._across)
        if formula:
            scan.formulas += 1
        error = attributes.get("calcext:value-type") == "error"
        uncalculated = formula and not kind and not text
        if not (error or uncalculated or kind == "boolean"):
            return
        for row in range(first_row, first_row + self._repeated):
            for column in range(first_column, first_column + self._across):
                if error:
                    scan.errors.append((row, column))
                    scan.texts[row, column] = text[:20]
                elif uncalculated:
                    scan.uncalculated.append((row, column))
                else:
                    scan.texts[row, column] = text_of(attributes.get("office:boolean-value", "").lower() == "true")

    def text(self, characters: str) -> None:
        if self._reading:
            self._text.append(characters)


def _repeats(attributes: dict[str, str], name: str) -> int:
    """How often something stands there; raises ValueError where that is no number."""
    return max(1, int(attributes[name])) if name in attributes else 1
