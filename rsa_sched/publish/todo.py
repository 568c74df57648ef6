"""Who must be told what by which date (R41-R53): the to-do list of a published agenda."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
    recipient : id of whoever is told (professional, structure); "" for a person, who is never named here.
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
