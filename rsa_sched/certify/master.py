"""The linear program over a node's plans: what the most points would be if plans could be taken in part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from rsa_sched.certify import verify
from rsa_sched.certify.prices import LeafPrices, Plan
from rsa_sched.certify.pricing import Pricing
from rsa_sched.engine.glop import LinearProgram

DEAR = 20
"""Times the most that anybody brings: what a place costs that must be taken while no plan for it is known."""


class Master:
    """Rows for sessions, persons, dues and trips; columns for plans.

    Parameters
    ----------
    part : as the verifier reads it.
    left : what the node's decisions leave, as `Part.restricted` gives it.
    pricing : the node's items.
    toll : cost of a trip, in 64ths.
    """

    def __init__(self, part: Any, left: Any, pricing: Pricing, toll: int) -> None:
        self.part, self._toll, self._pricing, self._free = part, toll, pricing, pricing.items
        self.starts, self.must, self.heard = left
        self._alone = {key: {item.row.id: item for item in items} for key, items in self._free.items()}
        self._serves: dict[Any, set[str]] = defaultdict(set)
        for pair in part.pairs:
            for trip in pair.trips if self.starts[pair.key] else ():
                self._serves[trip].add(pair.session.id)
        self._needed = {key: {name for name, held in self.must.items() if held == key} for key in self._free}
        self._program = LinearProgram()
        self.columns: dict[Plan, Any] = {}
        self._rows()

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
        if plan in self.columns or not names or not all(name in self._alone.get(session, ()) for name in names):
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
        self.columns[plan] = self._program.column(brings / verify.SCALE, rows)
        return True

    def solve(self) -> float | None:
        """Points of the best mixture of the plans known; None where the linear solver gave up."""
        return self._program.solve()

    def duals(self) -> LeafPrices:
        """Prices of the last solution in whole 64ths, as the verifier takes them."""

        def whole(row: Any) -> int:
            return round(float(row.dual_value()) * verify.SCALE)

        persons = {o: whole(row) if o in self.heard else max(0, whole(row)) for o, row in self._owners.items()}
        rewards = {key: max(0, -whole(row)) for key, row in self._dues.items()}
        tolls = {key: max(0, whole(row)) for key, row in self._trips.items()}
        return LeafPrices(persons, rewards, tolls)

    def fitting(self, prices: LeafPrices) -> LeafPrices:
        """Of another node's prices those that may be charged here."""
        persons = {
            o: price for o, price in prices.persons.items() if o in self._owners and (price > 0 or o in self.heard)
        }
        return LeafPrices(persons, prices.rewards, self._affordable(prices.tolls))

    def _affordable(self, tolls: Mapping[Any, int]) -> dict[Any, int]:
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
        taken = {plan: float(column.solution_value()) for plan, column in self.columns.items()}
        return {plan: share for plan, share in taken.items() if share > 1e-6}

    def near(self, points: float) -> list[Plan]:
        """The plans of which one can be taken for so many points less than the last solution has."""
        return [plan for plan, column in self.columns.items() if float(column.reduced_cost()) >= -points]

    def tried(self, name: str, session: str | None, yes: bool) -> float | None:
        """What the plans known still bring once somebody is heard, or not; with a session, sits there or not."""
        owner = self.part.problem.by_id[name].owner
        mine = {row.id for row in (pair.row for pair in self.part.owners[owner])}
        closed = []
        for (key, names), column in self.columns.items():
            here = name in names and session in (None, key)
            if yes:
                other = (key == session) if session is not None and not here else not mine.isdisjoint(names)
                if not here and other:
                    closed.append(column)
            elif here:
                closed.append(column)
        least = self._owners[owner].lb()
        for column in closed:
            column.SetUb(0.0)
        if yes:
            self._owners[owner].SetLb(1.0)
        value = self._program.solve()
        for column in closed:
            column.SetUb(self._program.infinity)
        self._owners[owner].SetLb(least)
        return value
