"""What must not be in the tables: social security numbers anywhere, addresses and numbers of people in free text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from rsa_sched.intake.cells.words import compatible

_GAP = r"[ .\u00a0\u202f\u2009_/-]{0,3}"
_NIR = re.compile(
    rf"(?<![0-9])(?P<sex>[1-478]){_GAP}(?P<year>[0-9]{{2}}){_GAP}(?P<month>0[1-9]|1[0-2]|[2-3][0-9]|4[0-2]|[5-9][0-9])"
    rf"{_GAP}(?P<place>2[ABab]|[0-9]{{2}}){_GAP}(?P<town>[0-9]{{3}}){_GAP}(?P<order>[0-9]{{3}})"
    rf"(?:{_GAP}(?P<key>[0-9]{{2}}))?(?![0-9])",
    re.ASCII,
)
"""Sex, year, month (01-12; 20-42 and 50-99 where it is not known), place of birth, order, key."""

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]\s?@\s?[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){0,5}\.[A-Za-z]{2,24}", re.ASCII
)
"""From the last letter before the sign on: what stands before it changes nothing."""
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)[ .]?(?:33|262|590|594|596|508|687|689){_GAP}(?:\(0\){_GAP})?[1-9]|0[1-9])"
    rf"(?:{_GAP}[0-9]{{2}}){{4}}(?![0-9])",
    re.ASCII,
)

_SEPARATOR = "\x00"
_BLOCK = 1_000_000
"""Characters that are searched at once, about."""


def holds_nir(text: str) -> bool:
    """Whether a text holds what looks like a social security number (NIR), of 13 digits, or of 15 with a valid key."""
    return any(_is_nir(found) for found in _NIR.finditer(_plain(text)))


def holds_email(text: str) -> bool:
    """Whether a text holds an e-mail address."""
    return "@" in text and _EMAIL.search(text) is not None


def holds_phone(text: str) -> bool:
    """Whether a text holds a French telephone number."""
    return _PHONE.search(_plain(text)) is not None


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
    digits = found["sex"] + found["year"] + found["month"]
    if found["place"] == "00":
        return False
    if found["key"] is None:
        return True
    place = {"2A": "19", "2B": "18"}.get(found["place"].upper(), found["place"])
    number = int(digits + place + found["town"] + found["order"])
    return 97 - number % 97 == int(found["key"])
