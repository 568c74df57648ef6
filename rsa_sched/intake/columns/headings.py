"""What a heading means: the words under which the columns of each kind of table are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare, clean, folded
from rsa_sched.intake.fields import TABLES, Field
from rsa_sched.intake.profile import Profile

LONGEST = 120
"""No heading is longer; a text beyond this is prose."""

_TRAILING_NOTE = re.compile(r"(?:\s*(?:\([^()]*\)|[*:]))+\s*$")
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


class Meaning(NamedTuple):
    """What a heading was found to mean.

    Attributes
    ----------
    key : of the field.
    rank : 0 the profile's own heading, 1 the field's label, 2 an alias: the lower counts.
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
        self._known: dict[str, Meaning] = {}
        self._sought: dict[tuple[str, str], Meaning | None] = {}
        own = ((0, key, word) for key, words in profile.columns.get(kind, {}).items() for word in words)
        for rank, key, word in (*own, *_headings(kind)):
            name = bare(word)
            self._known.setdefault(name, Meaning(key, rank, shared=rank > 0 and _KINDS[name] > 1))

    def required(self) -> Iterator[Field]:
        """The fields that every row needs."""
        return (field for field in self.fields.values() if field.required)

    def words(self) -> dict[str, str]:
        """Every heading as it is written in the vocabulary, with the label of its field: to offer the nearest."""
        wanted = (field for field in self.fields.values() if field.privacy != "refused")
        return {word: field.label for field in wanted for word in (field.label, *field.aliases)}

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
            if whole is not None and bare(name) in _PARTS and self.fields[whole.key].sort == "id":
                return whole._replace(part=_PARTS[bare(name)])
            for joined in (f"{name} {group}", f"{group} {name}"):
                found = self._plainly(joined)
                if found is not None:
                    return found
        return self._plainly(name) or self._part(name)

    def _plainly(self, heading: str) -> Meaning | None:
        if len(heading) > LONGEST:
            return None
        for key in _keys(heading):
            if key in self._known:
                return self._known[key]
        numberless = _NUMBERED.sub("", bare(heading))
        for key in (numberless, f"{numberless}s") if numberless else ():
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
        if found is None or whole is None or self.fields[whole.key].sort != "id":
            return None
        return whole._replace(part=_PARTS.get(bare(found["part"]), -1))


def is_nir(heading: str) -> bool:
    """Whether a column says that it holds social security numbers, which must not be sent."""
    return len(heading) <= LONGEST and _NIR.search(folded(heading)) is not None


@lru_cache(maxsize=4_096)
def _keys(heading: str) -> tuple[str, ...]:
    """The heading `bare`, whole and without a note at its end such as « (obligatoire) » or « * »."""
    whole = bare(heading)
    shorter = bare(_TRAILING_NOTE.sub("", clean(heading)))
    return (whole,) if shorter in ("", whole) else (whole, shorter)


def _headings(kind: str) -> Iterator[tuple[int, str, str]]:
    """Rank, field and word of each heading, labels first; of a list the singular too, which heads one column each."""
    for rank in (1, 2):
        for field in TABLES[kind]:
            for word in (field.label,) if rank == 1 else field.aliases:
                yield rank, field.key, word
                if field.sort == "list":
                    yield rank, field.key, " ".join(part.removesuffix("s") for part in word.split())


_KINDS = Counter(name for kind in TABLES for name in {bare(word) for _, _, word in _headings(kind)})
"""In how many kinds of table each heading is known."""

ALL_HEADINGS = frozenset(_KINDS)
"""Every known heading, `bare`."""
