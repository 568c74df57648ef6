"""The names of one list of the organisation, and the id that a cell stands for."""

from __future__ import annotations

import re
from collections import defaultdict

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare, folded, nearest
from rsa_sched.intake.rows.reader import FindingLog, SourceRow

TITLE = re.compile(r"^\s*(?:madame|monsieur|mademoiselle|mme|mlle|mr|m)\b(?:\.?\s+|\.(?=[^\W\d_]{3}))", re.IGNORECASE)

_NUMBERED = re.compile(lookup("vocabulary.subsectors.numbered"), re.ASCII)

_MOST_SEARCHED = 200
"""As many unknown names are compared with all known ones; a whole column of them is a wrong column."""


class NameList:
    """The names of one list.

    Parameters
    ----------
    code : what one of them is, for the codes of findings, as ``structure``.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.ids: dict[str, None] = {}
        self._by_id: dict[str, set[str]] = defaultdict(set)
        self._by_alias: dict[str, set[str]] = defaultdict(set)
        self._by_label: dict[str, set[str]] = defaultdict(set)
        self._offered: dict[str, str] = {}
        self._near: dict[str, str | None] = {}
        self._by_number: dict[str, set[str]] = defaultdict(set)

    def number(self, name: str, *others: str) -> None:
        """Make an id known by the figure that it, or another of its names, is: S3, secteur 3."""
        for match in (_NUMBERED.fullmatch(folded(text)) for text in (name, *others)):
            if match is not None:
                self._by_number[match["number"]].add(name)

    def numbered(self, text: str) -> str | None:
        """The one id that a figure, or « secteur 3 », stands for."""
        match = _NUMBERED.fullmatch(folded(text))
        found = self._by_number.get(match["number"], set()) if match is not None else set()
        return next(iter(found)) if len(found) == 1 else None

    def add(self, name: str, *others: str, shown: bool = True) -> None:
        """An id with its other names; ``shown``: whether these may be offered in place of a mistyped name.

        Names of people may not: the id is offered in their place.
        """
        self.ids.setdefault(name)
        self._note(self._by_id, name, name, shown=True)
        for other in others:
            self._note(self._by_label, other, name, shown=shown)

    def alias(self, name: str, other: str, *, shown: bool = True) -> None:
        """One more name of an id, which counts before labels."""
        self._note(self._by_alias, other, name, shown=shown)

    def _note(self, names: dict[str, set[str]], other: str, name: str, *, shown: bool) -> None:
        key = bare(other)
        if key:
            names[key].add(name)
            self._offered.setdefault(other, other if shown else name)

    def find(self, text: str) -> set[str]:
        """Ids that a text may stand for: the id itself where it is one, else all that bear the name."""
        if text in self.ids:
            return {text}
        for key in (bare(text), bare(TITLE.sub("", text))):
            for names in (self._by_id, self._by_alias, self._by_label):
                if key in names:
                    return names[key]
        return set()

    def read(self, log: FindingLog, line: SourceRow, key: str, text: str | None = None) -> str | None:
        """The id that a cell, or a text of it, stands for; None where the cell is empty.

        None too, and an error at the cell, where no id or more than one has the name. Where the whole list is missing
        there is no error: that is one fault, not one a row.
        """
        text = line.text(key) if text is None else text
        if not self.ids or not text:
            return None
        found = self.find(text)
        if len(found) == 1:
            return next(iter(found))
        if found:
            sentences: tuple[str, ...] = (f"name-ambiguous.{self.code}",)
            ids = tuple(sorted(found))
            log.report("error", f"{self.code}-ambiguous", line=line, key=key, sentences=sentences, ids=ids)
            return None
        number = self.numbered(text)
        if number is not None:
            log.report("repaired", "subsector-numbered", line=line, key=key, id=number)
            return number
        near = self.near(text)
        sentences = (f"name-unknown.{self.code}", f"name-unknown.{'near' if near else 'far'}")
        log.report("error", f"{self.code}-unknown", line=line, key=key, sentences=sentences, near=near)
        return None

    def near(self, text: str) -> str | None:
        """The known name that may be offered for an unknown one."""
        if text not in self._near and len(self._near) < _MOST_SEARCHED:
            near = nearest(TITLE.sub("", text), self._offered)
            self._near[text] = None if near is None else self._offered[near]
        return self._near.get(text)
