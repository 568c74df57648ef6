"""Improving an agenda by plans: some sessions free, the plans of the others as they are, again and again.

Each step is a small component of its own: bound, pool, cuts, choice, as for the whole, in a second where the whole
takes a minute. Steps begin with few sessions; where nothing is gained any more they grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from rsa_sched.engine.colgen.around import Plans, around, points_of_plans
from rsa_sched.engine.colgen.cuts import PoolMaster, Tightened
from rsa_sched.engine.colgen.decomposition import Decomposition
from rsa_sched.engine.colgen.integer_master import Exclusion, choose
from rsa_sched.engine.colgen.pool import Proof, pool_within
from rsa_sched.engine.colgen.pricing import surplus_of
from rsa_sched.engine.colgen.remembered import Remembered
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.colgen.timetable import Timetabler
from rsa_sched.engine.control import Control
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.rules.base import Seat
from rsa_sched.rules.session_type import pool_of_session

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Ints, Mask

FIRST, GROWTH = 10, 2
"""Sessions of the first steps, and how many more where these gain nothing."""
PATIENCE = 6
"""Steps of one size without a gain, after which the next ones are larger."""
POOL = 8_000
"""Plans that a step looks through at most, and..."""
SIZE = 800
"""...those it chooses from."""
ROUNDS = 10
"""Rounds of cuts."""
NODES = 300
"""SCIP's branches for one choice."""
CHOICES = 3
"""Choices of one step, where hours exclude the first."""


