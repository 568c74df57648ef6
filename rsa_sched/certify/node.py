"""One node of a part's tree: prices for what its decisions leave, from plans generated at the prices of a master."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.certify import verify
from rsa_sched.certify.branching import Decisions, choose
from rsa_sched.certify.master import Master
from rsa_sched.certify.prices import LeafPrices, Plan
from rsa_sched.certify.pricing import Pricing
from rsa_sched.certify.search import best_plan

SMOOTHING, CAREFUL, STEP = 0.5, 0.9, 0.1
"""Weight of the best prices of before, at least and at most, as duals of early rounds swing widely (Wentges 1997): more
where the last round made nothing better."""
ROUNDS = 400
CLOSE = 0.05
"""Where the bound is so many points from the master, further rounds change nothing."""
LITTLE, SMALL = 0.1, 1e-4
"""Nor are they worth it for so little of what is missing to the goal, and of the whole: branches gain more."""

NEAR = 5
"""Of what is missing, so many times: plans that cost more are not handed on."""


@dataclass
class Bounded:
    """What a node proves: `total` in 64ths, by `prices`; None where no agenda takes its decisions.

    `plans`: those near its best; `split`: what to decide next, where the goal is not met.
    """

    total: int | None
    prices: LeafPrices = field(default_factory=LeafPrices)
    plans: tuple[Plan, ...] = ()
    split: Any = None


class Node:
    """The master over plans, within what decisions leave of a part."""

    def __init__(self, part: Any, decisions: Decisions, plans: Iterable[Plan] = ()) -> None:
        self.part, self._decisions = part, decisions
        self.left = part.restricted(decisions)
        if self.left is None:
            return
        toll = 2 * verify.SCALE * part.problem.rules.trip_days
        self._pricing = Pricing(part, self.left[0], self.left[1], toll)
        self._master = Master(part, self.left, self._pricing, toll)
        for plan in plans:
            self._master.add(plan)

    def bound(self, goal: int, start: LeafPrices | None, alive: Callable[[], bool]) -> Bounded:
        """Generate plans until the bound meets the goal (whole points), comes close to the master, or the time is up.

        Prices are taken part of the way from the best known ones to the master's, all the way where that brings
        nothing new. A bound that meets the goal is confirmed by the verifier's own search; from then on that is used.

        Parameters
        ----------
        start : prices to begin with; None for a guess from the plans known, taken for an agenda.
        """
        if self.left is None:
            return Bounded(None)
        best: int | None = None
        begun = LeafPrices(self._pricing.guess(self._master.columns)) if start is None else start
        centre = prices = self._master.fitting(begun)
        kept, exact = SMOOTHING, False
        for number in range(ROUNDS):
            total, fresh = self._price(prices, exact)
            if total is None and exact:
                return Bounded(None)
            if total is None:  # somebody who must sit there may need company at a loss, which `Pricing` leaves out
                exact = True
                continue
            better = best is None or total < best
            if best is None or better:
                best, centre = total, prices
            if best // verify.SCALE <= goal:
                if exact:
                    break
                best, prices, exact, kept = None, centre, True, SMOOTHING
                continue
            master = self._master.solve() if not number or alive() else None
            if master is None:
                break
            points = best / verify.SCALE
            if points - master < max(CLOSE, min(LITTLE * (points - goal), SMALL * abs(points))):
                break
            if fresh:
                kept = max(SMOOTHING, kept - STEP) if better else min(CAREFUL, kept + STEP)
            elif kept == 0.0:
                break  # the master's own prices bring nothing new: this is its value
            else:
                kept = 0.0 if kept < 0.3 else kept / 2
            prices = self._master.fitting(centre.towards(self._master.duals(), kept))
        return self._bounded(best, centre, goal)

    def _bounded(self, best: int | None, prices: LeafPrices, goal: int) -> Bounded:
        """What came of it, and what to decide next where that is not enough."""
        if best is None or best // verify.SCALE <= goal or self._master.solve() is None:
            return Bounded(best, prices, tuple(self._master.columns))
        missing = best / verify.SCALE - goal
        return Bounded(
            best, prices, tuple(self._master.near(NEAR * missing)), choose(self._master, missing, self._decisions)
        )

    def _price(self, prices: LeafPrices, exact: bool) -> tuple[int | None, bool]:
        """What these prices prove, and whether plans came of it that the master did not know; None: no plan somewhere.

        `exact`: as the verifier does it.
        """
        total, fresh = self._pricing.balance(prices), False
        for answer in self._exactly(prices) if exact else self._pricing.best(prices):
            if answer is None:
                return None, False
            session, brings, names = answer
            total += brings
            fresh |= bool(names) and self._master.add((session, tuple(sorted(names or ()))))
        return total, fresh

    def _exactly(self, prices: LeafPrices) -> Iterator[tuple[str, int, tuple[str, ...] | None] | None]:
        part = self.part
        items = part.items(*self.left[:2], prices.persons, prices.rewards, prices.tolls)
        for session, found in items.items():
            best = best_plan(part.problem, part.problem.sessions[session], found, part.laid)
            yield None if best is None else (session, *best)
