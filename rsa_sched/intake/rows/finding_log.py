"""Rows of tables as typed lines, and the log that takes every finding at the place that the sender sees."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.french.sentences import say
from rsa_sched.intake.cells.cells import Read
from rsa_sched.intake.cells.values import value_class
from rsa_sched.intake.columns.headers import RecognisedTable
from rsa_sched.intake.fields import TABLES, Field
from rsa_sched.intake.findings import Finding, Level
from rsa_sched.intake.sheet import Sheet

FIELDS: dict[str, dict[str, Field]] = {kind: {one.key: one for one in listed} for kind, listed in TABLES.items()}

NOWHERE = Sheet("", "", ())
"""Stands for the place of what concerns all files."""


@dataclass(slots=True, repr=False, eq=False)
class SourceRow:
    """One data row of a table.

    Attributes
    ----------
    table : where it stands.
    index : its index in the sheet's rows.
    place : position of the table among all tables, for the order of findings.
    values : typed values by field key; a cell that is empty or cannot be read has none.
    unread : fields that hold something which could not be read (reported already).
    faulted : fields with an error (reported already).
    bad : whether an error was found in it.
    """

    table: RecognisedTable
    index: int
    place: int
    values: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    faulted: set[str] = field(default_factory=set)
    bad: bool = False

    def get(self, key: str, default: Any = None) -> Any:
        """The typed value of a field."""
        return self.values.get(key, default)

    def text(self, key: str) -> str:
        """The value of a text field, "" without one."""
        return self.values.get(key) or ""

    def filled(self, key: str) -> bool:
        """Whether something stands there, readable or not."""
        return key in self.values or key in self.unread

    @property
    def number(self) -> int:
        """Row number as the spreadsheet shows it."""
        return self.table.sheet.row_number(self.index)

    @property
    def where(self) -> str:
        """« ligne 12 de tableau.xlsx, feuille « PER » », to point at this line from another."""
        sheet = self.table.sheet
        if sheet.name:
            return say("findings.place.row-of-sheet", number=self.number, file=sheet.file, sheet=sheet.name)
        return say("findings.place.row-of-file", number=self.number, file=sheet.file)

    def __repr__(self) -> str:
        return f"<SourceRow {self.number} of a table of {self.table.kind}>"


MOST_ALIKE = 5_000
"""Findings of one code that are kept of one table; of those beyond, one finding says how many there are."""

Rows = list[tuple[dict[str, Any], SourceRow]]
"""Raw rows of the problem document, each with the line it comes from."""


@dataclass(slots=True, repr=False)
class FindingLog:
    """Collects findings, in the order of a report, and knows whether a problem can be made at all.

    Attributes
    ----------
    fatal : whether an error was found that leaving out a row of situations does not mend.
    """

    fatal: bool = False
    _found: list[tuple[tuple[float, float, float], Finding]] = field(default_factory=list)
    _alike: Counter[tuple[int, str]] = field(default_factory=Counter)
    _beyond: dict[tuple[int, str], Level] = field(default_factory=dict)

    def report(
        self, level: Level, code: str, /, *, line: SourceRow | None = None, key: str = "", rule: str = "", **more: Any
    ) -> None:
        """A finding at a field of a line (without key: of the whole line; without line: of everything).

        Parameters
        ----------
        rule : the field's own where none is given.
        more : wording and facts, as for `Finding.at`.
        """
        if line is None:
            self.add(Finding.at(NOWHERE, level, code, rule=rule, **more), -1)
            return
        if self._is_wanted(line.place, level, code):
            known, column = FIELDS[line.table.kind].get(key), self._column(line, key)
            if known is not None:
                value = value_class(line.table.text(line.index, key) if key in line.table.columns else "")
                more |= {"heading": known.label, "value": value, "rule": rule or known.rule}
            more = {"rule": rule} | more
            finding = Finding.at(line.table.sheet, level, code, row=line.index, column=column, **more)
            self._found.append(((line.place, line.number, -1 if column is None else column), finding))
        if level == "error":
            line.bad = True
            line.faulted.add(key)
            self.fatal |= line.table.kind != "situations"

    def report_cell(self, line: SourceRow, key: str, read: Read, level: Level | None = None) -> None:
        """What is wrong with a cell, or what was read otherwise, if anything; ``level`` where it is not the usual."""
        if read.at_fault:
            self.report(level or "error", read.code, line=line, key=key, wording=read.wording, **read.facts)
        elif read.repairs:
            facts = {name: value for repair in read.repairs for name, value in repair.facts.items()}
            sentences = tuple(dict.fromkeys(f"repairs.{repair.code}" for repair in read.repairs))
            self.report(level or "repaired", read.code, line=line, key=key, sentences=sentences, **facts)

    def add(self, finding: Finding, place: int, column: int = -1) -> None:
        """A finding that is no line's own; an error of this kind is fatal."""
        self.fatal |= finding.level == "error"
        if self._is_wanted(place, finding.level, finding.code):
            row = -1 if finding.row is None else finding.row
            self._found.append(((place, row, column if column >= 0 else _position(finding.column)), finding))

    def report_column(self, level: Level, code: str, /, *, sheet: Sheet, place: int, column: int, **more: Any) -> None:
        """A finding at a column of a sheet, with what `Finding.at` takes besides; an error is fatal."""
        self.add(Finding.at(sheet, level, code, column=column, **more), place, column)

    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of files, sheets, rows and columns; none twice."""
        ordered = sorted([*self._found, *self._said_beyond()], key=lambda entry: entry[0])
        return tuple(dict.fromkeys(finding for _, finding in ordered))

    def _is_wanted(self, place: int, level: Level, code: str) -> bool:
        """Whether another finding of a code at a table is kept; it is counted in any case."""
        self._alike[place, code] += 1
        if self._alike[place, code] <= MOST_ALIKE:
            return True
        if level == "error" or (place, code) not in self._beyond:
            self._beyond[place, code] = level
        return False

    def _said_beyond(self) -> Iterator[tuple[tuple[float, float, float], Finding]]:
        for (place, code), level in self._beyond.items():
            like = next(one for at, one in self._found if at[0] == place and one.code == code)
            facts = {"number": self._alike[place, code] - MOST_ALIKE, "alike": code}
            yield (place, math.inf, 0), Finding(level, "findings-beyond", facts, like.file, like.sheet)

    def _column(self, line: SourceRow, key: str) -> int | None:
        columns = line.table.columns.get(key, ())
        cells = line.table.sheet.rows[line.index]
        return next((column for column in columns if cells[column].strip()), columns[0] if columns else None)


def _position(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
