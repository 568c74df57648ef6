"""Headings as people write them, folded to what they say: « N° de l'allocataire * » and « numéro allocataire » are one.

What is folded away changes no meaning: articles, gender and number, the many ways to write « numéro », stars, and the
words for the person (allocataire, bénéficiaire, usager…), which are one word. The order of the words stays.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare, clean, folded

_WORDS = lookup("vocabulary.folding")
_DROPPED, _NUMBER = frozenset(_WORDS["dropped"]), frozenset(_WORDS["number"])
_ALIKE: dict[str, str] = {other: words[0] for words in map(str.split, _WORDS["alike"]) for other in words}
HOLDER: str = _WORDS["holder"][0]
"""The one word for the person whom a request is about."""
_HOLDERS = frozenset(_WORDS["holder"])
_INCLUSIVE = re.compile(_WORDS["inclusive"])
_NUMERO = re.compile(_WORDS["numero"])
_TOKEN = re.compile(r"[a-z0-9]+")
_PLAIN = re.compile(r"[a-z0-9 ]*", re.ASCII)
_LEAST = 4
"""Shorter words keep their ending: « né » is not « n »."""


@lru_cache(maxsize=8_192)
def gist(heading: str) -> str:
    """The words of a heading, folded; "" where nothing is left.

    >>> gist("REFERENT.E *"), gist("Numéro de la bénéficiaire"), gist("n° allocataire")
    ('referent', 'no allocataire', 'no allocataire')
    """
    text = _INCLUSIVE.sub("", _NUMERO.sub(" no ", folded(clean(heading))))
    if not _PLAIN.fullmatch(text):  # ligatures, wide letters, points between capitals
        text = " ".join(_NUMERO.sub(" no ", bare(part)) if part != "no" else part for part in re.split(r"[\W_]+", text))
    words = _TOKEN.findall(text)
    last = len(words) - 1
    kept = [
        _word(word) for at, word in enumerate(words) if word not in _DROPPED or (at == last and word in ("le", "la"))
    ]
    return " ".join(kept)


def without_holder(key: str) -> str:
    """A folded heading without the word for the person."""
    return " ".join(word for word in key.split() if word != HOLDER)


def is_cut_short(written: str, known: str) -> bool:
    """Whether a heading is the beginning of a known one: « Réf. » of « Référent »; whole headings are not."""
    one, other = gist(written), gist(known)
    return len(one) >= 3 and one != other and " " not in one and other.startswith(one)


def slips(written: str, known: str) -> int | None:
    """How many slips of the keyboard make a folded heading of a known one; None where it is another, or the same.

    The words are as many, each nearly the same: one of four letters may differ by one, one of eight by two; figures and
    first letters may not differ.
    """
    one, other = written.split(), known.split()
    if len(one) != len(other) or one == other:
        return None
    apart = [0 if a == b else _apart(a, b) for a, b in zip(one, other, strict=True)]
    return None if None in apart else sum(number or 0 for number in apart)


def _apart(one: str, other: str) -> int | None:
    short = min(len(one), len(other))
    if short < _LEAST or any(map(str.isdigit, one + other)) or one[0] != other[0]:
        return None
    number = distance(one, other)
    return number if number <= (2 if short >= 8 else 1) else None


def distance(one: str, other: str) -> int:
    """How many letters are added, left out, changed or swapped with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, a in enumerate(one, 1):
        before, last, row = row, before, [n]
        for m, b in enumerate(other, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (a != b))
            if last and m > 1 and a == other[m - 2] and one[n - 2] == b:
                cost = min(cost, last[m - 2] + 1)
            row.append(cost)
    return row[-1]


def _word(word: str) -> str:
    if word in _NUMBER:
        return "no"
    word = _ALIKE.get(word, word)
    if word in _HOLDERS or word.removesuffix("s") in _HOLDERS:
        return HOLDER
    if len(word) < _LEAST or word.isdigit():
        return word
    stem = word[:-1] if word[-1] in "sx" and len(word) > _LEAST else word
    if stem.endswith("trice"):
        stem = f"{stem[:-5]}teur"
    elif stem.endswith("euse"):
        stem = f"{stem[:-4]}eur"
    stem = stem[:-1] if stem.endswith("e") and len(stem) > _LEAST else stem
    return _ALIKE.get(stem, stem)
