"""From the names in the tables to pseudonyms in the problem and identities in the name table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from rsa_sched.intake.findings import Finding
from rsa_sched.intake.rows.pseudonyms import BareIdentity, Key, Pseudonyms
from rsa_sched.intake.rows.reader import FindingLog, SourceRow
from rsa_sched.intake.rows.situations import holds_last_name
from rsa_sched.names import Identity, NameTable

IDENTITY = ("last_name", "first_name", "birth_date", "case_number")


def persons_of(log: FindingLog, lines: Sequence[SourceRow], key: Key | None, names: NameTable) -> list[str | None]:
    """The pseudonym of each line (of requests, or of people heard), with a finding for every doubt about it."""
    _check_given(log, lines)
    identities = [BareIdentity.of(*map(line.text, (*IDENTITY, "person"))) for line in lines]
    unnamed: list[SourceRow] = []
    for line, identity in zip(lines, identities, strict=True):
        if identity.weak and not line.unread & {"birth_date", "case_number"}:
            log.report("warning", "identity-weak", line=line, key=_first(line))
        elif not identity.known and "person" not in line.unread:
            unnamed.append(line)
    _report_unnamed(log, unnamed)
    persons, doubts = Pseudonyms(key, names).of_all(identities)
    for doubt in doubts:
        line = lines[doubt.position]
        log.report("warning", doubt.code, line=line, key="case_number" if line.filled("case_number") else _first(line))
    if key is None:
        _check_key(log, identities, persons)
    return persons


def _report_unnamed(log: FindingLog, lines: Iterable[SourceRow]) -> None:
    """Lines without any trace of an identity; a table without any such column is reported once."""
    for line in lines:
        if line.table.columns.keys().isdisjoint((*IDENTITY, "person")):
            sheet = line.table.sheet
            log.add(Finding("warning", "person-missing", file=sheet.file, sheet=sheet.name), line.place)
        else:
            log.report("warning", "person-missing", line=line)


def _first(line: SourceRow) -> str:
    return next((key for key in IDENTITY if line.filled(key)), "")


def _check_given(log: FindingLog, lines: Iterable[SourceRow]) -> None:
    """Errors for pseudonyms that look like a name or an address: these must not go to the problem."""
    for line in lines:
        given = line.text("person")
        if holds_last_name(line, "person") or any(character.isspace() or character == "@" for character in given):
            del line.values["person"]
            line.unread.add("person")
            log.report("error", "pseudonym-is-a-name", line=line, key="person")


def _check_key(log: FindingLog, identities: Sequence[BareIdentity], persons: Sequence[str | None]) -> None:
    """One error for all lines that need a new pseudonym where there is no key to make it."""
    lacking = sum(identity.known and person is None for identity, person in zip(identities, persons, strict=True))
    if lacking:
        log.report("error", "key-missing", lines=lacking)


def check_ids_apart(
    log: FindingLog,
    lines: Sequence[SourceRow],
    persons: Sequence[str | None],
    people: Iterable[tuple[dict[str, Any], SourceRow]],
    names: NameTable,
) -> None:
    """Errors where a person has the id of a professional, now or in the name table: it holds one row for an id."""
    professionals = {row["id"]: line for row, line in people}
    known = {name for name, row in names.items() if row.sort == "professional"}
    for line, person in zip(lines, persons, strict=True):
        if person in professionals or person in known:
            log.report("error", "pseudonym-of-professional", line=line, key="person")
    for name, line in professionals.items():
        if name in names and name not in known:
            log.report("error", "pseudonym-of-professional", line=line, key="id")


def name_table(names: NameTable, lines: Sequence[SourceRow], persons: Sequence[str | None],
               professionals: Iterable[Identity]) -> NameTable:  # fmt: skip
    """The old name table with what the tables add; a text that is written now replaces the old one, nothing is lost."""
    rows = dict(names)
    asked: dict[str, bool] = {}
    for line, person in zip(lines, persons, strict=True):
        if person is None:
            continue
        texts: dict[str, Any] = {key: line.text(key) for key in (*IDENTITY, "civility", "email", "address")}
        if line.get("official_letter") is not None:
            asked[person] = asked.get(person, False) or line.get("official_letter")
        if any(texts.values()):
            _merge(rows, Identity(person, "person", **texts))
    for person, official in asked.items():
        if person in rows:
            rows[person] = replace(rows[person], official_letter=official)
    for identity in professionals:
        _merge(rows, identity)
    return NameTable(rows.values())


def _merge(rows: dict[str, Identity], new: Identity) -> None:
    old = rows.get(new.id)
    if old is None or old.sort != new.sort:
        rows[new.id] = new
        return
    filled = {one.name: getattr(new, one.name) for one in fields(new) if isinstance(getattr(new, one.name), str)}
    rows[new.id] = replace(old, **{key: value for key, value in filled.items() if value and key not in ("id", "sort")})
