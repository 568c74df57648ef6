"""Every fault of a profile at once, with file and key; of texts that may be about a person only the length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from rsa_sched.domain.base import Day, Id, Part, Rows, bare_form
from rsa_sched.domain.organisation import Service, Structure, Subsector, Travel, Venue
from rsa_sched.domain.reading import Location, faults_of, place, plain, quoted, safe_text
from rsa_sched.domain.regulation import PRESETS, Regulation
from rsa_sched.domain.rows import rows
from rsa_sched.domain.wishes import HistoryLine
from rsa_sched.errors import Fault
from rsa_sched.intake.cells.words import bare, nearest
from rsa_sched.intake.fields import TABLES, field_key

LISTS = ("services", "subsectors", "venues", "structures")
"""Lists of the document whose rows may have ``aliases``."""
ALIASED = ("kinds", "types", *LISTS, "professionals")
"""Lists that ``[aliases.…]`` may name."""
_SAID_ELSEWHERE = {
    "urgency": "[urgency]", "neighbourhoods": "[[subsectors]] neighbourhoods", "sessions": "[columns.sessions]",
    "situations": "[columns.situations]", "columns": "[columns.situations]", "people": "[aliases.professionals]",
    "referents": "[aliases.professionals]", "venue": "[aliases.venues]",
}  # fmt: skip
"""Sections that one might look for among the aliases, and which says it."""
_ELSEWHERE = ("letters", "delays", "register")
_OWN = ("columns", "aliases", "urgency", "reading", "identity")
_READING = ("titles",)
_HEAD = ("id", "as_of", "timezone")
_SECTIONS = ("problem", "regulation", *LISTS, "travel", "history", *_OWN, *_ELSEWHERE)

_MOST_SOUGHT = 200
"""As many unknown keys are compared with the known ones."""

_Found = Iterator[tuple[Location, Fault]]


class _Problem(Part):
    """``[problem]``; all of it may come from elsewhere."""

    id: Id | None = None
    as_of: Day | None = None
    timezone: str | None = None


class _Document(Part):
    """The part of a problem document that a profile may hold."""

    problem: _Problem = _Problem()
    regulation: Regulation = Regulation()
    services: Rows[Service] = ()
    subsectors: Rows[Subsector] = ()
    venues: Rows[Venue] = ()
    travel: Travel = Travel()
    structures: Rows[Structure] = ()
    history: Rows[HistoryLine] = ()


def profile_faults(whole: Mapping[str, Any]) -> list[Fault]:
    """Every fault of a profile, in the order of its sections."""
    found = [*_sections(whole), *_preset(whole), *_document(whole), *_names(whole)]
    found += [*_columns(whole.get("columns", {})), *_alias_sections(whole), *_urgency(whole.get("urgency", {}))]
    found += [*_reading(whole.get("reading", {})), *_identity(whole.get("identity", {}))]
    if not found:
        found = [*_ids(whole), *_collisions(whole), *_quarters(whole), *_levels(whole)]
    order = {section: number for number, section in enumerate(_SECTIONS)}
    return [fault for _, fault in sorted(found, key=lambda pair: order.get(str(pair[0][0]), -1))]


def _fault_at(at: Location, value: Any, code: str, **facts: object) -> tuple[Location, Fault]:
    return at, Fault(place(at), value if isinstance(value, str) else safe_text(value, at), code, facts)


def _length(text: Any) -> str:
    return f"a text of {len(text)} character{'s' * (len(text) != 1)}" if isinstance(text, str) else "a value"


def _sections(whole: Mapping[str, Any]) -> _Found:
    for number, name in enumerate(name for name in whole if name not in _SECTIONS):
        near = nearest(name, _SECTIONS) if number < _MOST_SOUGHT else None
        if near:
            yield _fault_at((name,), "a section", "nearly-a-section", near=near)
        else:
            yield _fault_at((name,), "a section", "unknown-section")
    for name in _OWN:
        if not isinstance(whole.get(name, {}), dict):
            yield _fault_at((name,), "a value", "not-a-section")


def _preset(whole: Mapping[str, Any]) -> _Found:
    regulation = whole.get("regulation")
    if isinstance(regulation, dict) and "preset" in regulation:
        preset = regulation["preset"]
        if not isinstance(preset, str) or preset not in PRESETS:
            yield _fault_at(("regulation", "preset"), _length(preset), "not-one-of", names=sorted(PRESETS))


def _document(whole: Mapping[str, Any]) -> _Found:
    """What the contract refuses in the profile's part of the document."""
    raw = {name: value for name, value in whole.items() if name in _Document.model_fields}
    if isinstance(raw.get("regulation"), dict):
        raw["regulation"] = {key: value for key, value in raw["regulation"].items() if key != "preset"}
    if isinstance(raw.get("problem"), dict) and type(raw["problem"].get("as_of")) is dt.date:
        raw["problem"] = {**raw["problem"], "as_of": raw["problem"]["as_of"].isoformat()}
    for name in LISTS:
        if isinstance(raw.get(name), list):
            raw[name] = [_row(name, row) for row in raw[name]]
    raw = plain(raw)
    try:
        _Document.model_validate(raw)
    except ValidationError as error:
        yield from faults_of(error, raw)


