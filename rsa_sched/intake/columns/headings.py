"""What a heading means: the words under which the columns of each kind of table are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare, clean, folded
from rsa_sched.intake.columns.folding import HOLDER, gist, slips, without_holder
from rsa_sched.intake.fields import TABLES, Field
from rsa_sched.intake.profile import Profile

LONGEST = 120
"""No heading is longer; a text beyond this is prose."""

_MOST_OFFERED = 200
"""As many unknown headings are compared with the known ones; with more it is another table."""

_MARKS = re.compile(r"[\s*:?!]{1,40}$")
_NOTE = re.compile(r"(?:\s{0,9}(?:\([^()]{0,120}\)|\[[^\[\]]{0,120}\])){1,3}[\s*:?!]{0,20}$")
_NUMBERED, _PART_OF_NAME, _NIR = (
    re.compile(lookup(f"vocabulary.headings.{name}")) for name in ("numbered", "part-of-name", "nir")
)
_PARTS = {
    name: number
    for number, part in ((0, "first-name"), (1, "last-name"), (-1, "whole-name"))
    for name in lookup(f"vocabulary.headings.{part}")
}
_NAME = lookup("vocabulary.headings.last-name")[0]
"""Without this word in it, a heading names no part of a name."""


PROFILE, OUTPUT, LABEL, EXACT, ALIAS, LESSER = range(0, 12, 2)
"""Ranks: a heading of the profile, one that the tool writes, the label, an exact alias, an alias, a lesser one."""


class Meaning(NamedTuple):
    """What a heading was found to mean.

    Attributes
    ----------
    key : of the field.
    rank : one of the ranks below, the lower counts; one more where the heading is only alike when `folding` it.
    part : for a name in two columns: 0 first name, 1 last name; else -1.
    shared : whether other kinds of table know the heading too.
    """

    key: str
    rank: int
    part: int = -1
    shared: bool = False


class Vocabulary:
    """Headings of one kind of table, with the profile's own.

    Parameters
    ----------
    kind : a key of `TABLES`.
    profile : whose ``columns`` come before label and aliases.
    """

    def __init__(self, kind: str, profile: Profile) -> None:
        self.kind = kind
        self.fields = {field.key: field for field in TABLES[kind]}
        self._offered: dict[str, Field | None] = {}
        self._sought: dict[tuple[str, str], Meaning | None] = {}
        self._known, self._folded = _meanings(kind)
        own = [(PROFILE, key, word) for key, words in profile.columns.get(kind, {}).items() for word in words]
        if own:
            known, gists = _read_meanings(kind, own)
            self._known, self._folded = self._known | known, self._folded | gists

    def required(self) -> Iterator[Field]:
        """The fields that every row needs."""
        return (field for field in self.fields.values() if field.required)

    def offered(self, heading: str) -> Field | None:
        """The one field whose heading this is, but for slips of the keyboard; None where that is not sure.

        A wrong word is worse than none: « Nom de naissance » is no slip for « Date de naissance ».
        """
        if len(heading) > LONGEST:
            return None
        key = gist(_NOTE.sub("", clean(heading)))
        if key not in self._offered and len(self._offered) < _MOST_OFFERED:
            self._offered[key] = self._nearest(key)
        return self._offered.get(key)

    def _nearest(self, key: str) -> Field | None:
        near: dict[int, set[str]] = {}
        for fold, found in self._folded.items():
            number = slips(key, fold)
            if number is not None:
                near.setdefault(number, set()).add(found.key)
        nearest = near[min(near)] if near else set()
        field = self.fields[next(iter(nearest))] if len(nearest) == 1 else None
        return field if field is not None and field.privacy != "refused" else None

    @property
    def sought(self) -> int:
        """How many different headings were asked for."""
        return len(self._sought)

    def meaning(self, name: str, group: str = "") -> Meaning | None:
        """What a heading means, under the heading of a group of columns or under none."""
        if (name, group) not in self._sought:
            self._sought[name, group] = self._meaning(name, group)
        return self._sought[name, group]

    def _meaning(self, name: str, group: str) -> Meaning | None:
        if group:
            whole = self._plainly(group)
            if whole is not None and bare(name) in _PARTS and self._names_somebody(whole):
                return whole._replace(part=_PARTS[bare(name)])
            for joined in (f"{name} {group}", f"{group} {name}"):
                found = self._plainly(joined)
                if found is not None:
                    return found
        return self._plainly(name) or self._part(name)

    def _names_somebody(self, whole: Meaning) -> bool:
        """Whether a field may be written as a name in two columns; a pseudonym is none."""
        return self.fields[whole.key].sort == "id" and whole.key != "person"

    def _plainly(self, heading: str) -> Meaning | None:
        if len(heading) > LONGEST:
            return None
        bares, folds, numberless = _keys(heading)
        for bared, fold in zip(bares, folds, strict=True):
            if bared in self._known:
                return self._known[bared]
            if fold in self._folded:
                return self._folded[fold]
        for key in numberless:
            found = self._known.get(key)
            if found is not None and self.fields[found.key].sort == "list":
                return found
        return None

    def _part(self, heading: str) -> Meaning | None:
        """« Nom du référent » and « Prénom du référent » say together what « Référent » says."""
        if len(heading) > LONGEST or _NAME not in heading.lower():
            return None
        found = _PART_OF_NAME.fullmatch(folded(heading))
        whole = self._plainly(found["whole"]) if found is not None else None
        if found is None or whole is None or not self._names_somebody(whole):
            return None
        return whole._replace(part=_PARTS.get(bare(found["part"]), -1))


def is_nir(heading: str) -> bool:
    """Whether a column says that it holds social security numbers, which must not be sent."""
    return len(heading) <= LONGEST and _NIR.search(folded(heading)) is not None


@lru_cache(maxsize=4_096)
def _keys(heading: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The heading `bare` and folded, each whole and, after that, without a note at its end such as « (obligatoire) ».

    Then `bare` without a number at its end, and as a plural of that.
    """
    whole = clean(heading)
    forms = dict.fromkeys((_MARKS.sub("", whole), _NOTE.sub("", whole)))
    bares, folds = tuple(map(bare, (whole, *forms))), tuple(map(gist, (whole, *forms)))
    numberless = _NUMBERED.sub("", bare(heading))
    plural = (numberless, f"{numberless}s") if numberless else ()
    return bares, folds, plural


