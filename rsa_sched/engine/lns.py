"""Improving an agenda too large to be proven whole: some sessions free, the rest as they are, again and again.

Each step is the same model with the same rules, in which whoever sits in a fixed session keeps one start; so a step
can only end in a valid agenda, and its work is bounded by CP-SAT's own deterministic time, not by the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.components import sessions_of
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import Options, options
from rsa_sched.rules.base import Seat
from rsa_sched.rules.session_type import Pool, pool_of_session

SIZE = 6_000
"""Starts that a step may leave open: what CP-SAT searches well in a second."""
WORK = 1.5
"""Deterministic seconds of CP-SAT for a step."""
PATIENCE = 3
"""Rounds over all sessions without a gain after which nothing helps any more."""


class Neighbourhoods:
    """Draws the sessions to free: some of one pool, whose situations may change places, each session in turn.

    Parameters
    ----------
    prepared, starts : the component and what may sit where.
    seed : of the drawing; the same seed draws the same.
    """

    def __init__(self, prepared: PreparedProblem, starts: Options, seed: int) -> None:
        self._prepared, self._starts = prepared, starts
        self._random = Random(seed)  # noqa: S311 - a draw to be repeated, not a secret
        self._pools: dict[Pool, list[str]] = {}
        for session in sessions_of(prepared):
            self._pools.setdefault(pool_of_session(prepared.index, session), []).append(session)
        self._weight: dict[str, int] = dict.fromkeys(sessions_of(prepared), 0)
        for (_, session), minutes in starts.items():
            self._weight[session] += len(minutes)

    def round(self) -> list[list[str]]:
        """Groups of sessions to free one after the other, every session in one of them."""
        groups = []
        for sessions in self._pools.values():
            waiting = self._random.sample(sessions, len(sessions))
            while waiting:
                group = [waiting.pop()]
                weight = self._weight[group[0]]
                while waiting and weight + self._weight[waiting[-1]] <= SIZE:
                    weight += self._weight[waiting[-1]]
                    group.append(waiting.pop())
                groups.append(group)
        return self._random.sample(groups, len(groups))

    def open_starts(self, free: Sequence[str], seats: Mapping[str, Seat]) -> Options:
        """What may change: the free sessions, for whoever sits there or nowhere; the rest keeps its start."""
        freed = set(free)
        found: dict[tuple[str, str], Sequence[int]] = {}
        for (situation, session), minutes in self._starts.items():
            seat = seats.get(situation)
            if seat is not None and seat.session not in freed:
                if session == seat.session:
                    found[situation, session] = [seat.start]
            elif session in freed:
                found[situation, session] = minutes
        return found


def improve_by_neighbourhoods(incumbent: Incumbent, control: Control, first: Sequence[Sequence[str]] = ()) -> Incumbent:
    """Improve an agenda until its bound is reached, the time is up or nothing helps.

    Parameters
    ----------
    first : sessions to free before any are drawn, group by group.
    """
    starts = options(incumbent.prepared)
    drawn, idle, rounds = Neighbourhoods(incumbent.prepared, starts, control.seed), 0, 0
    while idle < PATIENCE and not incumbent.points >= incumbent.bound:
        before = incumbent.points
        for free in [*(first if not idle and not rounds else ()), *drawn.round()]:
            if not control.alive:
                return replace(incumbent, cut=True)
            model = Model(incumbent.prepared, starts=drawn.open_starts(free, incumbent.seats))
            model.hint(incumbent.seats)
            answer = model.solve(
                seconds=control.left(), work=WORK, seed=control.seed, stop=control.stop, enough=incumbent.bound
            )
            if not answer.seats:
                continue
            better = incumbent.improve_with(greedy(incumbent.prepared, starts, answer.seats))
            if better.points > incumbent.points:
                control.tell(better.points, None)
            incumbent = better
            if incumbent.points >= incumbent.bound:
                break
        idle, rounds = (0 if incumbent.points > before else idle + 1), rounds + 1
    return incumbent
