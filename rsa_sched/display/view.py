"""An agenda as one audience sees it: every published file is written from a `View` and from nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from rsa_sched.display.audience import Audience
from rsa_sched.domain.agenda import Due, Mode, Parts, Reason
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import SessionType
from rsa_sched.domain.staffing import StaffAbsence


@dataclass(frozen=True, slots=True)
class Line:
    """One seat of a session. Where a place is only shown as taken, `situation` is "" and everything about it is empty.

    Attributes
    ----------
    situation, structure, kind, referent : ids.
    requested_on : day of the request; None for those who may not see it.
    not_before, not_after : first and last day on which it may be heard, where the request says; likewise.
    structure_label : the structure's label, its id where it has none.
    start, end : local times.
    participants : ids of the referent, then of the partners as listed.
    shown : the same as they are shown: a professional's label, their id where they have none.
    external : ids of the participants from outside, who are confirmed by letter [R46].
    beneficiary_invited : whether the person comes too [R42].
    person : the person's pseudonym; "" where the problem has none.
    points : what the seat earns; None for those who may not see it.
    pinned : whether the service fixed this place itself.
    """

    situation: str
    start: dt.datetime
    end: dt.datetime
    requested_on: dt.date | None = None
    not_before: dt.date | None = None
    not_after: dt.date | None = None
    structure: str = ""
    structure_label: str = ""
    kind: str = ""
    referent: str = ""
    participants: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    beneficiary_invited: bool = False
    person: str = ""
    points: int | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session with its seats, by hour; `service_label`, `subsector_label`, `venue_label` fall back to the ids.

    `absences`: when somebody of its staff is unavailable during it; only the service sees them.
    """

    id: str
    type: SessionType
    service: str
    service_label: str
    subsector: str
    subsector_label: str
    venue: str
    venue_label: str
    start: dt.datetime
    end: dt.datetime
    minutes: int
    size: int
    mode: Mode
    minutes_used: int
    staff: tuple[str, ...]
    staff_shown: tuple[str, ...]
    lines: tuple[Line, ...]
    absences: tuple[StaffAbsence, ...] = ()

    @property
    def seats(self) -> tuple[SeatView, ...]:
        """Its lines, with the session."""
        return tuple(SeatView(self, line) for line in self.lines)


class SeatView(NamedTuple):
    """A line with its session."""

    session: SessionView
    line: Line


@dataclass(frozen=True, slots=True)
class DeferralView:
    """One situation that is not heard. `text` only for those who may see other situations' ids.

    Attributes
    ----------
    label : the reason in French.
    rules : sentences of the note behind it.
    text : the French sentence; "" where it would name other situations to somebody outside.
    not_before, not_after : first and last day on which it may be heard, where the request says.
    deferrals : how often it was deferred before.
    urgency : its level, 0 where it is none; likewise 0 for those who may not see it.
    hangs : what the decision hangs on, a sentence each: loss, tie, levers; empty without an explanation.
    compared : a tie, or what is past and would have sufficed, as a comparison; "" without an explanation.
    why, step, by : the plain sentence, the next step and its last day; "" and None until `publish.reasons.explained`
        wrote them.
    service_step : the next step as the service is told it: who can do what; "" for any other audience.
    promised : the months that were told to them, in a sentence; "" where none was.
    """

    situation: str
    structure: str
    structure_label: str
    kind: str
    referent: str
    referent_shown: str
    person: str
    type: SessionType
    subsector: str
    requested_on: dt.date
    not_before: dt.date | None
    not_after: dt.date | None
    deferrals: int
    reason: Reason
    label: str
    rules: tuple[str, ...]
    text: str
    urgency: int = 0
    why: str = ""
    step: str = ""
    hangs: tuple[str, ...] = ()
    compared: str = ""
    service_step: str = ""
    by: dt.date | None = None
    promised: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """All of an agenda that one audience may see.

    Attributes
    ----------
    sessions : by start, then id; for partners and beneficiaries only those they come to.
    deferrals : by situation id.
    parts, points, bound, gap, status, due : how good the agenda is; None (due: empty) outside service and prescribers.
    regulation : the barème in force: it is public (CRPA, L. 311-3-1).
    sha256 : fingerprint of the problem; "" outside the service.
    """

    problem: str
    timezone: str
    as_of: dt.date
    audience: Audience
    sessions: tuple[SessionView, ...]
    deferrals: tuple[DeferralView, ...]
    regulation: Regulation
    parts: Parts | None
    points: int | None
    bound: int | None
    gap: float | None
    status: str | None
    due: tuple[Due, ...]
    sha256: str
    version: str

    @property
    def seats(self) -> tuple[SeatView, ...]:
        """Every seat of which more is seen than that it is taken, with its session."""
        return tuple(seat for session in self.sessions for seat in session.seats if seat.line.situation)

    @property
    def services(self) -> dict[str, str]:
        """Labels of the services whose sessions are seen, by id."""
        return {session.service: session.service_label for session in self.sessions}
