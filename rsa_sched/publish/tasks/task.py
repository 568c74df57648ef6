"""One thing to be done after the arbitration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from rsa_sched.display.audience import Circle
from rsa_sched.french.sentences import lookup, say
from rsa_sched.publish.tasks.opendays import DueDate
from rsa_sched.render.table import Column, Layout, Ruled, Table, column


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done after the arbitration.

    Attributes
    ----------
    key : stable id of the task (same duty, same key, whatever its date), for calendars.
    due : last day to do it.
    circle : who does it: the service, or a prescriber.
    actor : id of the prescribing structure or referent who does it; "" for the service.
    actor_shown : the same for people, in French.
    recipient : id of whoever is told (professional, structure); "" for a person, who is never named here, and where
        several are told at once.
    recipient_shown : the same for people, in French.
    duty : in French, what is to be done.
    rule : sentence of the note.
    situation, session : ids; "" where it concerns none.
    is_short : whether the usual delay is past.
    """

    key: str
    due: dt.date
    circle: Circle
    actor: str
    actor_shown: str
    recipient: str
    recipient_shown: str
    duty: str
    rule: str
    situation: str = ""
    session: str = ""
    is_short: bool = False

    @property
    def what(self) -> str:
        """What is to be done, with a word where time is short."""
        return say("tasks.what.short-time", what=self.duty) if self.is_short else self.duty

    @property
    def short(self) -> str:
        """What is to be done in a few words, as a title or in a list."""
        code = self.key.partition("/")[0]
        if code not in lookup("tasks.short"):
            return self.duty
        return say(f"tasks.short.{code}", recipient=self.recipient_shown, situation=self.situation)


def service_task(
    key: str,
    deadline: DueDate,
    what: str,
    rule: str,
    recipient_shown: str,
    recipient: str = "",
    *,
    situation: str = "",
    session: str = "",
) -> Task:
    """A task that the service does itself."""
    return Task(
        key=key,
        due=deadline.day,
        circle="service",
        actor="",
        actor_shown=say("tasks.people.service"),
        recipient=recipient,
        recipient_shown=recipient_shown,
        duty=what,
        rule=rule,
        situation=situation,
        session=session,
        is_short=deadline.is_short,
    )


def task_table(tasks: Sequence[Task]) -> Table[Task]:
    """Who must be told what by which date, for every output that shows it."""
    return Table(
        tasks,
        task_columns(),
        {
            "page": Layout("due, actor, recipient, what, rules, situation, session", name="what", shape="long prose"),
            "sheet": Layout("due, actor, recipient, what, rule, situation, session, done"),
            "csv": Layout(
                "due, actor, recipient, what, rule, situation, session, due_iso, actor_id, recipient_id, key"
            ),
        },
        lookup("tasks.table"),
    )


def task_columns() -> dict[str, Column[Task]]:
    """The columns of to-do lists."""
    return {
        "due": column(lambda row: row.due, "day", 11),
        "actor": column(lambda row: row.actor_shown, width=28),
        "recipient": column(lambda row: row.recipient_shown or None, width=28),
        "what": column(lambda row: row.what, width=60),
        "rule": column(lambda row: row.rule, width=9),
        "rules": column(lambda row: Ruled("", row.rule.split(", ")) if row.rule else None, "rules"),
        "situation": column(lambda row: row.situation or None, "id", 13),
        "session": column(lambda row: row.session or None, "id", 15),
        "done": column(lambda row: None, width=9),
        "due_iso": column(lambda row: row.due, "iso"),
        "actor_id": column(lambda row: row.actor),
        "recipient_id": column(lambda row: row.recipient),
        "key": column(lambda row: row.key),
    }


def by_date(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """By date, then by who does them."""
    return tuple(sorted(tasks, key=lambda task: (task.due, task.circle != "service", task.actor_shown, task.key)))


def key(duty: str, *ids: str) -> str:
    """One text for a duty and those whom it concerns; no two of them share one."""
    return "/".join([duty, *(quote(name, safe="") for name in ids)])
