"""Where: services, their sub-sectors, venues and the travel between them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rsa_sched.domain.base import Count, Id, Label, Part, Rows


class Service(Part):
    """An insertion service: the territory within which kinds of structure share the places."""

    id: Id
    label: Label = None


class Subsector(Part):
    """A part of a service's territory with its own sessions [R11, R12]."""

    id: Id
    service: Id
    label: Label = None


class Venue(Part):
    """A social centre or other place where sessions are held [R23]."""

    id: Id
    subsector: Id | None = None
    """Information only [R25]."""
    label: Label = None


class Travel(Part):
    """Minutes between venues: symmetric, 0 within one."""

    default_minutes: Count = 0
    between: Rows[Annotated[tuple[Id, Id, Count], Field(strict=False)]] = ()
    """Pairs of venues with their own travel time."""
