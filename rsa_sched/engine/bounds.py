"""A bound at once, without any solver."""

from __future__ import annotations

from collections import defaultdict

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.clock import UNIT
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation


def capacity_bound(case: Case) -> int:
    """No agenda of the case has more points: the best units that each pool's sessions have room for, at no cost.

    A relaxation to minutes alone (the fractional knapsack of each pool): people, clocks, sizes and all costs are left
    out, and each situation counts as in its best session.
    """
    docket = case.docket
    room: dict[Pool, int] = defaultdict(int)
    for name, session in docket.sessions.items():
        room[pool_of_session(docket, name)] += session.minutes // UNIT
    asking: dict[Pool, list[tuple[int, int]]] = defaultdict(list)
    for name in case.candidates:
        units = docket.units(name)
        best = max(earned(case, name, session) for session in case.admitted[name])
        asking[pool_of_situation(docket, name)].append((best // units, units))
    total = 0
    for pool, candidates in asking.items():
        left = room[pool]
        for points_per_unit, units in sorted(candidates, reverse=True):
            total += points_per_unit * min(units, left)
            left -= min(units, left)
    return total
