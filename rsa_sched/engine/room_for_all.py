"""The first stage: is there a place for everybody [R26]?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rsa_sched.bareme.points import constant, worth
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.components import sessions_of
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model, possible
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import options
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation
from rsa_sched.rules.single_seat import claimants


def seat_everybody(floor: Incumbent, control: Control) -> Incumbent:
    """Where there may be room for everybody: everybody's agenda, or the proof that somebody must be left out."""
    prepared = floor.prepared
    groups = claimants(prepared.index, prepared.candidates)
    seated = sum(any(name in floor.seats for name in group) for group in groups)
    if seated == len(groups) or not may_all_be_seated(prepared):
        return floor
    model = Model(prepared, terms=(), starts=options(prepared), pulse=control.check)
    model.seat_all(groups)
    seconds = control.allot(len(prepared.candidates)).part(0.5).left()
    answer = possible(model, seconds=seconds, seed=control.seed, stop=control.stop)
    if answer.status == "infeasible":
        bound = max(floor.points, min(floor.bound, bound_if_one_is_left_out(prepared)))
        return replace(floor, bound=bound)
    if answer.status == "unknown":
        return replace(floor, cut=True)  # the clock has decided what is known from here on
    return floor.improve_with(answer.seats)


def may_all_be_seated(prepared: PreparedProblem) -> bool:
    """Whether minutes and numbers of places leave it open that every claimant is heard."""
    index = prepared.index
    minutes: dict[Pool, int] = defaultdict(int)
    places: dict[Pool, int] = defaultdict(int)
    for session in sessions_of(prepared):
        row, pool = index.sessions[session], pool_of_session(index, session)
        minutes[pool] += row.minutes
        places[pool] += min(row.size, row.minutes // UNIT)
    for group in claimants(prepared.index, prepared.candidates):
        # whoever may choose between pools is counted in the first: the question stays open a little too often
        situation = min(group, key=lambda name: (index.minutes[name], name))
        pool = pool_of_situation(index, situation)
        minutes[pool] -= index.minutes[situation]
        places[pool] -= 1
    return min(minutes.values()) >= 0 and min(places.values()) >= 0


def bound_if_one_is_left_out(prepared: PreparedProblem) -> int:
    """No agenda that leaves a claimant out has more points: everybody's best seat but the poorest."""
    best = [
        max(
            0, *(worth(prepared, situation, session) for situation in group for session in prepared.admitted[situation])
        )
        for group in claimants(prepared.index, prepared.candidates)
    ]
    return constant(prepared) + sum(best) - min(best)
