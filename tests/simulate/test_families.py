"""Shapes: how many sessions and situations each gives, and what is no shape."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from rsa_sched.simulate import FAMILIES, Family, load
from rsa_sched.simulate.loads import document
from tests.support.quick import mostly_long
from tests.test_docs import compare

PAGE = Path(__file__).resolve().parents[2] / "docs" / "simulate.md"

SIZES = {
    "grenoble": (8, 70),
    "quarter": (24, 200),
    "metropole": (40, 285),
    "one-service": (86, 780),
    "coupled": (40, 385),
    "coupled-day": (12, 115),
    "departement": (108, 950),
    "departement-quarter": (324, 2_660),
    "region": (648, 5_700),
    "france": (10_800, 95_000),
}
"""Sessions, and situations on average."""

SEEDS = {
    "grenoble": 80,
    "quarter": 40,
    "metropole": 40,
    "one-service": 10,
    "coupled": 20,
    "coupled-day": 40,
    "departement": 10,
}
"""Enough of them for the mean to settle; one for the others."""


def expected(family: Family) -> float:
    """Situations on average, from the shape alone."""
    areas = family.subsectors + family.homeless_team
    places = 6 * areas * family.sessions + 4 * family.psychologist
    return family.demand * places * family.services * family.months


@pytest.fixture(scope="module")
def first() -> dict[str, dict[str, Any]]:
    """The document of each family for seed 0."""
    return {name: document(family, 0) for name, family in FAMILIES.items()}


def test_the_families_are_these() -> None:
    """Each under its own name."""
    assert {name: family.name for name, family in FAMILIES.items()} == {name: name for name in SIZES}


@pytest.mark.parametrize("name", mostly_long(SIZES, ["grenoble"], []))
def test_sessions_are_exact_and_situations_near_their_mean(name: str, first: dict[str, dict[str, Any]]) -> None:
    """Over some seeds; the shape's own mean is the stated one too."""
    sessions, situations = SIZES[name]
    assert len(first[name]["sessions"]) == sessions
    assert expected(FAMILIES[name]) == pytest.approx(situations, rel=0.01)
    counts = [len(document(FAMILIES[name], seed)["situations"]) for seed in range(1, SEEDS.get(name, 1))]
    assert mean([len(first[name]["situations"]), *counts]) == pytest.approx(situations, rel=0.03)


def test_the_page_shows_every_family(first: dict[str, dict[str, Any]]) -> None:
    """Its table is that of the program's shapes, with the situations of seed 0 (UPDATE_DOCS=1 writes it anew)."""
    lines = [
        "| Family | Services | Sub-sectors | Months | Sessions | Situations, mean | Situations, seed 0 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, family in FAMILIES.items():
        team = " + team" if family.homeless_team else ""
        counts = len(first[name]["sessions"]), round(expected(family)), len(first[name]["situations"])
        shape = f"{family.services:,} | {family.subsectors}{team} | {family.months}"
        lines.append(f"| `{name}` | {shape} | {' | '.join(f'{count:,}' for count in counts)} |")
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition("<!-- families -->\n")
    _, end, after = rest.partition("<!-- /families -->")
    assert begin
    assert end
    compare(PAGE, (before + begin + "\n".join(lines) + "\n" + end + after).encode())


def test_the_page_gives_the_default_of_every_share() -> None:
    """A row for each percentage."""
    rows = re.findall(r"^\| `(\w+)` \| `(\d+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    shares = ("partners", "second_partner", "invited", "late", "ineligible", "twice", "wanted", "pins", "bans")
    assert [(name, int(value)) for name, value in rows] == [(name, getattr(Family("any"), name)) for name in shares]


def test_a_shape_of_ones_own() -> None:
    """Three services of two sub-sectors, two sessions a month each, over two months, without anything else."""
    mine = Family("mine", services=3, subsectors=2, homeless_team=False, months=2, sessions=2, psychologist=0)
    problem = load(mine, seed=7)
    assert problem.id == "mine-7"
    assert [service.id for service in problem.services] == ["v0001", "v0002", "v0003"]
    assert len(problem.subsectors) == 6
    assert len(problem.sessions) == 3 * 2 * 2 * 2
    assert {session.type for session in problem.sessions} == {"standard"}
    assert {situation.type for situation in problem.situations} == {"standard"}


@pytest.mark.parametrize(
    ("share", "seen"),
    [
        ("partners", lambda row: "partners" in row),
        ("second_partner", lambda row: len(row.get("partners", ())) > 1),
        ("invited", lambda row: row.get("beneficiary_agreed", False)),
        ("wanted", lambda row: "wanted_sessions" in row),
        ("ineligible", lambda row: not row.get("in_active_file", True)),
        ("late", lambda row: row.get("received_on", "") > "2010-09-24"),
    ],
)
def test_a_share_of_nothing_is_none(share: str, seen: Any) -> None:
    """Each percentage governs its feature: none at 0, some at the default."""
    usual, without = Family("any", services=12), Family("any", services=12, **{share: 0})  # type: ignore[arg-type]
    assert any(map(seen, document(usual, 0)["situations"]))
    assert not any(map(seen, document(without, 0)["situations"]))


def test_no_demand_gives_no_situation() -> None:
    """The sessions stand all the same."""
    problem = load(Family("quiet", demand=0))
    assert not problem.situations
    assert not problem.pins
    assert len(problem.sessions) == 8


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "a\nb"),
        ("services", 0),
        ("subsectors", -1),
        ("months", 0),
        ("sessions", 0),
        ("psychologist", -1),
        ("dates", 0),
        ("shared_partners", -1),
        ("shared_venues", -1),
        ("demand", -0.1),
        ("demand", float("nan")),
        ("late", 101),
        ("bans", -1),
    ],
)
def test_numbers_out_of_range_are_told(field: str, value: Any) -> None:
    """By the name of the field."""
    with pytest.raises(ValueError, match=f"^{field}: "):
        Family(**{"name": "mine", field: value})


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    """All of them."""
    with pytest.raises(ValueError, match=re.escape(", ".join(FAMILIES))):
        load("paris")


def test_seeds_are_whole_numbers_from_0() -> None:
    """Anything else would be no seed, or another one each time."""
    with pytest.raises(ValueError, match="non-negative"):
        load("grenoble", seed=-1)
    with pytest.raises(TypeError):
        load("grenoble", seed=None)  # type: ignore[arg-type]