def _row(name: str, row: Any) -> Any:
    """A row without what only a profile says of it."""
    extra = ("aliases", "neighbourhoods") if name == "subsectors" else ("aliases",)
    return {key: value for key, value in row.items() if key not in extra} if isinstance(row, dict) else row


def _names(whole: Mapping[str, Any]) -> _Found:
    """``aliases`` and ``neighbourhoods`` of rows are lists of words."""
    for name in LISTS:
        for number, row in rows(whole, name):
            for key in ("aliases", "neighbourhoods") if name == "subsectors" else ("aliases",):
                yield from _words((name, number, key), row.get(key, []))


def _words(at: Location, value: Any) -> _Found:
    if not isinstance(value, list):
        yield _fault_at(at, _length(value), "not-a-list-of-words")
        return
    for number, word in enumerate(value):
        if not isinstance(word, str) or not bare(word):
            yield _fault_at((*at, number), _length(word), "not-a-word")


def _columns(columns: Any) -> _Found:
    for table, fields in columns.items() if isinstance(columns, dict) else ():
        at: Location = ("columns", table)
        if table not in TABLES:
            yield _fault_at(at, "a section", "not-one-of", names=tuple(TABLES))
        elif not isinstance(fields, dict):
            yield _fault_at(at, "a value", "not-a-section")
        else:
            yield from _headings(at, table, fields)


def _headings(at: Location, table: str, fields: Mapping[str, Any]) -> _Found:
    known = [name for field in TABLES[table] for name in (field.key, field.label)]
    taken: dict[str, str] = {}
    for number, (key, headings) in enumerate(fields.items()):
        meant = field_key(table, key)
        if meant is None:
            near = nearest(key, known) if number < _MOST_SOUGHT else None
            if near:
                yield _fault_at((*at, key), "a key", "nearly-a-field", near=near)
            else:
                yield _fault_at((*at, key), "a key", "unknown-field")
            continue
        yield from _words((*at, key), headings)
        for n, heading in enumerate(headings if isinstance(headings, list) else ()):
            if isinstance(heading, str) and taken.setdefault(bare(heading), meant) != meant:
                at_heading, other = (*at, key, n), taken[bare(heading)]
                yield _fault_at(at_heading, _length(heading), "heading-of-another-field", field=other)


def _alias_sections(whole: Mapping[str, Any]) -> _Found:
    sections = whole.get("aliases", {})
    for name, names in sections.items() if isinstance(sections, dict) else ():
        at: Location = ("aliases", name)
        if name in _SAID_ELSEWHERE:
            yield _fault_at(at, "a section", "said-elsewhere", section=_SAID_ELSEWHERE[name])
        elif name not in ALIASED:
            yield _fault_at(at, "a section", "not-one-of", names=ALIASED)
        elif not isinstance(names, dict):
            yield _fault_at(at, "a value", "not-a-section-of-names")
        else:
            for number, (word, target) in enumerate(names.items()):  # by number: a key may be somebody's name
                if not bare(word):
                    yield _fault_at((*at, number), "a key", "not-a-word")
                if not isinstance(target, str) or not target.strip():
                    yield _fault_at((*at, number), _length(target), "missing-id")


def _identity(identity: Any) -> _Found:
    for key, value in identity.items() if isinstance(identity, dict) else ():
        at: Location = ("identity", key)
        if key != "verdicts":
            yield _fault_at(at, "a key", "not-one-of", names=("verdicts",))
        elif not isinstance(value, str) or not value.strip() or "\x00" in value:
            yield _fault_at(at, _length(value), "not-a-file-name")


