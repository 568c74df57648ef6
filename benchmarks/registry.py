"""What is measured: families, time limits, goals and peers, in one place that drives every suite and the command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rsa_sched import Problem
from rsa_sched.simulate import Family, load

OURS = "rsa_sched"
"""Beside the peers."""

SOLVERS = ("textbook-8", "mip-highs")
"""Peers that prove a bound."""
LOCAL = ("solverforge",)
"""Peers that search to the end of their time and prove nothing."""
OFFICERS = ("officer", "officer-in-turn")
"""Peers that need no time."""
PEERS = (*SOLVERS, *LOCAL, *OFFICERS)


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
    first: float | None = 0.8
    gap: float | None = None
    optimal: float | None = None
    memory: float | None = None
    linear_from: str | None = None


SLACK = 1.25
"""What counts as linear."""
SEEDS = (0, 1, 2)
MEMORY = 16 * 1024
"""MiB at which a run is ended."""


@dataclass(frozen=True)
class Entry:
    """A family with its time limit (seconds, for us and for each peer), its goal and its seeds."""

    family: str
    limit: float
    goal: Goal = Goal(first=None)
    seeds: tuple[int, ...] = SEEDS


ENTRIES = {
    entry.family: entry
    for entry in (
        Entry("tiny", 5),
        Entry("grenoble", 10, Goal(whole=1.5, search=0.3, optimal=1)),
        Entry("quarter", 13.5, Goal(whole=6, optimal=1)),
        Entry("metropole", 57, Goal(whole=60, gap=0.0008)),
        Entry("one-service", 15, Goal(whole=5, optimal=1)),
        Entry("coupled", 19, Goal(whole=20)),
        Entry("coupled-day", 19, Goal(whole=20)),
        Entry("departement", 15, Goal(whole=5, optimal=1)),
        Entry("departement-quarter", 55, Goal(whole=60, gap=0.0012, first=1.2, memory=400)),
        Entry("region", 60, Goal(whole=30, optimal=1, first=1.2, memory=300)),
        Entry(
            "france",
            110,
            Goal(whole=120, optimal=1, first=10, memory=1024, linear_from="region"),
            seeds=SEEDS[:1],
        ),
    )
}
"""By family, from the smallest to the largest."""

SMOKE = ("tiny", "grenoble")
FULL = tuple(name for name in ENTRIES if name != "tiny")

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


def peers_of(seeds: Sequence[int], wanted: Sequence[str] | None = None) -> dict[int, tuple[str, ...]]:
    """For each seed the peers run on it: those wanted, else those that use up their time on the first one alone."""
    if wanted is not None:
        return {seed: tuple(wanted) for seed in seeds}
    return {seed: PEERS if seed == seeds[0] else OFFICERS for seed in seeds}
