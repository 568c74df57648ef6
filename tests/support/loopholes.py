"""Règlements that one way of filing gets round, and what each is beside: the same without the loophole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

import joblib

from rsa_sched import Problem, Regulation
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Agenda
from rsa_sched.simulate import BASELINES, Demand, Flow, GamingAudit, Scenario, audit_gaming, with_minutes
from rsa_sched.simulate.baselines import _seat
from tests.simulate.months.test_theory import organisation

Order = Callable[[PreparedProblem, Sequence[str]], Iterable[str]]
GAMER = "pe"


@dataclass(frozen=True)
class Loophole:
    """What is planted: keys of the règlement or an arbiter, and the way of filing that it makes pay."""

    name: str
    strategy: str
    regulation: dict[str, Any] = field(default_factory=dict)
    arbiter: str = "solve"
    demand: dict[str, Any] = field(default_factory=dict)
    asked: float = 3.0
    """Requests a month of each structure, where there are six places."""
    structures: tuple[str, ...] = ("pssi", "per", GAMER)
    """Each of a kind of its own."""


def alike(structures: Sequence[str], asked: float, **changed: Any) -> Demand:
    """Structures that ask alike."""
    flows = tuple(Flow(name, "S1", "standard", asked) for name in structures)
    return Demand(flows, **{"withdrawal": 10, "unavailable": 0, "partners": 30, **changed})


FREE: dict[str, Any] = {"equity_days": [0]}
LOOPHOLES = (
    Loophole("equity has no price: urgency", "urgency", FREE),
    Loophole("equity has no price: one level", "one-level", FREE),
    Loophole("equity has no price: an older day", "backdated", FREE),
    Loophole("equity has no price: two files", "split", FREE),
    Loophole("the guarantee outweighs all", "backdated", {
        **FREE, "urgency_days": [0, 0, 0, 0], "age_cap_days": 0, "guarantee_bonus_days": 5000}),
    Loophole("a level outweighs its kind's due", "urgency", {"urgency_days": [0, 600, 1800, 5000]}),
    Loophole("what is due by weight costs little", "urgency", {"weights": {"PSSI": 5, "PER": 3, "PE": 1}}),
    Loophole("a first rank is an urgency", "ranks", FREE, "planted: ranks"),
    Loophole("people are not told apart", "twice", FREE, "planted: nobody is known"),
    Loophole("files in turn, whatever their length", "longer", {}, "planted: a file each"),
    Loophole("the shortest first", "shorter", {}, "planted: shortest first", {"partners": 80}),
    Loophole("the largest pile first", "withheld", {}, "planted: largest pile first",
             asked=4.0, structures=(*"abcde", GAMER)),
)  # fmt: skip


def _shortest(prepared: PreparedProblem, names: Sequence[str]) -> list[str]:
    index = prepared.index
    return sorted(names, key=lambda name: (index.units(name), index.situations[name].requested_on, name))


def _largest_pile(prepared: PreparedProblem, names: Sequence[str]) -> list[str]:
    rows = prepared.index.situations
    new = Counter(rows[name].structure for name in names if rows[name].deferrals == 0)
    return sorted(names, key=lambda name: (-new[rows[name].structure], rows[name].requested_on, name))


def _a_file_each(prepared: PreparedProblem, names: Sequence[str]) -> Iterator[str]:
    """The structures take turns, a file each; by age within."""
    rows = prepared.index.situations
    queues: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (rows[name].requested_on, name)):
        queues.setdefault(rows[name].structure, []).append(name)
    while queues:
        for structure in sorted(queues):
            yield queues[structure].pop(0)
        queues = {structure: left for structure, left in queues.items() if left}


def _by_order(order: Order) -> Callable[[Problem], Agenda]:
    return lambda problem: _seat("planted", problem, order)


def _with_rows(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Problem], Agenda]:
    """The officer's order, of a problem whose rows are read otherwise."""

    def made(problem: Problem) -> Agenda:
        given = problem.to_dict()
        return BASELINES["by value"](Problem.from_dict({**given, "situations": [*map(change, given["situations"])]}))

    return made


def _urgent_if_first(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "urgency": 3} if row.get("rank") == 1 else row


def _unknown(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "person"}


PLANTED = {
    "planted: ranks": _with_rows(_urgent_if_first),
    "planted: nobody is known": _with_rows(_unknown),
    "planted: a file each": _by_order(_a_file_each),
    "planted: shortest first": _by_order(_shortest),
    "planted: largest pile first": _by_order(_largest_pile),
}


@contextmanager
def planted() -> Iterator[None]:
    """The planted arbiters by their names, in this process alone."""
    with patch.dict(BASELINES, PLANTED), joblib.parallel_config(backend="threading", n_jobs=1):
        yield


def scenario_of(loophole: Loophole, months: int) -> Scenario:
    """The règlement with the loophole, with more asked for than there is room."""
    kinds = tuple(name.upper() for name in loophole.structures)
    regulation = Regulation.model_validate({"kinds": kinds, **loophole.regulation})
    demand = alike(loophole.structures, loophole.asked, **loophole.demand)
    return Scenario(loophole.name, demand, regulation, organisation(kinds, 1), months=months, arbiter=loophole.arbiter)


def with_room_for_all(months: int) -> Scenario:
    """Nobody is passed over or has an earlier day: one session, four times the places for a third of the demand."""
    base = scenario_of(Loophole("room for all", ""), months)
    return with_minutes(replace(base, demand=base.demand.scaled(1 / 3)), "room for all", 720)


STEEP = Loophole("equity above all", "", {"equity_days": [5_000]})
"""No urgency and no age is worth a unit short of what is due: each has its third, however it files."""


def audited(loophole: Loophole, months: int, replications: int, *strategies: str, seed: int = 0) -> GamingAudit:
    """The audit of one structure under a loophole."""
    with planted():
        return audited_in(scenario_of(loophole, months), replications, *strategies, seed=seed)


def audited_in(scenario: Scenario, replications: int, *strategies: str, seed: int = 0) -> GamingAudit:
    """The audit of one structure."""
    with planted():
        return audit_gaming(
            scenario, structures=[GAMER], strategies=strategies or None, replications=replications, seed=seed
        )
