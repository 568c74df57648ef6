"""What stands in each calendar: sessions, presences, appointments and tasks, without anybody's name."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from rsa_sched.display.view import Line, SessionView, View
from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import say
from rsa_sched.frozen import FrozenMapping
from rsa_sched.office.inert import file_names
from rsa_sched.publish.tasks.attendance import actual_end
from rsa_sched.publish.tasks.todo import Task

Scope = tuple[str, ...]
NO_NAMES: Mapping[str, str] = FrozenMapping({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One event.

    Attributes
    ----------
    uid : see `uid_of`; unique over months and services.
    identity : the same of what the event is within its month: by it a later publication finds the event again.
    holder : name of the calendar that it stands in, without suffix; safe as a file name.
    start, end : local times; midnights of an event that takes whole days.
    summary, description, location, category : French texts.
    cancelled : whether it will not take place.
    all_day : whether it takes whole days and leaves them free.
    """

    uid: str
    identity: str
    holder: str
    start: dt.datetime
    end: dt.datetime
    summary: str
    description: str = ""
    location: str = ""
    category: str = ""
    cancelled: bool = False
    all_day: bool = False

    @property
    def digest(self) -> str:
        """Fingerprint of all that it says."""
        said = {name: value for name, value in asdict(self).items() if name != "identity"}
        text = json.dumps(said, ensure_ascii=True, sort_keys=True, default=dt.datetime.isoformat)
        return hashlib.sha256(text.encode()).hexdigest()


def scope_of(problem: Problem) -> Scope:
    """What tells a month of some services from any other: id of the problem, month of its first session, services."""
    first = min((session.start for session in problem.sessions), default=None)
    return (problem.id, f"{first:%Y-%m}" if first else "", *sorted(service.id for service in problem.services))


def uid_of(*identity: str) -> str:
    """The UID of an event: a fingerprint of its month and services (`scope_of`), of what it is, and of whom, by id."""
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:40] + "@rsa-sched"


def entries(
    shown: View, tasks: Sequence[Task], scope: Scope = (), names: Mapping[str, str] = NO_NAMES
) -> Iterator[Entry]:
    """Every event that an audience is given, calendar by calendar, by time; `scope` see `scope_of`.

    `names` : what files are called after each professional, by id; after the id where it is not said.

    The service: sessions, everybody's presences and appointments, tasks. A prescriber: sessions, the appointments of
    its own situations, its tasks. A professional: what they come to. A beneficiary: their own appointments.
    """
    circle, who = shown.audience.circle, shown.audience.who
    if circle in ("service", "prescriber"):
        stems = file_names(session.id for session in shown.sessions)
        for session in shown.sessions:
            yield _session(shown, session, f"seance-{stems[session.id]}", scope, ("seance", session.id))
    if circle == "beneficiary":
        yield from (_appointment(session, line, "", "rendez-vous", scope) for session, line in shown.seats)
    else:
        # The names of the files come from everybody there is, so that they do not depend on who has an appointment.
        files = file_names(
            name
            for session in shown.sessions
            for name in (*session.staff, *(name for line in session.lines for name in line.participants))
        )
        files |= {name: names[name] for name in files if name in names}
        for name in [who] if circle == "partner" else sorted(files):
            yield from _of_professional(shown, name, f"professionnel-{files.get(name, 'moi')}", scope)
    yield from (_task(task, scope) for task in tasks)


def _of_professional(shown: View, name: str, holder: str, scope: Scope) -> Iterator[Entry]:
    for session in shown.sessions:
        if name in session.staff and shown.audience.circle != "prescriber":
            yield _session(shown, session, holder, scope, ("presence", session.id, name))
        for line in session.lines:
            if name in line.participants:
                yield _appointment(session, line, name, holder, scope)


def _session(shown: View, session: SessionView, holder: str, scope: Scope, what: tuple[str, ...]) -> Entry:
    """The session as a whole, in its own calendar or in that of somebody of its staff.

    Of its seats it says hours and numbers of the situations, nothing of what they are about.
    """
    where = session.subsector_label or session.service_label
    title = say("calendars.session.title", type=session.type.name, where=where)
    if session.mode != "held":
        way = "cancelled" if session.mode == "cancelled" else "first-hour"
        title = say(f"calendars.session.{way}", title=title)
    programme = [
        say("calendars.session.programme", session=session.id, number=len(session.lines)),
        *(
            say("calendars.session.situation", start=line.start, situation=line.situation)
            if line.situation
            else say("calendars.session.taken", start=line.start)
            for line in session.lines
        ),
    ]
    return Entry(
        uid=uid_of(*scope, *what),
        identity=uid_of(*what),
        holder=holder,
        start=session.start,
        end=actual_end(session, shown.regulation),
        summary=title,
        description="\n".join(programme),
        location=session.venue_label,
        category=say("calendars.categories.sessions"),
        cancelled=session.mode == "cancelled",
    )


def _appointment(session: SessionView, line: Line, professional: str, holder: str, scope: Scope) -> Entry:
    what = ("situation", line.situation, professional)
    return Entry(
        uid=uid_of(*scope, *what),
        identity=uid_of(*what),
        holder=holder,
        start=line.start,
        end=line.end,
        summary=say("calendars.appointment.title", situation=line.situation),
        description=say("calendars.appointment.text", situation=line.situation, session=session.id),
        location=session.venue_label,
        category=say("calendars.categories.sessions"),
    )


def _task(task: Task, scope: Scope) -> Entry:
    what = ("tache", task.key)
    start = dt.datetime.combine(task.due, dt.time())
    return Entry(
        uid=uid_of(*scope, *what),
        identity=uid_of(*what),
        holder="a-faire",
        start=start,
        end=start + dt.timedelta(days=1),
        summary=say("calendars.task.title", what=task.short),
        description=say("calendars.task.text", actor=task.actor_shown, what=task.what, rule=task.rule),
        category=say("calendars.categories.tasks"),
        all_day=True,
    )
