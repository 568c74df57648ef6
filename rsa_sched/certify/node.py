"""One node of a part's tree: prices for what its decisions leave, from columns priced by the verifier's own search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.certify import verify
from rsa_sched.engine.glop import LinearProgram

SMOOTHING = 0.7
"""Weight of the prices of before: duals of early rounds swing widely (Wentges 1997)."""
ROUNDS = 400
AT_ONCE = 24
"""Situations of a session among which plans are sought between two exact rounds."""
EXACT = 4
"""One round of so many is exact."""
CLOSE = 0.05
"""Where the bound is so many points from the master, further rounds change nothing."""
DEAR = 1e7
"""Points that a place costs which must be taken while no plan for it is known."""

Decisions = tuple[tuple[Any, bool], ...]
"""Branches (`situation`, `session`, `before`) and whether they were taken."""
Plan = tuple[str, tuple[str, ...]]
"""A session and who sits there."""


@dataclass
class LeafPrices:
    """What a leaf charges, in whole 64ths: by owner, by due, by (professional, session)."""

    persons: dict[Any, int] = field(default_factory=dict)
    rewards: dict[Any, int] = field(default_factory=dict)
    tolls: dict[Any, int] = field(default_factory=dict)

    def towards(self, other: LeafPrices, kept: float) -> LeafPrices:
        """Part of the way to other prices."""

        def mixed(old: Mapping[Any, int], new: Mapping[Any, int]) -> dict[Any, int]:
            found = {key: round(kept * old.get(key, 0) + (1 - kept) * new.get(key, 0)) for key in {**old, **new}}
            return {key: price for key, price in found.items() if price}

        return LeafPrices(
            mixed(self.persons, other.persons), mixed(self.rewards, other.rewards), mixed(self.tolls, other.tolls)
        )


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
        self._free = part.items(self.starts, self.must, {}, {}, {})
        self._alone = {key: {item.row.id: item for item in items} for key, items in self._free.items()}
        self._serves: dict[Any, set[str]] = defaultdict(set)
        for pair in part.pairs:
            for trip in pair.trips if self.starts[pair.key] else ():
                self._serves[trip].add(pair.session.id)
        self._toll = 2 * verify.SCALE * part.problem.rules.trip_days
        self._program = LinearProgram()
        self._columns: dict[Plan, Any] = {}
        self._rows()
        for plan in plans:
            self.add(plan)

    def _rows(self) -> None:
        part, row = self.part, self._program.row
        held = set(self.must.values())
        self._sessions = {key: row(1.0 if key in held else None, 1.0) for key in part.sessions if self._free[key]}
        open_to = dict.fromkeys(item.row.owner for items in self._free.values() for item in items)
        self._owners = {owner: row(1.0 if owner in self.heard else None, 1.0) for owner in open_to}
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
        for key in held:
            self._program.column(-DEAR, {self._sessions[key]: 1.0})
        for owner in self.heard:
            self._program.column(-DEAR, {self._owners[owner]: 1.0})

    def add(self, plan: Plan) -> bool:
        """Take a plan into the master; False where it is there already or does not fit the decisions."""
        session, names = plan
        if plan in self._columns or not names or not all(name in self._alone.get(session, ()) for name in names):
            return False
        if not {name for name, key in self.must.items() if key == session} <= set(names):
            return False
        items = [self._alone[session][name] for name in names]
        loss = verify.hours(self.part.problem, self.part.problem.sessions[session], items, self.part.laid)
        if loss is None:
            return False
        place = self.part.problem.sessions[session]
        trips = {trip for item in items for trip in verify.trips_of(self.part.problem, item.row, place)}
        own = sum(self._toll for trip in trips if len(self._serves[trip]) == 1)
        rows: Counter[Any] = Counter({self._sessions[session]: 1})
        for item in items:
            rows[self._owners[item.row.owner]] += 1
            if item.row.due in self._dues:
                rows[self._dues[item.row.due]] += item.units
        for trip in trips:
            if (trip[0], session) in self._trips and len(self._serves[trip]) > 1:
                rows[self._trips[trip[0], session]] += 1
        brings = sum(item.gain for item in items) - own - loss
        self._columns[plan] = self._program.column(brings / verify.SCALE, rows)
        return True

    def bound(self, goal: int, prices: LeafPrices, alive: Callable[[], bool]) -> Bounded:
        """Generate plans until the bound meets the goal (whole points), the master, or the end of the time.

        Between two exact rounds plans are sought among the situations that bring most alone. Prices are taken part of
        the way from the best known ones to the master's, all the way where that brings nothing new.
        """
        if self.left is None:
            return Bounded(None)
        best: int | None = None
        centre, kept, quick = prices, SMOOTHING, False
        for number in range(ROUNDS):
            total, fresh = self._price(prices, AT_ONCE if quick else None)
            if not quick:
                if total is None:
                    return Bounded(None)
                if best is None or total < best:
                    best, centre = total, prices
                if best // verify.SCALE <= goal:
                    break
            if number and not alive():
                break
            master = self._program.solve()
            if master is None or (best is not None and best / verify.SCALE - master < CLOSE):
                break
            if fresh:
                kept = SMOOTHING
            elif not quick and kept == 0.0:
                break  # the master's own prices bring nothing new: this is its value
            elif not quick:
                kept = 0.0 if kept < 0.3 else kept / 2
            quick = fresh and number % EXACT != EXACT - 1
            prices = self.fitting(centre.towards(self._duals(), kept))
        return Bounded(best, centre, tuple(self._columns), self.mixture())

    def fitting(self, prices: LeafPrices) -> LeafPrices:
        """Of another node's prices those that may be charged here."""
        persons = {
            o: price for o, price in prices.persons.items() if o in self._owners and (price > 0 or o in self.heard)
        }
        return LeafPrices(persons, prices.rewards, self.affordable(prices.tolls))

    def _price(self, prices: LeafPrices, among: int | None) -> tuple[int | None, bool]:
        """What these prices prove, and whether plans came of it that the master did not know.

        `among`: look only at so many situations of each session; then nothing is proven.
        """
        part = self.part
        total = sum(price for owner, price in prices.persons.items() if owner in self._owners)
        if among is None:
            total += sum(part.most_of_due(key, prices.rewards.get(key, 0), self.starts) for key in part.lacks)
        fresh = False
        items = part.items(self.starts, self.must, prices.persons, prices.rewards, prices.tolls)
        for session, found in items.items():
            if among is not None and len(found) > among:
                found.sort(key=lambda item: (not item.must, -item.gain / item.units, item.row.id))
                del found[among:]
            best = verify.best_plan(part.problem, part.problem.sessions[session], found, part.laid)
            if best is None:
                if among is None:
                    return None, False
                continue
            total += best[0]
            fresh |= bool(best[1]) and self.add((session, tuple(sorted(best[1]))))
        return total, fresh

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
