"""Text from data that stays text: in cells, in XML, in names of files.

A spreadsheet runs a cell that begins like a formula, and a file name may lead out of its folder (OWASP: CSV injection,
path traversal).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠|%")
"""First characters that make a spreadsheet calculate, fetch or run something (full-width forms too)."""

_NUMBER = re.compile(r"[+-]?[0-9\u202f\xa0 ]*[0-9]([.,][0-9]+)?( ?%)?", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}", re.ASCII)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE | re.ASCII)


def inert_cell(text: str) -> str:
    """A cell's text that no spreadsheet runs: an apostrophe before what begins like a formula, control characters gone.

    Plain numbers stay as they are; `restored_cell` takes the apostrophe away again.
    """
    clean = legible(text)
    bare = clean.lstrip(" \xa0\u202f\u200b\ufeff\u2060")
    if _NUMBER.fullmatch(clean):
        return clean
    if clean[:1] == "'" or clean[:1] in _STARTS or bare[:1] in _STARTS:
        return f"'{clean}"
    return clean


def restored_cell(text: str) -> str:
    """The text that `inert_cell` was given, but for control characters."""
    if text[:1] == "'":
        bare = text[1:].lstrip(" \xa0\u202f\u200b\ufeff\u2060")
        if text[1:2] == "'" or bare[:1] in _STARTS or text[1:2] in _STARTS:
            return text[1:]
    return text


def legible(text: str) -> str:
    """Text without what XML, and so xlsx and docx, cannot hold; newlines stay, tabs become spaces."""
    return "".join(
        "\ufffd" if _illegal(character) else " " if character == "\t" else character
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
    )


def _illegal(character: str) -> bool:
    if character in "\n\t":
        return False
    category = unicodedata.category(character)
    return category in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE or character in _TURNERS


_TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""Characters that change the direction of what follows, so that text shows other than it reads."""


def file_names(names: Iterable[str]) -> dict[str, str]:
    """A file name (without suffix) for each id: the id itself where that is harmless, else what is left of it and a
    fingerprint. No two share one, not even where upper and lower case are the same.
    """
    ids = sorted(set(names))
    folded = Counter(name.casefold() for name in ids)
    return {
        name: name if _harmless(name) and folded[name.casefold()] == 1 else f"{_left(name)}-{_fingerprint(name)}"
        for name in ids
    }


def _harmless(name: str) -> bool:
    return bool(_PLAIN.fullmatch(name)) and not _RESERVED.fullmatch(name) and name[-1] != "."


def _left(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_only).strip("-")[:40] or "x"


def _fingerprint(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