def folds(field: Field, word: str) -> tuple[str, ...]:
    """What a heading of a field is when folded: as it is; of what tells who a person is, without the word for them too.

    « Nom de l'allocataire » is « Nom » and the other way round, « N° allocataire » is not « N° ».
    """
    key = gist(word)
    if field.key == "person":  # a « code allocataire » is no pseudonym
        return ()
    if field.privacy == "needed" or field.sort == "id":
        return (key,) if key else ()
    lesser = without_holder(key)
    alone = lesser if lesser not in ("", "no", "identifiant") else ""
    with_holder = (f"{alone} {HOLDER}", f"{HOLDER} {alone}") if alone else ()  # « Participant : nom » too
    return tuple(dict.fromkeys(fold for fold in (key, alone, *with_holder) if fold))


def _headings(kind: str) -> Iterator[tuple[int, str, str]]:
    """Rank, field and word of each heading, by rank; of a list the singular too, which heads one column each."""
    for rank in (OUTPUT, LABEL, EXACT, ALIAS, LESSER):
        for field in TABLES[kind]:
            for word in _words(field, rank):
                yield rank, field.key, word
                if field.sort == "list":
                    yield rank, field.key, " ".join(part.removesuffix("s") for part in word.split())


def _words(field: Field, rank: int) -> tuple[str, ...]:
    return {
        OUTPUT: field.outputs, LABEL: (field.label,), EXACT: field.exact, ALIAS: field.aliases, LESSER: field.lesser,
    }[rank]  # fmt: skip


def _read_meanings(
    kind: str, headings: Iterable[tuple[int, str, str]]
) -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    """What headings mean, `bare` and folded; of several the first."""
    fields = {field.key: field for field in TABLES[kind]}
    known: dict[str, Meaning] = {}
    gists: dict[str, Meaning] = {}
    for rank, key, word in headings:
        name = bare(word)
        found = Meaning(key, rank, shared=rank > 0 and _KINDS[name] > 1)
        known.setdefault(name, found)
        for fold in folds(fields[key], word) if rank not in (OUTPUT, EXACT) else ():
            gists.setdefault(fold, found._replace(rank=rank + 1))
    return known, gists


@cache
def _meanings(kind: str) -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    """What every profile knows of a kind of table; not to be changed."""
    return _read_meanings(kind, _headings(kind))


_KINDS = Counter(name for kind in TABLES for name in {bare(word) for _, _, word in _headings(kind)})
"""In how many kinds of table each heading is known."""

ALL_HEADINGS = frozenset(_KINDS)
"""Every known heading, `bare`."""


def names_nobody(heading: str) -> bool:
    """Whether a heading may be repeated: each of its words stands in known headings, or is one of offices.

    >>> names_nobody("Observations (réf. interne)"), names_nobody("Dossier Milteau")
    (True, False)
    """
    if len(heading) > LONGEST:
        return False
    found = _WORD.findall(folded(clean(heading)))
    return bool(found) and all(word in _known_words() or (word.isdigit() and len(word) <= 2) for word in found)


_WORD = re.compile(r"[^\W_]+")


@cache
def _known_words() -> frozenset[str]:
    """The words of every heading that is known, and of offices, folded; without those that are first names too."""
    listed = (
        text
        for fields in TABLES.values()
        for field in fields
        for text in (field.label, *field.aliases, *field.outputs, *field.exact, *field.lesser)
    )
    known = frozenset(word for text in listed for word in _WORD.findall(folded(clean(text))))
    return (known | {*lookup("vocabulary.headings.office")}) - {*lookup("vocabulary.headings.also-names")}
