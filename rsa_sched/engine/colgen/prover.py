"""The best agenda of a component by its plans, proven: bound, pool, cuts, choice, hours, and again until they agree.

1. `restricted_master`: the bound of session plans, and the prices that prove it.
2. `enumeration`, `pool`: every plan that an agenda near the bound may use.
3. `cuts`: the bound over the pool, tightened; plans that it rules out are dropped.
4. `redrawing`: where the pool lacks plans, another one at the prices of the cuts.
5. `integer_master`: the best plans of the pool together, in whole numbers.
6. `timetable`: hours for them. What has none, or costs waiting, is excluded, and step 5 chooses again.

An agenda with a plan outside the pool has no more points than `Pool.outside`. So the bound holds however small the
pool: it is the greater of that and of what is proven inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rsa_sched.engine.colgen.cuts import ROUNDS, PoolMaster, Tightened
from rsa_sched.engine.colgen.decomposition import SCALE
from rsa_sched.engine.colgen.integer_master import Exclusion, IntegerChoice, choose
from rsa_sched.engine.colgen.pool import Pool, Proof, pool_within
from rsa_sched.engine.colgen.pricing import Prices
from rsa_sched.engine.colgen.redrawing import redraw
from rsa_sched.engine.colgen.timetable import Timetabler
from rsa_sched.engine.control import Control
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.heap import give_back, room_for_solver
from rsa_sched.rules.base import Seat

NOBODY = -(1 << 50)
"""Points of no agenda."""
NARROW = 8
"""Points of the first pool's margin."""
FEW = 4_000
"""Plans from which it is worth choosing before the margin is as wide as the known agenda asks for."""
FIRST = 6
"""Rounds of cuts over the first pool."""
ENOUGH = 1_000
"""Plans of which cuts are of no more use: SCIP sees at once what is best."""
FAR = 4
"""How far beyond the largest pool the one that is wanted may seem to lie."""
MOST, LARGE = 300_000, 16_000
"""Plans of the largest pool that is drawn up, and of one whose memory is worth giving back."""
SIZES = (1_500, 6_000, 16_000, 60_000)
"""Plans among which SCIP chooses, one size after the other, until the choice is proven."""
BRIEF = 20
"""SCIP's branches where plans are many: in so few it often sees that none of them, or which, are better, and else..."""
NODES = 2_000
"""SCIP's branches for one choice."""
REDRAWS, DRAWN = 6, 300_000
"""Pools that are drawn anew at the prices of cuts, at most, and the plans of one."""
CHOICES = 40
"""Choices at one size."""


