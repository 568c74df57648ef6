"""Text from data that stays text: in cells, in XML, in names of files.

A spreadsheet runs a cell that begins like a formula, and a file name may lead out of its folder (OWASP: CSV injection,
path traversal).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_STARTS = frozenset("=+-@|%\u2212")
"""First characters that make a spreadsheet calculate, fetch or run something; wide and small forms count too."""

_NUMBER = re.compile(r"[+-]?[0-9\u202f\xa0 ]*[0-9]([.,][0-9]+)?( ?%)?", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}", re.ASCII)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE | re.ASCII)

_TURNERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
"""Characters that change the direction of what follows, so that text shows other than it reads."""

_CLEAN: dict[int, str] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd"),  # control characters
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # halves of surrogate pairs
    **dict.fromkeys([plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)], "\ufffd"),
    **dict.fromkeys(map(ord, _TURNERS), "\ufffd"),
    ord("\t"): " ",
    ord("\n"): "\n",
}


def inert_cell(text: str) -> str:
    """A cell's text that no spreadsheet runs: an apostrophe before what begins like a formula, control characters gone.

    Plain numbers stay as they are; `restored_cell` takes the apostrophe away again.
    """
    clean = legible(text)
    if clean[:1] == "'" or (_begins_like_a_formula(clean) and not _NUMBER.fullmatch(clean)):
        return f"'{clean}"
    return clean


def restored_cell(text: str) -> str:
    """The text that `inert_cell` was given, but for what `legible` replaces."""
    if text[:1] == "'" and (text[1:2] == "'" or _begins_like_a_formula(text[1:])):
        return text[1:]
    return text


def _begins_like_a_formula(text: str) -> bool:
    """Whether the first character that shows starts a formula: programs may trim what stands before it."""
    for character in text:
        if not character.isspace() and unicodedata.category(character) not in ("Cf", "Mn"):
            return unicodedata.normalize("NFKC", character)[:1] in _STARTS
    return False


def legible(text: str) -> str:
    """Text without what XML, and so xlsx and docx, cannot hold, and without what turns the direction of reading.

    Each such character becomes U+FFFD; line ends become newlines and stay, tabs become spaces.
    """
    if text.isprintable():  # most texts
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEAN)


def is_illegible(text: str) -> bool:
    """Whether it holds what `legible` replaces."""
    return not text.isprintable() and legible(text).count("\ufffd") > text.count("\ufffd")


def escaped(text: str) -> str:
    """Text for a terminal, or JSON: what does not show, or turns the direction of reading, as an escape of JSON."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(json.dumps(mark)[1:-1] if _unseen(mark) else mark for mark in text)


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\t"


def file_names(names: Iterable[str]) -> dict[str, str]:
    """A file name (without suffix) for each id: the id itself where that is harmless, else what is left of it and a
    fingerprint. No two share one, not even where upper and lower case are the same.
    """
    ids = sorted(set(names))
    folded = Counter(name.casefold() for name in ids)
    chosen = {name: name for name in ids if _harmless(name) and folded[name.casefold()] == 1}
    taken = {name.casefold() for name in chosen}
    for name in ids:
        if name not in chosen:
            chosen[name] = next(found for found in _marked(name) if found.casefold() not in taken)
            taken.add(chosen[name].casefold())
    return {name: chosen[name] for name in ids}


def _harmless(name: str) -> bool:
    return bool(_PLAIN.fullmatch(name)) and not _RESERVED.fullmatch(name) and name[-1] != "."


def _marked(name: str) -> Iterable[str]:
    """What is left of an id with more and more of its fingerprint; the whole of it is longer than any harmless id."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    left = re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_only).strip("-")[:40] or "x"
    fingerprint = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return (f"{left}-{fingerprint[:length]}" for length in (8, 16, 32, 64))
