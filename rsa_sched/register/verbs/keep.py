"""``erase``, ``export``, ``import``: what is kept for how long, and the whole of it as one JSON document."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.reading import read
from rsa_sched.office.files import is_there, resolved
from rsa_sched.office.partial import remove_partial_files
from rsa_sched.register.chain import EventDraft, RegisterEvent, Row, canonical, chain_faults
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer, last_hash, problem_of, proposed_problem, read_state

SCHEMA_VERSION = "1"
_OF_SITUATIONS = frozenset({"received", "corrected", "withdrawn"})
_NEVER = frozenset({"erased"})
"""What says only that something was erased stays."""


def erase(register: Register, before: dt.date, by: str, upon: str | None = None) -> VerbAnswer:
    """Remove the payloads of months closed before a day, and of what else was written before and is not needed.

    Needed are the last settings, tables, promises and closing, everything of the month that is open, and what was
    received since the last closing. The chain stays whole; copies that migrations left are removed too.

    Raises
    ------
    RegisterRefused
        For a day less than a month ago, where the register is not whole, or the file may not be written.
    """
    latest = months_before(register.today(), 1)
    if before > latest:
        raise RegisterRefused("too-recent", file=register.path, before=before.isoformat(), latest=latest.isoformat())
    with register.writing(upon) as writer:
        events = register.events()
        head = events[-1].hash
        numbers = erasable(events, before)
        facts = {"before": before.isoformat(), "rows": len(numbers)}
        copies = register.backups()
        if numbers:
            spans = _spans(numbers)
            draft = EventDraft(
                "erased", {"by": by, "before": before.isoformat(), "rows": len(numbers), "numbers": spans}
            )
            writer.erase(numbers)
            made = writer.append(draft)
            head = last_hash(made, head)
    for copy in copies:
        copy.unlink(missing_ok=True)
    register.compact()
    facts |= {"copies": len(copies), "bytes": register.path.stat().st_size}
    return VerbAnswer("erase" if numbers else "erase-again", facts, head, changed=bool(numbers))


def erasable(events: list[RegisterEvent], before: dt.date) -> list[int]:
    """Numbers of the events whose payload can go: see `erase`."""
    day = before.isoformat()
    closings = [event for event in events if event.kind == "closed"]
    last = closings[-1] if closings else None
    closed_on = {event.month: event.at[:10] for event in closings}
    needed = {event.seq for event in closings[-1:]}
    for kind in ("configured", "tables", "promised"):
        needed |= {event.seq for event in [one for one in events if one.kind == kind][-1:]}
    found = []
    for event in events:
        if event.payload is None or event.kind in _NEVER or event.seq in needed or event.at[:10] >= day:
            continue
        if event.kind in _OF_SITUATIONS and (last is None or event.seq > last.seq):
            continue  # who was received since then stands nowhere else
        is_of_a_month = event.month and event.kind not in _OF_SITUATIONS
        if is_of_a_month and closed_on.get(event.month, day) >= day:
            continue
        found.append(event.seq)
    return found


def _spans(numbers: list[int]) -> list[list[int]]:
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return [[run[0][1], run[-1][1]] for run in (list(group) for _, group in runs)]


def documents(
    register: Register, month: str | None, folder: Path, names: Mapping[str, str]
) -> tuple[VerbAnswer, Mapping[str, str]]:
    """Problem and agenda of a month, the last one where none is named; the problem alone where nothing is proposed.

    Parameters
    ----------
    folder, names : where they are to lie; how a "problem" and an "agenda" are called there.

    Returns
    -------
    What to say, and the text of each document by its name.

    Raises
    ------
    RegisterRefused
        Where there is no such month, or its content is erased.
    """
    state, head, _ = read_state(register)
    found = state.months.get(next(reversed(state.months), "") if month is None else month)
    if found is None and month is None:
        raise RegisterRefused("no-month-open", file=register.path)
    if found is None:
        raise RegisterRefused("unknown-month", file=register.path, month=month, known=sorted(state.months))
    if found.proposal is None:
        written = {names["problem"]: problem_of(found).to_json()}
    else:
        agenda = Agenda.from_dict(found.proposal["agenda"])
        written = {names["problem"]: proposed_problem(found).to_json(), names["agenda"]: agenda.to_json()}
    facts = {"month": found.id, "folder": str(folder), "documents": sorted(written)}
    return VerbAnswer("documents", facts, head, changed=False), written


def months_before(today: dt.date, months: int) -> dt.date:
    """The day so many months ago; the last one of its month where that is shorter."""
    count = today.year * 12 + today.month - 1 - months
    for day in (today.day, 30, 29, 28):
        try:
            return dt.date(count // 12, count % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def export(register: Register) -> str:
    """The whole register as JSON text, salts and payloads included; refused where it is not whole."""
    register.events()
    rows = [
        {
            **dict(zip(Row._fields[:7], row[:7], strict=True)),
            "salt": None if row.salt is None else row.salt.hex(),
            "payload": None if row.body is None else json.loads(row.body),
        }
        for row in register.rows()
    ]
    return json.dumps({"schema_version": SCHEMA_VERSION, "register": rows}, ensure_ascii=False, indent=1) + "\n"


def import_(path: Path, source: Path, **options: Any) -> VerbAnswer:
    """Make a register of an export, or bring one that is a part of it up to date.

    Raises
    ------
    RegisterRefused
        Where the export is none or not whole, or the register says something else.
    """
    raw, doubled, _ = read(source)
    rows = None if doubled else _rows(raw)
    if not rows or chain_faults(rows):
        raise RegisterRefused("no-export", file=source)
    path = resolved(path)
    facts = {"file": str(path), "events": len(rows)}
    if not is_there(path):
        with Register.create(path, [], rows=rows, **options) as register:
            return VerbAnswer("import", {**facts, "new": len(rows)}, register.head)
    remove_partial_files(path.parent)  # of an `import` that was killed: another name of the register itself
    with Register(path, **options) as register, register.writing() as writer:
        there = register.rows()
        if [row.hash for row in there] != [row.hash for row in rows[: len(there)]]:
            raise RegisterRefused("another-register", file=path)
        facts["new"] = len(rows) - len(there)
        if len(rows) == len(there):
            return VerbAnswer("import-again", facts, register.head, changed=False)
        writer.restore(rows[len(there) :])
        return VerbAnswer("import", facts, rows[-1].hash)


def _rows(raw: Any) -> list[Row] | None:
    """The rows of an export; None where it is none."""
    try:
        if raw["schema_version"] != SCHEMA_VERSION:
            return None
        return [_row(one) for one in raw["register"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _row(one: Mapping[str, Any]) -> Row:
    heads = [one[name] for name in Row._fields[:7]]
    if type(heads[0]) is not int or not all(type(text) is str for text in heads[1:]):
        raise ValueError
    if (one["salt"] is None) != (one["payload"] is None):
        raise ValueError
    sealed = (None, None) if one["salt"] is None else (bytes.fromhex(one["salt"]), canonical(one["payload"]))
    return Row._make([*heads, *sealed])