@dataclass
class Prover:
    """Improves what is known of a component by its plans.

    Attributes
    ----------
    timetabler : finds hours for its plans.
    found : the best known so far; a bound, an agenda.
    narrow : points of the first pool's margin.
    choices : made again at one size because the timetable excluded something, at most.
    exclusions : known of the component and its variants; added to.
    polish : improves the agenda before the plans are drawn up that a better one may use: the better, the fewer.
    made : choices so far.
    """

    timetabler: Timetabler
    found: Incumbent
    control: Control
    narrow: int = NARROW
    choices: int = CHOICES
    exclusions: list[Exclusion] = field(default_factory=list)
    polish: Callable[[Incumbent], Incumbent] = lambda found: found
    made: int = field(default=0, init=False)

    def prove(self, prices: Prices) -> Incumbent:
        """Until the agenda is proven best, the time is up, or the pool is too large to choose from."""
        self.decomposition = self.timetabler.blocks
        proof = Proof.of(self.decomposition, prices)
        self._update_bound(proof.points)
        pool, whole = self._first(proof), False
        while pool is not None and self._open():
            before, outside, large = self.found.points, pool.outside, len(pool) > LARGE
            tightened = self._tighten(pool, before if whole else NOBODY)
            pool = None  # most of it is of no use any more: not to be kept beside the solver of the choice
            if large:
                give_back()
            self._choose(tightened, SIZES[:1])
            if not whole and self._open():
                self.found = self.polish(self.found)
            wider = self._wider(proof, outside)
            if wider is None and whole and outside > self.found.points and self._open():
                wider = self._redrawn(proof, outside)
            if wider is None:
                self._choose(tightened, SIZES[1:])
                if self.found.points == before:
                    break
                # the better the known agenda, the narrower the margin that holds every better one
                wider = self._wider(proof, outside)
            whole = True
            if wider is not None:
                pool = wider
            elif tightened is not None:
                pool = tightened.pool
            del tightened, wider
        return self.found

    def _first(self, proof: Proof) -> Pool | None:
        """A pool just large enough to choose from; None where the plans near the bound are beyond counting."""
        margin = self.narrow
        while self.control.alive:
            wanted = proof.points - self.found.points
            pool = pool_within(proof, min(margin, wanted), MOST)
            if pool is None or len(pool) * wanted > FAR * MOST * margin:
                break  # pools grow faster than their margins
            if margin >= wanted or len(pool) >= FEW:
                return pool
            margin *= 2
        return None

    def _wider(self, proof: Proof, outside: int) -> Pool | None:
        """A pool that leaves less outside than so many points; None where there is no need, or none."""
        if outside <= self.found.points or not self._open():
            return None
        wider = self._widest(proof)
        return wider if wider is not None and wider.outside < outside else None

    def _redrawn(self, proof: Proof, outside: int) -> Pool | None:
        """A pool that leaves less outside, at the prices of cuts; None where there is none."""
        known, pool, found = self.found.points, self._widest(proof), None
        for _ in range(REDRAWS):
            if pool is None or not self._open():
                break
            master = PoolMaster(pool, known, only_dearer=True)
            tightened = master.tighten(self.control)
            drawn = None if tightened is None else redraw(tightened, master.sides, known, DRAWN)
            if drawn is None:
                break
            self._update_bound(drawn[1])
            if drawn[0].outside < outside:
                found, outside = drawn[0], drawn[0].outside
            if outside <= known:
                break
            pool = pool.joined(drawn[0])  # with what prices would have called for
        return found

    def _widest(self, proof: Proof) -> Pool | None:
        """Every plan that a better agenda than the known one may use, or as many as can be looked through."""
        margin = proof.points - self.found.points
        while margin > NARROW and self.control.alive:
            pool = pool_within(proof, margin, MOST)
            if pool is not None:
                return pool
            margin = margin * 9 // 10
        return None

    def _tighten(self, pool: Pool, known: int) -> Tightened | None:
        """The bound over a pool with cuts; None where there is no time for it.

        Parameters
        ----------
        known : points of an agenda that is to be surpassed; `NOBODY` where the pool holds but a few of the plans.
        """
        rounds = FIRST if known == NOBODY else ROUNDS
        tightened = PoolMaster(pool, known).tighten(self.control, ENOUGH, rounds)
        if tightened is not None:
            self._update_bound(max(tightened.points, pool.outside))
        return tightened

    def _choose(self, tightened: Tightened | None, sizes: Sequence[int]) -> None:
        """Choose from ever more of a pool, until what is left out cannot be better."""
        for size in sizes:
            if tightened is None or not self._open():
                return
            part = self._part(tightened, size)
            self._choose_and_timetable(part)
            if part.pool.outside <= self.found.points:
                return

    def _part(self, tightened: Tightened, size: int) -> Tightened:
        """About so many plans of least slack, or as many as an agenda better than the known one may use."""
        import numpy as np

        constant = self.decomposition.constant
        goal = self.found.points + 1
        if int(tightened.useful(goal).sum()) > size:
            widest = int(np.partition(tightened.slack, size)[size])
            goal = max(goal, (tightened.total - widest) // SCALE + constant + 1)
        return tightened.select(tightened.useful(goal), goal - 1)

    def _choose_and_timetable(self, part: Tightened) -> None:
        pool = part.pool
        for _ in range(self.choices):
            if not self._open():
                return
            self.made += 1
            choice = self._choice(part)
            if choice.bound is not None:
                self._update_bound(max(choice.bound, pool.outside))
            if choice.rows is None or choice.points <= self.found.points or self.found.proven:
                return
            fresh = self._timetable(pool, choice)
            if not fresh or self.found.proven:
                return
            self.exclusions += fresh

    def _choice(self, part: Tightened) -> IntegerChoice:
        """The best plans, where they are better than what is known; of many, where that is not seen soon, with cuts."""
        many = len(part.pool) > FEW
        nodes = BRIEF if many else NODES
        with room_for_solver(many):
            choice = choose(part.pool, self.exclusions, self.control, nodes, self.found.points)
        if choice.finished or not many or not self.control.alive:
            return choice
        with room_for_solver(many):
            return choose(part.pool, self.exclusions, self.control, NODES, cuts=part.rows)

    def _timetable(self, pool: Pool, choice: IntegerChoice) -> list[Exclusion]:
        """Hours for a choice; what of it can have hours becomes the incumbent where that is better."""
        assert choice.rows is not None
        sessions = {pool.sessions[int(pool.session[row])]: pool.situations(row) for row in choice.rows}
        seats: dict[str, Seat] = {}
        fresh: list[Exclusion] = []
        for _, timetable in self.timetabler.timetables(sessions):
            seats.update(timetable.seats)
            fresh += [exclusion for exclusion in timetable.exclusions if exclusion not in self.exclusions]
        self._update_agenda(greedy(self.decomposition.prepared, self.decomposition.starts, seats))
        return fresh

    def _update_agenda(self, seats: Mapping[str, Seat]) -> None:
        before, self.found = self.found, self.found.improve_with(seats)
        if self.found.points > before.points:
            self.control.tell(self.found.points, None)

    def _update_bound(self, points: int) -> None:
        if self.found.points > self.found.bound:
            return  # a contradiction is not to be covered up
        bound = max(points, self.found.points)
        if bound < self.found.bound:
            self.found = replace(self.found, bound=bound)
            self.control.tell(self.found.points, bound)

    def _open(self) -> bool:
        return self.control.alive and not self.found.proven
