"""Names that tables may use for services, structures, sessions and people, and the ids they stand for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from rsa_sched.domain.session_type import SessionType
from rsa_sched.intake.cells.words import bare, nearest
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows.reader import FindingLog, SourceRow

_TITLE = re.compile(r"^\s*(?:madame|monsieur|mademoiselle|mme|mlle|mr|m)\b\.?\s+", re.IGNORECASE)

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
        for key in (bare(text), bare(_TITLE.sub("", text))):
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
        near = self._nearest(text)
        sentences = (f"name-unknown.{self.code}", f"name-unknown.{'near' if near else 'far'}")
        log.report("error", f"{self.code}-unknown", line=line, key=key, sentences=sentences, near=near)
        return None

    def _nearest(self, text: str) -> str | None:
        """The known name that may be offered for an unknown one."""
        if text not in self._near and len(self._near) < _MOST_SEARCHED:
            near = nearest(_TITLE.sub("", text), self._offered)
            self._near[text] = None if near is None else self._offered[near]
        return self._near.get(text)


def read_names(log: FindingLog, line: SourceRow, lists: Mapping[str, NameList]) -> dict[str, Any]:
    """By field, the ids that the cells of a line stand for; empty and unknown ones are left out."""
    found = {key: names.read(log, line, key) for key, names in lists.items()}
    return {key: name for key, name in found.items() if name is not None}


def person_names(first_name: str, last_name: str) -> tuple[str, ...]:
    """The ways to write a name: « Prénom Nom », « Nom Prénom » (with or without comma or capitals)."""
    if not (first_name and last_name):
        return ()
    return f"{first_name} {last_name}", f"{last_name} {first_name}"


class Organisation:
    """Everything that tables may name, from the profile."""

    def __init__(self, profile: Profile) -> None:
        given = profile.document
        self.services = _name_list("service", given.get("services"), profile.aliases.get("services"))
        self.subsectors = _name_list("subsector", given.get("subsectors"), profile.aliases.get("subsectors"))
        self.venues = _name_list("venue", given.get("venues"), profile.aliases.get("venues"))
        self.structures = _name_list("structure", given.get("structures"), profile.aliases.get("structures"))
        self.kinds = _name_list("kind", [{"id": kind} for kind in profile.kinds], profile.aliases.get("kinds"))
        self.neighbourhoods = NameList("neighbourhood")
        self.subsectors_of: dict[str, str] = {}
        for name, subsector in profile.neighbourhoods.items():
            self.neighbourhoods.add(name)
            self.subsectors_of[name] = subsector
        self.kind_of = {row["id"]: row.get("kind") for row in _rows(given.get("structures"))}
        self.service_of = {row["id"]: row.get("service") for row in _rows(given.get("subsectors"))}
        self.professionals = NameList("professional")
        self.sessions = NameList("session")
        self.types = profile.types
        self._held: dict[str, set[str]] = {}

    def hold(self, sessions: Iterable[Mapping[str, Any]]) -> None:
        """Take note of the sub-sectors for which each type holds sessions."""
        for row in sessions:
            if "type" in row and "subsector" in row:
                self._held.setdefault(row["type"], set()).add(row["subsector"])

    def may_be_team(self, kind: SessionType, subsector: str) -> bool:
        """Whether a sub-sector may be that of a team and not a part of the town, as the homeless team's.

        Nothing marks one but that only sessions of a type besides the first are held for it.
        """
        others = [held for other, held in self._held.items() if other != kind.id]
        return kind.scope == "subsector" and kind.id != self.types.first.id and not any(subsector in s for s in others)

    def team(self, kind: SessionType) -> str | None:
        """The team's sub-sector that is meant where none is written: the one where all sessions of the type are."""
        held = self._held.get(kind.id, set())
        return next((name for name in held if self.may_be_team(kind, name)), None) if len(held) == 1 else None


def _rows(listed: Any) -> list[dict[str, Any]]:
    return [row for row in listed or () if isinstance(row, dict) and isinstance(row.get("id"), str)]


def _name_list(code: str, rows: Any, aliases: Mapping[str, str] | None) -> NameList:
    known = NameList(code)
    for row in _rows(rows):
        label = row.get("label")
        known.add(row["id"], *([label] if isinstance(label, str) and label else []))
    for other, name in (aliases or {}).items():
        if name in known.ids:
            known.alias(name, other)
    return known
