"""Services that share partners, venues and days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from rsa_sched import PreparedProblem
from rsa_sched.engine.components import split
from rsa_sched.simulate import FAMILIES, Family, load
from rsa_sched.simulate.loads import document

COUPLED = ("coupled", "coupled-day")


@pytest.mark.parametrize("name", COUPLED)
def test_everything_hangs_together(name: str) -> None:
    """One component: no service can be arbitrated without the others."""
    (component,), _ = split(PreparedProblem.of(load(name, 0)))
    index = component.index
    assert len({index.service_of(situation) for situation in component.candidates}) == FAMILIES[name].services


@pytest.mark.parametrize("name", COUPLED)
def test_partners_venues_and_days_are_those_of_all(name: str) -> None:
    """No service has its own; days are as few as the shape says."""
    family, problem = FAMILIES[name], load(name, 1)
    assert len({session.start.date() for session in problem.sessions}) == family.dates
    assert {session.venue for session in problem.sessions} == {venue.id for venue in problem.venues}
    assert len(problem.venues) == family.shared_venues
    services: dict[str, set[str]] = defaultdict(set)
    for row in problem.situations:
        for partner in row.partners:
            if partner.external:
                services[partner.professional].add(row.id[:5])
    assert len(services) == family.shared_partners
    assert min(map(len, services.values())) > 1
    assert not [person.id for person in problem.professionals if "-ext-" in person.id and person.id not in services]


def test_venues_in_common_are_near_each_other() -> None:
    """Each pair is listed, once, with less than the default."""
    travel = document(FAMILIES["coupled"], 0)["travel"]
    pairs = [tuple(sorted(pair[:2])) for pair in travel["between"]]
    assert len(pairs) == len(set(pairs)) == 4 * 3 // 2
    assert max(minutes for *_, minutes in travel["between"]) < travel["default_minutes"]


def test_a_service_hears_nothing_of_how_many_share() -> None:
    """The first services are the same with more of them."""
    few = Family("few", services=2, dates=2, shared_partners=3, shared_venues=2)
    one, other = document(few, 5), document(replace(few, services=4), 5)
    for key in ("sessions", "situations", "pins"):
        assert [row for row in other[key] if str(row.get("id", row.get("session")))[:5] in ("v0001", "v0002")] == one[
            key
        ]
    assert one["situations"]


def test_one_without_the_other() -> None:
    """Partners in common alone leave each service its venues, and the other way round."""
    own = document(FAMILIES["grenoble"], 0)
    partners = document(Family("grenoble", shared_partners=3), 0)
    venues = document(Family("grenoble", shared_venues=2), 0)
    assert partners["venues"] == own["venues"]
    assert partners["sessions"] == own["sessions"]
    assert venues["professionals"] == own["professionals"]
    assert [row["partners"] for row in venues["situations"] if "partners" in row] == [
        row["partners"] for row in own["situations"] if "partners" in row
    ]
