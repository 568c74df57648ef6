"""Checks of substance: what can be read but should not be so, by the sentences of the note."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import SessionType
from rsa_sched.intake.rows.reader import FindingLog, SourceRow
from rsa_sched.intake.typewords import Types

Row = dict[str, Any]

_MOST_YEARS = 10
"""A request older than this is rather a date of birth in the wrong column, which must not go to the problem."""


@dataclass(slots=True, repr=False)
class MonthRows:
    """What the checks look at.

    Attributes
    ----------
    situations : raw situations with their lines; those of bad lines may lack keys.
    sessions : raw sessions.
    service_of : service of each sub-sector.
    types : types of session of the regulation.
    regulation : raw regulation of the problem.
    as_of : ISO date, or "" where it is not known.
    heard : by person, the day on which they were last heard.
    """

    situations: Sequence[tuple[Row, SourceRow]]
    sessions: Sequence[Row]
    service_of: Mapping[str, Any]
    types: Types
    regulation: Mapping[str, Any]
    as_of: str
    heard: Mapping[str, str] = field(default_factory=dict)

    def setting(self, key: str) -> Any:
        """A parameter of the regulation, its default where it is left out."""
        given = self.regulation.get(key)
        return Regulation.model_fields[key].default if given is None else given

    def type_of(self, row: Row) -> SessionType:
        """The type of a situation; the first where it names none."""
        return self.types.get(row.get("type")) or self.types.first


def check_substance(log: FindingLog, month: MonthRows) -> None:
    """Every check, over every situation; what a line lacks is reported elsewhere."""
    held = _sessions_held(month)
    for row, line in month.situations:
        _check_dates(log, month, row, line)
        _check_sessions(log, month, held, row, line)
        _check_eligible(log, month, row, line)
    _check_ranks(log, month)
    _check_people(log, month)


Held = Mapping[tuple[str, Any], Sequence[Row]]
"""The sessions of each type, by type and sub-sector or, where the type is for the whole service, service."""


def _sessions_held(month: MonthRows) -> Held:
    held: dict[tuple[str, Any], list[Row]] = defaultdict(list)
    for row in month.sessions:
        kind = month.types.get(row.get("type"))
        if kind is not None:
            held[kind.id, row.get(kind.scope)].append(row)
    return held


def _check_dates(log: FindingLog, month: MonthRows, row: Row, line: SourceRow) -> None:
    requested, received = row.get("requested_on"), row.get("received_on")
    if requested and month.as_of and requested > month.as_of:
        log.report("error", "requested-later", line=line, key="requested_on", day=dt.date.fromisoformat(month.as_of))
    for key in ("requested_on", "received_on", "not_before", "not_after"):
        if month.as_of and row.get(key) and int(month.as_of[:4]) - int(row[key][:4]) > _MOST_YEARS:
            log.report("error", "date-implausible", line=line, key=key, years=_MOST_YEARS)
            return
    if requested and received and received < requested:
        log.report("error", "received-before-requested", line=line, key="received_on")
    begins, ends = row.get("not_before"), row.get("not_after")
    if begins and ends and ends < begins:
        log.report("error", "window-reversed", line=line, key="not_after", day=dt.date.fromisoformat(begins))


def _check_sessions(log: FindingLog, month: MonthRows, held: Held, row: Row, line: SourceRow) -> None:
    """A session that could hear the situation [R11, R33], on a day that suits, for which it came in time [R47, R53]."""
    if not month.sessions or not row.get("subsector") or "type" in line.unread:
        return
    kind = month.type_of(row)
    whole = kind.scope == "service"
    place = month.service_of.get(row["subsector"]) if whole else row["subsector"]
    sessions = held.get((kind.id, place), ())
    if not sessions:
        if whole:
            log.report("warning", "no-session", line=line, key="type", rule="R33", wording="service", type=kind.name)
        else:
            log.report("warning", "no-session", line=line, key=_place_key(line), rule="R11", type=kind.name)
        return
    wanted = row.get("wanted_sessions")
    if wanted:
        sessions = [session for session in sessions if session.get("id") in wanted]
        if not sessions:
            log.report("warning", "wanted-impossible", line=line, key="wanted_sessions")
            return
    received = row.get("received_on") or row.get("requested_on")
    starts = [session["start"][:10] for session in sessions if session.get("start")]
    if not received or not starts or len(starts) < len(sessions) or line.unread & {"not_before", "not_after"}:
        return
    starts = [day for day in starts if (row.get("not_before") or day) <= day <= (row.get("not_after") or day)]
    if not starts:
        if "not_after" not in line.faulted:
            log.report("warning", "window-missed", line=line, key="not_after" if row.get("not_after") else "not_before")
        return
    latest = dt.date.fromisoformat(max(starts))
    # A deadline may be longer than there are dates: then nothing can have come in time.
    due = dt.date.fromordinal(max(1, latest.toordinal() - month.setting("deadline_days")))
    if received > due.isoformat():
        key = "received_on" if line.filled("received_on") or "received_on" in line.table.columns else "requested_on"
        wording, rule = "refused" if month.setting("late") == "refuse" else "", "R53" if whole else "R47"
        log.report("warning", "late", line=line, key=key, rule=rule, wording=wording, session=latest, due=due)


def _place_key(line: SourceRow) -> str:
    return "neighbourhood" if line.filled("neighbourhood") and not line.filled("subsector") else "subsector"


def _check_eligible(log: FindingLog, month: MonthRows, row: Row, line: SourceRow) -> None:
    """Who may be heard at all, by what the type admits [R3-R6, R43]."""
    if row.get("beneficiary_invited") and not row.get("beneficiary_agreed") and "beneficiary_agreed" not in line.unread:
        log.report("warning", "invited-without-agreement", line=line, key="beneficiary_agreed")
    kind = month.type_of(row)
    if kind.admits == "anyone":
        return
    if row.get("plie_outside_rsa"):
        if kind.admits == "rsa" and "type" not in line.unread:
            open_to = tuple(month.types.names(admits=("rsa_or_plie", "anyone")))
            log.report("warning", "plie-outside-rsa", line=line, key="plie_outside_rsa", type=kind.name, types=open_to,
                     wording="elsewhere" if open_to else "")  # fmt: skip
        return
    if row.get("oriented") is False:
        log.report("warning", "not-oriented", line=line, key="oriented")
    if row.get("in_active_file") is False:
        log.report("warning", "not-in-active-file", line=line, key="in_active_file")


def _check_ranks(log: FindingLog, month: MonthRows) -> None:
    """A structure that proposes more than two situations ranks them [R32], each with its own rank."""
    of_structure: dict[str, list[tuple[Row, SourceRow]]] = defaultdict(list)
    for row, line in month.situations:
        if row.get("structure"):
            of_structure[row["structure"]].append((row, line))
    for structure, listed in of_structure.items():
        seen: dict[int, SourceRow] = {}
        none = all(row.get("rank") is None and "rank" not in line.unread for row, line in listed)
        if none and len(listed) > 2:
            log.report("warning", "rank-missing", line=listed[0][1], key="rank", wording="none", structure=structure,
                       situations=len(listed))  # fmt: skip
        for row, line in listed:
            rank = row.get("rank")
            if rank is None and none:
                continue
            if rank is None:
                if len(listed) > 2 and "rank" not in line.unread:
                    log.report("warning", "rank-missing", line=line, key="rank", structure=structure,
                             situations=len(listed))  # fmt: skip
            elif seen.setdefault(rank, line) is not line:
                where = seen[rank].where
                log.report("warning", "rank-doubled", line=line, key="rank", structure=structure, where=where)


def _check_people(log: FindingLog, month: MonthRows) -> None:
    """The same person by two structures or for two types, and people heard last month.

    By one structure for one type it is the same request, which was looked at before.
    """
    first: dict[str, tuple[Row, SourceRow]] = {}
    for row, line in month.situations:
        person = row.get("person")
        if person is None:
            continue
        before, other = first.setdefault(person, (row, line))
        same = before.get("structure") == row.get("structure")
        if other is not line and not (same and before.get("type") == row.get("type")):
            wording = "" if same else "other-structure"
            log.report("warning", "person-twice", line=line, key=_person_key(line), wording=wording, where=other.where)
        if person in month.heard:
            day = dt.date.fromisoformat(month.heard[person])
            log.report("warning", "heard-before", line=line, key=_person_key(line), day=day)


def _person_key(line: SourceRow) -> str:
    return next((key for key in ("last_name", "case_number", "person", "first_name") if line.filled(key)), "")
