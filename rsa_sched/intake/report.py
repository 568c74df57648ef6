"""The report of an import as people get it: text, frame, workbook, csv and HTML; every finding in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rsa_sched.french.figures import figure
from rsa_sched.french.labels import COLON
from rsa_sched.french.sentences import words
from rsa_sched.intake.findings import Finding, Level
from rsa_sched.office.book import workbook
from rsa_sched.office.inert import inert_cell, legible
from rsa_sched.render.table import Column, Layout, Table, csv_table, grid_of

if TYPE_CHECKING:
    import pandas as pd

NOUNS: dict[Level, tuple[str, str]] = {
    "error": ("erreur", "erreurs"),
    "repaired": ("correction", "corrections"),
    "warning": ("point à vérifier", "points à vérifier"),
}
ALL_FILES = "Ensemble des fichiers"
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
        """For a terminal or a mail: a line that counts, then each file with its findings, in French."""
        blocks = ["\n".join(_summary(self))]
        for file, findings in _by_file(self).items():
            lines = [f"{file or ALL_FILES} : {_counts(findings)}"]
            for finding in findings:
                place = finding.place.removeprefix(finding.file).removeprefix(", ")
                said = str(finding).removeprefix(finding.place).removeprefix(" : ")
                lines.append(f"  {place} : {said}" if place else f"  {said}")
            blocks.append("\n".join(lines))
        return legible("\n\n".join(blocks)) + "\n"  # sheets may be named by control characters

    def to_frame(self) -> pd.DataFrame:
        """One finding a row: niveau, code, fichier, feuille, ligne (Int64), colonne, champ, valeur, règle, constat,
        action."""
        import pandas as pd

        table = findings_table(self.findings).grid("csv")
        frame = pd.DataFrame(list(table.texts()), columns=list(table.headings), dtype="str")
        frame["ligne"] = pd.array([finding.row for finding in self.findings], dtype="Int64")
        return frame

    def to_csv(self) -> bytes:
        """One finding a line: UTF-8 with BOM, semicolons; no cell is a formula."""
        return csv_table(findings_table(self.findings).grid("csv"), quoted=True)

    def to_xlsx(self) -> bytes:
        """The report as a workbook that can be sent back to whoever filled the tables.

        Sheets « Constats » (every finding) and « Résumé » (how many a file); raises MissingExtra without ``excel``.
        """
        return workbook(lambda book: _fill(book, self), title="Contrôle des tableaux")

    def _repr_html_(self) -> str:
        """Two tables with captions and scopes, no script, nothing from outside."""
        from rsa_sched.render.html import fragment

        headings, rows = _resume(self)
        counted = [[row[0], *map(figure, row[1:])] for row in rows]
        tables = [grid_of("Constats par fichier", headings, counted, figures=(1, 2, 3))]
        if self.findings:
            tables.append(findings_table(self.findings).grid("notebook"))
        sentences = [line.replace(" : ", COLON) for line in _summary(self)]
        return fragment("tables.html.jinja", sentences=sentences, tables=tables)


def findings_table(findings: Sequence[Finding]) -> Table[Finding]:
    """The findings, for every output that shows them."""
    return Table(
        findings,
        {
            "level": Column("niveau", lambda row: words("findings.levels")[row.level], width=10),
            "Level": Column("Niveau", lambda row: words("findings.levels")[row.level].capitalize()),
            "code": Column("code", lambda row: row.code, width=15),
            "file": Column("fichier", lambda row: row.file, width=20),
            "File": Column("Fichier", lambda row: row.file or ALL_FILES),
            "sheet": Column("feuille", lambda row: row.sheet, width=11),
            "row": Column("ligne", lambda row: row.row, "count", width=6),
            "column": Column("colonne", lambda row: row.column, width=8),
            "Column": Column(
                "Colonne",
                lambda row: f"{row.column} ({row.heading})" if row.column and row.heading else row.column,
            ),
            "heading": Column("champ", lambda row: row.heading, width=16),
            "value": Column("valeur", lambda row: row.value, width=15),
            "rule": Column("règle", lambda row: row.rule, width=7),
            "text": Column("constat", lambda row: row.text, width=38),
            "action": Column("action", lambda row: row.action, width=38),
        },
        {
            "csv": Layout("level, code, file, sheet, row, column, heading, value, rule, text, action"),
            "notebook": Layout("Level, File, sheet: Feuille, row: Ligne, Column, value: Valeur, text: Constat, "
"action: À faire, rule: Règle", "Tous les constats", "File"),
        },
    )  # fmt: skip


def _fill(book: Any, report: ImportReport) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    table = findings_table(report.findings).grid("csv")
    widths = [column.width for column in table.columns]
    sheet = _sheet(book, "Constats", [heading.capitalize() for heading in table.headings], widths, head)
    for number, (row, texts) in enumerate(zip(table.rows, table.texts(), strict=True), start=1):
        for at, (column, cell, text) in enumerate(zip(table.columns, row, texts, strict=True)):
            if column.kind == "count" and cell is not None:
                sheet.write_number(number, at, cell, wrapped)
            elif text:
                sheet.write_string(number, at, inert_cell(text), wrapped)
        # not every program makes room for wrapped text by itself
        lines = (-(-len(text) // max(1, width - 2)) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(number, 15.0 * max(lines))
    sheet.autofilter(0, 0, max(1, len(report.findings)), len(widths) - 1)
    headings, rows = _resume(report)
    sheet = _sheet(book, "Résumé", headings, (40, 12, 14, 20), head)
    for number, (file, *counted) in enumerate(rows, start=1):
        sheet.write_string(number, 0, inert_cell(file), wrapped)
        for at, count in enumerate(counted, start=1):
            sheet.write_number(number, at, count, wrapped)
    for line, sentence in enumerate(_summary(report)[1:]):
        sheet.write_string(len(rows) + 2 + line, 0, sentence)


def _sheet(book: Any, name: str, head: Sequence[str], widths: Sequence[int], style: Any) -> Any:
    """A sheet ready for printing, its header frozen and repeated on each page."""
    sheet = book.add_worksheet(name)
    for column, (label, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, style)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
    return sheet


def _by_file(report: ImportReport) -> dict[str, list[Finding]]:
    """The findings of each file that has some, in the order in which the files were read; those of all files last."""
    order = dict.fromkeys([*report.files, *(finding.file for finding in report.findings if finding.file), ""])
    found = {file: [finding for finding in report.findings if finding.file == file] for file in order}
    return {file: findings for file, findings in found.items() if findings}


def _counts(findings: Sequence[Finding]) -> str:
    """« 2 erreurs, 1 correction »; "aucun constat" where there is none."""
    told = []
    for level, (one, many) in NOUNS.items():
        number = sum(finding.level == level for finding in findings)
        if number:
            told.append(f"{figure(number)} {many if number > 1 else one}")
    return ", ".join(told) or "aucun constat"


def _summary(report: ImportReport) -> list[str]:
    """What was read and found, in one or two sentences."""
    files, read, skipped = len(report.files), report.rows_read, report.rows_skipped
    said = [
        f"Contrôle des tableaux : {_counts(report.findings)}.",
        f"{figure(files)} fichier{'s' * (files > 1)} et {figure(read)} ligne{'s' * (read > 1)} lus, "
        f"{figure(skipped)} ligne{'s' * (skipped > 1)} écartée{'s' * (skipped > 1)}.",
    ]
    if report.errors:
        said.append("Les erreurs sont à corriger dans les tableaux : la ligne et la colonne de chacune sont indiquées.")
    return said


def _resume(report: ImportReport) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """How many findings of each level each file has, every file once."""
    found = _by_file(report)
    rows = [
        (file or ALL_FILES, *(sum(finding.level == level for finding in found.get(file, ())) for level in NOUNS))
        for file in dict.fromkeys([*report.files, *found])
    ]
    return ("Fichier", *(many.capitalize() for _, many in NOUNS.values())), rows
