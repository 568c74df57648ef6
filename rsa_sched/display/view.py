"""What one audience may see of an agenda: every published file is written from a `View` and from nothing else.

Minimisation happens here, once (RGPD, art. 5): a field that an audience has no need of is not in its view. No view
holds a beneficiary's name; the letters alone are given the name table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.display.audience import SERVICE, Audience
from rsa_sched.domain.agenda import Agenda, Appointment, Deferral, Due, Mode, Parts, Reason
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session import CompleteSession
from rsa_sched.domain.session_type import SessionType
from rsa_sched.domain.staffing import StaffAbsence, staff_absences
from rsa_sched.french.sentences import say


@dataclass(frozen=True, slots=True)
class Line:
    """One seat of a session. Where a place is only shown as taken, `situation` is "" and everything about it is empty.

    Attributes
    ----------
    situation, structure, kind, referent : ids.
    requested_on : day of the request; None for those who are not to see it.
    not_before, not_after : first and last day on which it may be heard, where the request says; likewise.
    structure_label : the structure's label, its id where it has none.
    start, end : local times.
    participants : ids of the referent, then of the partners as listed.
    shown : the same as they are shown: a professional's label, their id where they have none.
    external : ids of the participants from outside, who are confirmed by letter [R46].
    beneficiary_invited : whether the person comes too [R42].
    person : the person's pseudonym; "" where the problem has none.
    points : what the seat earns; None for those who are not to see it.
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

    `absences`: when somebody of its staff is unavailable during it; the service alone is told.
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

    Professionals who were merely to be invited are told of none.

    Attributes
    ----------
    label : the reason in French.
    rules : sentences of the note behind it.
    text : the French sentence; "" where it would name other situations to somebody outside.
    not_before, not_after : first and last day on which it may be heard, where the request says.
    deferrals : how often it was deferred before.
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


