"""What must not be in the tables: social security numbers anywhere, addresses and numbers of people in free text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import compatible, folded

_GAP = r"[ .\u00a0\u202f\u2009_/-]{0,3}"
_BETWEEN = r"[^0-9A-Za-z\x00]{0,3}"
_GROUPS = (
    r"(?P<sex>[1-478])", r"(?P<year>[0-9]{2})", r"(?P<month>0[1-9]|1[0-2]|[2-3][0-9]|4[0-2]|[5-9][0-9])",
    r"(?P<place>2[ABab]|[0-9]{2})", r"(?P<town>[0-9]{3})", r"(?P<order>[0-9]{3})",
)  # fmt: skip
_NIR = re.compile(
    rf"(?<![0-9])(?<![0-9][.,]){_BETWEEN.join(_GROUPS)}(?:{_BETWEEN}(?P<key>[0-9]{{2}}))?(?![0-9])", re.ASCII
)
"""Sex, year, month (01-12; 20-42 and 50-99 where it is not known), place of birth, order, key.

The key is not reckoned: a number with a slip of the keyboard is still somebody's.
"""
_FIGURES = re.compile(r"[0-9]{5}(?:2[ABab]|[0-9]{2})[0-9]{6}(?:[0-9]{2})?", re.ASCII)
_SIGNS = re.compile(r"[^0-9A-Za-z]+")
"""Thirteen figures or fifteen: in a column of numbers that is one too, whatever its month or sex says."""
_DECIMAL = re.compile(r"[0-9]{1,5}[.,][0-9]{8,14}", re.ASCII)
_PIECE = re.compile(r"[0-9]{1,15}|[0-9]{0,5}2[ABab][0-9]{0,8}", re.ASCII)
_STEPS = frozenset((1, 3, 5, 7, 10, 13))
"""After how many figures a number ends one of its groups."""

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]\s?@\s?[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){0,5}\.[A-Za-z]{2,24}", re.ASCII
)
"""From the last letter before the sign on: what stands before it changes nothing."""
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)[ .]?(?:33|262|590|594|596|508|687|689){_GAP}(?:\(0\){_GAP})?[1-9]|0[1-9])"
    rf"(?:{_GAP}[0-9]{{2}}){{4}}(?![0-9])",
    re.ASCII,
)

_HEALTH = re.compile(lookup("vocabulary.health"), re.ASCII)

_SEPARATOR = "\x00"
_BLOCK = 1_000_000
"""Characters that are searched at once, about."""


def holds_nir(text: str) -> bool:
    """Whether a text holds what has the shape of a social security number (NIR): 13 figures, or 15 with any key."""
    return any(map(_is_nir, _NIR.finditer(_plain(text))))


def is_nir_like(text: str) -> bool:
    """Whether a cell of a column of numbers is thirteen or fifteen figures, as a mistyped NIR is."""
    return 12 < len(text) < 32 and _FIGURES.fullmatch(_SIGNS.sub("", _plain(text))) is not None


def without_nir(name: str) -> str:
    """A name of a file or sheet, its figures hidden where they have the shape of a NIR."""
    plain = _plain(name)
    return _NIR.sub(lambda found: "…" if _is_nir(found) else found[0], plain) if holds_nir(plain) else name


def split_nir(row: Sequence[str]) -> int | None:
    """The index of the first of several neighbouring cells that hold a NIR together; None where there is none.

    Cells end where its groups end; of two cells alone the key has to be right, or a blank to show the groups.
    """
    begin = [bool(cell) and len(cell) < 32 and (cell[0] in "0123456789" or not cell[0].isalpha()) for cell in row]
    if not any(one and other for one, other in pairwise(begin)):
        return None
    pieces = [_plain(cell).strip() if begins else "" for cell, begins in zip(row, begin, strict=True)]
    plain = [re.sub(r"[ \u00a0\u202f]", "", piece) for piece in pieces]
    for first in range(len(plain)):
        whole, last = "", first
        while last < len(plain) and len(whole) < 15 and _PIECE.fullmatch(plain[last]):
            if whole and len(whole) not in _STEPS:
                break
            whole, last = whole + plain[last], last + 1
            cells = last - first
            if cells > 1 and len(whole) in (13, 15) and (found := _NIR.fullmatch(whole)) and found["place"] != "00":
                spaced = any(
                    piece != figures for piece, figures in zip(pieces[first:last], plain[first:last], strict=True)
                )
                follows = plain[last] if last < len(plain) else ""
                if len(whole) == 13 and len(follows) == 2 and follows.isdecimal():
                    continue
                if cells > 2 or spaced or _has_key(found):
                    return first
    return None


def holds_email(text: str) -> bool:
    """Whether a text holds an e-mail address."""
    return "@" in text and _EMAIL.search(text) is not None


def holds_phone(text: str) -> bool:
    """Whether a text holds a French telephone number."""
    return _PHONE.search(_plain(text)) is not None


def holds_health_word(text: str) -> bool:
    """Whether a free text speaks of somebody's health."""
    return len(text) > 2 and _HEALTH.search(folded(text)) is not None


def cells_with_nir(cells: Iterable[tuple[int, str]]) -> list[int]:
    """Of numbered cells, the numbers of those that hold a NIR; made for whole columns."""
    return list(_cells_with(holds_nir, _NIR, cells))


def cells_with_contact(cells: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """Of numbered cells, those that hold an e-mail address (``email``) or a telephone number (``phone``)."""
    listed = [(number, text) for number, text in cells if len(text) > 4]
    return {
        "email": [number for number, text in listed if holds_email(text)],
        "phone": [number for number, text in listed if sum(map(str.isdigit, text)) > 8 and holds_phone(text)],
    }


def _cells_with(
    holds: Callable[[str], bool], pattern: re.Pattern[str], cells: Iterable[tuple[int, str]]
) -> Iterator[int]:
    listed = [(number, text) for number, text in cells if len(text) > 12]
    # One search over many cells is what makes this cheap: almost no column holds anything.
    for block in _blocks(listed):
        if pattern.search(_plain(_SEPARATOR.join(text for _, text in block))):
            yield from (number for number, text in block if holds(text))


def _blocks(cells: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The cells in blocks that a search can hold in memory."""
    lengths = accumulate(len(text) for _, text in cells)
    for _, block in groupby(zip(cells, lengths, strict=True), lambda pair: pair[1] // _BLOCK):
        yield [cell for cell, _ in block]


def _plain(text: str) -> str:
    """Wide and other digits as 0-9."""
    return text if text.isascii() else compatible("NFKC", text)


def _is_nir(found: re.Match[str]) -> bool:
    """No place of birth is 00; a figure with its decimals is a figure."""
    return found["place"] != "00" and not _DECIMAL.fullmatch(found[0])


def _has_key(found: re.Match[str]) -> bool:
    """Whether the last two of fifteen figures are the key of the others."""
    if found["key"] is None:
        return False
    place = {"2A": "19", "2B": "18"}.get(found["place"].upper(), found["place"])
    number = int(found["sex"] + found["year"] + found["month"] + place + found["town"] + found["order"])
    return 97 - number % 97 == int(found["key"])
