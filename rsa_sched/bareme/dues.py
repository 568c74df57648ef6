"""What each kind of structure is due: cumulative Sainte-Laguë, demand as a cap (contract, section 2, "Equity")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.docket import Docket
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation


class Claim(NamedTuple):
    """One kind's share of one service's places, in units."""

    service: str
    kind: str
    due: int
    demand: int


def claims(docket: Docket, admitted: Mapping[str, tuple[str, ...]]) -> tuple[Claim, ...]:
    """Due and demand of every service and kind, by service id, then as in ``kinds``."""
    regulation = docket.regulation
    demand: dict[tuple[str, str], int] = defaultdict(int)
    wanted: dict[Pool, int] = defaultdict(int)
    for name, sessions in admitted.items():
        if sessions:
            demand[docket.service_of(name), docket.kind_of(name)] += docket.units(name)
            wanted[pool_of_situation(docket, name)] += docket.units(name)
    granted = {(line.service, line.kind): line.units for line in docket.problem.history}
    capacity = _capacity(docket, wanted)
    found = []
    for service in docket.services:
        demands = [demand[service, kind] for kind in regulation.kinds]
        before = [granted.get((service, kind), 0) for kind in regulation.kinds]
        weights = [regulation.weight(kind) for kind in regulation.kinds]
        shares = share(capacity[service], weights, demands, before)
        rows = zip(regulation.kinds, shares, demands, strict=True)
        found += [Claim(service, kind, due, asked) for kind, due, asked in rows]
    return tuple(found)


def _capacity(docket: Docket, wanted: Mapping[Pool, int]) -> Mapping[str, int]:
    """Units of each service that can be used: of each pool no more than its candidates ask for."""
    offered: dict[tuple[str, Pool], int] = defaultdict(int)
    for name, session in docket.sessions.items():
        offered[session.service, pool_of_session(docket, name)] += session.minutes // UNIT
    capacity: dict[str, int] = defaultdict(int)
    for (service, pool), units in offered.items():
        capacity[service] += min(units, wanted.get(pool, 0))
    return capacity


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
