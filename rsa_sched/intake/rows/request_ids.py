"""Ids of requests: a number is its structure's own, and stays as it is where nobody else has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rsa_sched.domain.base import bare_form
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow
from rsa_sched.intake.rows.requests import Requests
from rsa_sched.intake.rows.situations import derived_id, holds_last_name

OtherIds = dict[str, set[str]]
"""By number as a table writes it, the ids of the requests that it may mean where these are not called so."""


def number_requests(log: FindingLog, requests: Requests, first_type: str) -> OtherIds:
    """Give each request its id, and the first type where it names none; returns the numbers that changed.

    A number that two structures use becomes STRUCTURE-NUMBER for both. Twice within a structure it is an error that
    leaving out rows does not mend: that would choose between people.
    """
    rows = requests.rows
    for _, line in rows:
        if holds_last_name(line, "id"):
            log.report("error", "id-names-person", line=line, key="id", wording="situation")
    others: OtherIds = defaultdict(set)
    for listed in _by_id(rows).values():
        if len(listed) > 1:
            _qualify(log, listed, others)
    seen: dict[str, SourceRow] = {}
    for row, line in rows:
        if "id" not in row:
            continue
        before = seen.setdefault(bare_form(row["id"]), line)
        if before is not line:
            log.report("error", "id-doubled", line=line, key="id", wording="situation", where=before.where)
            log.fatal = True
    _give(log, rows, seen)
    for index, names in requests.other_ids.items():
        kept = rows[index][0].get("id")
        for name in names:
            if kept is not None and bare_form(name) not in seen:
                others[name].add(kept)
    for row, line in rows:
        if "type" not in line.unread:
            row.setdefault("type", first_type)  # after the ids: one made from the row stays as it was
    return others


def _by_id(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row, line in rows:
        if row.get("id") is not None:
            found[bare_form(row["id"])].append((row, line))
    return found


def _qualify(log: FindingLog, listed: Sequence[tuple[dict[str, object], SourceRow]], others: OtherIds) -> None:
    """Make the numbers that several structures use their own; a line at fault without a structure has none any more."""
    known = [(row, line) for row, line in listed if row.get("structure")]
    if len(known) < len(listed) and known:
        for row, line in listed:
            if not row.get("structure"):
                del row["id"]
                line.unread.add("id")
    if len({row["structure"] for row, _ in known}) < 2:
        return
    for row, line in known:
        number = str(row["id"])
        row["id"] = f"{row['structure']}-{number}"
        others[number].add(str(row["id"]))
        log.report("repaired", "id-qualified", line=line, key="id", id=row["id"])


def _give(log: FindingLog, rows: Rows, seen: dict[str, SourceRow]) -> None:
    """Ids for the rows that have none."""
    for row, line in rows:
        if "id" in row or "id" in line.unread:
            continue
        base = derived_id(row)
        name, number = base, 1
        while bare_form(name) in seen:
            number += 1
            name = f"{base}-{number}"
        seen[bare_form(name)] = line
        row["id"] = name
        log.report("repaired", "id-given", line=line, key="id", id=name)


def renamed(others: OtherIds, again: OtherIds) -> OtherIds:
    """Both together, where the ids of the first were changed once more by the second."""
    changed = {number: [again.get(name, {name}) for name in names] for number, names in others.items()}
    found = {number: set().union(*names) for number, names in changed.items()}
    for number, names in again.items():
        found.setdefault(number, set()).update(names)
    return found
