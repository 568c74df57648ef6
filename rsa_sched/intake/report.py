"""The import report as people get it: text, frame, workbook, csv and HTML; every finding, in the user's own places."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rsa_sched.display.html import STYLE, table
from rsa_sched.display.svg import escaped
from rsa_sched.explain.french import NARROW_SPACE, figure
from rsa_sched.intake.findings import LEVELS, Finding, ImportReport, Level
from rsa_sched.office.book import workbook
from rsa_sched.office.inert import inert_cell, legible

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "niveau", "code", "fichier", "feuille", "ligne", "colonne", "champ", "valeur", "règle", "constat", "action",
)  # fmt: skip
"""Columns of the frame, the csv and the sheet « Constats »."""

NOUNS: dict[Level, tuple[str, str]] = {
    "error": ("erreur", "erreurs"),
    "repaired": ("correction", "corrections"),
    "warning": ("point à vérifier", "points à vérifier"),
}
ALL_FILES = "Ensemble des fichiers"
"""Stands for the file of a finding that concerns all of them."""

_WIDTHS = (10, 15, 20, 11, 6, 8, 16, 15, 7, 38, 38)


def report_text(report: ImportReport) -> str:
    """The report for a terminal or a mail: a line that counts, then each file with its findings, in French."""
    blocks = ["\n".join(_summary(report))]
    for file, findings in _by_file(report):
        lines = [f"{file or ALL_FILES} : {_counts(findings)}"]
        for finding in findings:
            place = finding.place.removeprefix(finding.file).removeprefix(", ")
            said = str(finding).removeprefix(finding.place).removeprefix(" : ")
            lines.append(f"  {place} : {said}" if place else f"  {said}")
        blocks.append("\n".join(lines))
    return legible("\n\n".join(blocks)) + "\n"  # sheets may be named by control characters


def report_frame(report: ImportReport) -> pd.DataFrame:
    """One finding a row, columns as `COLUMNS`; « ligne » is Int64, NA where a finding concerns no single row."""
    import pandas as pd

    rows = [[*_cells(finding)] for finding in report.findings]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    frame["ligne"] = pd.array([finding.row for finding in report.findings], dtype="Int64")
    return frame


def report_csv(report: ImportReport) -> bytes:
    """One finding a line: UTF-8 with BOM, semicolons; no cell is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([inert_cell(cell) for cell in _cells(finding)] for finding in report.findings)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def report_workbook(report: ImportReport) -> bytes:
    """Sheets « Constats » (every finding) and « Résumé » (how many a file); raises MissingExtra without ``excel``."""

    def fill(book: Any) -> None:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = _sheet(book, "Constats", [label.capitalize() for label in COLUMNS], _WIDTHS, head)
        for number, finding in enumerate(report.findings, start=1):
            for column, cell in enumerate(_cells(finding)):
                if COLUMNS[column] == "ligne" and finding.row is not None:
                    sheet.write_number(number, column, finding.row, wrapped)
                elif cell:
                    sheet.write_string(number, column, inert_cell(cell), wrapped)
            sheet.set_row(number, _height(_cells(finding)))
        sheet.autofilter(0, 0, max(1, len(report.findings)), len(COLUMNS) - 1)
        heads, rows = _resume(report)
        sheet = _sheet(book, "Résumé", heads, (40, 12, 14, 20), head)
        for number, row in enumerate(rows, start=1):
            sheet.write_string(number, 0, inert_cell(row[0]), wrapped)
            for column, counted in enumerate(row[1:], start=1):
                sheet.write_number(number, column, counted, wrapped)
        for line, sentence in enumerate(_summary(report)[1:]):
            sheet.write_string(len(rows) + 2 + line, 0, sentence)

    return workbook(fill, title="Contrôle des tableaux")


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


def report_html(report: ImportReport) -> str:
    """The report for a notebook or a page: two tables with captions and scopes, no script, nothing from outside."""
    colon = f"{NARROW_SPACE}: "
    sentences = "".join(f"<p>{escaped(line.replace(' : ', colon))}</p>\n" for line in _summary(report))
    heads, rows = _resume(report)
    counted = table(
        "Constats par fichier", heads, [[row[0], *map(figure, row[1:])] for row in rows], name=0, figures=(1, 2, 3)
    )
    findings = [
        (
            LEVELS[finding.level].capitalize(),
            finding.file or ALL_FILES,
            finding.sheet,
            "" if finding.row is None else str(finding.row),
            f"{finding.column} ({finding.heading})" if finding.column and finding.heading else finding.column,
            finding.value,
            finding.text,
            finding.action,
            finding.rule,
        )
        for finding in report.findings
    ]
    head = ("Niveau", "Fichier", "Feuille", "Ligne", "Colonne", "Valeur", "Constat", "À faire", "Règle")
    listed = table("Tous les constats", head, findings, name=1, figures=(3,)) if findings else ""
    return f'<div class="rsa-sched" lang="fr">\n<style>{STYLE}</style>\n{sentences}{counted}\n{listed}\n</div>\n'


def _height(cells: Sequence[str]) -> float:
    """Points that the row needs: not every program makes room for wrapped text by itself."""
    return 15.0 * max(-(-len(cell) // max(1, width - 2)) for cell, width in zip(cells, _WIDTHS, strict=True))


def _cells(finding: Finding) -> tuple[str, ...]:
    """A finding in the order of `COLUMNS`."""
    row = "" if finding.row is None else str(finding.row)
    where = (finding.file, finding.sheet, row, finding.column, finding.heading)
    return (
        LEVELS[finding.level], finding.code, *where, finding.value, finding.rule, finding.text, finding.action,
    )  # fmt: skip


def _by_file(report: ImportReport) -> Iterator[tuple[str, list[Finding]]]:
    """The findings of each file that has some, in the order in which the files were read; those of all files last."""
    order = dict.fromkeys([*report.files, *(finding.file for finding in report.findings if finding.file), ""])
    for file in order:
        findings = [finding for finding in report.findings if finding.file == file]
        if findings:
            yield file, findings


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


def _resume(report: ImportReport) -> tuple[tuple[str, ...], list[tuple[str, int, int, int]]]:
    """How many findings of each level each file has, every file once."""
    found = dict(_by_file(report))
    files = dict.fromkeys([*report.files, *found])
    rows = [
        (file or ALL_FILES, *(sum(finding.level == level for finding in found.get(file, ())) for level in NOUNS))
        for file in files
    ]
    return ("Fichier", *(many.capitalize() for _, many in NOUNS.values())), rows  # type: ignore[return-value]
