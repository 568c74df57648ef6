"""From the names in the tables to pseudonyms in the problem and identities in the name table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.rows.bare_identity import BareIdentity, Doubt
from rsa_sched.intake.rows.births import check_births
from rsa_sched.intake.rows.likeness import Spelling, strength
from rsa_sched.intake.rows.near_people import near_pairs
from rsa_sched.intake.rows.numbers import drop_damaged
from rsa_sched.intake.rows.pseudonyms import Key, Pseudonyms, Settled
from rsa_sched.intake.rows.reader import FindingLog, SourceRow
from rsa_sched.intake.rows.situations import holds_last_name
from rsa_sched.intake.rows.verdicts import Verdicts
from rsa_sched.names import Identity, NameTable

_MOST_NEAR = 3
"""Of the people whom a row resembles, so many are told, the likest first; of those beyond, how many there are."""

IDENTITY = ("last_name", "birth_name", "first_name", "birth_date", "case_number")


@dataclass(frozen=True, slots=True, repr=False)
class WhoIsWho:
    """What says who people are, besides the tables: the key, the name table, what was decided."""

    key: Key | None
    names: NameTable
    verdicts: Verdicts = field(default_factory=Verdicts)


@dataclass(frozen=True, slots=True, repr=False)
class Persons:
    """Who the lines are.

    Attributes
    ----------
    pseudonyms : of each line.
    by_decision : lines (by position) whose own spelling is another's pseudonym, joined by a decision.
    """

    pseudonyms: list[str | None]
    by_decision: set[int]


def persons_of(log: FindingLog, lines: Sequence[SourceRow], known: WhoIsWho, as_of: str = "") -> Persons:
    """The pseudonym of each line (of requests, or of people heard), with a finding for every doubt about it."""
    _check_given(log, lines)
    drop_damaged(log, lines)
    check_births(log, lines, as_of)
    identities = [_identity(line) for line in lines]
    unnamed: list[SourceRow] = []
    for line, identity in zip(lines, identities, strict=True):
        if identity.weak and not line.unread & {"birth_date", "case_number"}:
            log.report("warning", "identity-weak", line=line, key=_first(line), wording=_missing(identity))
        elif not identity.known and "person" not in line.unread:
            unnamed.append(line)
    _report_unnamed(log, unnamed)
    pseudonyms = Pseudonyms(known.key, known.names, known.verdicts)
    settled = pseudonyms.settle(identities)
    for doubt in settled.doubts:
        _report_doubt(log, lines, identities, pseudonyms, doubt)
    _report_near(log, lines, pseudonyms, settled, known.verdicts)
    if known.key is None:
        _check_key(log, identities, settled.pseudonyms)
    return Persons(settled.pseudonyms, settled.by_decision)


def _identity(line: SourceRow) -> BareIdentity:
    keys = ("last_name", "first_name", "birth_date", "case_number", "person", "birth_name")
    return BareIdentity.of(*map(line.text, keys))


def _missing(identity: BareIdentity) -> str:
    """What a weak identity lacks: one of the two names where the date of birth is there, else the date."""
    if not identity.born:
        return ""
    return "first-name" if identity.last else "last-name"


def _report_doubt(
    log: FindingLog,
    lines: Sequence[SourceRow],
    identities: Sequence[BareIdentity],
    pseudonyms: Pseudonyms,
    doubt: Doubt,
) -> None:
    """A doubt about who a line is, with the other line or known person, and what a decision would have to say."""
    line = lines[doubt.position]
    key = "case_number" if line.filled("case_number") else _first(line)
    if doubt.code == "identity-joined":
        first, second = doubt.ids[:2]
        log.report("warning", "identity-joined", line=line, key=key, first=first, second=second)
    elif doubt.code == "identity-decided":
        log.report("repaired", "identity-decided", line=line, key=_first(line), id=doubt.ids[0])
    else:
        _report_other(log, lines, identities, pseudonyms, doubt)


def _report_other(
    log: FindingLog,
    lines: Sequence[SourceRow],
    identities: Sequence[BareIdentity],
    pseudonyms: Pseudonyms,
    doubt: Doubt,
) -> None:
    """A doubt about a line and another one, or somebody of the name table."""
    line, other = lines[doubt.position], doubt.other or 0
    key = "case_number" if line.filled("case_number") else _first(line)
    own = pseudonyms.own(identities[doubt.position]) or ""
    if other < len(lines):
        pair = own, pseudonyms.own(identities[other]) or ""
        first, second = pair if doubt.position < other else pair[::-1]
        wording, facts = "", {"where": lines[other].where, "first": first, "second": second}
    else:
        known = pseudonyms.known[other - len(lines)].id
        wording, facts = "known", {"id": known, "first": known, "second": own}
    match doubt.code:
        case "identity-other-name":
            log.report("warning", "identity-other-name", line=line, key=key, wording=wording, **facts)
        case "identity-contradiction":
            log.report("warning", "identity-contradiction", line=line, key=key, wording=wording, **facts)
        case _:
            log.report("warning", "case-shared", line=line, key=key, wording=wording, **facts)


def _report_near(
    log: FindingLog, lines: Sequence[SourceRow], pseudonyms: Pseudonyms, settled: Settled, verdicts: Verdicts
) -> None:
    """A doubt for each two people who are perhaps one, unless it was decided already; of each row the likest."""
    keys = ("last_name", "birth_name", "first_name", "birth_date", "case_number")
    # A date of birth that cannot be read is an error: who it is will be seen when it is corrected.
    spellings = [Spelling() if "birth_date" in line.unread else Spelling.of(*map(line.text, keys)) for line in lines]
    spellings += [Spelling.of(*(getattr(row, key) for key in keys)) for row in pseudonyms.known]
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for low, high in near_pairs(spellings, settled.groups, len(lines)):
        one, two = settled.groups[low], settled.groups[high]
        if verdicts and verdicts.apart(settled.heads[one], settled.heads[two]):
            continue
        if settled.names[one] is None or settled.names[two] is None:
            continue  # without a key, which is an error of its own
        pairs[high if high < len(lines) else low].append((low, high))
    for at, found in pairs.items():
        found.sort(key=lambda pair: strength(spellings[pair[0]], spellings[pair[1]]), reverse=True)
        for low, high in found[:_MOST_NEAR]:
            _report_pair(log, lines, settled, low, high)
        if len(found) > _MOST_NEAR:
            more = len(found) - _MOST_NEAR
            log.report("warning", "identity-near-more", line=lines[at], key=_first(lines[at]), number=more)


def _report_pair(log: FindingLog, lines: Sequence[SourceRow], settled: Settled, low: int, high: int) -> None:
    """A doubt about a row and an earlier one, or somebody known."""
    first, second = settled.names[settled.groups[low]], settled.names[settled.groups[high]]
    if high >= len(lines):
        line = lines[low]
        log.report("warning", "identity-near", line=line, key=_first(line), wording="known", id=second,
                   first=second, second=first)  # fmt: skip
    else:
        line = lines[high]
        log.report("warning", "identity-near", line=line, key=_first(line), where=lines[low].where,
                   first=first, second=second)  # fmt: skip


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


def name_table(names: NameTable, requests: Iterable[tuple[SourceRow, str, bool]],
               professionals: Iterable[Identity]) -> NameTable:  # fmt: skip
    """The old name table with what the tables add; a text that is written now replaces the old one, nothing is lost.

    Parameters
    ----------
    requests : lines with the pseudonym of each, and whether a decision gave it: then its names only fill what is empty.
    """
    rows = dict(names)
    asked: dict[str, bool] = {}
    for line, person, by_decision in requests:
        texts: dict[str, Any] = {key: line.text(key) for key in (*IDENTITY, "civility", "email", "address")}
        if not texts["last_name"]:
            texts |= {"last_name": texts["birth_name"], "birth_name": ""}
        elif bare(texts["last_name"]) == bare(texts["birth_name"]):
            texts["birth_name"] = ""
        if line.get("official_letter") is not None:
            asked[person] = asked.get(person, False) or line.get("official_letter")
        if any(texts.values()):
            _merge(rows, Identity(person, "person", **texts), fill=by_decision)
    for person, official in asked.items():
        if person in rows:
            rows[person] = replace(rows[person], official_letter=official)
    for identity in professionals:
        _merge(rows, identity)
    return NameTable(rows.values())


def _merge(rows: dict[str, Identity], new: Identity, *, fill: bool = False) -> None:
    old = rows.get(new.id)
    if old is None or old.sort != new.sort:
        rows[new.id] = new
        return
    filled = {one.name: getattr(new, one.name) for one in fields(new) if isinstance(getattr(new, one.name), str)}
    filled = {key: value for key, value in filled.items() if value and key not in ("id", "sort")}
    if fill:
        filled = {key: value for key, value in filled.items() if key not in IDENTITY or not getattr(old, key)}
    if not new.birth_name and bare(new.last_name) == bare(old.birth_name):  # found by it: the name in use stays
        filled.pop("last_name", None)
    rows[new.id] = replace(old, **filled)
