"""A bound at once, without any solver."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from rsa_sched.bareme.points import constant, worth
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation


def capacity_bound(prepared: PreparedProblem) -> int:
    """No agenda has more points: the best units that each pool's sessions have room for, at no cost.

    A relaxation to minutes alone (the fractional knapsack of each pool): people, clocks, sizes and all costs are left
    out, and each situation counts as in its best session.
    """
    index = prepared.index
    room: dict[Pool, int] = defaultdict(int)
    for name, session in index.sessions.items():
        room[pool_of_session(index, name)] += session.minutes // UNIT
    asking: dict[Pool, list[tuple[int, int]]] = defaultdict(list)
    for name in prepared.candidates:
        best = max(worth(prepared, name, session) for session in prepared.admitted[name])
        if best > 0:
            asking[pool_of_situation(index, name)].append((best, index.units(name)))
    total = constant(prepared)
    for pool, candidates in asking.items():
        left = room[pool]
        for points, units in sorted(candidates, key=lambda one: Fraction(*one), reverse=True):
            total += points if units <= left else -(-points * left // units)
            left -= min(units, left)
    return total
