"""One thing to be done after the arbitration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from rsa_sched.display.audience import Circle
from rsa_sched.french.sentences import words
from rsa_sched.render.table import Column, Layout, Ruled, Table


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
    what : in French.
    rule : sentence of the note.
    situation, session : ids; "" where it concerns none.
    """

    key: str
    due: dt.date
    circle: Circle
    actor: str
    actor_shown: str
    recipient: str
    recipient_shown: str
    what: str
    rule: str
    situation: str = ""
    session: str = ""


def task_table(tasks: Sequence[Task]) -> Table[Task]:
    """Who must be told what by which date, for every output that shows it."""
    headings, labels = words("tasks.columns"), words("tasks.table")
    return Table(
        tasks,
        {
            "due": Column(headings["due"], lambda row: row.due, "day", width=11),
            "actor": Column(headings["actor"], lambda row: row.actor_shown, width=28),
            "recipient": Column(headings["recipient"], lambda row: row.recipient_shown or None, width=28),
            "what": Column(headings["what"], lambda row: row.what, width=60),
            "rule": Column(headings["rule"], lambda row: row.rule, width=9),
            "rules": Column(
                headings["rule"], lambda row: Ruled("", row.rule.split(", ")) if row.rule else None, "rules"
            ),
            "situation": Column(headings["situation"], lambda row: row.situation or None, "id", width=13),
            "session": Column(headings["session"], lambda row: row.session or None, "id", width=15),
            "done": Column(headings["done"], lambda row: None, width=9),
            "due_iso": Column("due_iso", lambda row: row.due, "iso"),
            "actor_id": Column("actor_id", lambda row: row.actor),
            "recipient_id": Column("recipient_id", lambda row: row.recipient),
            "key": Column("key", lambda row: row.key),
        },
        {
            "page": Layout(
                "due, actor, recipient, what, rules, situation, session",
                labels["caption"],
                "what",
                shape="long prose",
            ),
            "sheet": Layout("due, actor, recipient, what, rule, situation, session, done", nothing=labels["nothing"]),
            "csv": Layout(
                "due, actor, recipient, what, rule, situation, session, due_iso, actor_id, recipient_id, key"
            ),
        },
    )


def key(duty: str, *ids: str) -> str:
    """One text for a duty and those whom it concerns; no two of them share one."""
    return "/".join([duty, *(quote(name, safe="") for name in ids)])
