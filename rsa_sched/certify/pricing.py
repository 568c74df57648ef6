"""The best plans of a node's sessions at given prices, quickly; `verify` has the last word on what they prove."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rsa_sched.certify.search import best_plan

if TYPE_CHECKING:
    from rsa_sched.certify.prices import LeafPrices, Plan

SHARED = 1
"""The toll by which a trip is known that several sessions share: no full cost is so low."""


class Pricing:
    """What each session may seat in a node, kept as arrays from one round to the next.

    Whoever brings nothing beyond their price is left out of the searches: at most such a plan could be missed that
    needs somebody to sit there at a loss, to be more than one in a session or to leave no time between two others.

    Parameters
    ----------
    part : as the verifier reads it.
    starts, must : what the node's decisions leave.
    toll : cost of a trip, in 64ths.
    """

    def __init__(self, part: Any, starts: Any, must: Mapping[str, str], toll: int) -> None:
        import numpy as np

        self._part = part
        probes = {(trip[0], pair.session.id): SHARED for pair in part.pairs for trip in pair.trips} if toll else {}
        self.items: dict[str, list[Any]] = part.items(starts, must, {}, {}, probes)
        """By session; what each brings before any price."""
        flat = [(key, item) for key, items in self.items.items() for item in items]
        for key, item in flat:
            item.base, item.fares = item.gain, {trip: fare for trip, fare in item.trips.items() if fare != SHARED}
            item.tolls = [(trip, (trip[0], key)) for trip, fare in item.trips.items() if fare == SHARED]
        self._flat = flat
        self.owners = list(dict.fromkeys(item.row.owner for _, item in flat))
        owner_at = {owner: number for number, owner in enumerate(self.owners)}
        due_at = {due: number for number, due in enumerate(part.lacks)}
        self._base = np.array([item.base for _, item in flat], dtype=np.int64)
        self._units = np.array([item.units for _, item in flat], dtype=np.int64)
        self._owner = np.array([owner_at[item.row.owner] for _, item in flat], dtype=np.int64)
        self._due = np.array([due_at.get(item.row.due, len(due_at)) for _, item in flat], dtype=np.int64)
        self._must = np.array([item.must for _, item in flat], dtype=bool)
        self._relief = {due: self._reliefs(due, lacks) for due, lacks in part.lacks.items()}

    def _reliefs(self, due: Any, lacks: list[int]) -> tuple[Any, Any]:
        """All units that can be granted of a due, and what is then lost by the shortfall."""
        import numpy as np

        sums = 1  # a bit for each sum
        for row in {item.row.id: item.row for _, item in self._flat if item.row.due == due}.values():
            sums |= sums << row.units
        granted = [units for units in range(sums.bit_length()) if sums >> units & 1]
        lost = [-lacks[max(0, len(lacks) - 1 - units)] for units in granted]
        return np.array(granted, dtype=np.int64), np.array(lost, dtype=np.int64)

    def balance(self, prices: LeafPrices) -> int:
        """What prices prove but for the plans: seats paid, shortfalls at leisure."""
        total = sum(prices.persons.get(owner, 0) for owner in self.owners)
        for due, (granted, lost) in self._relief.items():
            total += int((lost - prices.rewards.get(due, 0) * granted).max())
        return total

    def best(self, prices: LeafPrices) -> Iterator[tuple[str, int, tuple[str, ...] | None] | None]:
        """For each session the best plan and its worth; None where there is none that holds all who must sit there."""
        import numpy as np

        persons = np.array([prices.persons.get(owner, 0) for owner in self.owners], dtype=np.int64)
        rewards = np.array([*(prices.rewards.get(due, 0) for due in self._part.lacks), 0], dtype=np.int64)
        gain = self._base - persons[self._owner] + rewards[self._due] * self._units if len(self._flat) else self._base
        found: dict[str, list[Any]] = defaultdict(list)
        for place in np.flatnonzero((gain > 0) | self._must).tolist():
            key, item = self._flat[place]
            item.gain, item.trips = int(gain[place]), item.fares
            if item.tolls:
                shared = {trip: prices.tolls.get(toll, 0) for trip, toll in item.tolls}
                item.trips = item.fares | {trip: fare for trip, fare in shared.items() if fare}
            found[key].append(item)
        problem = self._part.problem
        for key, items in found.items():
            best = best_plan(problem, problem.sessions[key], items, self._part.laid)
            yield None if best is None else (key, *best)

    def guess(self, plans: Iterable[Plan]) -> dict[Any, int]:
        """Prices of persons to begin with, where a session's units cost what the least of an agenda's seats there pays.

        Whoever could pay more has that as their price; trips are paid by two.
        """
        seated = {key: set(names) for key, names in plans}
        net = [(key, item, item.base - sum(item.fares.values()) // 2) for key, item in self._flat]
        rates: dict[str, int] = {}
        for key, item, brings in net:
            if item.row.id in seated.get(key, ()):
                rates[key] = max(0, min(rates.get(key, brings // item.units), brings // item.units))
        found = dict.fromkeys(self.owners, 0)
        for key, item, brings in net:
            found[item.row.owner] = max(found[item.row.owner], brings - rates.get(key, 0) * item.units)
        return {owner: price for owner, price in found.items() if price > 0}
