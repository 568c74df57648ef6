"""What tables may call the types of session: ids, labels, the profile's own words, and the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import TYPES_OF_THE_NOTE, SessionType
from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare, clean

_BETWEEN = re.compile(r"[\W_]+")


class Types:
    """The types of session of a règlement, by every name that a table may use.

    Parameters
    ----------
    listed : the types, in order; a situation or session that names none is of the first.
    aliases : other words of the profile, and the ids they stand for.

    A label that two types share stands for neither; an id comes before an alias, an alias before a label. Words are
    compared without accents, case and punctuation, and where nothing fits, without the s of a plural.
    """

    def __init__(self, listed: Iterable[SessionType], aliases: Mapping[str, str] | None = None) -> None:
        self.listed = tuple(listed)
        self._of = {kind.id: kind for kind in reversed(self.listed)}
        ids = [(kind.id, kind.id) for kind in self.listed]
        labels = [(kind.label, kind.id) for kind in self.listed if kind.label]
        own = [(word, name) for word, name in (aliases or {}).items() if name in self._of]
        usual = [
            (word, name) for name, words in lookup("vocabulary.types").items() if name in self._of for word in words
        ]
        self._tiers = [_words(pairs, fold) for fold in (bare, singular) for pairs in (ids, own, labels, usual)]

    @classmethod
    def of(cls, regulation: Mapping[str, Any], aliases: Mapping[str, str] | None = None) -> Types:
        """Those of a raw regulation; those of the note where it cannot be read (which is reported elsewhere)."""
        try:
            return cls(Regulation.model_validate(dict(regulation)).types, aliases)
        except ValidationError:
            return cls(TYPES_OF_THE_NOTE, aliases)

    @property
    def first(self) -> SessionType:
        """The type of a row that names none."""
        return self.listed[0]

    def get(self, name: str | None) -> SessionType | None:
        """The type of an id."""
        return self._of.get(name or "")

    def find(self, text: str) -> str | None:
        """The id that a word stands for."""
        if text in self._of:
            return text
        for tier, fold in zip(self._tiers, [bare] * 4 + [singular] * 4, strict=True):
            found = tier.get(fold(text))
            if found is not None:
                return found
        return None

    @property
    def offered(self) -> dict[str, str]:
        """For lists and advice: the name of each type by which it is found (its label, else its id), with the id."""
        return {(kind.name if self.find(kind.name) == kind.id else kind.id): kind.id for kind in self.listed}

    def names(self, *, scope: str | None = None, admits: tuple[str, ...] | None = None) -> list[str]:
        """What people call the types, or those of a scope or that admit so."""
        return [
            kind.name
            for kind in self.listed
            if scope in (None, kind.scope) and (admits is None or kind.admits in admits)
        ]


def _words(pairs: Iterable[tuple[str, str]], fold: Any) -> dict[str, str]:
    """The words, folded, that stand for one id alone."""
    meant: dict[str, set[str]] = {}
    for word, name in pairs:
        meant.setdefault(fold(word), set()).add(name)
    meant.pop("", None)
    return {word: next(iter(names)) for word, names in meant.items() if len(names) == 1}


def singular(text: str) -> str:
    """`bare`, each word without the s of a plural.

    >>> singular("Équipes pluridisciplinaires")
    'equipepluridisciplinaire'
    """
    return "".join(bare(word).removesuffix("s") for word in _BETWEEN.split(clean(text)))
