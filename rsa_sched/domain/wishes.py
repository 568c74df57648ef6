"""What was decided before the arbitration: pins, bans, units already granted, agendas already announced."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rsa_sched.domain.base import Id, Moment, Part


class Pin(Part):
    """This situation sits in this session, and at this hour where one is given."""

    situation: Id
    session: Id
    start: Moment | None = None


class Ban(Part):
    """This situation never sits in this session."""

    situation: Id
    session: Id


class HistoryLine(Part):
    """Units already granted to a kind in a service, before this arbitration."""

    service: Id
    kind: Id
    units: Annotated[int, Field(ge=0, le=1_000_000_000)]


class Announcement(Part):
    """Where and when a situation was already announced; changing it costs points."""

    situation: Id
    session: Id
    start: Moment
