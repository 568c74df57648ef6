"""What each kind of structure is due: cumulative Sainte-Laguë, demand as a cap (contract, section 2, "Equity")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation


class Claim(NamedTuple):
    """One kind's share of one service's places, in units."""

    service: str
    kind: str
    due: int
    demand: int


def claims(index: ProblemIndex, admitted: Mapping[str, tuple[str, ...]]) -> tuple[Claim, ...]:
    """Due and demand of every service and kind, by service id, then as in ``kinds``."""
    regulation = index.regulation
    offered = _offered(index)
    wanted: dict[tuple[str, Pool], int] = defaultdict(int)
    wanted_by_kind: dict[tuple[str, Pool, str], int] = defaultdict(int)
    asking = [_Asking.of(index, name) for name, sessions in admitted.items() if sessions]
    for one in _one_a_person(asking, lambda one: one.pool):
        wanted[one.service, one.pool] += one.units
    for one in _one_a_person(asking, lambda one: one.kind):
        wanted_by_kind[one.service, one.pool, one.kind] += one.units
    demand: dict[tuple[str, str], int] = defaultdict(int)
    for (service, pool, kind), units in wanted_by_kind.items():
        demand[service, kind] += min(units, offered[service, pool])  # no more is due than is offered
    capacity: dict[str, int] = defaultdict(int)
    for (service, pool), units in offered.items():
        capacity[service] += min(units, wanted[service, pool])
    granted = {(line.service, line.kind): line.units for line in index.problem.history}
    found = []
    for service in index.services:
        demands = [demand[service, kind] for kind in regulation.kinds]
        before = [granted.get((service, kind), 0) for kind in regulation.kinds]
        weights = [regulation.weight(kind) for kind in regulation.kinds]
        shares = share(capacity[service], weights, demands, before)
        rows = zip(regulation.kinds, shares, demands, strict=True)
        found += [Claim(service, kind, due, asked) for kind, due, asked in rows]
    return tuple(found)


class _Asking(NamedTuple):
    """What a situation asks for."""

    name: str
    person: str | None
    service: str
    pool: Pool
    kind: str
    units: int

    @classmethod
    def of(cls, index: ProblemIndex, name: str) -> _Asking:
        pool = pool_of_situation(index, name)
        person = index.situations[name].person
        return cls(name, person, index.service_of(name), pool, index.kind_of(name), index.units(name))


def _one_a_person(asking: Iterable[_Asking], group: Callable[[_Asking], object]) -> Iterator[_Asking]:
    """The situations that count: of one person, within a service and a group, the longest, then the first by id."""
    counted: dict[object, _Asking] = {}
    for one in asking:
        key = one.name if one.person is None else (one.service, group(one), one.person)
        other = counted.get(key)
        if other is None or (-one.units, one.name) < (-other.units, other.name):
            counted[key] = one
    return iter(counted.values())


def _offered(index: ProblemIndex) -> defaultdict[tuple[str, Pool], int]:
    """Units that the sessions of each service and pool hold."""
    offered: defaultdict[tuple[str, Pool], int] = defaultdict(int)
    for name, session in index.sessions.items():
        offered[session.service, pool_of_session(index, name)] += session.minutes // UNIT
    return offered


def share(capacity: int, weights: Sequence[int], demands: Sequence[int], before: Sequence[int]) -> list[int]:
    """Units handed out one by one, each to the kind furthest behind its weight that still asks for some.

    Parameters
    ----------
    capacity : units to hand out.
    weights, demands, before : of each kind its weight, the units it asks for, the units it was granted already.

    Returns
    -------
    Units of each kind. Ties go to the earlier.

    Notes
    -----
    Sainte-Laguë, `(2(A + n) + 1) / w` smallest first, compared by cross-multiplication: no fractions, no floats.
    """
    units = [0] * len(weights)
    for _ in range(min(capacity, sum(demands))):
        best = -1
        for kind in range(len(weights)):
            if units[kind] >= demands[kind]:
                continue
            mine = 2 * (before[kind] + units[kind]) + 1
            if best < 0 or mine * weights[best] < (2 * (before[best] + units[best]) + 1) * weights[kind]:
                best = kind
        units[best] += 1
    return units