@dataclass(frozen=True, slots=True)
class View:
    """All of an agenda that one audience may see.

    Attributes
    ----------
    sessions : by start, then id; for partners and beneficiaries only those they come to.
    deferrals : by situation id.
    parts, points, bound, gap, status, due : how good the agenda is; None (due: empty) outside service and prescribers.
    regulation : the barème in force: everybody may know it (CRPA, L. 311-3-1).
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
        """Every seat that is told of, with its session."""
        return tuple(seat for session in self.sessions for seat in session.seats if seat.line.situation)

    @property
    def services(self) -> dict[str, str]:
        """Labels of the services whose sessions are told of, by id."""
        return {session.service: session.service_label for session in self.sessions}


def view(problem: Problem, agenda: Agenda, audience: Audience | str = SERVICE) -> View:
    """What an audience may see of an agenda that was already audited.

    Raises
    ------
    ValueError
        Where the audience's structure, professional or person is none of the problem's.
    """
    audience = Audience.of(audience)
    index = ProblemIndex(problem)
    known = {
        "service": {""},
        "prescriber": {row.id for row in problem.structures},
        "partner": {row.id for row in problem.professionals},
        "beneficiary": {row.person for row in problem.situations if row.person},
    }[audience.circle]
    if audience.who not in known:
        raise ValueError(f"audience: the problem has no such {audience.circle}")
    eyes = _Eyes(problem, agenda, audience, index)
    judged = audience.circle in ("service", "prescriber")
    return View(
        problem=agenda.problem,
        timezone=problem.timezone,
        as_of=problem.as_of,
        audience=audience,
        sessions=eyes.sessions(),
        deferrals=tuple(eyes.deferral(row) for row in agenda.deferrals if eyes.told_why(row.situation)),
        regulation=problem.regulation,
        parts=agenda.parts if judged else None,
        points=agenda.points if judged else None,
        bound=agenda.bound if judged else None,
        gap=agenda.gap if judged else None,
        status=agenda.status if judged else None,
        due=agenda.due if judged else (),
        sha256=agenda.problem_sha256 if audience.all else "",
        version=agenda.run.version,
    )


class _Eyes:
    """What one audience sees."""

    def __init__(self, problem: Problem, agenda: Agenda, audience: Audience, index: ProblemIndex) -> None:
        self._problem, self._agenda, self._audience, self._index = problem, agenda, audience, index
        self._case = PreparedProblem.of(problem)
        self._professionals = {row.id: row.label or row.id for row in problem.professionals}
        self._structures = {row.id: row.label or row.id for row in problem.structures}
        self._venues = {row.id: row.label or row.id for row in problem.venues}
        self._services = {row.id: row.label or row.id for row in problem.services}
        self._subsectors = {row.id: row.label or row.id for row in problem.subsectors}
        self._pinned = {pin.situation for pin in problem.pins}
        self._absences: dict[str, list[StaffAbsence]] = {}
        for absence in staff_absences(index) if audience.all else ():
            self._absences.setdefault(absence.session, []).append(absence)

    def own(self, situation: str) -> bool:
        """Whether a situation is this audience's."""
        row, who = self._index.situations[situation], self._audience.who
        return {
            "service": True,
            "prescriber": row.structure == who,
            "partner": who in row.participants,
            "beneficiary": row.person == who,
        }[self._audience.circle]

    def told_why(self, situation: str) -> bool:
        """Whether they are told of a deferral: who was merely to be invited has no invitation and needs no reason."""
        invited = self._audience.circle == "partner" and (
            self._index.situations[situation].referent != self._audience.who
        )
        return self.own(situation) and not invited

    def sessions(self) -> tuple[SessionView, ...]:
        """Those that concern them."""
        everything = self._audience.circle in ("service", "prescriber")
        seated: dict[str, list[Appointment]] = {}
        for line in self._agenda.appointments:
            seated.setdefault(line.session, []).append(line)
        modes = {line.session: line for line in self._agenda.sessions}
        shown = []
        for session in sorted(self._index.sessions.values(), key=lambda row: (row.start, row.id)):
            lines = seated.get(session.id, [])
            staffed = self._audience.circle == "partner" and self._audience.who in session.staff
            if everything or staffed or any(self.own(line.situation) for line in lines):
                use = modes[session.id]
                shown.append(self._session(session, use.mode, use.minutes_used, lines, staffed))
        return tuple(shown)

    def _session(
        self, row: CompleteSession, mode: Mode, used: int, lines: list[Appointment], staffed: bool
    ) -> SessionView:
        taken = self._audience.circle == "prescriber"
        told = [
            self._line(line) if staffed or self.own(line.situation) else Line("", line.start, line.end)
            for line in lines
            if staffed or taken or self.own(line.situation)
        ]
        return SessionView(
            id=row.id,
            type=self._index.types[row.type],
            service=row.service,
            service_label=self._services[row.service],
            subsector=row.subsector or "",
            subsector_label=self._subsectors[row.subsector] if row.subsector else "",
            venue=row.venue,
            venue_label=self._venues[row.venue],
            start=row.start,
            end=row.start + dt.timedelta(minutes=row.minutes),
            minutes=row.minutes,
            size=row.size,
            mode=mode,
            minutes_used=used,
            staff=row.staff,
            staff_shown=tuple(self._professionals[name] for name in row.staff),
            lines=tuple(told),
            absences=tuple(self._absences.get(row.id, ())),
        )

    def _line(self, line: Appointment) -> Line:
        row = self._index.situations[line.situation]
        dated = self._audience.circle in ("service", "prescriber")
        return Line(
            situation=line.situation,
            start=line.start,
            end=line.end,
            requested_on=row.requested_on if dated else None,
            not_before=row.not_before if dated else None,
            not_after=row.not_after if dated else None,
            structure=row.structure,
            structure_label=self._structures[row.structure],
            kind=self._index.kind_of(line.situation),
            referent=row.referent,
            participants=row.participants,
            shown=tuple(self._professionals[name] for name in row.participants),
            external=tuple(partner.professional for partner in row.partners if partner.external),
            beneficiary_invited=row.beneficiary_invited,
            person=(row.person or "") if self._audience.circle != "partner" else "",
            points=earned(self._case, line.situation, line.session) if dated else None,
            pinned=self._audience.all and line.situation in self._pinned,
        )

    def deferral(self, row: Deferral) -> DeferralView:
        """A deferral as they may read it."""
        situation = self._index.situations[row.situation]
        inside = self._audience.circle in ("service", "prescriber")
        return DeferralView(
            situation=row.situation,
            structure=situation.structure,
            structure_label=self._structures[situation.structure],
            kind=self._index.kind_of(row.situation),
            referent=situation.referent,
            referent_shown=self._professionals[situation.referent],
            person=(situation.person or "") if self._audience.circle != "partner" else "",
            type=self._index.type_of(row.situation),
            subsector=situation.subsector,
            requested_on=situation.requested_on,
            not_before=situation.not_before,
            not_after=situation.not_after,
            deferrals=situation.deferrals,
            reason=row.reason,
            label=say(f"deferrals.reasons.{row.reason}"),
            rules=row.rules,
            text=row.text if inside else "",
        )
