"""One thing that an import found: a fault, a repair or a doubt, where the user sees it, never with a personal text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
