"""Names that tables may use for services, structures, sessions and people, and the ids they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rsa_sched.domain.session_type import SessionType
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows.namelist import NameList as NameList
from rsa_sched.intake.rows.reader import FindingLog, SourceRow
from rsa_sched.intake.rows.referents import Professionals


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
        self.professionals = Professionals()
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
        if code == "subsector":
            known.number(row["id"], *(other for other, name in (aliases or {}).items() if name == row["id"]))
    for other, name in (aliases or {}).items():
        if name in known.ids:
            known.alias(name, other)
    return known
