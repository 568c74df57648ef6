"""The best plan of a session, sooner than `verify` finds it: whoever asks for it need not be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

from rsa_sched.certify import verify

STEPS = 20_000
"""Of one search; where it ends earlier, the bound is merely weaker."""
WHOLE = (4, 16, 64)
"""Whole plans that are looked at before those are left out who could not be in a better one."""
NEVER = -(1 << 60)

Order = list[tuple[Any, int, int, int]]
"""Items with what they bring, the cost of their first trip, and whether the next one has the same."""


def best_plan(problem: Any, session: Any, items: Sequence[Any], laid: Any) -> tuple[int, tuple[str, ...] | None] | None:
    """What no plan of these items surpasses (64ths), and a plan that brings so much; as `verify.best_plan`.

    Notes
    -----
    Items stand by their first trip, mostly their referent's, which is paid once, by the first of them who is seated;
    other trips are paid in shares that together never exceed them. The fewer items there are, the larger the shares:
    so whoever could not be in a better plan than one that is known is left out, and the search begins again.
    """
    floor = NEVER
    for patience in (*WHOLE, STEPS):
        search = _Search(problem, session, items, laid)
        found = search.run(patience)
        if found is not None or search.over:
            return found
        floor = max(floor, search.best)
        items = [item for item, most in search.most() if item.must or most >= floor]
    return search.open, None


class _Search:
    """The most promising beginning of a plan is pursued first; a whole one is paid in full, laid, and waits again."""

    def __init__(self, problem: Any, session: Any, items: Sequence[Any], laid: Any) -> None:
        self._problem, self._session, self._laid = problem, session, laid
        self._order, self._fares = _order(session, items)
        self._table = _to_come(session.units, self._order)
        self.best, self.over = NEVER, False
        self.open = self._table[0][0][session.units]

    def most(self) -> list[tuple[Any, int]]:
        """What no plan with an item surpasses."""
        units, table = self._session.units, self._table[0][0]
        return [
            (item, net + table[units - item.units] if item.units <= units else NEVER) for item, net, _, _ in self._order
        ]

    def run(self, patience: int) -> tuple[int, tuple[str, ...] | None] | None:
        """The best plan; None where there is none, or none is settled among so many whole ones."""
        order, table, size = self._order, self._table, self._session.size
        nobody: tuple[int, ...] = ()
        waiting = [(-self.open, 0, False, 0, 0, self._session.units, 0, nobody)]
        number = 0
        while waiting:
            bound, _, settled, place, here, units, worth, seated = heappop(waiting)
            self.open = -bound
            if settled:
                return -bound, tuple(order[at][0].row.id for at in seated)
            if -bound <= NEVER // 2:
                break
            if not patience:
                return None
            if number > STEPS:
                return -bound, None
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
                    here, units, worth, seated, promised = (
                        stays,
                        units - item.units,
                        after,
                        (*seated, place - 1),
                        with_it,
                    )
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
                    self.best = max(self.best, true)
                    heappush(waiting, (-true, number, True, place, 0, 0, 0, seated))
        self.over = True
        return None

    def _true(self, chosen: list[Any]) -> int | None:
        """What a plan brings, trips and hours paid; None where it has no hours."""
        loss = verify.hours(self._problem, self._session, chosen, self._laid) if chosen else 0
        trips = {trip for item in chosen for trip in item.trips}
        brings = sum(item.gain for item in chosen) - sum(self._fares[trip] for trip in trips)
        return None if loss is None else int(brings - loss)


def _order(session: Any, items: Sequence[Any]) -> tuple[Order, dict[Any, int]]:
    """Items by their first trip, each with what it brings, that trip's cost, and whether the next has the same one."""
    fares: dict[Any, int] = {}
    for item in items:
        fares.update(item.trips)
    leads = [next(iter(item.trips), None) for item in items]
    number = {trip: place for place, trip in enumerate(dict.fromkeys(leads))}
    riders = Counter(trip for item in items for trip in item.trips if trip not in number)
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
        order.append((item, -loss, 0 if lead is None else fares[lead], int(stays)))
    return order, fares


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
