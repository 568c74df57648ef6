"""One thing to be done after the arbitration."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from rsa_sched.publish.audience import Circle


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


def key(duty: str, *ids: str) -> str:
    """One text for a duty and those whom it concerns; no two of them share one."""
    return "/".join([duty, *(quote(name, safe="") for name in ids)])
