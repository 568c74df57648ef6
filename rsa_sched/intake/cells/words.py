"""Words as people write them: compared without case, accents and punctuation, and the nearest known one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Literal

from rsa_sched.office.normal import normalised

_NUMERO = str.maketrans({"º": "°", "ª": "°", "№": "n"})
_LIGATURES = str.maketrans({0x153: "oe", 0xE6: "ae", 0xF8: "o", 0x111: "d", 0x142: "l"})
_UNSEEN = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufeff]")
"""Characters that show nothing though their category does not say so, among them the fillers of other scripts."""


class _Translation(dict[int, int | None]):
    """A table for `str.translate` that keeps some characters; it fills itself, with those of our scripts."""

    def __init__(self, keeps: Callable[[str], bool]) -> None:
        self._keeps = keeps

    def __missing__(self, code: int) -> int | None:
        kept = code if self._keeps(chr(code)) else None
        if code < _OURS:
            self[code] = kept
        return kept


_OURS = 0x3000
"""Characters before this one are remembered; what follows are those of East Asia, a million of them."""
_SEEN = _Translation(lambda c: c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
_WITHOUT_MARKS = _Translation(lambda c: not unicodedata.combining(c))
_LETTERS = _Translation(lambda c: c.isalnum() and not unicodedata.combining(c))

_GROWING = re.compile("[\u3300-\u3356\ufdfa\ufdfb]")
"""Characters that stand for words of up to 18 letters, none of them French."""
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The text without what is not seen: invisible characters dropped, blanks of any kind one space, line ends ``\\n``.

    >>> clean(" 12\\u202f000\\r\\n")
    '12 000'
    """
    if text.isprintable() and (text.isascii() or not _UNSEEN.search(text)):  # most cells
        return (_BLANKS.sub(" ", text) if "  " in text else text).strip()
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).translate(_SEEN)
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def compatible(form: Literal["NFKC", "NFKD"], text: str) -> str:
    """The text in a compatibility form, at most four times as long: what stands for whole words is a zero byte."""
    return normalised(form, _GROWING.sub("\x00", text))


def folded(text: str) -> str:
    """Lower case, no accents, on one line; punctuation stays."""
    parts = clean(text).replace("\n", " ").replace("’", "'").casefold()
    return parts if parts.isascii() else normalised("NFD", parts).translate(_WITHOUT_MARKS)


@lru_cache(maxsize=16_384)
def bare(text: str) -> str:
    """Key by which two spellings of one word are equal: letters and figures only, no case, no accents, no spaces.

    >>> bare("N° de\\nSituation"), bare("Sous-secteur\\u00a0:")
    ('ndesituation', 'soussecteur')
    """
    if text.isascii():
        return text.lower().translate(_LETTERS)
    key = text.translate(_NUMERO)
    for _ in range(2):  # the compatibility form of a folded letter may hold another capital
        key = compatible("NFKD", key).casefold().translate(_LIGATURES)
    return key.translate(_LETTERS)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that reads most like this one; None where none is near (three quarters of the letters).

    Of equally near ones the first in alphabetical order.
    """
    key = bare(word)
    if not key or len(key) > 100:
        return None
    best, found = 0.75, None
    for candidate in sorted(known):
        matcher = difflib.SequenceMatcher(None, key, bare(candidate), autojunk=False)
        if matcher.quick_ratio() > best and matcher.ratio() > best:
            best, found = matcher.ratio(), candidate
    return found
