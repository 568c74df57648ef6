"""Who must be told what by which date (R41-R53): the to-do list of a published agenda.

What is one act is one task: a message per referent, a letter per external partner and session. The note leaves most
dates open; `Delays` fills them in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from rsa_sched.display.view import DeferralView, Line, SessionView, View
from rsa_sched.explanations.notices import list_hours
from rsa_sched.french.figures import NARROW_SPACE, several
from rsa_sched.french.sentences import say
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.tasks.attendance import actual_end, missing_staff
from rsa_sched.publish.tasks.opendays import Deadlines, DueDate
from rsa_sched.publish.tasks.referents import ReferentDuties, with_structure
from rsa_sched.publish.tasks.task import Task as Task
from rsa_sched.publish.tasks.task import by_date, service_task
from rsa_sched.publish.tasks.task import key as key


def tasks(shown: View, delays: Delays, written: Collection[str] = ()) -> tuple[Task, ...]:
    """The duties of R41-R53 that an agenda leaves, by date, then by who does them.

    The service sees all of them, a prescriber its own situations', a professional those of whom they are the referent,
    a beneficiary none. A date on a Saturday, a Sunday or a French public holiday becomes the open day before, and one
    that would have passed by ``as_of`` the first open day from then on, which the text says.

    Parameters
    ----------
    shown : what the audience may see of an agenda that was already audited.
    delays : what the note leaves open.
    written : the persons to whom there is a letter already: it is to be sent, not to be written.

    Raises
    ------
    MissingExtra
        Without the extra ``fr``, which knows the public holidays.
    """
    if shown.audience.circle == "beneficiary":
        return ()
    dates = Deadlines(shown.as_of, shown.timezone)
    found = list(ReferentDuties(shown, delays, dates).duties())
    if shown.audience.circle == "partner":
        found = [task for task in found if task.actor == shown.audience.who]
    if shown.audience.all:
        found += list(ServiceDuties(shown, delays, dates, written).duties(found))
    return by_date(found)


class ServiceDuties:
    """The service's duties behind a view."""

    def __init__(self, shown: View, delays: Delays, dates: Deadlines, written: Collection[str]) -> None:
        self._shown, self._delays, self._dates, self._written = shown, delays, dates, written

    def duties(self, prescribers: Iterable[Task]) -> Iterator[Task]:
        """What the service does, in time for what the prescribers do."""
        first: dict[str, dt.date] = {}
        for task in prescribers:
            first[task.actor] = min(task.due, first.get(task.actor, task.due))
        yield from self._decisions(first)
        for session in self._shown.sessions:
            yield from self._partner_letters(session)
            if session.mode == "cancelled":
                yield self._cancellation(session)
            elif session.mode == "first_hour":
                yield self._first_hour(session)
            yield from self._absences(session)
            for line in session.lines:
                if line.situation and line.beneficiary_invited:
                    yield self._person_letter(session, line)

    def _decisions(self, first: Mapping[str, dt.date]) -> Iterator[Task]:
        """Each referent learns what was decided, no later than they have to act on it [R27, R44]."""
        heard: dict[str, list[Line]] = {}
        deferred: dict[str, list[DeferralView]] = {}
        names: dict[str, str] = {}
        for _, line in self._shown.seats:
            heard.setdefault(line.referent, []).append(line)
            names[line.referent] = with_structure(line.shown[0], line.structure_label)
        for row in self._shown.deferrals:
            deferred.setdefault(row.referent, []).append(row)
            names[row.referent] = with_structure(row.referent_shown, row.structure_label)
        deadline = self._dates.within(self._delays.tell_prescribers)
        for referent in sorted(names):
            seats, rest = heard.get(referent, []), deferred.get(referent, [])
            decisions = []
            if seats:
                places = [say("tasks.pieces.place", situation=line.situation, start=line.start) for line in seats]
                decisions.append(say("tasks.pieces.accepted", number=len(seats), places=several(places, most=20)))
            if rest:
                listed = several((f"{row.situation} ({row.label})" for row in rest), most=20)
                decisions.append(say("tasks.pieces.deferred", number=len(rest), situations=listed))
            yield service_task(
                key("decision", self._shown.problem, referent),
                DueDate(min(deadline.day, self._day_before(first[referent]) if referent in first else deadline.day)),
                say("tasks.what.decision", decisions=f"{NARROW_SPACE}; ".join(decisions)),
                "R27",
                names[referent],
                referent,
                situation=_only([*(line.situation for line in seats), *(row.situation for row in rest)]),
            )

    def _day_before(self, date: dt.date) -> dt.date:
        """The letter leaves before the day on which its reader has to act, where there is time for it."""
        return min(date, self._dates.before(date, 1).day)

    def _partner_letters(self, session: SessionView) -> Iterator[Task]:
        """One letter to each external partner [R46]."""
        invited: dict[str, list[Line]] = {}
        for line in session.lines:
            for name in line.external:
                invited.setdefault(name, []).append(line)
        for name, lines in sorted(invited.items()):
            hours = [say("tasks.pieces.hour", start=line.start, situation=line.situation) for line in lines]
            yield service_task(
                key("courrier-partenaire", session.id, name),
                self._dates.before(session.start.date(), self._delays.confirm_partners),
                say("tasks.what.partner-letter", day=session.start, venue=session.venue_label, hours=hours),
                "R46",
                lines[0].shown[lines[0].participants.index(name)],
                name,
                situation=_only([line.situation for line in lines]),
                session=session.id,
            )

    def _person_letter(self, session: SessionView, line: Line) -> Task:
        return service_task(
            key("courrier-personne", line.situation),
            self._before(session),
            say(
                "tasks.what.person-letter-written" if line.person in self._written else "tasks.what.person-letter",
                situation=line.situation,
                day=session.start,
                venue=session.venue_label,
                start=line.start,
            ),
            "R50",
            say("tasks.people.person"),
            situation=line.situation,
            session=session.id,
        )

    def _cancellation(self, session: SessionView) -> Task:
        """Only a session whose type says so is ever cancelled [R52]."""
        deadline = self._dates.before(session.start.date(), self._shown.regulation.psychologist_cancel_days)
        kind, venue = session.type.name, session.venue_label
        what = say("tasks.what.cancellation", type=kind, day=session.start, venue=venue)
        return self._to_staff("annulation", session, deadline, what, "R52")

    def _first_hour(self, session: SessionView) -> Task:
        who = "all-staff" if session.type.empty == "cancelled" else "choice"
        what = say(
            f"tasks.what.first-hour-{who}",
            size=say("tasks.pieces.one-situation") if session.lines else say("tasks.pieces.no-situation"),
            venue=session.venue_label,
            start=session.start,
            until=actual_end(session, self._shown.regulation),
        )
        return self._to_staff("premiere-heure", session, self._before(session), what, "R22")

    def _absences(self, session: SessionView) -> Iterator[Task]:
        """Whoever staffs a session that they have said they cannot come to is replaced in time [R14]."""
        shown = dict(zip(session.staff, session.staff_shown, strict=True))
        for name, rows in missing_staff(session, self._shown.regulation).items():
            what = say(
                "tasks.what.absence",
                professional=shown[name],
                day=session.start,
                venue=session.venue_label,
                hours=list_hours(rows),
            )
            yield service_task(
                key("absence", session.id, name), self._before(session), what, "R14", shown[name], name,
                session=session.id,
            )  # fmt: skip

    def _before(self, session: SessionView) -> DueDate:
        """By when people are told of a session."""
        return self._dates.before(session.start.date(), self._delays.tell_people)

    def _to_staff(self, duty: str, session: SessionView, deadline: DueDate, what: str, rule: str) -> Task:
        recipient = session.staff[0] if len(session.staff) == 1 else ""
        shown = several(session.staff_shown) or say("tasks.people.staff")
        return service_task(key(duty, session.id), deadline, what, rule, shown, recipient, session=session.id)


def _only(situations: list[str]) -> str:
    return situations[0] if len(situations) == 1 else ""
