"""The requests: from typed lines to raw situations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from rsa_sched.domain.session_type import SessionType
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.rows.known import Organisation, read_names
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow

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
    written = organisation.subsectors.read(log, line, "subsector")
    if line.get("neighbourhood"):
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
        log.report("error", "subsector-missing", line=line, key=key)
    return written or home


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
