"""What the referents of the situations that are heard have to do (R41-R45, R49, R51)."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.display.view import Line, SessionView, View
from rsa_sched.french.figures import several
from rsa_sched.french.sentences import say
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.tasks.opendays import Deadlines
from rsa_sched.publish.tasks.task import Task, key


class ReferentDuties:
    """Their duties behind a view."""

    def __init__(self, shown: View, delays: Delays, dates: Deadlines) -> None:
        self._shown, self._delays, self._dates = shown, delays, dates

    def duties(self) -> Iterator[Task]:
        """Situation by situation."""
        for session, line in self._shown.seats:
            if session.type.empty == "cancelled":
                yield self._guests_by_mail(session, line)
            elif len(line.participants) > 1 or line.beneficiary_invited:
                yield self._guests(session, line)
            if len(line.participants) > 1:
                yield self._partners(session, line)
            yield self._person(session, line)

    def _partners(self, session: SessionView, line: Line) -> Task:
        others = line.participants[1:]
        what = say("tasks.what.partners", start=line.start, venue=session.venue_label)
        recipient = others[0] if len(others) == 1 else ""
        return self._task("partenaires", session, line, what, "R44", several(line.shown[1:]), recipient)

    def _guests(self, session: SessionView, line: Line) -> Task:
        """A longer slot is announced along with those who make it longer [R41, R42], where the type lets them."""
        guests = _guests(line)
        minutes = int((line.end - line.start).total_seconds()) // 60
        rules = "R45, R42" if len(guests) == 1 and line.beneficiary_invited else "R45, R41"
        what = say("tasks.what.guests", start=line.start, guests=guests, minutes=minutes)
        rule = rules if session.type.length == "content" else "R45"
        return self._task("invites", session, line, what, rule, say("tasks.people.service"))

    def _guests_by_mail(self, session: SessionView, line: Line) -> Task:
        """Where a session is cancelled without requests, they come in time and with their guests [R51, R53]."""
        guests = _guests(line) or [say("tasks.people.nobody-else")]
        what = say("tasks.what.guests-by-mail", type=session.type.name, start=line.start, guests=guests)
        recipient, days = say("tasks.people.service-and-officer"), self._shown.regulation.deadline_days
        return self._task("tableau-invites", session, line, what, "R51, R53", recipient, days=days)

    def _person(self, session: SessionView, line: Line) -> Task:
        how = "invited" if line.beneficiary_invited else "told"
        what = say(f"tasks.what.person-{how}", day=session.start, venue=session.venue_label, start=line.start)
        return self._task("personne", session, line, what, "R49", say("tasks.people.person"))

    def _task(
        self,
        duty: str,
        session: SessionView,
        line: Line,
        what: str,
        rule: str,
        recipient_shown: str,
        recipient: str = "",
        *,
        days: int | None = None,
    ) -> Task:
        """A duty to be done so many `days` before the session, or as people are told."""
        deadline = self._dates.before(session.start.date(), self._delays.tell_people if days is None else days)
        return Task(
            key=key(duty, line.situation),
            due=deadline.day,
            circle="prescriber",
            actor=line.referent,
            actor_shown=with_structure(line.shown[0], line.structure_label),
            recipient=recipient,
            recipient_shown=recipient_shown,
            duty=what,
            rule=rule,
            situation=line.situation,
            session=session.id,
            is_short=deadline.is_short,
        )


def _guests(line: Line) -> list[str]:
    """Whoever comes beside the referent."""
    return [*line.shown[1:], *([say("tasks.people.guest")] if line.beneficiary_invited else [])]


def with_structure(referent: str, structure: str) -> str:
    """« référent 1 (SATIS) »."""
    return say("labels.people.of", name=referent, structure=structure) if structure else referent
