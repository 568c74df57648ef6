"""The requests: from typed lines to raw situations."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rsa_sched.domain.session_type import SessionType
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.rows.known import Organisation, read_names
from rsa_sched.intake.rows.reader import FIELDS, FindingLog, Rows, SourceRow

_FEWEST, _SHOWN = 2, 12
"""Rows of a column that make it one of wrong words, and how many of the right ones are shown."""

COPIED = (
    "requested_on", "received_on", "not_before", "not_after", "urgency", "rank", "deferrals", "beneficiary_invited",
    "beneficiary_agreed", "oriented", "in_active_file", "plie_outside_rsa",
)  # fmt: skip
"""Fields that go to the situation as they were read."""


def read_situations(
    log: FindingLog, organisation: Organisation, lines: Sequence[SourceRow], persons: Sequence[str | None]
) -> Rows:
    """The situations of the lines, of bad ones too, as yet without the ids and types that are not written there.

    persons : the pseudonym of each line, where there is one.
    """
    _check_quarters(log, organisation, lines)
    rows: Rows = []
    for line, person in zip(lines, persons, strict=True):
        row: dict[str, Any] = {}
        if line.get("id"):
            row["id"] = line.text("id")
        if person is not None:
            row["person"] = person
        row |= _organisation(log, organisation, line)
        row |= {key: line.get(key) for key in COPIED if line.get(key) is not None}
        partners = _partners(log, organisation, line, row.get("referent"))
        if partners:
            row["partners"] = partners
        if line.get("wanted_sessions"):
            known = organisation.sessions
            wanted = [known.read(log, line, "wanted_sessions", text) for text in line.get("wanted_sessions")]
            row["wanted_sessions"] = list(dict.fromkeys(name for name in wanted if name is not None))
        rows.append((row, line))
    _report_no_quarters(log, lines)
    return rows


def _organisation(log: FindingLog, organisation: Organisation, line: SourceRow) -> dict[str, Any]:
    row: dict[str, Any] = {"type": line.get("type")} if line.get("type") else {}
    row |= read_names(log, line, {"structure": organisation.structures})
    written, structure = organisation.kinds.read(log, line, "kind"), row.get("structure")
    referent = organisation.professionals.referent(log, line, structure)
    row |= {"referent": referent} if referent is not None else {}
    kind = organisation.kind_of.get(structure or "")
    if written is not None and kind is not None and written != kind:
        log.report("error", "kind-contradicts", line=line, key="kind", structure=structure, kind=kind, written=written)
    of_type = organisation.types.get(row.get("type")) or organisation.types.first
    subsector = _subsector(log, organisation, line, of_type)
    if subsector is not None:
        row["subsector"] = subsector
    return row


def _subsector(log: FindingLog, organisation: Organisation, line: SourceRow, kind: SessionType) -> str | None:
    """The sub-sector that is written, or that of the neighbourhood [R13]; an error where they contradict each other."""
    home = None
    written = None if "subsector" in line.faulted else organisation.subsectors.read(log, line, "subsector")
    if line.get("neighbourhood") and "neighbourhood" not in line.faulted:
        place = line.text("neighbourhood")
        # A table may well write the sub-sector's name where the neighbourhood is asked for.
        direct = organisation.subsectors.find(place) if not organisation.neighbourhoods.find(place) else set()
        if not organisation.neighbourhoods.ids and not direct and not line.filled("subsector"):
            log.report("error", "neighbourhood-unmapped", line=line, key="neighbourhood")
        elif len(direct) == 1:
            home = next(iter(direct))
        else:
            name = organisation.neighbourhoods.read(log, line, "neighbourhood")
            home = None if name is None else organisation.subsectors_of[name]
    differ = written is not None and home is not None and written != home
    if differ and not organisation.may_be_team(kind, str(written)):
        log.report("error", "subsector-contradicts", line=line, key="neighbourhood", subsector=home, written=written)
    team = organisation.team(kind)
    if team is not None and not line.filled("subsector"):
        if home != team:
            log.report("repaired", "subsector-given", line=line, key="subsector", type=kind.name, subsector=team)
        return team
    if not line.filled("subsector") and not line.filled("neighbourhood"):
        if kind.scope == "service" and len(organisation.subsectors.ids) == 1:
            return next(iter(organisation.subsectors.ids))  # it says no more than the service
        key = "neighbourhood" if "neighbourhood" in line.table.columns else "subsector"
        if key in line.table.columns:
            log.report("error", "subsector-missing", line=line, key=key)
        else:  # told once of the table
            line.faulted.add("subsector")
            line.bad = True
    return written or home


def _check_quarters(log: FindingLog, organisation: Organisation, lines: Sequence[SourceRow]) -> None:
    """One error for a column of which no word is known, instead of one a row: the words are those of another list."""
    quarters, subsectors = organisation.neighbourhoods, organisation.subsectors
    columns: dict[tuple[int, str], list[SourceRow]] = defaultdict(list)
    fatal = log.fatal
    for line in lines:
        for key in ("neighbourhood", "subsector"):
            if line.get(key) and (key == "subsector" or quarters.ids or not line.filled("subsector")):
                columns[line.place, key].append(line)
    for (place, key), filled in columns.items():
        lists = (quarters, subsectors) if key == "neighbourhood" else (subsectors,)
        if len(filled) < _FEWEST or not any(one.ids for one in lists):
            continue
        texts = {line.text(key) for line in filled}
        if any(one.find(text) or subsectors.numbered(text) for one in lists for text in texts):
            continue
        if any(one.near(text) for one in lists for text in texts):
            continue  # a slip: told at its own cell, with what was meant
        table, known = filled[0].table, FIELDS["situations"][key]
        expected = tuple(quarters.ids or subsectors.ids) if key == "neighbourhood" else tuple(subsectors.ids)
        log.add(
            Finding.at(table.sheet, "error", "quarters-unknown", row=table.header, column=table.columns[key][0],
                       heading=known.label, rule=known.rule, wording=key, number=len(filled), words=len(texts),
                       expected=expected[:_SHOWN]),
            place, table.columns[key][0],
        )  # fmt: skip
        for line in filled:
            line.faulted.add(key)
            line.bad = True
    log.fatal = fatal  # without these rows of requests the rest can be used


def _report_no_quarters(log: FindingLog, lines: Sequence[SourceRow]) -> None:
    """One error for a table without any column that says where people live."""
    lacking = [line for line in lines if "subsector" in line.faulted and "subsector" not in line.table.columns]
    fatal = log.fatal
    for place, table in {line.place: line.table for line in lacking}.items():
        if "neighbourhood" not in table.columns:
            number = sum(line.place == place for line in lacking)
            log.add(Finding.at(table.sheet, "error", "subsector-missing", row=table.header, rule="R12",
                               wording="column", number=number), place)  # fmt: skip
    log.fatal = fatal  # without these rows of requests the rest can be used


def _partners(
    log: FindingLog, organisation: Organisation, line: SourceRow, referent: str | None
) -> list[dict[str, Any]]:
    """The partners as listed: those of other paths [R21], then the external ones, who get a letter [R46]."""
    partners: list[dict[str, Any]] = []
    seen = {referent} - {None}
    for key in ("partners", "external_partners"):
        for text in line.get(key) or ():
            name = organisation.professionals.read(log, line, key, text)
            if name is None:
                continue
            if name in seen:
                log.report("error", "partner-doubled", line=line, key=key, professional=name)
                continue
            seen.add(name)
            partners.append({"professional": name} | ({"external": True} if key == "external_partners" else {}))
    return partners


def holds_last_name(line: SourceRow, key: str) -> bool:
    """Whether a field of a line that is shown to all holds the last name of the person."""
    last = bare(line.text("last_name"))
    return len(last) > 2 and last in bare(line.text(key))


def derived_id(row: dict[str, Any]) -> str:
    """An id made of the structure and of what the request is, the same at each import; nothing of a name in it."""
    parts = [str(row.get(key, "")) for key in ("person", "structure", "referent", "subsector", "type", "requested_on")]
    mark = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    structure = row.get("structure")
    return f"{structure}-{mark}" if structure else f"d-{mark}"
