"""Faults between the parts of a profile that are right one by one: ids and names used twice or known nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rsa_sched.domain.base import bare_form
from rsa_sched.domain.reading import Location, place, quoted, safe_text
from rsa_sched.domain.regulation import PRESETS, Regulation
from rsa_sched.domain.rows import rows
from rsa_sched.errors import Fault
from rsa_sched.intake.cells.words import bare

LISTS = ("services", "subsectors", "venues", "structures")
"""Lists of the document whose rows may have ``aliases``."""
ALIASED = ("kinds", "types", *LISTS, "professionals")
"""Lists that ``[aliases.…]`` may name."""

Found = Iterator[tuple[Location, Fault]]


def crossed_faults(whole: Mapping[str, Any]) -> Found:
    """Every fault of this kind, of a profile without any other."""
    yield from _ids(whole)
    yield from _collisions(whole)
    yield from _quarters(whole)
    yield from _levels(whole)


def fault_at(at: Location, value: Any, code: str, **facts: object) -> tuple[Location, Fault]:
    """A fault with its way through the profile."""
    return at, Fault(place(at), value if isinstance(value, str) else safe_text(value, at), code, facts)


def length_of(text: Any) -> str:
    """What is said of a text that may be about a person."""
    return f"a text of {len(text)} character{'s' * (len(text) != 1)}" if isinstance(text, str) else "a value"


def _parameter(whole: Mapping[str, Any], key: str) -> Any:
    """A parameter of the règlement as the profile has it: given, or the preset's."""
    regulation = whole.get("regulation", {})
    preset = PRESETS.get(regulation.get("preset"), Regulation())
    return regulation.get(key, getattr(preset, key))


def _types(whole: Mapping[str, Any]) -> list[str]:
    return [kind["id"] if isinstance(kind, dict) else kind.id for kind in _parameter(whole, "types")]


def _levels(whole: Mapping[str, Any]) -> Found:
    """Words for a level of urgency that the règlement does not have."""
    levels = len(_parameter(whole, "urgency_days"))
    for word, level in whole.get("urgency", {}).items():
        if level >= levels:
            yield fault_at(("urgency", word), level, "unknown-level", last=levels - 1)


def _known_ids(whole: Mapping[str, Any], name: str) -> dict[str, None]:
    """Ids of a list, in order."""
    if name == "kinds":
        return dict.fromkeys(_parameter(whole, "kinds"))
    return dict.fromkeys(_types(whole) if name == "types" else (row["id"] for _, row in rows(whole, name)))


def _ids(whole: Mapping[str, Any]) -> Found:
    """Ids that two rows of a list share, and ids that no row has."""
    types = _types(whole)
    taken: set[str] = set()
    for number, one in enumerate(types):
        before = len(taken)
        taken.add(bare_form(one))
        if len(taken) == before:
            yield fault_at(("regulation", "types", number, "id"), quoted(one), "id-of-another-row")
    for name in LISTS:
        seen: set[str] = set()
        for number, row in rows(whole, name):
            if row["id"] in seen:
                yield fault_at((name, number, "id"), row["id"] and quoted(row["id"]), "id-of-another-row")
            seen.add(row["id"])
    for holder, key, name in (
        ("subsectors", "service", "services"), ("venues", "subsector", "subsectors"), ("structures", "kind", "kinds"),
        ("history", "service", "services"), ("history", "kind", "kinds"),
    ):  # fmt: skip
        known = _known_ids(whole, name)
        for number, row in rows(whole, holder):
            if row.get(key) is not None and row[key] not in known:
                yield fault_at((holder, number, key), row[key] and quoted(row[key]), "id-not-in-the-profile", list=name)
    venues = _known_ids(whole, "venues")
    for number, pair in enumerate(whole.get("travel", {}).get("between", ())):
        for end in (0, 1):
            if pair[end] not in venues:
                at = ("travel", "between", number, end)
                yield fault_at(at, quoted(pair[end]), "id-not-in-the-profile", list="venues")
    for name, names in whole.get("aliases", {}).items():
        known = _known_ids(whole, name)
        for number, target in enumerate(names.values()):
            if name != "professionals" and target not in known:
                yield fault_at(("aliases", name, number), quoted(target), "id-not-in-the-profile", list=name)


def _collisions(whole: Mapping[str, Any]) -> Found:
    """Names that stand for two ids of one list."""
    for name in ALIASED:
        meant = {bare(known): known for known in _known_ids(whole, name)}
        given: list[tuple[Location, str, str]] = [
            (("aliases", name, n), word, target)
            for n, (word, target) in enumerate(whole.get("aliases", {}).get(name, {}).items())
        ]
        for number, row in rows(whole, name):
            given += [((name, number, "aliases", n), word, row["id"]) for n, word in enumerate(row.get("aliases", ()))]
        for at, word, target in given:
            if meant.setdefault(bare(word), target) != target:
                yield fault_at(at, length_of(word), "name-of-another", other=quoted(meant[bare(word)]))


def _quarters(whole: Mapping[str, Any]) -> Found:
    """Neighbourhoods that lie in two sub-sectors [R13]."""
    meant: dict[str, str] = {}
    for number, row in rows(whole, "subsectors"):
        for n, word in enumerate(row.get("neighbourhoods", ())):
            if meant.setdefault(bare(word), row["id"]) != row["id"]:
                at, other = ("subsectors", number, "neighbourhoods", n), quoted(meant[bare(word)])
                yield fault_at(at, length_of(word), "neighbourhood-of-another", other=other)
