"""What a cell was read as, and everything that can be wrong with one: fixed French sentences, never the cell's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rsa_sched.intake.cells.words import clean


@dataclass(frozen=True, slots=True)
class Read:
    """One cell, typed.

    Attributes
    ----------
    value : what it says, in the form of the contract; None where the cell is empty or at fault.
    repaired : how it was read, where that changes more than the spelling of a date or figure; "" otherwise.
    fault : what is wrong, a sentence of `FAULTS`; "" where nothing is.
    action : what to do about the fault.
    code : short name of the fault or repair, stable, for programs.
    """

    value: Any = None
    repaired: str = ""
    fault: str = ""
    action: str = ""
    code: str = ""


_DAY = "Écrire jj/mm/aaaa, par exemple 05/10/2010."
_HOUR = "Écrire l'heure comme 9h30."
_COUNT = "Écrire un nombre entier en chiffres."

FAULTS: dict[str, tuple[str, str]] = {
    "date-unreadable": ("Ce n'est pas une date reconnue.", _DAY),
    "date-century": ("L'année n'a que deux chiffres : le siècle n'est pas sûr.", "Écrire l'année sur quatre chiffres."),
    "date-month": ("Ce mois n'existe pas ; le jour s'écrit avant le mois.", _DAY),
    "date-none": ("Ce jour n'existe pas dans le calendrier.", "Corriger le jour ou le mois."),
    "date-year": ("L'année est hors des limites (1900 à 2100).", "Corriger l'année."),
    "date-incomplete": ("La date est incomplète : il faut le jour, le mois et l'année.", _DAY),
    "date-several": ("La case contient plusieurs dates.", "N'écrire qu'une date par case."),
    "hour-unreadable": ("Ce n'est pas une heure reconnue.", _HOUR),
    "hour-none": ("Cette heure n'existe pas.", "Corriger l'heure : de 0h00 à 23h59."),
    "hour-24": ("24h00 n'est pas une heure : de quel jour est ce minuit ?", "Écrire 23h59, ou 0h00 du lendemain."),
    "hour-ambiguous": ("On ne sait si ce sont des heures et minutes ou des heures décimales.", _HOUR),
    "hour-several": ("La case contient plusieurs heures.", "N'écrire qu'une heure par case."),
    "hour-missing": ("L'heure manque.", "Écrire la date puis l'heure, par exemple 05/10/2010 9h30."),
    "day-missing": ("L'heure est donnée sans le jour.", "Écrire la date puis l'heure, par exemple 05/10/2010 9h30."),
    "yes-no-unreadable": ("Ce n'est ni oui ni non.", "Écrire oui ou non."),
    "count-unreadable": ("Ce n'est pas un nombre entier.", _COUNT),
    "count-fraction": ("Ce nombre n'est pas entier.", _COUNT),
    "count-negative": ("Ce nombre est négatif.", "Écrire 0 ou davantage."),
    "count-large": ("Ce nombre est trop grand.", _COUNT),
    "choice-unknown": ("Ce mot ne fait pas partie de ceux qui sont prévus.", "Choisir dans la liste."),
}
"""Every fault of a cell by its code: what is wrong, what to do."""

_VOID = frozenset({"-", "--", "---", "–", "—", "/", "//", "néant", "neant", "sans objet", "s/o", "n/a"})
VOID = Read(None, repaired="Signe lu comme une case vide.", code="void-mark")

_WIDE = {ord("０") + figure: str(figure) for figure in range(10)} | {
    ord("／"): "/", ord("：") : ":", ord("．"): ".", ord("－"): "-", ord("，"): ",",
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"), **dict.fromkeys(map(ord, "’ʼ"), "'"),
}  # fmt: skip


def fault(code: str, action: str = "") -> Read:
    """The fault of this code."""
    text, usual = FAULTS[code]
    return Read(None, fault=text, action=action or usual, code=code)


def repaired(value: Any, *sentences: str, code: str) -> Read:
    """A value read as something else than what stands there; without any sentence, simply the value."""
    said = " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))
    return Read(value, repaired=said, code=code if said else "")


def is_void(text: str) -> bool:
    """Whether the cell holds only a mark that says « nothing »."""
    return text.casefold() in _VOID


def in_figures(text: str) -> tuple[str, str]:
    """The cleaned text with ordinary figures, dashes and colons, and the sentence to report if figures were wide."""
    text = clean(text)
    if text.isascii():
        return text, ""
    wide = any("０" <= c <= "９" for c in text)
    return text.translate(_WIDE), "Chiffres de pleine largeur lus comme des chiffres ordinaires." if wide else ""
