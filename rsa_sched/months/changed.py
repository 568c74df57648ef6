"""The changed problem: what is left to be arbitrated when somebody cannot come (contract, section 10, `replace`)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rsa_sched.domain.clock import iso_minute, parse_minute, to_minute
from rsa_sched.domain.edits import take_out
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.instead import is_frame, kind_of, refusal
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import quoted, safe_text
from rsa_sched.domain.timechecks import known_zone
from rsa_sched.domain.values import Values
from rsa_sched.errors import BadValue, Fault, InputError
from rsa_sched.rules.base import Seat


@dataclass(frozen=True)
class Cancellation:
    """Who and what cannot come, checked against a problem; ids in order.

    Attributes
    ----------
    situations, sessions, professionals : that are cancelled, or absent.
    at : minute of the change; None where nothing has begun.
    """

    situations: tuple[str, ...]
    sessions: tuple[str, ...]
    professionals: tuple[str, ...]
    at: int | None

    @classmethod
    def read(
        cls,
        index: ProblemIndex,
        seats: Mapping[str, Seat],
        cancel: Iterable[str],
        cancel_sessions: Iterable[str],
        absent: Iterable[str],
        at: dt.datetime | str | None,
    ) -> Cancellation:
        """The arguments of `replacements`, checked.

        Raises
        ------
        InputError
            With every fault: an unknown id, a situation or session that has begun, a time that is none.
        """
        faults: list[Fault] = []
        minute = _minute(index, at, faults)
        situations = _known("cancel", cancel, index.situations, "situations", faults)
        sessions = _known("cancel_sessions", cancel_sessions, index.sessions, "sessions", faults)
        professionals = _known(
            "absent", absent, {row.id for row in index.problem.professionals}, "professionals", faults
        )
        begun = begun_sessions(index, minute)
        if minute is not None:
            shown = iso_minute(minute)
            late = [("cancel", name) for name in situations if name in seats and seats[name].session in begun]
            late += [("cancel_sessions", name) for name in sessions if name in begun]
            faults += [Fault(argument, quoted(name), "begun-already", {"at": shown}) for argument, name in late]
        if faults:
            raise InputError(tuple(faults))
        return cls(situations, sessions, professionals, minute)

    def frees(self, index: ProblemIndex, seat: Seat) -> bool:
        """Whether an appointment in a session that has not begun is freed."""
        return (
            seat.situation in self.situations
            or seat.session in self.sessions
            or any(person in self.professionals for person in index.participants[seat.situation])
        )


def begun_sessions(index: ProblemIndex, at: int | None) -> frozenset[str]:
    """Sessions that start at a minute or before; none where there is no minute."""
    return frozenset(name for name, start in index.start.items() if at is not None and start <= at)


def changed_problem(
    index: ProblemIndex, seats: Mapping[str, Seat], cancelled: Cancellation
) -> tuple[Problem, tuple[str, ...]]:
    """The changed problem, and the situations whose appointments are freed, by id.

    Parameters
    ----------
    index, seats : the problem, and the appointments of its agenda that count; they break no rule.
    cancelled : who and what cannot come.
    """
    begun = begun_sessions(index, cancelled.at)
    over = [seat for seat in seats.values() if seat.session in begun]
    ahead = [seat for seat in seats.values() if seat.session not in begun]
    freed = {seat.situation for seat in ahead if cancelled.frees(index, seat)}
    document = index.problem.rows()
    gone = {*cancelled.situations, *(seat.situation for seat in over)}
    take_out(document, gone, begun | {*cancelled.sessions})
    document["announced"] = []
    document["pins"] = [
        {"situation": seat.situation, "session": seat.session, "start": iso_minute(seat.start)}
        for seat in sorted(ahead)
        if seat.situation not in freed
    ]
    given = document.get("regulation") or {}
    document["regulation"] = {**given, "deadline_days": 0, "single_situation_minutes": None}
    _count_as_granted(document, index, over)
    _keep_away(document, index, cancelled)
    return Problem.of_rows(document), tuple(sorted(freed))


def _count_as_granted(document: dict[str, Any], index: ProblemIndex, over: Iterable[Seat]) -> None:
    """Add the units of those heard in sessions that have begun to the history."""
    units: Counter[tuple[str, str]] = Counter()
    for seat in over:
        units[index.service_of(seat.situation), index.kind_of(seat.situation)] += index.units(seat.situation)
    if not units:
        return
    rows = document["history"] = document.get("history") or []
    for row in rows:
        row["units"] += units.pop((row["service"], row["kind"]), 0)
    rows += [{"service": service, "kind": kind, "units": more} for (service, kind), more in sorted(units.items())]


def _keep_away(document: dict[str, Any], index: ProblemIndex, cancelled: Cancellation) -> None:
    """Give the absent one more interval: from the change, or the first session, to the end of the last one."""
    if not index.sessions:
        return
    first = min(index.start.values()) if cancelled.at is None else cancelled.at
    last = max(map(index.end, index.sessions))
    away = [iso_minute(first), iso_minute(max(first, last))]  # after the last session there is nothing to keep from
    for row in document["professionals"]:
        if row["id"] in cancelled.professionals:
            row["unavailable"] = [*(row.get("unavailable") or ()), away]


def _minute(index: ProblemIndex, at: dt.datetime | str | None, faults: list[Fault]) -> int | None:
    if at is None:
        return None
    given = Values(known_zone(index.problem.timezone)).of(at, "start")
    if not isinstance(given, str):
        faults.append(Fault("at", kind_of(at), "not-a-local-time"))
        return None
    try:
        return to_minute(parse_minute(given))
    except BadValue as bad:
        code = bad.code
        faults.append(Fault("at", safe_text(given, ("at",)), code))
        return None


def _known(
    argument: str, given: Iterable[str], known: Collection[str], target: str, faults: list[Fault]
) -> tuple[str, ...]:
    """The ids, each once, in order; a fault for each that is unknown."""
    if not isinstance(given, str | Iterable) or isinstance(given, bytes | Mapping) or is_frame(given):
        raise refusal(argument, given, "not-ids")
    found = set()
    for name in [given] if isinstance(given, str) else given:
        if isinstance(name, str) and name in known:
            found.add(name)
        else:
            faults.append(Fault(argument, safe_text(name, (target[:-1],)), "unknown-id", {"target": target}))
    return tuple(sorted(found))
