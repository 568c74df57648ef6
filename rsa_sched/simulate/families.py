"""The shapes a load can have: how many services, sub-sectors and sessions, and how much is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Family:
    """The shape of a load; what it contains is drawn from a seed.

    Raises
    ------
    ValueError
        Where a number is out of range.
    """

    name: str
    """Also the beginning of the problem's id."""
    services: int = 1
    subsectors: int = 6
    """Sub-sectors of a service, each with its own sessions."""
    homeless_team: bool = True
    """Whether each service has a homeless team, with sdf sessions as a sub-sector has standard ones."""
    months: int = 1
    """Months arbitrated together; a situation may sit in any of them."""
    sessions: int = 1
    """Sessions of a sub-sector, or of the homeless team, in a month."""
    psychologist: int = 1
    """Sessions of a service with the psychologist in a month."""
    demand: float = 1.52
    """Expected situations for each place (6 a session, 4 with the psychologist). Some last 45 minutes, so that about
    5 of 6 places can be used: 1.52 for a place is 1.7 to 1.8 times what can be heard."""
    dates: int | None = None
    """Days of a month with sessions, evenly spread; None: all working days."""
    shared_partners: int = 0
    """Partners whom all services call on, in place of those of each territory; 0: each its own."""
    shared_venues: int = 0
    """Venues in which the sessions of all services meet, in place of their own; 0: each its own."""
    partners: int = 25
    """Per cent of the situations with a partner."""
    second_partner: int = 12
    """Per cent of those with a partner who have two."""
    invited: int = 15
    """Per cent of the situations whose beneficiary is invited, and agreed."""
    late: int = 4
    """Per cent that arrive too late for the first session they could have had."""
    ineligible: int = 3
    """Per cent that no session may hear."""
    twice: int = 2
    """Per cent that concern the person of another situation of the service."""
    wanted: int = 4
    """Per cent that ask for certain sessions."""
    pins: int = 8
    """Per cent of the sessions with a pinned situation."""
    bans: int = 8
    """Per cent of the sessions with a situation banned from them."""

    def __post_init__(self) -> None:
        if not self.name or not self.name.isprintable() or not self.name.strip():
            raise ValueError("name: a text that can be printed")
        for name in ("services", "subsectors", "months", "sessions"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: 1 or more")
        if self.dates is not None and self.dates < 1:
            raise ValueError("dates: 1 or more, or None")
        for name in ("psychologist", "shared_partners", "shared_venues"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name}: 0 or more")
        if not 0 <= self.demand <= MOST_DEMAND:
            raise ValueError(f"demand: between 0 and {MOST_DEMAND}")
        for name in PERCENTAGES:
            if not 0 <= getattr(self, name) <= 100:
                raise ValueError(f"{name}: per cent, between 0 and 100")


MOST_DEMAND = 1000
PERCENTAGES = ("partners", "second_partner", "invited", "late", "ineligible", "twice", "wanted", "pins", "bans")

_COUPLED: dict[str, Any] = {"homeless_team": False, "psychologist": 0, "shared_venues": 4, "demand": 1.6}
"""What `coupled` and `coupled-day` have in common."""

FAMILIES = {
    family.name: family
    for family in (
        Family("grenoble"),
        Family("quarter", months=3, demand=1.45),
        Family("metropole", subsectors=1, homeless_team=False, sessions=20, psychologist=20, demand=1.425),
        Family("one-service", subsectors=84),
        Family(
            "coupled",
            services=20,
            subsectors=2,
            dates=2,
            partners=80,
            second_partner=30,
            shared_partners=10,
            **_COUPLED,
        ),
        Family(
            "coupled-day",
            services=4,
            subsectors=3,
            dates=1,
            partners=100,
            second_partner=100,
            shared_partners=8,
            **_COUPLED,
        ),
        Family("departement", services=12, subsectors=7),
        Family("departement-quarter", services=12, subsectors=7, months=3, demand=1.42),
        Family("region", services=72, subsectors=7),
        Family("france", services=1200, subsectors=7),
    )
}
"""The named shapes, from one month of the note to every service of the country. The more months, the smaller the demand
for a place: what is asked for now waits for all of them."""
