"""The keys of the problem document (contract, section 3); what holds between them is the `Problem`'s to check."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rsa_sched.domain.base import Day, Id, Part
from rsa_sched.domain.people import Professional, Structure
from rsa_sched.domain.places import Service, Subsector, Travel, Venue
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
    services: Annotated[tuple[Service, ...], Field(strict=False)]
    subsectors: Annotated[tuple[Subsector, ...], Field(strict=False)]
    venues: Annotated[tuple[Venue, ...], Field(strict=False)]
    travel: Travel = Travel()
    structures: Annotated[tuple[Structure, ...], Field(strict=False)]
    professionals: Annotated[tuple[Professional, ...], Field(strict=False)]
    sessions: Annotated[tuple[Session, ...], Field(strict=False)]
    situations: Annotated[tuple[Situation, ...], Field(strict=False)]
    pins: Annotated[tuple[Pin, ...], Field(strict=False)] = ()
    bans: Annotated[tuple[Ban, ...], Field(strict=False)] = ()
    history: Annotated[tuple[HistoryLine, ...], Field(strict=False)] = ()
    announced: Annotated[tuple[Announcement, ...], Field(strict=False)] = ()
