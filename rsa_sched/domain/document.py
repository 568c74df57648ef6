"""The keys of the problem document (contract, section 3); `Problem` checks what holds between them."""

from __future__ import annotations

from typing import Literal

from rsa_sched.domain.base import Day, Id, Listed, Part
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
    services: Listed[Service]
    subsectors: Listed[Subsector]
    venues: Listed[Venue]
    travel: Travel = Travel()
    structures: Listed[Structure]
    professionals: Listed[Professional]
    sessions: Listed[Session]
    situations: Listed[Situation]
    pins: Listed[Pin] = ()
    bans: Listed[Ban] = ()
    history: Listed[HistoryLine] = ()
    announced: Listed[Announcement] = ()
