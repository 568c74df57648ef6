"""Who must be told what by which date (R41-R53): the to-do list of a published agenda.

What is one act is one task: a message per referent, a letter per external partner and session. The note leaves most
dates open; `Delays` fills them in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from rsa_sched.display.view import DeferralView, Line, SessionView, View
from rsa_sched.explain.notices import list_hours
from rsa_sched.french.figures import count, hour, several
from rsa_sched.french.labels import COLON, SEMICOLON
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.tasks.held import held_until, staff_missed
from rsa_sched.publish.tasks.opendays import Deadlines
from rsa_sched.publish.tasks.referents import PERSON_SHOWN, SERVICE_SHOWN, ReferentDuties, place, when, with_structure
from rsa_sched.publish.tasks.task import Task as Task
from rsa_sched.publish.tasks.task import key as key


def tasks(shown: View, delays: Delays) -> tuple[Task, ...]:
    """The duties of R41-R53 that an agenda leaves, by date, then by who does them.

    The service sees all of them, a prescriber its own situations', a professional those of whom they are the referent,
    a beneficiary none. A date on a Saturday, a Sunday or a French public holiday becomes the open day before, and one
    that would have passed by ``as_of`` the first open day from then on, which the text says.

    Parameters
    ----------
    shown : what the audience may see of an agenda that was already audited.
    delays : what the note leaves open.

    Raises
    ------
    MissingExtra
        Without the extra ``fr``, which knows the public holidays.
    """
    if shown.audience.circle == "beneficiary":
        return ()
    duties = _Duties(shown, delays)
    found = list(ReferentDuties(shown, delays, duties.dates).duties())
    if shown.audience.circle == "partner":
        found = [task for task in found if task.actor == shown.audience.who]
    if shown.audience.all:
        found += list(duties.service(found))
    return tuple(sorted(found, key=lambda task: (task.due, task.circle != "service", task.actor_shown, task.key)))


class _Duties:
    """The service's duties behind a view."""

    def __init__(self, shown: View, delays: Delays) -> None:
        self._shown, self._delays = shown, delays
        self.dates = Deadlines(shown.as_of, shown.timezone)

    def service(self, prescribers: Iterable[Task]) -> Iterator[Task]:
        """What the service does, in time for what the prescribers do."""
        first: dict[str, dt.date] = {}
        for task in prescribers:
            first[task.actor] = min(task.due, first.get(task.actor, task.due))
        yield from self._decisions(first)
        for session in self._shown.sessions:
            yield from self._confirmations(session)
            if session.mode == "cancelled":
                yield self._cancellation(session)
            elif session.mode == "first_hour":
                yield self._first_hour(session)
            yield from self._absences(session)
            for line in session.lines:
                if line.situation and line.beneficiary_invited:
                    yield self._official_letter(session, line)

    def _decisions(self, first: Mapping[str, dt.date]) -> Iterator[Task]:
        """Each referent learns what was decided, no later than they have to act on it [R27, R44]."""
        heard: dict[str, list[tuple[SessionView, Line]]] = {}
        deferred: dict[str, list[DeferralView]] = {}
        named: dict[str, str] = {}
        for session, line in self._shown.seats:
            heard.setdefault(line.referent, []).append((session, line))
            named[line.referent] = with_structure(line.shown[0], line.structure_label)
        for row in self._shown.deferrals:
            deferred.setdefault(row.referent, []).append(row)
            named[row.referent] = with_structure(row.referent_shown, row.structure_label)
        due, short = self.dates.within(self._delays.tell_prescribers)
        for referent in sorted(named):
            seats, rest = heard.get(referent, []), deferred.get(referent, [])
            told = []
            if seats:
                places = several((f"{line.situation} ({when(line)})" for session, line in seats), most=20)
                told.append(f"{_agreed(len(seats), 'retenue')}{COLON}{places}")
            if rest:
                names = several((f"{row.situation} ({row.label})" for row in rest), most=20)
                told.append(f"{_agreed(len(rest), 'ajournée')}{COLON}{names}")
            yield Task(
                key=key("decision", self._shown.problem, referent),
                due=min(due, first.get(referent, due)),
                circle="service",
                actor="",
                actor_shown=SERVICE_SHOWN,
                recipient=referent,
                recipient_shown=named[referent],
                what=f"Dire ce qui a été décidé. {SEMICOLON.join(told)}.{short}",
                rule="R27",
                situation=_only([*(line.situation for _, line in seats), *(row.situation for row in rest)]),
            )

    def _confirmations(self, session: SessionView) -> Iterator[Task]:
        """One letter to each external partner [R46]."""
        due, short = self.dates.before(session.start.date(), self._delays.confirm_partners)
        invited: dict[str, list[Line]] = {}
        for line in session.lines:
            for name in line.external:
                invited.setdefault(name, []).append(line)
        for name, lines in sorted(invited.items()):
            hours = several(f"{hour(line.start)} pour {line.situation}" for line in lines)
            yield Task(
                key=key("courrier-partenaire", session.id, name),
                due=due,
                circle="service",
                actor="",
                actor_shown=SERVICE_SHOWN,
                recipient=name,
                recipient_shown=_label(lines[0], name),
                what=f"Confirmer par courrier l'invitation, {place(session)}{COLON}{hours}.{short}",
                rule="R46",
                situation=_only([line.situation for line in lines]),
                session=session.id,
            )

    def _official_letter(self, session: SessionView, line: Line) -> Task:
        due, short = self.dates.before(session.start.date(), self._delays.tell_people)
        what = (
            f"Si le prescripteur le demande, écrire à la personne de la situation {line.situation}, invitée "
            f"{place(session)} à {hour(line.start)}.{short}"
        )
        return Task(
            key=key("courrier-personne", line.situation),
            due=due,
            circle="service",
            actor="",
            actor_shown=SERVICE_SHOWN,
            recipient="",
            recipient_shown=PERSON_SHOWN,
            what=what,
            rule="R50",
            situation=line.situation,
            session=session.id,
        )

    def _cancellation(self, session: SessionView) -> Task:
        """Only a session whose type says so is ever cancelled [R52]."""
        due, short = self.dates.before(session.start.date(), self._shown.regulation.psychologist_cancel_days)
        return self._to_staff(
            "annulation",
            session,
            due,
            f"Annuler la séance sans demande ({session.type.name}), {place(session)}, et rendre la salle.{short}",
            "R52",
        )

    def _first_hour(self, session: SessionView) -> Task:
        due, short = self.dates.before(session.start.date(), self._delays.tell_people)
        until = held_until(session, self._shown.regulation)
        size = "une seule situation" if session.lines else "aucune situation"
        hours = f"de {hour(session.start)} à {hour(until)}"
        # Where an empty session would have been cancelled there is nobody to choose or to do without [R36].
        present = (
            f"confirmer à chacun des permanents sa présence {hours}, et libérer la salle ensuite"
            if session.type.empty == "cancelled"
            else f"dire qui, de la chargée de secteur ou du chef de service, est sur place {hours}, et libérer les "
            "autres permanents et la salle ensuite"
        )
        what = f"Séance avec {size}, {place(session)}{COLON}{present}.{short}"
        return self._to_staff("premiere-heure", session, due, what, "R22")

    def _absences(self, session: SessionView) -> Iterator[Task]:
        """Whoever staffs a session that they have said they cannot come to is replaced in time [R14]."""
        due, short = self.dates.before(session.start.date(), self._delays.tell_people)
        shown = dict(zip(session.staff, session.staff_shown, strict=True))
        for name, rows in staff_missed(session, self._shown.regulation).items():
            what = (
                f"{shown[name]} tient la séance, {place(session)}, et n'est pas disponible {list_hours(rows)}{COLON}"
                f"trouver qui prend sa place, ou corriger ses disponibilités.{short}"
            )
            yield Task(
                key=key("absence", session.id, name),
                due=due,
                circle="service",
                actor="",
                actor_shown=SERVICE_SHOWN,
                recipient=name,
                recipient_shown=shown[name],
                what=what,
                rule="R14",
                session=session.id,
            )

    def _to_staff(self, duty: str, session: SessionView, due: dt.date, what: str, rule: str) -> Task:
        return Task(
            key=key(duty, session.id),
            due=due,
            circle="service",
            actor="",
            actor_shown=SERVICE_SHOWN,
            recipient=session.staff[0] if len(session.staff) == 1 else "",
            recipient_shown=several(session.staff_shown) or "Les permanents de la séance",
            what=what,
            rule=rule,
            session=session.id,
        )


def _only(situations: list[str]) -> str:
    return situations[0] if len(situations) == 1 else ""


def _label(line: Line, professional: str) -> str:
    return line.shown[line.participants.index(professional)]


def _agreed(number: int, participle: str) -> str:
    """« 2 situations retenues »."""
    return f"{count(number, 'situation')} {participle}{'s' if number > 1 else ''}"
