"""What there is to read: files, folders and frames, opened, limited and understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.french.sentences import say
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.columns.headers import RecognisedTable, recognise
from rsa_sched.intake.fields import FRENCH_TABLES, TABLES
from rsa_sched.intake.files.apart import read_book
from rsa_sched.intake.files.files import read_sheets, sheets_of_frame, tables_in
from rsa_sched.intake.files.limits import Limits
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows.privacy import without_nir
from rsa_sched.intake.rows.reader import FindingLog
from rsa_sched.intake.sheet import Sheet
from rsa_sched.office.files import is_folder, resolved

if TYPE_CHECKING:
    import pandas as pd

    Source = Path | str | pd.DataFrame
    Sources = Source | Sequence[Path | str] | Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet, its place in the order of all sheets, and the table it holds, if any."""

    sheet: Sheet
    place: int
    table: RecognisedTable | None


@dataclass(slots=True)
class TableSources:
    """Opens sources one after the other.

    Attributes
    ----------
    files : names of the files read.
    opened : their sheets.
    row_errors : (place, row number) of errors at single rows of requests.
    cell_errors : (place, row number, column letters) of errors at single cells of any table.
    """

    log: FindingLog
    profile: Profile
    limits: Limits
    files: list[str] = field(default_factory=list)
    opened: list[OpenedSheet] = field(default_factory=list)
    row_errors: set[tuple[int, int]] = field(default_factory=set)
    cell_errors: set[tuple[int, int, str]] = field(default_factory=set)
    _places: int = 0
    _passed_over: bool = False

    def open_all(self, sources: Sources, sheet: str | None, elsewhere: Iterable[Path]) -> None:
        """A folder, a file, a list of files or frames by name; ``elsewhere``: files read for another reason."""
        other = {resolved(path) for path in elsewhere}
        if isinstance(sources, Mapping):
            for name, frame in sources.items():
                self.open(frame, _kind_named(name), name=name)
            return
        if not isinstance(sources, str | Path | Sequence):
            self.open(sources, None, name=say("import-report.files.unnamed"))
            return
        listed = [sources] if isinstance(sources, str | Path) else list(sources)
        found = False
        for path in map(Path, listed):
            for file in self._folder(path, other) if is_folder(path) else [path]:
                found |= self.open(file, None, only=sheet)
        if self._passed_over and not found:
            self.log.report("error", "sheet-missing")

    def open(self, source: Source, kind: str | None, *, name: str = "", only: str | None = None) -> bool:
        """One file or frame; whether a sheet of the name asked for is in it."""
        if not isinstance(source, str | Path):
            self.files.append(without_nir(name))
            self._understand(self._nameless([sheets_of_frame(name, source)]), kind)
            return False
        path = Path(source)
        self.files.append(without_nir(path.name))
        sheets, findings = read_sheets(path, self.limits, read_book)
        findings = [replace(one, file=without_nir(one.file), sheet=without_nir(one.sheet)) for one in findings]
        if not sheets:
            self._refuse_name(path.name)
        sheets = self._nameless(sheets)
        asked = only is not None and any(bare(one.name) == bare(only) for one in sheets)
        if asked:
            sheets = [one for one in sheets if bare(one.name) == bare(only or "")]
        elif only is not None:
            self._passed_over |= any(one.name for one in sheets)
            sheets = [one for one in sheets if not one.name]
        held = {one.name for one in sheets if one.name}
        for finding in findings:
            if finding.sheet not in held:
                self.log.add(finding, self._places)
        self._places += 1
        self._understand(sheets, kind, [finding for finding in findings if finding.sheet in held])
        return asked

    def _nameless(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """The sheets of a file, no name of theirs or the file's with a NIR in it; each of these is an error."""
        for name in dict.fromkeys(one.file for one in sheets):
            self._refuse_name(name)
        cleared = [replace(one, file=without_nir(one.file), name=without_nir(one.name)) for one in sheets]
        for before, after in zip(sheets, cleared, strict=True):
            if before.name != after.name:
                self.log.add(Finding.at(after, "error", "nir", wording="sheet"), self._places)
        return cleared

    def _refuse_name(self, name: str) -> None:
        """An error for a file's name with a NIR in it, which is not shown."""
        if without_nir(name) != name:
            self.log.add(Finding("error", "nir", file=without_nir(name), sentences=("nir.file",)), self._places)

    def _understand(self, sheets: Sequence[Sheet], kind: str | None, before: Sequence[Finding] = ()) -> None:
        """Recognise the table of each sheet; of a workbook whose kind is given, the sheets of that kind.

        ``before``: what was found about the sheets when they were opened.
        """
        read = [recognise(one, self.profile, kind if len(sheets) == 1 else None) for one in sheets]
        if kind is not None and len(sheets) > 1:
            fitting = [n for n, (table, _) in enumerate(read) if table is not None and table.kind == kind]
            if not fitting:
                first = next((n for n, one in enumerate(sheets) if one.visible and one.rows), 0)
                read[first] = recognise(sheets[first], self.profile, kind)
                fitting = [first]
            read = [entry if n in fitting else (None, []) for n, entry in enumerate(read)]
        for one, (table, findings) in zip(sheets, read, strict=True):
            for finding in (*(other for other in before if other.sheet == one.name), *findings):
                self._take(finding, table)
            self.opened.append(OpenedSheet(one if table is None else table.sheet, self._places, table))
            self._places += 1

    def _take(self, finding: Finding, table: RecognisedTable | None) -> None:
        """A finding about a sheet; an error at one row of requests concerns that row only."""
        before = self.log.fatal
        self.log.add(finding, self._places)
        if table is None or finding.level != "error" or finding.row is None:
            return
        self.cell_errors.add((self._places, finding.row, finding.column))
        if table.kind == "situations" and finding.row in {table.sheet.row_number(index) for index in table.rows}:
            self.log.fatal = before
            self.row_errors.add((self._places, finding.row))

    def _folder(self, folder: Path, other: set[Path]) -> Iterator[Path]:
        """The tables of a folder; everything else in it is reported."""
        try:
            tables = [path for path in tables_in(folder) if resolved(path) not in other]
            rest = sorted(folder.iterdir())
        except OSError:
            self.log.add(Finding("error", "folder-unreadable", file=folder.name), self._places)
            return
        for path in rest:
            if path in tables or resolved(path) in other or path.name.startswith((".", "~$")):
                continue
            name = without_nir(path.name)
            self._refuse_name(path.name)
            self.files.append(name)
            sentences = ("file-ignored.folder",) if is_folder(path) else ()
            self.log.add(Finding("warning", "file-ignored", file=name, sentences=sentences), self._places)
            self._places += 1
        yield from tables


def _kind_named(name: str) -> str | None:
    """The kind of table that a frame is named after."""
    words = {bare(kind): kind for kind in TABLES} | {bare(label): kind for kind, label in FRENCH_TABLES.items()}
    return words.get(bare(name))
