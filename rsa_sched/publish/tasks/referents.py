"""What the referents of the situations that are heard have to do (R41-R45, R49, R51)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rsa_sched.display.view import Line, SessionView, View
from rsa_sched.french.figures import day, hour, several
from rsa_sched.french.labels import COLON
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.tasks.opendays import Deadlines
from rsa_sched.publish.tasks.task import Task, key

SERVICE_SHOWN = "Service insertion"
PERSON_SHOWN = "La personne concernée"


class ReferentDuties:
    """Their duties behind a view."""

    def __init__(self, shown: View, delays: Delays, dates: Deadlines) -> None:
        self._shown, self._delays, self._dates = shown, delays, dates

    def duties(self) -> Iterator[Task]:
        """Situation by situation."""
        for session, line in self._shown.seats:
            if session.type.empty == "cancelled":
                yield self._invitees(session, line)
            elif len(line.participants) > 1 or line.beneficiary_invited:
                yield self._who_comes(session, line)
            if len(line.participants) > 1:
                yield self._partners(session, line)
            yield self._person(session, line)

    def _partners(self, session: SessionView, line: Line) -> Task:
        others = line.participants[1:]
        return self._of_referent(
            "partenaires",
            session,
            line,
            self._dates.before(session.start.date(), self._delays.tell_people),
            others[0] if len(others) == 1 else "",
            several(line.shown[1:]),
            f"Donner la date et le lieu{COLON}{when(line)}, {session.venue_label}.",
            "R44",
        )

    def _who_comes(self, session: SessionView, line: Line) -> Task:
        """A longer slot is announced along with those who make it longer [R41, R42], where the type lets them."""
        guests = [*line.shown[1:], *(["la personne elle-même"] if line.beneficiary_invited else [])]
        longer = "R45, R42" if len(guests) == 1 and line.beneficiary_invited else "R45, R41"
        return self._of_referent(
            "invites",
            session,
            line,
            self._dates.before(session.start.date(), self._delays.tell_people),
            "",
            SERVICE_SHOWN,
            f"Confirmer qui vient le {when(line)}{COLON}{several(guests)}. {_minutes(line)} min sont prévues.",
            longer if session.type.length == "content" else "R45",
        )

    def _invitees(self, session: SessionView, line: Line) -> Task:
        """Where a session is cancelled without requests, they come in time and with their guests [R51, R53]."""
        guests = several([*line.shown[1:], *(["la personne elle-même"] if line.beneficiary_invited else [])])
        return self._of_referent(
            "tableau-invites",
            session,
            line,
            self._dates.before(session.start.date(), self._shown.regulation.deadline_days),
            "",
            f"{SERVICE_SHOWN} (coordination et chargée de secteur)",
            f"Envoyer par mail le tableau avec les personnes invitées à la séance ({session.type.name}), "
            f"{when(line)}{COLON}{guests or 'personne d’autre que le référent à ce jour'}.",
            "R51, R53",
        )

    def _person(self, session: SessionView, line: Line) -> Task:
        invited = f" et qu'elle y est invitée à {hour(line.start)}" if line.beneficiary_invited else ""
        return self._of_referent(
            "personne",
            session,
            line,
            self._dates.before(session.start.date(), self._delays.tell_people),
            "",
            PERSON_SHOWN,
            f"Prévenir la personne que sa situation est examinée {place(session)}{invited}.",
            "R49",
        )

    def _of_referent(
        self,
        duty: str,
        session: SessionView,
        line: Line,
        by: tuple[dt.date, str],
        recipient: str,
        recipient_shown: str,
        what: str,
        rule: str,
    ) -> Task:
        due, short = by
        return Task(
            key=key(duty, line.situation),
            due=due,
            circle="prescriber",
            actor=line.referent,
            actor_shown=with_structure(line.shown[0], line.structure_label),
            recipient=recipient,
            recipient_shown=recipient_shown,
            what=f"{what}{short}",
            rule=rule,
            situation=line.situation,
            session=session.id,
        )


def with_structure(referent: str, structure: str) -> str:
    """« p-1 (SATIS) »."""
    return f"{referent} ({structure})" if structure else referent


def place(session: SessionView) -> str:
    """« le mardi 5 octobre 2010, Centre social »."""
    return f"le {day(session.start.date())}, {session.venue_label}"


def when(line: Line) -> str:
    """« mardi 5 octobre 2010 à 9h30 »."""
    return f"{day(line.start.date())} à {hour(line.start)}"


def _minutes(line: Line) -> int:
    return int((line.end - line.start).total_seconds()) // 60
