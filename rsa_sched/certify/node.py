"""One node of a part's tree: prices for what its decisions leave, from columns priced by the verifier's own search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.certify import verify
from rsa_sched.certify.prices import LeafPrices, Plan
from rsa_sched.certify.pricing import Pricing
from rsa_sched.engine.glop import LinearProgram

SMOOTHING = 0.7
"""Weight of the prices of before: duals of early rounds swing widely (Wentges 1997)."""
ROUNDS = 400
CLOSE = 0.05
"""Where the bound is so many points from the master, further rounds change nothing."""
LITTLE = 0.1
"""Nor are they worth it for so little of what is missing to the goal: branches gain more."""
DEAR = 20
"""Times the most that anybody brings: what a place costs that must be taken while no plan for it is known."""

Decisions = tuple[tuple[Any, bool], ...]
"""Branches (`situation`, `session`, `before`) and whether they were taken."""


@dataclass
class Bounded:
    """What a node proves: `total` in 64ths, by `prices`; None where no agenda takes its decisions.

    `mixture`: how much of each plan the last linear solution takes.
    """

    total: int | None
    prices: LeafPrices = field(default_factory=LeafPrices)
    plans: tuple[Plan, ...] = ()
    mixture: Mapping[Plan, float] = field(default_factory=dict)


class Node:
    """The linear master over plans, within what decisions leave of a part."""

    def __init__(self, part: Any, decisions: Decisions, plans: Iterable[Plan] = ()) -> None:
        self.part = part
        self.left = part.restricted(decisions)
        if self.left is None:
            return
        self.starts, self.must, self.heard = self.left
        self._toll = 2 * verify.SCALE * part.problem.rules.trip_days
        self._pricing = Pricing(part, self.starts, self.must, self._toll)
        self._free = self._pricing.items
        self._alone = {key: {item.row.id: item for item in items} for key, items in self._free.items()}
        self._serves: dict[Any, set[str]] = defaultdict(set)
        for pair in part.pairs:
            for trip in pair.trips if self.starts[pair.key] else ():
                self._serves[trip].add(pair.session.id)
        self._needed = {key: {name for name, held in self.must.items() if held == key} for key in self._free}
        self._program = LinearProgram()
        self._columns: dict[Plan, Any] = {}
        self._rows()
        for plan in plans:
            self.add(plan)

    def _rows(self) -> None:
        part, row = self.part, self._program.row
        held = set(self.must.values())
        self._sessions = {key: row(1.0 if key in held else None, 1.0) for key in part.sessions if self._free[key]}
        self._owners = {owner: row(1.0 if owner in self.heard else None, 1.0) for owner in self._pricing.owners}
        self._dues = {}
        for key, lacks in part.lacks.items():
            due = self._dues[key] = row(float(len(lacks) - 1), None)
            for units in range(1, len(lacks)):
                self._program.column(-(lacks[units] - lacks[units - 1]) / verify.SCALE, {due: 1.0}, 1.0)
        self._trips: dict[Any, Any] = {}
        for trip, sessions in self._serves.items():
            if len(sessions) > 1 and self._toll:
                rows = {key: row(None, 0.0) for key in sorted(sessions)}
                self._trips |= {(trip[0], key): one for key, one in rows.items()}
                self._program.column(-self._toll / verify.SCALE, dict.fromkeys(rows.values(), -1.0))
        most = max((item.base for items in self._free.values() for item in items), default=0) / verify.SCALE
        for key in held:
            self._program.column(-DEAR * (most + 1), {self._sessions[key]: 1.0})
        for owner in self.heard:
            self._program.column(-DEAR * (most + 1), {self._owners[owner]: 1.0})

    def add(self, plan: Plan) -> bool:
        """Take a plan into the master; False where it is there already or does not fit the decisions."""
        session, names = plan
        if plan in self._columns or not names or not all(name in self._alone.get(session, ()) for name in names):
            return False
        if not self._needed[session].issubset(names):
            return False
        items = [self._alone[session][name] for name in names]
        loss = verify.hours(self.part.problem, self.part.problem.sessions[session], items, self.part.laid)
        if loss is None:
            return False
        trips = {trip for item in items for trip in (*item.fares, *(trip for trip, _ in item.tolls))}
        own = sum(self._toll for trip in trips if len(self._serves[trip]) == 1)
        rows: Counter[Any] = Counter({self._sessions[session]: 1})
        for item in items:
            rows[self._owners[item.row.owner]] += 1
            if item.row.due in self._dues:
                rows[self._dues[item.row.due]] += item.units
        for trip in trips:
            if len(self._serves[trip]) > 1:
                rows[self._trips[trip[0], session]] += 1
        brings = sum(item.base for item in items) - own - loss
        self._columns[plan] = self._program.column(brings / verify.SCALE, rows)
        return True

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
        begun = LeafPrices(self._pricing.guess(self._columns)) if start is None else start
        centre = prices = self.fitting(begun)
        kept, exact = SMOOTHING, False
        for number in range(ROUNDS):
            total, fresh = self._price(prices, exact)
            if total is None and exact:
                return Bounded(None)
            if total is not None and (best is None or total < best):
                best, centre = total, prices
            if best is None or best // verify.SCALE <= goal:
                if exact:
                    break
                best, prices, exact = None, centre, True
                continue
            master = self._program.solve() if not number or alive() else None
            if master is None or best / verify.SCALE - master < max(CLOSE, LITTLE * (best / verify.SCALE - goal)):
                break
            if fresh:
                kept = SMOOTHING
            elif kept == 0.0:
                break  # the master's own prices bring nothing new: this is its value
            else:
                kept = 0.0 if kept < 0.3 else kept / 2
            prices = self.fitting(centre.towards(self._duals(), kept))
        return Bounded(best, centre, tuple(self._columns), self.mixture())

    def fitting(self, prices: LeafPrices) -> LeafPrices:
        """Of another node's prices those that may be charged here."""
        persons = {
            o: price for o, price in prices.persons.items() if o in self._owners and (price > 0 or o in self.heard)
        }
        return LeafPrices(persons, prices.rewards, self.affordable(prices.tolls))

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
            fresh |= bool(names) and self.add((session, tuple(sorted(names or ()))))
        return total, fresh

    def _exactly(self, prices: LeafPrices) -> Iterator[tuple[str, int, tuple[str, ...] | None] | None]:
        part = self.part
        items = part.items(self.starts, self.must, prices.persons, prices.rewards, prices.tolls)
        for session, found in items.items():
            best = verify.best_plan(part.problem, part.problem.sessions[session], found, part.laid)
            yield None if best is None else (session, *best)

    def _duals(self) -> LeafPrices:
        """Prices of the last solution in whole 64ths, as the verifier takes them."""

        def whole(row: Any) -> int:
            return round(float(row.dual_value()) * verify.SCALE)

        persons = {o: whole(row) if o in self.heard else max(0, whole(row)) for o, row in self._owners.items()}
        rewards = {key: max(0, -whole(row)) for key, row in self._dues.items()}
        tolls = {key: max(0, whole(row)) for key, row in self._trips.items()}
        return LeafPrices(persons, rewards, tolls)

    def affordable(self, tolls: Mapping[Any, int]) -> dict[Any, int]:
        """Tolls that together are no more than their trip costs."""
        spent: Counter[Any] = Counter()
        found = {}
        for (who, session), toll in sorted(tolls.items()):
            place = self.part.problem.sessions[session]
            trip = who, place.venue, place.day
            found[who, session] = min(toll, self._toll - spent[trip])
            spent[trip] += found[who, session]
        return {key: toll for key, toll in found.items() if toll}

    def mixture(self) -> dict[Plan, float]:
        """How much of each plan the last solution takes."""
        if self._program.solve() is None:
            return {}
        taken = {plan: float(column.solution_value()) for plan, column in self._columns.items()}
        return {plan: share for plan, share in taken.items() if share > 1e-6}
