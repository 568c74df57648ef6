"""Before arbitrating, a simpler question: is there a place for everybody [R26]?"""

from __future__ import annotations

from collections import defaultdict

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.components import sessions_of
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation


def claimants(prepared: PreparedProblem) -> list[list[str]]:
    """The situations of each person, of whom one can be heard; without a person each situation claims for itself."""
    groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for situation in prepared.candidates:
        person = prepared.index.situations[situation].person
        groups[person is not None, person or situation].append(situation)
    return list(groups.values())


def may_all_be_seated(prepared: PreparedProblem) -> bool:
    """Whether minutes and numbers of places leave it open that every claimant is heard."""
    index = prepared.index
    minutes: dict[Pool, int] = defaultdict(int)
    places: dict[Pool, int] = defaultdict(int)
    for session in sessions_of(prepared):
        row, pool = index.sessions[session], pool_of_session(index, session)
        minutes[pool] += row.minutes
        places[pool] += min(row.size, row.minutes // UNIT)
    for group in claimants(prepared):
        # whoever may choose between pools is counted in the first: the question stays open a little too often
        situation = min(group, key=lambda name: (index.minutes[name], name))
        pool = pool_of_situation(index, situation)
        minutes[pool] -= index.minutes[situation]
        places[pool] -= 1
    return min(minutes.values()) >= 0 and min(places.values()) >= 0


def bound_if_one_is_left_out(prepared: PreparedProblem) -> int:
    """No agenda that leaves a claimant out has more points: everybody's best seat but the poorest."""
    best = [
        max(earned(prepared, situation, session) for situation in group for session in prepared.admitted[situation])
        for group in claimants(prepared)
    ]
    return sum(best) - min(best)