@dataclass
class PlanNeighbourhoods:
    """Improves the agenda of a component, step by step.

    Attributes
    ----------
    timetabler : finds hours for plans.
    found : the best known so far.
    remembered : plans to begin with, and what hours exclude; added to.
    proof : prices of the bound, by which sessions are drawn.
    """

    timetabler: Timetabler
    found: Incumbent
    control: Control
    remembered: Remembered
    proof: Proof
    _size: int = field(default=0, init=False)
    _here: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._size = FIRST
        self._draws = self._draw()

    def improve(self, found: Incumbent, patience: int, control: Control) -> Incumbent:
        """Until so many steps in a row gain nothing, the time is up, or the agenda is proven best."""
        self.found, self.control, idle = found, control, 0
        while idle < patience and self.control.alive and not self.found.proven:
            before = self.found.points
            self._step(next(self._draws))
            idle, self._here = (0, 0) if self.found.points > before else (idle + 1, self._here + 1)
            if self._here >= PATIENCE:
                self._size, self._here = self._size + GROWTH, 0
        return self.found

    @property
    def _blocks(self) -> Decomposition:
        return self.timetabler.blocks

    def _draw(self) -> Iterator[frozenset[str]]:
        """Sessions to free: of one pool after the other, and by what their plans lack at the prices of the bound.

        What an agenda lacks of the bound it loses plan by plan; and within a pool situations change places.
        """
        random = Random(self.control.seed)  # noqa: S311 - a draw to be repeated, not a secret
        index = self.found.prepared.index
        pool_of = {one: pool_of_session(index, one) for block in self._blocks.blocks for one in block.sessions}
        sessions = sorted(pool_of)
        while True:
            drawn = random.sample(sessions, len(sessions))
            first = {pool: at for at, pool in reversed(list(enumerate(pool_of[one] for one in drawn)))}
            drawn.sort(key=lambda one: first[pool_of[one]])
            yield frozenset(drawn[: self._size])
            yield frozenset(_drawn(self._lacking(), self._size, random))

    def _lacking(self) -> dict[str, int]:
        """For each session the slack of its plan."""
        plans, prices = self._plans(), self.proof.prices
        found = {}
        for block, best in zip(self._blocks.blocks, self.proof.bests, strict=True):
            place = {item.situation: number for number, item in enumerate(block.items)}
            for session in sorted(block.sessions):
                chosen = [place[name] for name in plans.get(session, ())]
                found[session] = max(0, best - surplus_of(block, prices, chosen))
        return found

    def _step(self, free: frozenset[str]) -> None:
        """Improve the plans of these sessions."""
        plans = self._plans()
        step = around(self._blocks, plans, free)
        blocks = step.decomposition
        # hours may have cost something: what is to be surpassed is what the agenda has
        lost = points_of_plans(self._blocks, plans) + self._blocks.constant - self.found.points
        goal = step.points + blocks.constant - lost
        master = RestrictedMaster(blocks)
        for column in self.remembered.columns(blocks):
            master.add(column)
        bound = master.bound(goal, self.control)
        self.remembered.take(master)
        if bound.points <= goal or bound.cut:
            return
        part = self._part(Proof.of(blocks, bound.prices), goal)
        for _ in range(0 if part is None else CHOICES):
            assert part is not None
            fresh = self._choose(part, plans, free, goal)
            if not fresh:
                return
            self.remembered.exclusions += fresh

    def _part(self, proof: Proof, goal: int) -> Tightened | None:
        """The plans that are worth choosing from; None where there are none."""
        margin = proof.points - goal
        pool = None
        while pool is None and margin > 0 and self.control.alive:
            pool = pool_within(proof, margin, POOL)
            margin = margin * 2 // 3
        tightened = None if pool is None else PoolMaster(pool, goal).tighten(self.control, SIZE, ROUNDS)
        if tightened is None:
            return None
        useful = tightened.useful(goal + 1)
        if int(useful.sum()) > SIZE:
            useful &= _least(tightened.pool.session, tightened.slack, useful, SIZE // len(tightened.pool.sessions))
        return tightened.select(useful, goal) if useful.any() else None

    def _choose(self, part: Tightened, plans: Plans, free: frozenset[str], goal: int) -> list[Exclusion]:
        """Choose plans and find their hours; what these exclude, where the agenda did not become better."""
        pool = part.pool
        choice = choose(pool, self.remembered.exclusions, self.control, NODES, goal)
        if choice.rows is None:
            return []
        chosen = {pool.sessions[int(pool.session[row])]: pool.situations(row) for row in choice.rows}
        seats: dict[str, Seat] = {}
        fresh: list[Exclusion] = []
        staying = {session: plan for session, plan in plans.items() if session not in free}
        for _, timetable in self.timetabler.timetables({**staying, **chosen}):
            seats.update(timetable.seats)
            fresh += [one for one in timetable.exclusions if one not in self.remembered.exclusions]
        before = self.found
        self.found = before.improve_with(greedy(self._blocks.prepared, self._blocks.starts, seats))
        if self.found.points > before.points:
            self.control.tell(self.found.points, None)
            return []
        return fresh

    def _plans(self) -> dict[str, frozenset[str]]:
        """The plans of the agenda."""
        seated: dict[str, set[str]] = {}
        for name, seat in self.found.seats.items():
            seated.setdefault(seat.session, set()).add(name)
        return {session: frozenset(names) for session, names in seated.items()}


def _drawn(weights: Mapping[str, int], number: int, random: Random) -> list[str]:
    """So many of these, each the sooner the more it weighs."""
    left = {name: 1 + weight for name, weight in weights.items()}
    chosen: list[str] = []
    while left and len(chosen) < number:
        at = random.randrange(sum(left.values()))
        ends = accumulate(left.values())
        name = next(name for name, end in zip(left, ends, strict=True) if at < end)
        del left[name]
        chosen.append(name)
    return chosen


def _least(session: Ints, slack: Ints, among: Mask, number: int) -> Mask:
    """Of each session so many plans of least slack, of those that are asked for."""
    import numpy as np

    order = np.lexsort((slack, ~among, session))
    first = np.searchsorted(session[order], session[order])
    found = np.zeros(len(session), dtype=bool)
    found[order] = np.arange(len(order)) - first < number
    return found & among
