"""Numbers that a spreadsheet or a hand damaged: told, and never an identity."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rsa_sched.intake.cells.values import is_rounded
from rsa_sched.intake.cells.words import compatible
from rsa_sched.intake.rows.reader import FindingLog, SourceRow

NUMBERS = ("id", "person", "case_number")
"""Fields whose text is a number of its own, by which rows are known."""

_KEPT = 2
"""So many numbers of one length with leading zeros show that a column has kept them."""


_SCIENTIFIC = re.compile(r"[0-9][.,][0-9]+E[+]?[0-9]{1,3}", re.ASCII)


def drop_damaged(log: FindingLog, lines: Sequence[SourceRow]) -> None:
    """Take damaged numbers out of the lines, with a finding each: two different ones may read alike."""
    for line in lines:
        for key in NUMBERS:
            code = damage(line.text(key))
            if code:
                _drop(log, line, key, code)
    tables: dict[int, list[SourceRow]] = defaultdict(list)
    for line in lines:
        tables[line.place].append(line)
    for listed in tables.values():
        length, short = zeros_lost((line, line.text("case_number")) for line in listed)
        for line in short:
            log.report("warning", "number-zeros", line=line, key="case_number", length=length)
            del line.values["case_number"]


def damage(text: str) -> str:
    """The code of the finding about a number; "" where it is sound.

    >>> damage("1,23457E+11"), damage("######"), damage("D12345")
    ('number-rounded', 'number-hidden', '')
    """
    if not text:
        return ""
    if text.strip("#") == "" and len(text) > 1:
        return "number-hidden"
    if is_rounded(text.upper()) or _SCIENTIFIC.fullmatch(text.upper()):
        return "number-rounded"
    plain = text if text.isascii() else compatible("NFKC", text)
    if any(_foreign(character) for character in plain if not character.isascii()):
        return "number-letters"
    return ""


def _foreign(character: str) -> bool:
    """Whether a letter or figure is of another alphabet than ours."""
    if character.isdecimal():
        return True
    return character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")


def zeros_lost(numbers: Iterable[tuple[SourceRow, str]]) -> tuple[int, list[SourceRow]]:
    """Of a column of numbers some of which begin with zeros, all of one length: that length, and the shorter ones."""
    listed = [(line, text) for line, text in numbers if text.isdecimal()]
    kept = Counter(len(text) for _, text in listed if text.startswith("0"))
    if len(kept) != 1 or sum(kept.values()) < _KEPT:
        return 0, []
    ((length, _),) = kept.items()
    if any(len(text) > length for _, text in listed):
        return 0, []
    return length, [line for line, text in listed if len(text) < length]


def _drop(log: FindingLog, line: SourceRow, key: str, code: str) -> None:
    log.report("warning", code, line=line, key=key)
    del line.values[key]
