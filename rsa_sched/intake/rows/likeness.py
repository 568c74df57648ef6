"""Whether two identities are perhaps one person: names written otherwise, a date of birth with one wrong figure.

Nothing here joins anybody: it only says whom somebody should look at.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare

_LOOK_ALIKES = str.maketrans(lookup("identity.look-alikes.other"), lookup("identity.look-alikes.ours"))
_BESIDE = {kind: frozenset(map(bare, lookup(f"identity.beside.{kind}"))) for kind in ("titles", "joiners")}
_BETWEEN = re.compile(r"[\s\-‐‑–—.,;:/()_+]+")
_APOSTROPHES = re.compile(r"['’ʼ`´]\s*")

_SOUNDS = (
    ("ph", "f"), ("oe", "o"), ("ue", "u"), ("ae", "a"), ("ou", "u"), ("th", "t"), ("kh", "k"), ("sh", "ch"),
    ("y", "i"), ("w", "v"), ("ck", "k"), ("dj", "j"),
)  # fmt: skip
"""Ways to write the same in our letters: ``Müller`` is Mueller and Muller, ``Youssef`` Yousef and Iousef."""

_FIGURES = re.compile(r"\d+")

_MEMORY = 65_536
"""As many words and pairs of words are remembered."""


class Likeness(IntEnum):
    """How alike two names are: not at all, one of them not known, nearly or in part, wholly."""

    NONE = 0
    UNKNOWN = 1
    CLOSE = 2
    EQUAL = 3


@dataclass(frozen=True, slots=True, repr=False)
class Spelling:
    """An identity by the parts of its names, as `parts` gives them.

    Attributes
    ----------
    last, birth, first : parts of the last name in use, of the name of birth, of the first name.
    born : ISO date, or "".
    case : bare case number, or "".
    """

    last: tuple[str, ...] = ()
    birth: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    born: str = ""
    case: str = ""

    @classmethod
    def of(cls, last: str, birth: str, first: str, born: str, case: str) -> Spelling:
        """From what stands in a row."""
        return cls(parts(last), parts(birth), parts(first), born, bare(case).lstrip("0"))

    @property
    def every(self) -> tuple[str, ...]:
        """All parts of the name in use, in the order of the alphabet."""
        return tuple(sorted({*(self.last or self.birth), *self.first}))

    def __repr__(self) -> str:
        return "<Spelling>"


@lru_cache(maxsize=_MEMORY)
def parts(name: str) -> tuple[str, ...]:
    """The parts of a name, bare, in our letters, without titles and without « née » and the like.

    >>> parts("Mme D’ORVAN-Taveau")
    ('dorvan', 'taveau')
    """
    text = _APOSTROPHES.sub("", name.translate(_LOOK_ALIKES))
    found = [bare(part) for part in _BETWEEN.split(text)]
    while len(found) > 1 and found[0] in _BESIDE["titles"]:
        del found[0]
    return tuple(part for part in found if part and part not in _BESIDE["joiners"])


@lru_cache(maxsize=_MEMORY)
def sound(word: str) -> str:
    """A word as it may be written otherwise: doubled letters once, what sounds alike written alike, no h within."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = word[:1] + word[1:].replace("h", "")
    return re.sub(r"(.)\1+", r"\1", word)


