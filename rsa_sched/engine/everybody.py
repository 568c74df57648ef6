"""Before arbitrating, a simpler question: is there a place for everybody [R26]?"""

from __future__ import annotations

from collections import defaultdict

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.components import sessions_of
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation


def claimants(case: Case) -> list[list[str]]:
    """The situations of each person, of whom one can be heard; without a person each situation claims for itself."""
    groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for situation in case.candidates:
        person = case.docket.situations[situation].person
        groups[person is not None, person or situation].append(situation)
    return list(groups.values())


def may_all_be_heard(case: Case) -> bool:
    """Whether minutes and numbers of places leave it open that every claimant is heard."""
    docket = case.docket
    minutes: dict[Pool, int] = defaultdict(int)
    places: dict[Pool, int] = defaultdict(int)
    for session in sessions_of(case):
        row, pool = docket.sessions[session], pool_of_session(docket, session)
        minutes[pool] += row.minutes
        places[pool] += min(row.size, row.minutes // UNIT)
    for group in claimants(case):
        # whoever may choose between pools is counted in the first: the question stays open a little too often
        situation = min(group, key=lambda name: (docket.minutes[name], name))
        pool = pool_of_situation(docket, situation)
        minutes[pool] -= docket.minutes[situation]
        places[pool] -= 1
    return min(minutes.values()) >= 0 and min(places.values()) >= 0


def bound_if_somebody_is_not(case: Case) -> int:
    """No agenda that leaves a claimant out has more points: everybody's best seat but the poorest."""
    best = [
        max(earned(case, situation, session) for situation in group for session in case.admitted[situation])
        for group in claimants(case)
    ]
    return sum(best) - min(best)
