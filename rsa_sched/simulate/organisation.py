"""Places and people of one service."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from rsa_sched.domain.session_type import TYPES_OF_THE_NOTE
from rsa_sched.simulate.families import Family
from rsa_sched.simulate.streams import Stream

Row = dict[str, Any]
"""A row of the problem document."""

KINDS = ("PSSI", "PER", "PE")
TYPES = {kind.id: kind for kind in TYPES_OF_THE_NOTE}
"""The types of session of a load are those of the note."""
TERRITORY = 3
"""Neighbouring sub-sectors that share most of their PER and PE referents and partners."""
TRAVEL_MINUTES = 25
NEARBY_MINUTES = (5, 10, 15)
"""Between two venues of one sub-sector."""


@dataclass
class Area:
    """A sub-sector, or the homeless team, with what is its own."""

    id: str
    type: str
    territory: int
    structure: str
    """The PSSI structure; PER and PE are the service's."""
    venues: list[str]
    team: list[str]
    """PSSI referents, the busiest first."""
    sessions: list[Row] = field(default_factory=list)


@dataclass
class Team:
    """PER and PE referents and partners of one territory, the busiest first."""

    per: list[str]
    pe: list[str]
    partners: list[str]


@dataclass
class GeneratedService:
    """A service: its rows of the problem document, and who works where."""

    id: str
    rows: dict[str, list[Row]]
    areas: list[Area] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    """One a territory."""
    psychologist: list[Row] = field(default_factory=list)
    """Sessions with the psychologist."""
    nearby: list[list[Any]] = field(default_factory=list)
    """Travel times between venues of one sub-sector."""
    staffed: set[tuple[str, str]] = field(default_factory=set)
    """Who staffs a session on which date."""
    unavailable: dict[str, list[list[str]]] = field(default_factory=dict)


def organise(family: Family, number: int, stream: Stream) -> GeneratedService:
    """The service of that number, counted from 0: areas, venues, structures and people.

    A sub-sector has two or three venues and its own PSSI structure. PER and PE are one structure each for the service,
    but their referents, and the pool of partners, are by territory and grow with it: in a large service not everybody
    meets everybody.
    """
    name = f"v{number + 1:04}"
    service = GeneratedService(
        name, {key: [] for key in ("subsectors", "venues", "structures", "professionals", "sessions")}
    )
    service.rows["structures"] += [{"id": f"{name}-{kind.lower()}", "kind": kind} for kind in KINDS[1:]]
    for position in range(family.subsectors):
        venues = 2 + stream.below(2)
        _add_area(service, f"{name}-s{position + 1:02}", "standard", position // TERRITORY, venues, family)
    if family.homeless_team:
        _add_area(service, f"{name}-sdf", "sdf", service.areas[-1].territory + 1, 1, family)
    for territory in range(service.areas[-1].territory + 1):
        _add_team(service, territory, family)
    service.nearby += [
        [*pair, stream.pick(NEARBY_MINUTES)] for area in service.areas for pair in combinations(area.venues, 2)
    ]
    return service


def _add_area(service: GeneratedService, name: str, kind: str, territory: int, venues: int, family: Family) -> None:
    team = [f"{name}-pssi-{n + 1}" for n in range(1 + 3 * family.sessions)]
    area = Area(name, kind, territory, f"{name}-pssi", [f"{name}-c{n + 1}" for n in range(venues)], team)
    service.areas.append(area)
    service.rows["subsectors"].append({"id": name, "service": service.id})
    service.rows["venues"] += [{"id": venue, "subsector": name} for venue in area.venues]
    service.rows["structures"].append({"id": area.structure, "kind": KINDS[0]})
    service.rows["professionals"] += [{"id": person, "structure": area.structure} for person in team]
    service.rows["professionals"].append({"id": officer(area)})


def _add_team(service: GeneratedService, territory: int, family: Family) -> None:
    size = family.sessions * sum(area.territory == territory for area in service.areas)
    name = f"{service.id}-t{territory + 1:02}"
    team = Team(
        per=[f"{name}-per-{n + 1}" for n in range(1 + size)],
        pe=[f"{name}-pe-{n + 1}" for n in range(1 + size)],
        partners=[f"{name}-ext-{n + 1}" for n in range(2 * size)],
    )
    service.teams.append(team)
    service.rows["professionals"] += [{"id": person, "structure": f"{service.id}-per"} for person in team.per]
    service.rows["professionals"] += [{"id": person, "structure": f"{service.id}-pe"} for person in team.pe]
    service.rows["professionals"] += [{"id": person} for person in team.partners]


def officer(area: Area) -> str:
    """Whoever of the insertion service is present in all sessions of the area [R14-R19]."""
    return f"{area.id}-officer"
