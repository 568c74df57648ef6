"""An xlsx workbook looked through before its cells are read: sizes, what is hidden, merged, calculated or at fault."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.markup import Place, Scan, parse
from rsa_sched.intake.files.package import Package
from rsa_sched.intake.sheet import Epoch

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_USUAL = {"officeDocument": "xl/workbook.xml", "sharedStrings": "xl/sharedstrings.xml"}
_TRUE = ("1", "true")


@dataclass(slots=True)
class WorkbookScan:
    """What a workbook is made of, beside its cells.

    Attributes
    ----------
    sheets : by the sheet's name; sheets of charts and dialogues are left out.
    ordered : instead, in the order of the workbook, where the format makes names hard to read.
    epoch : from which year days are counted.
    macros, links : whether programs, or links to other files and programs, are in it.
    """

    sheets: dict[str, Scan] = field(default_factory=dict)
    ordered: list[Scan] = field(default_factory=list)
    epoch: Epoch = 1900
    macros: bool = False
    links: bool = False


def scan_xlsx(package: Package, limits: Limits) -> WorkbookScan:
    """Look through a workbook; raises RefusedError where it is damaged, hostile or beyond the limits."""
    book = WorkbookScan(
        macros=any(name.endswith("vbaproject.bin") for name in package.names),
        links=any(name.startswith("xl/externallinks/") for name in package.names),
    )
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str], folder: str = "/xl/") -> None:
        if _local(name) == "Relationship" and "Id" in attributes:
            target = posixpath.normpath(posixpath.join(folder, attributes.get("Target", ""))).lstrip("/").lower()
            targets[attributes["Id"]] = target
            usual = _USUAL.get(attributes.get("Type", "").rpartition("/")[2], target)
            if target != usual:  # the reader of cells might read another part than the one looked through here
                raise RefusedError("file-damaged")

    def workbook(name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "workbookPr" and attributes.get("date1904", "0").lower() in _TRUE:
            book.epoch = 1904
        elif name == "sheet":
            relation_id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), relation_id))

    relations = "xl/_rels/workbook.xml.rels"
    if "_rels/.rels" not in package or relations not in package:
        raise RefusedError("file-damaged")
    parse(package.chunks("_rels/.rels"), lambda name, attributes: relation(name, attributes, "/"))
    targets.clear()
    parse(package.chunks(relations), relation)
    parse(package.chunks("xl/workbook.xml"), workbook)
    if len(sheets) > limits.sheets:
        raise RefusedError("too-many-sheets", most=limits.sheets)
    wanted = {targets.get(relation_id, ""): name for name, relation_id in sheets}
    if len(wanted) < len(sheets) or len(set(wanted.values())) < len(sheets):
        raise RefusedError("file-damaged")
    lengths = _lengths(package, limits) if "xl/sharedstrings.xml" in package else []
    scans: dict[str, Scan] = {}
    for part in sorted(package.names):
        if part.endswith(".xml") and part != "xl/sharedstrings.xml":
            scanner = _Sheet(limits, lengths)
            parse(package.chunks(part), scanner.start, scanner.end, scanner.text)
            if scanner.root == "worksheet" and part in wanted:
                scans[wanted[part]] = scanner.scan
        elif part.endswith(".rels"):
            parse(package.chunks(part))
    book.sheets = {name: scans[name] for name, _ in sheets if name in scans}
    return book


def _lengths(package: Package, limits: Limits) -> list[int]:
    """How many characters each shared text has: one text may stand in a million cells."""
    lengths: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sst" and int(attributes.get("uniqueCount", "0")) > limits.cells:
            # the reader of cells makes room for so many
            raise RefusedError("too-many-cells", "texts", most=limits.cells)
        if _local(name) == "si":
            lengths.append(0)
            if len(lengths) > limits.cells:
                raise RefusedError("too-many-cells", "texts", most=limits.cells)

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    parse(package.chunks("xl/sharedstrings.xml"), start, None, text)
    return lengths


class _Sheet:
    """Follows one sheet; positions are counted as spreadsheets do where the file does not say them."""

    def __init__(self, limits: Limits, lengths: list[int]) -> None:
        self.scan = Scan(limits)
        self.root = ""
        self._lengths = lengths
        self._limits = limits
        self._row = self._column = self._rows = self._cells = 0
        self._type = ""
        self._formula = self._value = self._inline = self._reading = False
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if not self.root:
            self.root = name
        if self.root != "worksheet":
            return
        if name == "c":
            self._cells += 1
            if self._cells > 4 * self._limits.cells:  # even if nothing is in them
                raise RefusedError("too-many-cells", "sheet", most=4 * self._limits.cells)
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            else:
                self._column += 1
            self._type = attributes.get("t", "n")
            self._formula = self._value = self._inline = False
            self._text.clear()
        elif name in ("v", "t"):
            self._value, self._reading = True, True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col" and attributes.get("hidden", "0") in _TRUE:
            self.scan.hide_columns(int(attributes["min"]), int(attributes["max"]))
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.scan.merge((*_place(first), *_place(last or first)))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._rows += 1
        if self._rows > self._limits.rows:
            raise RefusedError("too-many-rows", "with-blank", most=self._limits.rows)
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if attributes.get("hidden", "0") in _TRUE:
            self.scan.hidden_rows.add(self._row)

    def end(self, name: str) -> None:
        name = _local(name)
        if name in ("v", "t"):
            self._reading = False
        elif name == "c" and self.root == "worksheet":
            self._end_cell()

    def _end_cell(self) -> None:
        if not (self._value or self._formula):
            return
        scan, place, text = self.scan, (self._row, self._column), "".join(self._text)
        if self._formula:
            scan.formulas += 1
            if not text and self._type != "str":  # an empty text is a result
                scan.uncalculated.append(place)
        if text or self._formula or self._type == "e":  # an error shows even without a text
            scan.use(*place)
        if self._type == "s":
            if not text.strip().isdecimal() or int(text) >= len(self._lengths):
                raise RefusedError("file-damaged")
            scan.write(self._lengths[int(text)])
        elif self._type == "e":
            scan.errors.append(place)
            scan.texts[place] = text[:20]
        else:
            scan.write(len(text))

    def text(self, characters: str) -> None:
        if self._reading:
            self._text.append(characters)


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _place(reference: str) -> Place:
    match = _CELL.fullmatch(reference)
    if match is None:
        raise RefusedError("file-damaged")
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - 64
    return int(match[2]), column
