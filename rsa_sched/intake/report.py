"""The report of an import as people get it: text, frame, workbook, csv and HTML; every finding in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from rsa_sched.french.labels import COLON
from rsa_sched.french.sentences import say, words
from rsa_sched.intake.findings import Finding, Level
from rsa_sched.office.book import for_printing, workbook
from rsa_sched.office.inert import inert_cell, legible
from rsa_sched.render.table import Column, Grid, Layout, Table, csv_table

if TYPE_CHECKING:
    import pandas as pd

ALL_FILES = say("import-report.files.all")
"""Stands for the file of a finding that concerns all of them."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All findings of an import, in the order of files, sheets and rows.

    Attributes
    ----------
    findings : all of them.
    files : names of the files read, in order.
    rows_read, rows_skipped : data rows seen, and left out because of their errors.
    """

    findings: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    rows_read: int = 0
    rows_skipped: int = 0

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep a row or a file from being used."""
        return self.of("error")

    def of(self, *levels: Level) -> tuple[Finding, ...]:
        """The findings of some levels."""
        return tuple(finding for finding in self.findings if finding.level in levels)

    def __bool__(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    def __add__(self, other: Iterable[Finding]) -> ImportReport:
        return ImportReport((*self.findings, *other), self.files, self.rows_read, self.rows_skipped)

    def __str__(self) -> str:
        """For a terminal or a mail: lines that count, then each file with its findings, in French."""
        blocks = ["\n".join(_summary(self))]
        for file, findings in _by_file(self).items():
            lines = [say("import-report.files.found", file=file or ALL_FILES, counts=_counts(findings))]
            blocks.append("\n".join([*lines, *(f"  {replace(finding, file='')}" for finding in findings)]))
        return legible("\n\n".join(blocks)) + "\n"  # sheets may be named by control characters

    def to_frame(self) -> pd.DataFrame:
        """One finding a row; the columns are those of the csv file, and the row numbers Int64."""
        import pandas as pd

        table = findings_table(self.findings).grid("csv")
        frame = pd.DataFrame(list(table.texts()), columns=list(table.headings), dtype="str")
        frame[say("import-report.columns.row")] = pd.array([finding.row for finding in self.findings], dtype="Int64")
        return frame

    def to_csv(self) -> bytes:
        """One finding a line: UTF-8 with BOM, semicolons; no cell is a formula."""
        return csv_table(findings_table(self.findings).grid("csv"), quoted=True)

    def to_xlsx(self) -> bytes:
        """The report as a workbook that can be sent back to those who filled the tables.

        Sheets « Constats » (every finding) and « Résumé » (how many a file); raises MissingExtra without ``excel``.
        """
        return workbook(lambda book: _fill(book, self), title=say("import-report.summary.title"))

    def _repr_html_(self) -> str:
        """Two tables with captions and scopes, no script, nothing from outside."""
        from rsa_sched.render.html import fragment

        tables = [_summary_table(self).grid("notebook")]
        if self.findings:
            tables.append(findings_table(self.findings).grid("notebook"))
        sentences = [line.replace(" : ", COLON) for line in _summary(self)]
        return fragment("tables.html.jinja", sentences=sentences, tables=tables)


def findings_table(findings: Sequence[Finding]) -> Table[Finding]:
    """The findings, for every output that shows them."""
    title, levels = words("import-report.columns"), words("findings.levels")
    return Table(
        findings,
        {
            "level": Column(title["level"], lambda row: levels[row.level], width=10),
            "Level": Column("", lambda row: levels[row.level].capitalize()),
            "code": Column(title["code"], lambda row: row.code, width=15),
            "file": Column(title["file"], lambda row: row.file, width=20),
            "File": Column("", lambda row: row.file or ALL_FILES),
            "sheet": Column(title["sheet"], lambda row: row.sheet, width=11),
            "row": Column(title["row"], lambda row: row.row, "count", width=6),
            "column": Column(title["column"], lambda row: row.column, width=8),
            "Column": Column(
                "", lambda row: f"{row.column} ({row.heading})" if row.column and row.heading else row.column
            ),
            "heading": Column(title["heading"], lambda row: row.heading, width=16),
            "value": Column(title["value"], lambda row: row.value, width=15),
            "rule": Column(title["rule"], lambda row: row.rule, width=7),
            "text": Column(title["text"], lambda row: row.text, width=38),
            "action": Column(title["action"], lambda row: row.action, width=38),
        },
        {
            "csv": Layout(", ".join(title)),
            "sheet": Layout(", ".join(key for key in title if key != "code")),  # codes are for programs
            "notebook": Layout(
                ", ".join(f"{key}: {heading}" for key, heading in words("import-report.html-columns").items()),
                say("import-report.captions.findings"),
                "File",
            ),
        },
    )


def _summary_table(report: ImportReport) -> Table[tuple[str, Sequence[Finding]]]:
    """How many findings of each level each file has, every file once."""
    title = words("import-report.summary-columns")
    columns: dict[str, Column[tuple[str, Sequence[Finding]]]] = {
        "file": Column(title["file"], lambda row: row[0] or ALL_FILES, width=40),
        "error": Column(title["error"], lambda row: _number(row[1], "error"), "number", width=12),
        "repaired": Column(title["repaired"], lambda row: _number(row[1], "repaired"), "number", width=14),
        "warning": Column(title["warning"], lambda row: _number(row[1], "warning"), "number", width=20),
    }
    layout = Layout(", ".join(columns), say("import-report.captions.summary"))
    found = _by_file(report)
    rows = [(file, found.get(file, ())) for file in dict.fromkeys([*report.files, *found])]
    return Table(rows, columns, {"notebook": layout, "sheet": layout})


def _fill(book: Any, report: ImportReport) -> None:
    table = findings_table(report.findings).grid("sheet")
    sheet = _sheet(book, say("import-report.sheets.findings"), table)
    widths = [column.width for column in table.columns]
    for number, texts in enumerate(table.texts(), start=1):
        # not every program makes room for wrapped text by itself
        lines = (-(-len(text) // max(1, width - 2)) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(number, 15.0 * max(lines))
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(widths) - 1)
    table = _summary_table(report).grid("sheet")
    sheet = _sheet(book, say("import-report.sheets.summary"), table)
    for number, sentence in enumerate(_summary(report)[1:], start=len(table.rows) + 2):
        sheet.write_string(number, 0, sentence)


def _sheet(book: Any, name: str, table: Grid) -> Any:
    """A sheet with a table, ready for printing, its header frozen and repeated on each page."""
    sheet = book.add_worksheet(name)
    wrapped = {"text_wrap": True, "valign": "top"}
    head, body = book.add_format({"bold": True, "bottom": 1, **wrapped}), book.add_format(wrapped)
    for at, (column, heading) in enumerate(zip(table.columns, table.headings, strict=True)):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, heading.capitalize(), head)
    for number, (row, texts) in enumerate(zip(table.rows, table.texts(), strict=True), start=1):
        for at, (cell, text) in enumerate(zip(row, texts, strict=True)):
            if isinstance(cell, int):
                sheet.write_number(number, at, cell, body)
            elif text:
                sheet.write_string(number, at, inert_cell(text), body)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for_printing(sheet)
    return sheet


def _by_file(report: ImportReport) -> dict[str, list[Finding]]:
    """The findings of each file that has some, in the order in which the files were read; those of all files last."""
    order = dict.fromkeys([*report.files, *(finding.file for finding in report.findings if finding.file), ""])
    found = {file: [finding for finding in report.findings if finding.file == file] for file in order}
    return {file: findings for file, findings in found.items() if findings}


def _number(findings: Iterable[Finding], level: Level) -> int:
    return sum(finding.level == level for finding in findings)


def _counts(findings: Sequence[Finding]) -> str:
    """« 2 erreurs, 1 correction »; « aucun constat » where there is none."""
    counted = {level: _number(findings, level) for level in get_args(Level)}
    listed = [say(f"import-report.counts.{level}", n=number) for level, number in counted.items() if number]
    return ", ".join(listed) or say("import-report.counts.none")


def _summary(report: ImportReport) -> list[str]:
    """What was read and found, in two or three sentences."""
    files, rows, skipped = len(report.files), report.rows_read, report.rows_skipped
    sentences = [
        say("import-report.summary.found", counts=_counts(report.findings)),
        say("import-report.summary.read", files=files, rows=rows, skipped=skipped),
    ]
    return [*sentences, say("import-report.summary.correct")] if report.errors else sentences
