"""What one audience may see of an agenda.

Minimisation happens here, once (RGPD, art. 5): a field that an audience has no need of is not in its view. No view
holds a beneficiary's name; only the letters are given the name table.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.display.audience import SERVICE, Audience
from rsa_sched.display.people import called
from rsa_sched.display.view import DeferralView, Line, SessionView, View
from rsa_sched.domain.agenda import Agenda, Appointment, Deferral, SessionLine
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.session import CompleteSession
from rsa_sched.domain.staffing import StaffAbsence, staff_absences
from rsa_sched.french.sentences import say


def view(problem: Problem, agenda: Agenda, audience: Audience | str = SERVICE) -> View:
    """What an audience may see of an agenda that was already audited.

    Raises ValueError where the audience's structure, professional or person is none of the problem's.
    """
    audience = Audience.of(audience)
    audience.require_in(problem)
    index = ProblemIndex(problem)
    filtered = _Filtered(problem, agenda, audience, index)
    judged = audience.arbitrates
    return View(
        problem=agenda.problem,
        timezone=problem.timezone,
        as_of=problem.as_of,
        audience=audience,
        sessions=filtered.sessions(),
        deferrals=tuple(
            filtered.deferral(row) for row in agenda.deferrals if audience.follows(index.situations[row.situation])
        ),
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


class _Filtered:
    """The sessions and deferrals of an agenda, as one audience sees them."""

    def __init__(self, problem: Problem, agenda: Agenda, audience: Audience, index: ProblemIndex) -> None:
        self._agenda, self._audience, self._index = agenda, audience, index
        self._prepared = PreparedProblem.of(problem)
        self._called = called(problem)
        self._structures = {row.id: row.label or row.id for row in problem.structures}
        self._venues = {row.id: row.label or row.id for row in problem.venues}
        self._services = {row.id: row.label or row.id for row in problem.services}
        self._subsectors = {row.id: row.label or row.id for row in problem.subsectors}
        self._pinned = {pin.situation for pin in problem.pins}
        self._absences: dict[str, list[StaffAbsence]] = defaultdict(list)
        for absence in staff_absences(index) if audience.all else ():
            self._absences[absence.session].append(absence)

    def sessions(self) -> tuple[SessionView, ...]:
        """Those that concern the audience."""
        seated: dict[str, list[Appointment]] = defaultdict(list)
        for line in self._agenda.appointments:
            seated[line.session].append(line)
        uses = {line.session: line for line in self._agenda.sessions}
        rows = sorted(self._index.sessions.values(), key=lambda row: (row.start, row.id))
        views = [(row, self._lines(row, seated[row.id])) for row in rows]
        return tuple(
            self._session(row, uses[row.id], lines)
            for row, lines in views
            if lines or self._audience.arbitrates or self._audience.staffs(row)
        )

    def _lines(self, session: CompleteSession, seats: list[Appointment]) -> tuple[Line, ...]:
        """What is seen of the seats: all of one's own, of others at most that they are taken."""
        staffed = self._audience.staffs(session)
        own = [staffed or self._audience.owns(self._index.situations[seat.situation]) for seat in seats]
        return tuple(
            self._line(seat) if seen else Line("", seat.start, seat.end)
            for seat, seen in zip(seats, own, strict=True)
            if seen or self._audience.arbitrates
        )

    def _session(self, row: CompleteSession, use: SessionLine, lines: tuple[Line, ...]) -> SessionView:
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
            mode=use.mode,
            minutes_used=use.minutes_used,
            staff=row.staff,
            staff_shown=tuple(self._called.whole[name] for name in row.staff),
            lines=lines,
            absences=tuple(self._absences[row.id]),
        )

    def _line(self, line: Appointment) -> Line:
        row = self._index.situations[line.situation]
        dated = self._audience.arbitrates
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
            shown=tuple(self._called.beside(name, row.structure) for name in row.participants),
            external=tuple(partner.professional for partner in row.partners if partner.external),
            beneficiary_invited=row.beneficiary_invited,
            person=(row.person or "") if self._audience.circle != "partner" else "",
            points=earned(self._prepared, line.situation, line.session) if dated else None,
            pinned=self._audience.all and line.situation in self._pinned,
        )

    def deferral(self, row: Deferral) -> DeferralView:
        """A deferral as the audience may read it."""
        situation = self._index.situations[row.situation]
        return DeferralView(
            situation=row.situation,
            structure=situation.structure,
            structure_label=self._structures[situation.structure],
            kind=self._index.kind_of(row.situation),
            referent=situation.referent,
            referent_shown=self._called.beside(situation.referent, situation.structure),
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
            text=row.text if self._audience.arbitrates else "",
            urgency=situation.urgency if self._audience.arbitrates else 0,
        )