def _urgency(urgency: Any) -> _Found:
    taken: dict[str, Any] = {}
    for word, level in urgency.items() if isinstance(urgency, dict) else ():
        at: Location = ("urgency", word)
        if type(level) is not int or level < 0:
            yield _fault_at(at, _length(level) if isinstance(level, str) else level, "not-a-level")
        if not bare(word):
            yield _fault_at(at, "a key", "not-a-word")
        elif taken.setdefault(bare(word), level) != level:
            yield _fault_at(at, "a key", "word-of-another-level")


def _reading(reading: Any) -> _Found:
    for key, value in reading.items() if isinstance(reading, dict) else ():
        if key not in _READING:
            yield _fault_at(("reading", key), "a key", "not-one-of", names=_READING)
        elif not isinstance(value, bool):
            yield _fault_at(("reading", key), _length(value), "not-true-or-false")


# --- what only makes sense once the types are right -------------------------------------------------------------------


def _parameter(whole: Mapping[str, Any], key: str) -> Any:
    """A parameter of the règlement as the profile has it: given, or the preset's."""
    regulation = whole.get("regulation", {})
    preset = PRESETS.get(regulation.get("preset"), Regulation())
    return regulation.get(key, getattr(preset, key))


def _types(whole: Mapping[str, Any]) -> list[str]:
    return [kind["id"] if isinstance(kind, dict) else kind.id for kind in _parameter(whole, "types")]


def _levels(whole: Mapping[str, Any]) -> _Found:
    """Words for a level of urgency that the règlement does not have."""
    levels = len(_parameter(whole, "urgency_days"))
    for word, level in whole.get("urgency", {}).items():
        if level >= levels:
            yield _fault_at(("urgency", word), level, "unknown-level", last=levels - 1)


def _known_ids(whole: Mapping[str, Any], name: str) -> dict[str, None]:
    """Ids of a list, in order."""
    if name == "kinds":
        return dict.fromkeys(_parameter(whole, "kinds"))
    return dict.fromkeys(_types(whole) if name == "types" else (row["id"] for _, row in rows(whole, name)))


def _ids(whole: Mapping[str, Any]) -> _Found:
    """Ids that two rows of a list share, and ids that no row has."""
    types = _types(whole)
    taken: set[str] = set()
    for number, one in enumerate(types):
        before = len(taken)
        taken.add(bare_form(one))
        if len(taken) == before:
            yield _fault_at(("regulation", "types", number, "id"), quoted(one), "id-of-another-row")
    for name in LISTS:
        seen: set[str] = set()
        for number, row in rows(whole, name):
            if row["id"] in seen:
                yield _fault_at((name, number, "id"), row["id"] and quoted(row["id"]), "id-of-another-row")
            seen.add(row["id"])
    for holder, key, name in (
        ("subsectors", "service", "services"), ("venues", "subsector", "subsectors"), ("structures", "kind", "kinds"),
        ("history", "service", "services"), ("history", "kind", "kinds"),
    ):  # fmt: skip
        known = _known_ids(whole, name)
        for number, row in rows(whole, holder):
            if row.get(key) is not None and row[key] not in known:
                yield _fault_at(
                    (holder, number, key), row[key] and quoted(row[key]), "id-not-in-the-profile", list=name
                )
    venues = _known_ids(whole, "venues")
    for number, pair in enumerate(whole.get("travel", {}).get("between", ())):
        for end in (0, 1):
            if pair[end] not in venues:
                at = ("travel", "between", number, end)
                yield _fault_at(at, quoted(pair[end]), "id-not-in-the-profile", list="venues")
    for name, names in whole.get("aliases", {}).items():
        known = _known_ids(whole, name)
        for number, target in enumerate(names.values()):
            if name != "professionals" and target not in known:
                yield _fault_at(("aliases", name, number), quoted(target), "id-not-in-the-profile", list=name)


def _collisions(whole: Mapping[str, Any]) -> _Found:
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
                yield _fault_at(at, _length(word), "name-of-another", other=quoted(meant[bare(word)]))


def _quarters(whole: Mapping[str, Any]) -> _Found:
    """Neighbourhoods that lie in two sub-sectors [R13]."""
    meant: dict[str, str] = {}
    for number, row in rows(whole, "subsectors"):
        for n, word in enumerate(row.get("neighbourhoods", ())):
            if meant.setdefault(bare(word), row["id"]) != row["id"]:
                at, other = ("subsectors", number, "neighbourhoods", n), quoted(meant[bare(word)])
                yield _fault_at(at, _length(word), "neighbourhood-of-another", other=other)
