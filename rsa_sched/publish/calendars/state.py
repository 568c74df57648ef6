"""What calendars were published before, so that a change raises the SEQUENCE of an event and a removal cancels it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from rsa_sched.domain.clock import iso_minute, parse_minute
from rsa_sched.errors import InputError
from rsa_sched.publish.calendars.entries import Entry

Status = Literal["confirmed", "cancelled", "withdrawn"]
"""Takes place; never did; was published and takes place no more: the one that calls for METHOD:CANCEL."""


@dataclass(frozen=True, slots=True)
class EventState:
    """How an event was last published.

    Attributes
    ----------
    uid, sequence : as in the calendar.
    identity : of what it is within its month; states of before UIDs named the month have it as their UID.
    status : see `Status`.
    digest : fingerprint of all its texts and times.
    problem : id of the problem whose agenda it stood in.
    holder : name of the calendar that it stood in.
    summary, start, end : as last published.
    all_day : whether it took whole days.
    """

    uid: str
    identity: str
    sequence: int
    status: Status
    digest: str
    problem: str
    holder: str
    summary: str
    start: dt.datetime
    end: dt.datetime
    all_day: bool

    def over(self, as_of: dt.date) -> bool:
        """Whether it ended before that day."""
        return self.end <= dt.datetime.combine(as_of, dt.time())

    def to_dict(self) -> dict[str, Any]:
        """In plain values, without the UID."""
        return {
            "identity": self.identity,
            "sequence": self.sequence, "status": self.status, "digest": self.digest, "problem": self.problem,
            "holder": self.holder, "summary": self.summary, "start": iso_minute(self.start),
            "end": iso_minute(self.end), "all_day": self.all_day,
        }  # fmt: skip


def next_states(
    found: Iterable[Entry],
    before: Mapping[str, EventState],
    problem: str,
    as_of: dt.date,
    begun: dt.datetime | None = None,
) -> dict[str, EventState]:
    """The state after these entries: those that changed one higher, those of this problem that are gone withdrawn.

    What another problem's agenda published (last month's) stays as it was, and so does what had begun by then.
    """
    now = {entry.uid: _next_state(entry, before.get(entry.uid), problem) for entry in found}
    for uid, line in before.items():
        if uid not in now:
            is_over = line.over(as_of) or (begun is not None and line.start <= begun)
            gone = line.status == "confirmed" and line.problem == problem and not is_over
            now[uid] = replace(line, status="withdrawn", sequence=line.sequence + 1) if gone else line
    return dict(sorted(now.items()))


def _next_state(entry: Entry, before: EventState | None, problem: str) -> EventState:
    if entry.cancelled:
        status: Status = "cancelled" if before is None or before.status == "cancelled" else "withdrawn"
    else:
        status = "confirmed"
    changed = before is not None and (before.digest != entry.digest or before.status != status)
    return EventState(
        uid=entry.uid,
        identity=entry.identity,
        sequence=0 if before is None else before.sequence + changed,
        status=status,
        digest=entry.digest,
        problem=problem,
        holder=entry.holder,
        summary=entry.summary,
        start=entry.start,
        end=entry.end,
        all_day=entry.all_day,
    )


def to_state(states: Mapping[str, EventState]) -> dict[str, Any]:
    """The state as a JSON document."""
    return {uid: line.to_dict() for uid, line in sorted(states.items())}


_UID = re.compile(r"[0-9a-f]{40}@rsa-sched", re.ASCII)
_HOLDER = re.compile(r"(seance|professionnel)-[A-Za-z0-9_.-]{1,120}|rendez-vous|a-faire", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def from_state(state: Any) -> dict[str, EventState]:
    """What `to_state` wrote; nothing of anything else comes through. Raises InputError."""
    if state is None:
        return {}
    try:
        return {uid: _event(uid, line) for uid, line in state.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError.of("calendars", "not what publish wrote", "no-calendars") from None


def _event(uid: str, line: Mapping[str, Any]) -> EventState:
    event = EventState(
        uid=uid, **{"identity": uid, **line, "start": parse_minute(line["start"]), "end": parse_minute(line["end"])}
    )
    fits = (
        _UID.fullmatch(uid)
        and _UID.fullmatch(event.identity)
        and _HOLDER.fullmatch(event.holder)
        and _DIGEST.fullmatch(event.digest)
        and event.status in ("confirmed", "cancelled", "withdrawn")
        and type(event.sequence) is int
        and 0 <= event.sequence < 2**31 - 1
        and type(event.all_day) is bool
        and all(isinstance(text, str) for text in (event.problem, event.summary))
    )
    if not fits:
        raise ValueError("no such state")
    return event
