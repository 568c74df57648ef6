"""What an import found: every fault, repair and doubt at once, where the user sees it, never with a personal text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Level = Literal["error", "repaired", "warning"]
"""``error``: the row (or file) cannot be used; ``repaired``: read as something else than what stands there, which the
finding tells; ``warning``: used as it is, to be looked at."""

LEVELS: dict[Level, str] = {"error": "erreur", "repaired": "corrigé", "warning": "à vérifier"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    Attributes
    ----------
    level : how serious it is.
    code : short name of the check, as ``date-unreadable``; stable, for programs.
    text : what is wrong, in French; ids of the organisation, figures and dates only, never another text of a cell.
    action : what to do about it, in French.
    file, sheet : where; "" where it concerns all files, or a file without sheets.
    row : number as the spreadsheet shows it; None where it concerns the whole sheet.
    column : letters as the spreadsheet shows them; "" where it concerns the whole row.
    heading : the field's own French name (not the text of the file).
    value : class of what stands there, as « texte de 12 caractères », « date », « nombre », « vide ».
    rule : sentence of the note (``R47``) or rule of the contract; "" where none stands behind it.
    """

    level: Level
    code: str
    text: str
    action: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""
    value: str = ""
    rule: str = ""

    @property
    def place(self) -> str:
        """« tableau.xlsx, feuille « PER », ligne 12, colonne D (Urgence) »."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"feuille « {self.sheet} »")
        if self.row is not None:
            parts.append(f"ligne {self.row}")
        if self.column:
            parts.append(f"colonne {self.column}" + (f" ({self.heading})" if self.heading else ""))
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        rule = f" [{self.rule}]" if self.rule else ""
        value = f" ({self.value})" if self.value else ""
        said = f"{LEVELS[self.level]} : {self.text}{value}{rule} {self.action}".strip()
        return f"{self.place} : {said}" if self.place else said


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
        from rsa_sched.intake.report import report_text

        return report_text(self)

    def to_frame(self) -> pd.DataFrame:
        """One finding a row: niveau, code, fichier, feuille, ligne (Int64), colonne, champ, valeur, règle, constat,
        action."""
        from rsa_sched.intake.report import report_frame

        return report_frame(self)

    def to_xlsx(self) -> bytes:
        """The report as a workbook that can be sent back to whoever filled the tables."""
        from rsa_sched.intake.report import report_workbook

        return report_workbook(self)

    def _repr_html_(self) -> str:
        from rsa_sched.intake.report import report_html

        return report_html(self)
