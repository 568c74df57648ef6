"""Where and who: services, their sub-sectors, venues and the travel between them; structures and professionals."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from rsa_sched.domain.base import Count, Id, Interval, Label, Part, Rows


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


class TravelTimes:
    """Look-up of travel times.

    Parameters
    ----------
    default_minutes : between two different venues that no pair names.
    between : (venue, venue, minutes).
    """

    def __init__(self, default_minutes: int, between: list[tuple[str, str, int]]) -> None:
        self._default = default_minutes
        self._pairs = {frozenset(pair[:2]): pair[2] for pair in between}

    @classmethod
    def of_raw(cls, travel: dict[str, Any]) -> TravelTimes:
        """From the ``travel`` part of a document in which faulty values are null."""
        whole = [
            pair for pair in travel.get("between") or [] if pair is not None and len(pair) == 3 and None not in pair
        ]
        return cls(travel.get("default_minutes") or 0, [(pair[0], pair[1], pair[2]) for pair in whole])

    def minutes(self, venue: str, other: str) -> int:
        """Travel time from one venue to the other."""
        if venue == other:
            return 0
        return self._pairs.get(frozenset((venue, other)), self._default)


class Structure(Part):
    """A structure that prescribes situations; its kind shares the places with the other kinds [R30]."""

    id: Id
    kind: Id
    label: Label = None


class Professional(Part):
    """A person who takes part in situations (referent or partner) or staffs sessions."""

    id: Id
    structure: Id | None = None
    label: Label = None
    unavailable: Rows[Interval] = ()
