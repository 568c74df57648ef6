"""The best plan of a session, sooner than `verify` finds it: whoever asks for it need not be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

from rsa_sched.certify import verify

STEPS = 20_000
"""Of one search; where it ends earlier, the bound is merely weaker."""
NEVER = -(1 << 60)


def best_plan(problem: Any, session: Any, items: Sequence[Any], laid: Any) -> tuple[int, tuple[str, ...] | None] | None:
    """What no plan of these items surpasses (64ths), and a plan that brings so much; as `verify.best_plan`.

    Notes
    -----
    Items stand by their first trip, mostly their referent's, which is paid once, by the first of them who is seated;
    other trips are paid in shares that together never exceed them. A table holds what is still to come at best. The
    most promising beginning is pursued first; a whole plan is paid in full and laid, and waits in its new place.
    """
    order, fares = _order(session, items)
    table = _to_come(session.units, order)
    nobody: tuple[int, ...] = ()
    waiting = [(-table[0][0][session.units], 0, False, 0, 0, session.units, 0, nobody)]
    number = 0
    while waiting:
        bound, _, settled, place, here, units, worth, seated = heappop(waiting)
        if settled:
            return -bound, tuple(order[at][0].row.id for at in seated)
        if -bound <= NEVER // 2:
            return None
        if number > STEPS:
            return -bound, None
        while place < len(order):
            item, net, fare, stays = order[place]
            later = table[place + 1]
            after = worth + net - (0 if here else fare)
            with_it = without = NEVER
            if units >= item.units and len(seated) < session.size:
                with_it = after + later[stays][units - item.units]
            if not item.must:
                without = worth + later[here and stays][units]
            number += 1
            place += 1
            if with_it >= without:
                if without > NEVER // 2:
                    heappush(waiting, (-without, number, False, place, here and stays, units, worth, seated))
                here, units, worth, seated, promised = stays, units - item.units, after, (*seated, place - 1), with_it
            else:
                if with_it > NEVER // 2:
                    left = units - item.units
                    heappush(waiting, (-with_it, number, False, place, stays, left, after, (*seated, place - 1)))
                here, promised = here and stays, without
            if promised <= NEVER // 2:
                break
        else:
            chosen = [order[at][0] for at in seated]
            trips = {trip for item in chosen for trip in item.trips}
            loss = verify.hours(problem, session, chosen, laid) if chosen else 0
            if loss is not None:
                true = sum(item.gain for item in chosen) - sum(fares[trip] for trip in trips) - loss
                heappush(waiting, (-true, number, True, place, 0, 0, 0, seated))
    return None


def _order(session: Any, items: Sequence[Any]) -> tuple[list[tuple[Any, int, int, int]], dict[Any, int]]:
    """Items by their first trip, each with what it brings, that trip's cost, and whether the next has the same one."""
    riders: Counter[Any] = Counter()
    fares: dict[Any, int] = {}
    leads = {item.row.id: next(iter(item.trips), None) for item in items}
    first = set(leads.values())
    for item in items:
        fares.update(item.trips)
        riders.update(trip for trip in item.trips if trip not in first)
    each = {trip: fares[trip] // max(1, min(number, session.size)) for trip, number in riders.items()}
    ranked = []
    for item in items:
        net = item.gain - sum(each.get(trip, 0) for trip in item.trips)
        ranked.append((str(leads[item.row.id]), -net, item.row.id, item))
    ranked.sort(key=lambda entry: entry[:3])
    order = []
    for number, (lead, net, name, item) in enumerate(ranked):
        trip = leads[name]
        stays = trip is not None and number + 1 < len(ranked) and ranked[number + 1][0] == lead
        order.append((item, -net, 0 if trip is None else fares[trip], int(stays)))
    return order, fares


def _to_come(units: int, order: Sequence[tuple[Any, int, int, int]]) -> list[tuple[list[int], list[int]]]:
    """From each item on the best that is to come, by whether its first trip is paid already and by units left."""
    nothing = [0] * (units + 1)
    table = [(nothing, nothing)]
    for item, net, fare, stays in reversed(order):
        later, need = table[-1], item.units
        taken = later[stays]
        rows = []
        for here in (0, 1):
            brings = net if here else net - fare
            skipped = later[here and stays]
            if item.must:
                rows.append([NEVER] * need + [brings + taken[left] for left in range(units + 1 - need)])
            elif brings <= 0 and not stays:
                rows.append(skipped)
            else:
                grown = skipped[:need]
                for more, without in zip(taken, skipped[need:], strict=False):
                    grown.append(brings + more if brings + more > without else without)
                rows.append(grown)
        table.append((rows[0], rows[1]))
    return table[::-1]
