"""The best plan of a session, sooner than `verify` finds it: whoever asks for it need not be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import Any

from rsa_sched.certify import verify

STEPS = 20_000
"""Of one search; where it ends earlier, the bound is merely weaker."""
WHOLE, MORE = 2, 4
"""Whole plans that are looked at before the search branches; so many times more where that is of no use."""
NEVER = -(1 << 60)

Order = list[tuple[Any, int, int, int]]
"""Items with what they bring, the cost of their first trip, and whether the next one has the same."""


def best_plan(problem: Any, session: Any, items: Sequence[Any], laid: Any) -> tuple[int, tuple[str, ...] | None] | None:
    """What no plan of these items surpasses (64ths), and a plan that brings so much; as `verify.best_plan`.

    Notes
    -----
    Items stand by their first trip, mostly their referent's, which is paid once, by the first of them who is seated;
    other trips are paid in shares that together never exceed them. Where the best plan so paid owes more for a trip,
    the search branches: that trip is paid in full before anything else, or nobody takes it. Whoever could not be in a
    better plan than one that is known is left out.
    """
    known: tuple[int, tuple[str, ...] | None] = NEVER, None
    first = _Search(problem, session, items, laid)
    waiting, number, steps = [(-first.open, 0, first)], 0, 0
    while waiting:
        bound, _, search = heappop(waiting)
        if -bound <= max(known[0], NEVER // 2):
            break
        if steps > STEPS:
            return -bound, None
        steps += search.run(STEPS - steps)
        known = max(known, (search.best, search.plan), key=lambda plan: plan[0])
        for child in search.children(known[0]):
            if child.open > known[0]:
                number += 1
                heappush(waiting, (-child.open, number, child))
    return None if known[0] == NEVER else known


class _Search:
    """The most promising beginning of a plan is pursued first; a whole one is paid in full, laid, and waits again.

    `paid`: trips that are paid whoever takes them; `patience`: whole plans to look at.
    """

    def __init__(
        self,
        problem: Any,
        session: Any,
        items: Sequence[Any],
        laid: Any,
        paid: frozenset[Any] = frozenset(),
        patience: int = WHOLE,
    ) -> None:
        self._problem, self._session, self._laid, self._paid, self._patience = problem, session, laid, paid, patience
        self._order, self._fares, self._each = _order(session, items, paid)
        self._table = _to_come(session.units, self._order)
        self.best, self.plan = NEVER, tuple[str, ...]()
        self._over, self._owing = False, None
        self._constant = -sum(self._fares.get(trip, 0) for trip in paid)
        self.open = self._table[0][0][session.units] + self._constant

    def children(self, floor: int) -> Iterator[_Search]:
        """What is left to search for plans above a floor."""
        if self._over:
            return
        units, table = self._session.units, self._table[0][0]
        kept = [
            item
            for item, net, _, _ in self._order
            if item.must or (item.units <= units and net + table[units - item.units] + self._constant > floor)
        ]
        base = self._problem, self._session
        if self._owing is None:
            yield _Search(*base, kept, self._laid, self._paid, MORE * self._patience)
            return
        yield _Search(*base, kept, self._laid, self._paid | {self._owing})
        if not any(item.must and self._owing in item.trips for item in kept):
            yield _Search(*base, [item for item in kept if self._owing not in item.trips], self._laid, self._paid)

    def run(self, most: int) -> int:
        """Look for the best plan, at so many steps at most; how many there were."""
        order, table, size = self._order, self._table, self._session.size
        nobody: tuple[int, ...] = ()
        waiting = [(-self.open, 0, False, 0, 0, self._session.units, self._constant, nobody)]
        number, patience = 0, self._patience
        while waiting:
            bound, _, settled, place, here, units, worth, seated = heappop(waiting)
            if settled or -bound <= NEVER // 2:
                break
            if not patience or number > most:
                return number
            while place < len(order):
                item, net, fare, stays = order[place]
                later = table[place + 1]
                after = worth + net - (0 if here else fare)
                with_it = without = NEVER
                if units >= item.units and len(seated) < size:
                    with_it = after + later[stays][units - item.units]
                if not item.must:
                    without = worth + later[here and stays][units]
                number += 1
                place += 1
                if with_it >= without:
                    if without > NEVER // 2:
                        heappush(waiting, (-without, number, False, place, here and stays, units, worth, seated))
                    here, units, worth, promised = stays, units - item.units, after, with_it
                    seated = (*seated, place - 1)
                else:
                    if with_it > NEVER // 2:
                        left = units - item.units
                        heappush(waiting, (-with_it, number, False, place, stays, left, after, (*seated, place - 1)))
                    here, promised = here and stays, without
                if promised <= NEVER // 2:
                    break
            else:
                patience -= 1
                true = self._true([order[at][0] for at in seated])
                if true is not None:
                    heappush(waiting, (-true, number, True, place, 0, 0, 0, seated))
        self._over = True
        return number

    def _true(self, chosen: list[Any]) -> int | None:
        """What a plan brings, trips and hours paid; None where it has no hours."""
        trips = {trip for item in chosen for trip in item.trips}
        self._owing = self._owing or self._owes_most(chosen, trips)
        loss = verify.hours(self._problem, self._session, chosen, self._laid) if chosen else 0
        if loss is None:
            return None
        brings = int(sum(item.gain for item in chosen) - sum(self._fares[trip] for trip in trips) - loss)
        if brings > self.best:
            self.best, self.plan = brings, tuple(item.row.id for item in chosen)
        return brings

    def _owes_most(self, chosen: list[Any], trips: set[Any]) -> Any:
        """The trip for which a plan was charged least of what it costs; None where it was charged everything."""
        first = {next(iter(item.trips), None) for item in chosen}
        riders = Counter(trip for item in chosen for trip in item.trips)
        owed = {trip: self._fares[trip] - self._each.get(trip, 0) * riders[trip] for trip in trips - self._paid - first}
        worst = max(owed, key=lambda trip: (owed[trip], trip), default=None)
        return worst if worst is not None and owed[worst] > 0 else None


def _order(session: Any, items: Sequence[Any], paid: frozenset[Any]) -> tuple[Order, dict[Any, int], dict[Any, int]]:
    """Items by their first trip, each with what it brings, that trip's cost, and whether the next has the same one."""
    fares: dict[Any, int] = {}
    for item in items:
        fares.update(item.trips)
    leads = [next(iter(item.trips), None) for item in items]
    number = {trip: place for place, trip in enumerate(dict.fromkeys(leads))}
    riders = Counter(trip for item in items for trip in item.trips if trip not in number and trip not in paid)
    each = {trip: fares[trip] // max(1, min(count, session.size)) for trip, count in riders.items()}
    ranked: list[tuple[int, int, int, Any, Any]] = []
    for item, lead in zip(items, leads, strict=True):
        net = item.gain
        for trip in item.trips:
            if trip in each:
                net -= each[trip]
        ranked.append((number[lead], -net, len(ranked), item, lead))
    ranked.sort()
    order: Order = []
    for place, (group, loss, _, item, lead) in enumerate(ranked, 1):
        stays = lead is not None and place < len(ranked) and ranked[place][0] == group
        order.append((item, -loss, 0 if lead is None or lead in paid else fares[lead], int(stays)))
    return order, fares, each


def _to_come(units: int, order: Order) -> list[tuple[list[int], list[int]]]:
    """From each item on the best that is to come, by whether its first trip is paid already and by units left."""
    nothing = [0] * (units + 1)
    table = [(nothing, nothing)]
    for place in range(len(order) - 1, -1, -1):
        item, net, fare, stays = order[place]
        unpaid = _row(item, net - fare, table[-1][0], table[-1][stays], stays)
        paid = place and order[place - 1][3]
        table.append((unpaid, _row(item, net, table[-1][stays], table[-1][stays], stays) if paid else unpaid))
    return table[::-1]


def _row(item: Any, brings: int, without: list[int], taken: list[int], stays: int) -> list[int]:
    """What is to come, by units left, from what it is without an item and after it."""
    need = item.units
    if item.must:
        return [NEVER] * min(need, len(without)) + [brings + more for more in taken[: max(0, len(taken) - need)]]
    if brings <= 0 and not stays:
        return without
    later = [brings + more for more in taken]
    return without[:need] + [a if a > b else b for a, b in zip(later, without[need:], strict=False)]
