"""Every fault of a profile at once, with file and key; of texts that may be about a person only the length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from rsa_sched.domain.base import Day, Id, Part, Rows
from rsa_sched.domain.organisation import Service, Structure, Subsector, Travel, Venue
from rsa_sched.domain.reading import Location, faults_of, plain
from rsa_sched.domain.regulation import PRESETS, Regulation
from rsa_sched.domain.rows import rows
from rsa_sched.domain.wishes import HistoryLine
from rsa_sched.errors import Fault
from rsa_sched.intake.cells.words import bare, nearest
from rsa_sched.intake.fields import TABLES, field_key
from rsa_sched.intake.profile_crossed import ALIASED as ALIASED
from rsa_sched.intake.profile_crossed import LISTS as LISTS
from rsa_sched.intake.profile_crossed import Found, crossed_faults, fault_at, length_of

_SAID_ELSEWHERE = {
    "urgency": "[urgency]", "neighbourhoods": "[[subsectors]] neighbourhoods", "sessions": "[columns.sessions]",
    "situations": "[columns.situations]", "columns": "[columns.situations]", "people": "[aliases.professionals]",
    "referents": "[aliases.professionals]", "venue": "[aliases.venues]",
}  # fmt: skip
"""Sections that one might look for among the aliases, and which says it."""
_ELSEWHERE = ("letters", "delays", "register", "month")
_OWN = ("columns", "aliases", "urgency", "reading", "identity")
_READING = ("titles",)
_HEAD = ("id", "as_of", "timezone")
_SECTIONS = ("problem", "regulation", *LISTS, "travel", "history", *_OWN, *_ELSEWHERE)

_MOST_SOUGHT = 200
"""As many unknown keys are compared with the known ones."""


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
        found = list(crossed_faults(whole))
    order = {section: number for number, section in enumerate(_SECTIONS)}
    return [fault for _, fault in sorted(found, key=lambda pair: order.get(str(pair[0][0]), -1))]


def _sections(whole: Mapping[str, Any]) -> Found:
    for number, name in enumerate(name for name in whole if name not in _SECTIONS):
        near = nearest(name, _SECTIONS) if number < _MOST_SOUGHT else None
        if near:
            yield fault_at((name,), "a section", "nearly-a-section", near=near)
        else:
            yield fault_at((name,), "a section", "unknown-section")
    for name in _OWN:
        if not isinstance(whole.get(name, {}), dict):
            yield fault_at((name,), "a value", "not-a-section")


def _preset(whole: Mapping[str, Any]) -> Found:
    regulation = whole.get("regulation")
    if isinstance(regulation, dict) and "preset" in regulation:
        preset = regulation["preset"]
        if not isinstance(preset, str) or preset not in PRESETS:
            yield fault_at(("regulation", "preset"), length_of(preset), "not-one-of", names=sorted(PRESETS))


def _document(whole: Mapping[str, Any]) -> Found:
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


def _names(whole: Mapping[str, Any]) -> Found:
    """``aliases`` and ``neighbourhoods`` of rows are lists of words."""
    for name in LISTS:
        for number, row in rows(whole, name):
            for key in ("aliases", "neighbourhoods") if name == "subsectors" else ("aliases",):
                yield from _words((name, number, key), row.get(key, []))


def _words(at: Location, value: Any) -> Found:
    if not isinstance(value, list):
        yield fault_at(at, length_of(value), "not-a-list-of-words")
        return
    for number, word in enumerate(value):
        if not isinstance(word, str) or not bare(word):
            yield fault_at((*at, number), length_of(word), "not-a-word")


def _columns(columns: Any) -> Found:
    for table, fields in columns.items() if isinstance(columns, dict) else ():
        at: Location = ("columns", table)
        if table not in TABLES:
            yield fault_at(at, "a section", "not-one-of", names=tuple(TABLES))
        elif not isinstance(fields, dict):
            yield fault_at(at, "a value", "not-a-section")
        else:
            yield from _headings(at, table, fields)


def _headings(at: Location, table: str, fields: Mapping[str, Any]) -> Found:
    known = [name for field in TABLES[table] for name in (field.key, field.label)]
    taken: dict[str, str] = {}
    for number, (key, headings) in enumerate(fields.items()):
        meant = field_key(table, key)
        if meant is None:
            near = nearest(key, known) if number < _MOST_SOUGHT else None
            if near:
                yield fault_at((*at, key), "a key", "nearly-a-field", near=near)
            else:
                yield fault_at((*at, key), "a key", "unknown-field")
            continue
        yield from _words((*at, key), headings)
        for n, heading in enumerate(headings if isinstance(headings, list) else ()):
            if isinstance(heading, str) and taken.setdefault(bare(heading), meant) != meant:
                at_heading, other = (*at, key, n), taken[bare(heading)]
                yield fault_at(at_heading, length_of(heading), "heading-of-another-field", field=other)


def _alias_sections(whole: Mapping[str, Any]) -> Found:
    sections = whole.get("aliases", {})
    for name, names in sections.items() if isinstance(sections, dict) else ():
        at: Location = ("aliases", name)
        if name in _SAID_ELSEWHERE:
            yield fault_at(at, "a section", "said-elsewhere", section=_SAID_ELSEWHERE[name])
        elif name not in ALIASED:
            yield fault_at(at, "a section", "not-one-of", names=ALIASED)
        elif not isinstance(names, dict):
            yield fault_at(at, "a value", "not-a-section-of-names")
        else:
            for number, (word, target) in enumerate(names.items()):  # by number: a key may be somebody's name
                if not bare(word):
                    yield fault_at((*at, number), "a key", "not-a-word")
                if not isinstance(target, str) or not target.strip():
                    yield fault_at((*at, number), length_of(target), "missing-id")


def _identity(identity: Any) -> Found:
    for key, value in identity.items() if isinstance(identity, dict) else ():
        at: Location = ("identity", key)
        if key != "verdicts":
            yield fault_at(at, "a key", "not-one-of", names=("verdicts",))
        elif not isinstance(value, str) or not value.strip() or "\x00" in value:
            yield fault_at(at, length_of(value), "not-a-file-name")


def _urgency(urgency: Any) -> Found:
    taken: dict[str, Any] = {}
    for word, level in urgency.items() if isinstance(urgency, dict) else ():
        at: Location = ("urgency", word)
        if type(level) is not int or level < 0:
            yield fault_at(at, length_of(level) if isinstance(level, str) else level, "not-a-level")
        if not bare(word):
            yield fault_at(at, "a key", "not-a-word")
        elif taken.setdefault(bare(word), level) != level:
            yield fault_at(at, "a key", "word-of-another-level")


def _reading(reading: Any) -> Found:
    for key, value in reading.items() if isinstance(reading, dict) else ():
        if key not in _READING:
            yield fault_at(("reading", key), "a key", "not-one-of", names=_READING)
        elif not isinstance(value, bool):
            yield fault_at(("reading", key), length_of(value), "not-true-or-false")
