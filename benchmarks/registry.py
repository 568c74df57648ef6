"""What is measured: families, time limits, goals and peers, in one place that drives every suite and the command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rsa_sched import Problem
from rsa_sched.simulate import Family, load

OURS = "rsa_sched"
"""Beside the peers."""

SOLVERS = ("textbook-1", "textbook-8", "mip-highs")
OFFICERS = ("officer", "officer-in-turn")
STRONG = ("textbook-8", "mip-highs", *OFFICERS)
"""Without the one that is far behind wherever situations have many sessions."""


@dataclass(frozen=True)
class Goal:
    """What a family is asked to reach with 2 cores, medians over the seeds; None: nothing is asked.

    Attributes
    ----------
    whole, search, first : seconds: of the whole process, of the search as the agenda states it, to a valid agenda.
    gap : at most.
    optimal : share of the services whose part of the agenda is proven best, at least.
    memory : MiB, at most.
    linear_from : a smaller family of the same shape: a situation takes no longer here than there, but for `SLACK`.
    """

    whole: float | None = None
    search: float | None = None
    first: float | None = 1.0
    gap: float | None = None
    optimal: float | None = None
    memory: float | None = None
    linear_from: str | None = None


SLACK = 1.25
"""What counts as linear."""


@dataclass(frozen=True)
class Entry:
    """A family with its time limit (seconds, for us and for each peer), its goal and the peers that stand a chance."""

    family: str
    limit: float
    goal: Goal = Goal(first=None)
    peers: tuple[str, ...] = SOLVERS + OFFICERS


ENTRIES = {
    entry.family: entry
    for entry in (
        Entry("tiny", 5),
        Entry("grenoble", 10, Goal(whole=1.5, search=0.3, optimal=1)),
        Entry("quarter", 13.5, Goal(whole=15, gap=0.0005)),
        Entry("metropole", 57, Goal(whole=60, gap=0.005), STRONG),
        Entry("one-service", 15, Goal(whole=5, optimal=1)),
        Entry("coupled", 19, Goal(whole=20), STRONG),
        Entry("coupled-day", 19, Goal(whole=20)),
        Entry("departement", 15, Goal(whole=5, optimal=1)),
        Entry("departement-quarter", 55, Goal(whole=60, gap=0.003), STRONG),
        Entry("region", 60, Goal(whole=30, optimal=1, memory=1024), ("textbook-8", *OFFICERS)),
        Entry("france", 400, Goal(whole=480, optimal=0.99, memory=4096, first=15, linear_from="region"), OFFICERS),
    )
}
"""By family, from the smallest to the largest."""

SMOKE = ("tiny", "grenoble")
FULL = tuple(name for name in ENTRIES if name != "tiny")
SEEDS = (0, 1, 2)

SUITES: dict[str, dict[str, tuple[str, ...]]] = {
    "smoke": {
        "test_intake": SMOKE,
        "test_building": SMOKE,
        "test_bound": SMOKE,
        "test_gap": SMOKE,
        "test_solve": SMOKE,
        "test_memory": SMOKE[:1],
    },
    "full": {
        "test_intake": ("grenoble", "departement", "region"),
        "test_building": ("grenoble", "quarter", "metropole", "departement"),
        "test_bound": ("grenoble", "quarter", "metropole", "departement-quarter"),
        "test_gap": ("grenoble", "quarter", "metropole", "departement"),
        "test_solve": ("grenoble", "quarter", "one-service", "departement"),
        "test_memory": ("grenoble", "quarter", "departement", "region"),
    },
}
"""Families of each pytest-benchmark suite, by size."""

_OWN_SHAPES = {"tiny": Family("tiny", subsectors=2, homeless_team=False)}


@lru_cache(maxsize=1)  # one of them may be a country
def problem(family: str, seed: int = 0) -> Problem:
    """The problem of a family. Raises ValueError for a name that nobody knows."""
    return load(_OWN_SHAPES.get(family, family), seed)


def entries(names: Sequence[str]) -> list[Entry]:
    """The entries of these families, in the registry's order. Raises KeyError."""
    wanted = {name: ENTRIES[name] for name in names}
    return [entry for name, entry in ENTRIES.items() if name in wanted]


def seeds_of(peer: str, seeds: Sequence[int]) -> tuple[int, ...]:
    """The seeds that a peer is run on: all where it is quick, else one."""
    return tuple(seeds) if peer in OFFICERS else tuple(seeds)[:1]
