"""The keys of the problem document (contract, section 3); `Problem` checks what holds between them."""

from __future__ import annotations

from typing import Literal

from rsa_sched.domain.base import Day, Id, Part, Rows
from rsa_sched.domain.organisation import Professional, Service, Structure, Subsector, Travel, Venue
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session import Session
from rsa_sched.domain.situation import Situation
from rsa_sched.domain.wishes import Announcement, Ban, HistoryLine, Pin

DEFAULT_ZONE = "Europe/Paris"


class ProblemDocument(Part):
    """What a problem document holds. Only `Problem` is made of one: it alone knows that all of it fits together."""

    schema_version: Literal["1"]
    id: Id
    as_of: Day
    """The day on which ages are counted."""
    timezone: str = DEFAULT_ZONE
    """IANA time zone of every local time."""
    regulation: Regulation = Regulation()
    services: Rows[Service]
    subsectors: Rows[Subsector]
    venues: Rows[Venue]
    travel: Travel = Travel()
    structures: Rows[Structure]
    professionals: Rows[Professional]
    sessions: Rows[Session]
    situations: Rows[Situation]
    pins: Rows[Pin] = ()
    bans: Rows[Ban] = ()
    history: Rows[HistoryLine] = ()
    announced: Rows[Announcement] = ()
