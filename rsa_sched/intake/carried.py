"""The month before in an import: who waits joins the new tables, who was heard is left out, the history goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.errors import Fault
from rsa_sched.french.sentences import say
from rsa_sched.intake.assemble import Draft
from rsa_sched.intake.columns.headers import RecognisedTable
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.options import MonthContext
from rsa_sched.intake.profile import kinds_of
from rsa_sched.intake.rows.reader import FindingLog, SourceRow
from rsa_sched.intake.rows.request_ids import OtherIds
from rsa_sched.intake.sheet import Sheet
from rsa_sched.months.carrying import foreign, join, missing_people, people_of, stale
from rsa_sched.months.next_month import NextMonth


def join_carried(log: FindingLog, draft: Draft, context: MonthContext, first_type: str) -> OtherIds:
    """Put what the month before left into the draft, with a finding for everybody whom it changes.

    Returns
    -------
    Ids that requests come with in the tables, and have no more.
    """
    carried = _read(context.carried)
    if carried is None:
        return {}
    place = say("findings.place.carried", problem=carried.problem)
    before = _before(log, carried, context.previous)
    services = [row.get("id") for row in draft.profile.get("services") or ()]
    kinds = kinds_of(draft.profile.get("regulation") or {})
    _refuse(log, place, [*stale(carried, draft.id, draft.as_of, before), *foreign(carried, services, kinds)])
    for row, line in draft.sessions:
        if draft.as_of and row.get("start") and row["start"][:10] < draft.as_of:
            log.report("error", "session-before", line=line, key="date", day=dt.date.fromisoformat(draft.as_of))
    if draft.history is not None:
        log.report("warning", "carried-history")
    lines = _CarriedRows(place)
    draft.history = [(row, lines.of("history", n)) for n, row in enumerate(carried.to_dict()["history"])]
    return _join(log, draft, carried, context, before, first_type, lines)


def _join(
    log: FindingLog,
    draft: Draft,
    carried: NextMonth,
    context: MonthContext,
    before: Problem | None,
    first_type: str,
    lines: _CarriedRows,
) -> OtherIds:
    rows = [row for row, _ in draft.situations]
    joined = join(carried, rows, first_type, before=before, again=context.again)
    other_ids: OtherIds = {}
    kept = []
    others = {row["person"]: row["id"] for row in joined.waiting if row.get("person") is not None}
    for position, ((row, line), new) in enumerate(zip(draft.situations, joined.sent, strict=True)):
        if new is None:
            log.report("warning", "carried-ended", line=line, wording=joined.ended[position], id=row["id"])
            continue
        if position in joined.again:
            waiting = joined.again[position]
            day, count = dt.date.fromisoformat(new["requested_on"]), new.get("deferrals") or 0
            log.report("repaired", "carried-again", line=line, id=waiting["id"], day=day, deferrals=count)
        elif position in joined.renamed:
            log.report("repaired", "carried-id-taken", line=line, key="id", id=new["id"])
        if position in joined.renamed:
            other_ids.setdefault(str(row["id"]), set()).add(new["id"])
        if position not in joined.again and new.get("person") in others:
            log.report("warning", "carried-person", line=line, id=others[new["person"]])
        kept.append((new, line))
    order = {row["id"]: number for number, row in enumerate(carried.to_dict()["waiting"])}
    kept += [(row, lines.of("waiting", order[row["id"]])) for row in joined.waiting]
    draft.situations = kept
    unknown = missing_people((row for row, _ in draft.people.rows), joined.waiting)
    for row in unknown:
        asked = sorted(one["id"] for one in joined.waiting if row["id"] in people_of(one))
        log.report("warning", "carried-professional", professional=row["id"], situations=tuple(asked))
    draft.people.rows += [(row, lines.of("waiting", 0)) for row in unknown]
    log.report("warning", "carried", waiting=len(joined.waiting), again=len(joined.again), left=len(joined.ended))
    return other_ids


class _CarriedRows:
    """Stands for the lines of the tables where a row comes from the month before; an error in one stops the import."""

    def __init__(self, place: str) -> None:
        self._place = place

    def of(self, name: str, number: int) -> SourceRow:
        """The line of an item of a list, which counts from 1 as in a table."""
        sheet = Sheet(self._place, name, ((),) * (number + 1))
        # Not of situations: a row of those may be left out, and nobody who waits may.
        return SourceRow(RecognisedTable("history", sheet, {}, 0, (number,)), number, -1)


def _read(carried: NextMonth | Path | str | None) -> NextMonth | None:
    return NextMonth.from_json(Path(carried)) if isinstance(carried, str | Path) else carried


def _before(log: FindingLog, carried: NextMonth, previous: tuple[Problem, Any] | None) -> Problem | None:
    """The month that was closed, where it was given; a warning where another one was."""
    if previous is None or previous[0].sha256 == carried.problem_sha256:
        return None if previous is None else previous[0]
    log.report("warning", "carried-previous", problem=carried.problem)
    return None


_CODES: Mapping[str, str] = {
    "id-of-the-closed-month": "carried-id",
    "day-of-the-closed-month": "carried-day",
    "service-of-another": "carried-service",
    "unknown-kind": "carried-kind",
}


def _refuse(log: FindingLog, place: str, faults: list[Fault]) -> None:
    """An error for each reason why this cannot be what this month was left."""
    for fault in faults:
        code = fault.code
        facts = {**fault.facts, "value": fault.value.strip('"')}
        log.add(Finding("error", _CODES[code], facts, file=place), -1)
