"""What the services of a load have in common: venues in which all of them meet, partners whom all of them call on."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from rsa_sched.simulate.families import Family
from rsa_sched.simulate.organisation import NEARBY_MINUTES, GeneratedService, Row


def shared_venues(family: Family) -> list[str]:
    """Where the sessions of all services meet; none where each has its own places."""
    return [f"all-c{n + 1}" for n in range(family.shared_venues)]


def shared_partners(family: Family) -> list[str]:
    """Whom all services call on, the busiest first; nobody where each territory has its own."""
    return [f"all-ext-{n + 1}" for n in range(family.shared_partners)]


def shared_rows(family: Family) -> dict[str, list[Row]]:
    """Their rows of the problem document, once for all services."""
    return {
        "venues": [{"id": venue} for venue in shared_venues(family)],
        "professionals": [{"id": person} for person in shared_partners(family)],
    }


def ways(family: Family) -> list[list[Any]]:
    """Travel times between the venues in common."""
    pairs = combinations(shared_venues(family), 2)
    return [[*pair, NEARBY_MINUTES[n % len(NEARBY_MINUTES)]] for n, pair in enumerate(pairs)]


def share(family: Family, number: int, service: GeneratedService) -> None:
    """Put them in the place of what the service of that number has of its own; each sub-sector begins elsewhere."""
    if venues := shared_venues(family):
        service.rows["venues"].clear()
        service.nearby.clear()
        for position, area in enumerate(service.areas):
            first = (number * len(service.areas) + position) % len(venues)
            area.venues = venues[first:] + venues[:first]
    if partners := shared_partners(family):
        own = {person for team in service.teams for person in team.partners}
        people = service.rows["professionals"]
        people[:] = [row for row in people if row["id"] not in own]
        for team in service.teams:
            team.partners = partners
