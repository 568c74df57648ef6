"""Cells of text typed by us: yes or no, counts, lists, choices; days and hours are in `dates`.

Every reader takes the text of a cell and answers with a `Read`, never an exception; an empty cell reads None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.intake.cells.cells import VOID, Read, fault, in_figures, is_void, repair, repaired
from rsa_sched.intake.cells.dates import read_date, read_hour, read_moment
from rsa_sched.intake.cells.words import bare, clean, nearest

__all__ = [
    "Read", "is_rounded", "read_choice", "read_count", "read_date", "read_hour", "read_list", "read_moment",
    "read_yes_no", "value_class",
]  # fmt: skip

_FIGURES_KEPT = 15
"""What spreadsheets keep of a number."""
LARGEST = 1_000_000_000
"""No count of a problem document lies above it."""

_YES_NO = {word: answer == "yes" for answer in ("yes", "no") for word in lookup(f"vocabulary.yes-no.{answer}")}
_NO_LIST: list[str] = lookup("vocabulary.nothing.lists")

_AROUND = words("vocabulary.count")
_COUNT = re.compile(
    rf"(?P<sign>[+-]?) ?(?P<lead>(?:{_AROUND['before']}) ?)?"
    + r"(?P<whole>\d{1,3}(?:[ ']\d{3})++|\d++)(?:[.,](?P<part>\d++))?"
    + rf"(?P<tail> ?(?:{_AROUND['behind']}))?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST_DATE = 200
"""No day or hour has more characters."""
_BULLET = re.compile(r"^[-•*·–—] +")


def read_yes_no(text: str) -> Read:
    """True or False: oui, non, o, n, x, vrai, faux, yes, no, 1, 0 in any case, a ticked box; nothing else."""
    cell, wide = in_figures(text)
    word = cell.casefold().rstrip(" .")
    if not cell:
        return Read()
    if word not in _YES_NO:
        return fault("yes-no-unreadable")
    return repaired(_YES_NO[word], *wide, code="figures-wide")


def read_count(text: str) -> Read:
    """A whole number, 0 or more, or a rank: « 2 »; « 2,0 », « n°2 », « 1er », « 180 min » and « 1 000 » are repairs."""
    cell, wide = in_figures(text)
    if not cell:
        return Read()
    if is_void(cell):
        return VOID
    found = _COUNT.fullmatch(cell)
    if found is None:
        return fault("count-unreadable")
    if found["part"] and found["part"].strip("0"):
        return fault("count-fraction")
    if found["part"] and len(found["part"]) == 3:  # « 1,000 » is a thousand to some
        return fault("count-unreadable")
    digits = re.sub("[ ']", "", found["whole"]).lstrip("0") or "0"
    if found["sign"] == "-" and digits != "0":
        return fault("count-negative")
    if len(digits) > 10 or int(digits) > LARGEST:
        return fault("count-large")
    plain = found.group() == found["whole"] and found["whole"].isdigit()
    if plain:
        return repaired(int(digits), *wide, code="figures-wide")
    return repaired(int(digits), *wide, repair("count", number=int(digits)), code="count-repaired")


def read_list(text: str) -> Read:
    """The entries of a cell, in order: separated by « ; » or line breaks, where there are none by commas.

    Entries that say nothing are left out; the same entry twice is kept once, which is a repair.
    """
    cell = clean(text)
    if not cell:
        return Read()
    if is_void(cell) or cell.casefold().rstrip(".") in _NO_LIST:
        return VOID
    entries = re.split("[;\n]", cell) if re.search("[;\n]", cell) else cell.split(",")
    kept: dict[str, str] = {}
    doubled = False
    for entry in entries:
        name = _BULLET.sub("", entry.strip()).strip(" ,")
        if name:
            doubled |= bare(name) in kept and bool(bare(name))
            kept.setdefault(bare(name) or name, name)
    if not kept:
        return VOID
    return repaired(list(kept.values()), *((repair("list-twice"),) if doubled else ()), code="list-twice")


def read_choice(text: str, choices: Mapping[str, str] | Iterable[str]) -> Read:
    """The choice that the cell names, compared by `bare`; of a mapping, words to values, the value.

    The fault offers the nearest choice, or lists them.
    """
    known = dict(choices) if isinstance(choices, Mapping) else {word: word for word in choices}
    key = bare(text)
    if not key:
        return Read() if not clean(text) else VOID if is_void(clean(text)) else fault("choice-unknown")
    for word, value in known.items():
        if bare(word) == key:
            return Read(value)
    near = nearest(text, known)
    if near:
        return fault("choice-unknown", "nearest", near=near)
    listed = 0 < len(known) <= 12
    return fault("choice-unknown", "listed", choices=tuple(known)) if listed else fault("choice-unknown")


def is_rounded(text: str) -> bool:
    """Whether a number has more figures than the 15 that spreadsheets keep: the rest zeros, or a power of ten."""
    figures, mark, power = text.replace(",", ".").partition("E+")
    if mark:
        return power.isdecimal() and figures.replace(".", "", 1).isdecimal()
    return len(text) > _FIGURES_KEPT and text.isdecimal() and not text[_FIGURES_KEPT:].strip("0")


def value_class(text: str) -> str:
    """What sort of thing stands in a cell, without saying it.

    « vide », « date », « heure », « nombre », « suite de 15 chiffres », « texte de 12 caractères ».
    """
    cell, _ = in_figures(text)
    figures = _long_figures(cell)
    if figures:
        return say("findings.value.figures", number=figures)
    if not cell:
        kind = "empty"
    elif re.fullmatch(r"[+-]?(?: *+[0-9])++(?:[.,][0-9]++)?", cell):
        kind = "number"
    elif len(cell) > _LONGEST_DATE:
        kind = "text"
    elif read_date(cell).value is not None:
        kind = "date"
    elif read_hour(cell).value is not None:
        kind = "hour"
    else:
        kind = "text"
    return say("findings.value.text", number=len(cell)) if kind == "text" else say(f"findings.value.{kind}")


def _long_figures(cell: str) -> int:
    """How many figures a cleaned text has that is one long row of them; 0 for any other."""
    figures = re.sub(r"[ .\-]", "", cell)
    return sum(map(str.isdigit, figures)) if re.fullmatch(r"\+?[0-9]{9,}+[AB]?[0-9]*+", figures) else 0


def is_long_figures(text: str) -> bool:
    """Whether a cell holds a long row of figures, as a social security number is."""
    return _long_figures(in_figures(text)[0]) > 0
