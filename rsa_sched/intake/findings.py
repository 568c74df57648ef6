"""One thing that an import found: a fault, a repair or a doubt, where the user sees it, never with a personal text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from rsa_sched.french.sentences import fill, lookup, say, words
from rsa_sched.frozen import FrozenMapping
from rsa_sched.intake.sheet import Sheet

Level = Literal["error", "repaired", "warning"]
"""``error``: the row (or file) cannot be used; ``repaired``: read as something else than what stands there, which the
finding says; ``warning``: used as it is, to be looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    Attributes
    ----------
    level : how serious it is.
    code : short name of the check, as ``date-unreadable``; stable, for programs.
    facts : what its sentences need: ids of the organisation, figures and dates only, never another text of a cell.
    file, sheet : where; "" where it concerns all files, or a file without sheets.
    row : number as the spreadsheet shows it; None where it concerns the whole sheet.
    column : letters as the spreadsheet shows them; "" where it concerns the whole row.
    heading : the field's own French name (not the text of the file).
    value : class of what stands there, as « texte de 12 caractères », « date », « nombre », « vide ».
    rule : sentence of the note (``R47``) or rule of the contract; "" where none stands behind it.
    sentences : their places in ``french/findings.toml``, where that is not the code alone.
    """

    level: Level
    code: str
    facts: Mapping[str, Any] = FrozenMapping({})
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""
    value: str = ""
    rule: str = ""
    sentences: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", FrozenMapping(self.facts))

    @classmethod
    def at(
        cls, sheet: Sheet, level: Level, code: str, /, *, row: int | None = None, column: int | None = None,
        heading: str = "", value: str = "", rule: str = "", wording: str = "", sentences: tuple[str, ...] = (),
        **facts: Any,
    ) -> Self:  # fmt: skip
        """A finding at an index of the rows of a sheet and of a row; ``wording`` is one of the code's."""
        return cls(
            level, code, facts, sheet.file, sheet.name, None if row is None else sheet.row_number(row),
            "" if column is None else sheet.column_letter(column), heading, value, rule,
            (f"{code}.{wording}",) if wording else sentences,
        )  # fmt: skip

    @property
    def text(self) -> str:
        """What is wrong, in French."""
        return self._words("text")

    @property
    def action(self) -> str:
        """What to do about it, in French; "" for nothing."""
        return self._words("action")

    def _words(self, key: str) -> str:
        """The text or action of each sentence; what a wording of a code leaves out stands at the code."""
        found = []
        for place in self.sentences or (self.code,):
            code, _, wording = place.partition(".")
            entry = lookup(f"findings.{code}")
            found.append((entry[wording] if wording else entry).get(key) or entry.get(key, ""))
        return " ".join(fill(text, self.facts, self.code) for text in found if text)

    @property
    def place(self) -> str:
        """« tableau.xlsx, feuille « PER », ligne 12, colonne D (Urgence) »."""
        parts = [self.file]
        if self.sheet:
            parts.append(say("findings.place.sheet", name=self.sheet))
        if self.row is not None:
            parts.append(say("findings.place.row", number=self.row))
        if self.column:
            heading = f" ({self.heading})" if self.heading else ""
            parts.append(say("findings.place.column", letters=self.column) + heading)
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        rule = f" [{self.rule}]" if self.rule else ""
        value = f" ({self.value})" if self.value else ""
        level = words("findings.levels")[self.level]
        whole = f"{level} : {self.text}{value}{rule} {self.action}".strip()
        return f"{self.place} : {whole}" if self.place else whole