def perhaps_same(one: Spelling, two: Spelling, *, common: bool = False) -> bool:
    """Whether two identities that are not surely the same should be looked at.

    common : whether so many people have this date of birth that it says little.
    """
    last = max(_alike(a, b) for a in (one.last, one.birth) for b in (two.last, two.birth))
    if not (one.last or one.birth) or not (two.last or two.birth):
        last = Likeness.UNKNOWN
    first = _alike(one.first, two.first)
    if one.every == two.every and one.every:
        last = first = Likeness.EQUAL  # swapped, or in one column
    else:
        crossed = min(_alike(one.last, two.first), _alike(one.first, two.last))
        last, first = max(last, crossed), max(first, crossed)
        if len(one.every) > 1 and len(two.every) > 1 and _part_of(one.every, two.every):
            last, first = max(last, Likeness.CLOSE), max(first, Likeness.CLOSE)
    names = min(last, first)
    if not one.born or not two.born:
        return names >= Likeness.CLOSE and max(last, first) == Likeness.EQUAL and not _two_cases(one.case, two.case)
    if one.born == two.born:
        return names >= Likeness.CLOSE or (Likeness.EQUAL in (last, first) and not common)
    return names >= Likeness.CLOSE and max(last, first) == Likeness.EQUAL and nearly_dates(one.born, two.born)


def strength(one: Spelling, two: Spelling) -> tuple[bool, int]:
    """How strongly two identities look like one person: the same date of birth first, then how alike the names are."""
    last = max(_alike(a, b) for a in (one.last, one.birth) for b in (two.last, two.birth))
    return bool(one.born) and one.born == two.born, last + _alike(one.first, two.first)


def _two_cases(one: str, two: str) -> bool:
    """Whether two case numbers are known and differ by more than a slip."""
    return bool(one and two) and one != two and not one_edit(one, two)


def _alike(one: tuple[str, ...], two: tuple[str, ...]) -> Likeness:
    """How alike two names are, by their parts."""
    if not one or not two:
        return Likeness.UNKNOWN
    if one == two:
        return Likeness.EQUAL
    if set(one) == set(two) or "".join(one) == "".join(two):
        return Likeness.EQUAL
    if _part_of(one, two) or _nearly("".join(one), "".join(two)) or _initials(one, two):
        return Likeness.CLOSE
    few, many = sorted((one, two), key=len)
    if all(any(_nearly(part, other) for other in many) for part in few):
        return Likeness.CLOSE
    shared = {part for part in one if len(part) > 2} & set(two)
    return Likeness.CLOSE if shared else Likeness.NONE


def _part_of(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return set(one) <= set(two) or set(two) <= set(one)


def _initials(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """« J.-P. », « JP » or « J » for « Jean-Pierre », « Alex » for « Alexandre »."""
    few, many = sorted((one, two), key=lambda name: len("".join(name)))
    short, first = "".join(few), "".join(many)
    if _FIGURES.search(first):
        return False
    letters = "".join(part[0] for part in many)
    return short in (letters, letters[0]) or (len(short) > 2 and first.startswith(short))


@lru_cache(maxsize=_MEMORY)
def _nearly(one: str, two: str) -> bool:
    """Whether two words differ by a slip, in what is written for one sound, or little for their length."""
    if one == two:
        return True
    if _FIGURES.search(one) or _FIGURES.search(two):
        return False  # « NOM1 », « NOM2 »: whoever wrote figures told people apart by them
    if sound(one) == sound(two):
        return True
    shorter, longer = sorted((len(one), len(two)))
    if shorter < 3 or longer - shorter > 3:
        return False
    if one_edit(one, two) or one_edit(sound(one), sound(two)):
        return True
    if shorter < 6:
        return False
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    return matcher.real_quick_ratio() >= 0.85 and matcher.quick_ratio() >= 0.85 and matcher.ratio() >= 0.85


def one_edit(one: str, two: str) -> bool:
    """Whether one letter more, less or other, or two neighbours changed about, makes one word of another."""
    if abs(len(one) - len(two)) > 1:
        return False
    short, long = sorted((one, two), key=len)
    start = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    rest = short[start + 1 :] == long[start + 1 :]
    turned = short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    return rest or turned


def nearly_dates(one: str, two: str) -> bool:
    """Whether two ISO dates differ in one figure, in two neighbours changed about, or in day for month."""
    year, month, day = one[:4], one[5:7], one[8:]
    if two == f"{year}-{day}-{month}":
        return True
    return len(one) == len(two) and one_edit(one.replace("-", ""), two.replace("-", ""))
