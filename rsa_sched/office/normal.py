"""Unicode's normal forms in linear time."""

from __future__ import annotations

import unicodedata
from typing import Literal

_LONGEST_RUN = 30
"""Marks on one letter that count: what Unicode calls a stream-safe text has no more (UAX 15, section 13)."""
_MARKS = "\u0f73\u0f75\u0f81"
"""Characters that are two marks each, though their class does not say so."""
_SHORT = 1_000


def normalised(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The text in a normal form; of a longer text, marks on one letter beyond the thirtieth are left out.

    Python brings the marks on a letter into their order in quadratic time.
    """
    if len(text) > _SHORT and not text.isascii():
        text = _stream_safe(text)
    return unicodedata.normalize(form, text)


def _stream_safe(text: str) -> str:
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) or character in _MARKS else 0
        if run <= _LONGEST_RUN:
            kept.append(character)
    return "".join(kept)
