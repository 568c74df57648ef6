"""Components too large for one model: a bound and an agenda from session plans, proven where the plans are few enough.

1. `plans.master`: the bound of session plans.
2. `plans.dive`: an agenda out of the master, laid on the clock.
3. `plans.proof`: where every plan near the bound can be drawn up, the best agenda, proven.
4. `neighbourhoods`: else the agenda is improved piece by piece, by CP-SAT, until nothing helps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from rsa_sched.engine.colgen.decomposition import Decomposition, decomposition
from rsa_sched.engine.colgen.diving import dive
from rsa_sched.engine.colgen.prover import Prover
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.colgen.timetable import Timetabler
from rsa_sched.engine.cpsat.pins import pins_hold
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent, points_of
from rsa_sched.engine.keeping import keeps, others
from rsa_sched.engine.lns import improve_by_neighbourhoods
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.stop import Stop
from rsa_sched.rules.base import Seat

STARTS = 4_000
"""Up to so many starts CP-SAT is asked for the whole."""
BOUND_SHARE = 0.4
"""Of the time, so much at most for the bound of session plans."""


def is_large(starts: Options) -> bool:
    """Whether one model of the whole would be neither proven nor improved in a reasonable time."""
    return sum(map(len, starts.values())) > STARTS


def improve_by_plans(
    floor: Incumbent,
    seconds: float | None,
    seed: int,
    stop: Stop,
    tell: Callable[[int, int | None], None],
    starts: Options | None = None,
) -> Incumbent:
    """Bound a component, then improve its agenda until the gap is closed, the time is up or nothing helps.

    Without a time limit the work is counted, not the clock: the result is the same on any machine.
    """
    began = time.monotonic()

    def left(share: float = 1.0) -> float | None:
        return None if seconds is None else share * seconds - (time.monotonic() - began)

    def alive(share: float = 1.0) -> bool:
        rest = left(share)
        return not stop.asked and (rest is None or rest > 0)

    blocks = decomposition(floor.prepared, options(floor.prepared) if starts is None else starts)
    master = RestrictedMaster(blocks)
    bound = master.bound(floor.points, lambda: alive(BOUND_SHARE), lambda bound: tell(floor.points, bound))
    if bound.points < floor.points:
        return replace(floor, cut=True, alarms=(f"the plans' bound {bound.points} lies below a known agenda",))
    found = replace(floor, bound=min(floor.bound, bound.points), cut=bound.cut)
    clock = Timetabler(floor.prepared, blocks.starts, stop, left)
    seats, broken = _laid(blocks, clock, dive(master, blocks, alive))
    found = _better(found, seats, tell)
    if not bound.cut:
        found = Prover(blocks, clock, found, stop, left, tell).prove(bound.prices)
    if found.points > found.bound:
        return _contradicted(floor, found)
    if found.proven or not alive():
        return replace(found, cut=found.cut or not found.proven)
    seats, points, cut = improve_by_neighbourhoods(
        found.prepared,
        blocks.starts,
        found.seats,
        found.points,
        goal=found.bound,
        seed=seed,
        stop=stop,
        left=left,
        count=points_of,
        tell=tell,
        first=broken,
    )
    found = replace(found, seats=seats, points=points, cut=cut or found.cut)
    return _contradicted(floor, found) if points > found.bound else found


def _contradicted(floor: Incumbent, found: Incumbent) -> Incumbent:
    """An agenda above the bound: the agenda was counted, so the bound is what is wrong."""
    alarm = f"the plans' bound {found.bound} lies below an agenda of {found.points} points"
    return replace(found, bound=max(found.points, floor.bound), cut=True, alarms=(*found.alarms, alarm))


def _laid(
    blocks: Decomposition, clock: Timetabler, plans: Mapping[str, frozenset[str]]
) -> tuple[Mapping[str, Seat], list[list[str]]]:
    """Seats for what can be laid, filled up; the groups of sessions that could not be laid as planned."""
    seats: dict[str, Seat] = {}
    broken = []
    for sets, laid in clock.timetable(plans):
        seats.update(laid.seats)
        if not laid.whole:
            broken.append([session for session, _ in sets])
    return greedy(blocks.prepared, blocks.starts, seats), broken


def _better(found: Incumbent, seats: Mapping[str, Seat], tell: Callable[[int, int | None], None]) -> Incumbent:
    points = points_of(found.prepared, seats)
    if (
        points <= found.points
        or not pins_hold(found.prepared, seats)
        or not keeps(found.prepared, seats.values(), others())
    ):
        return found  # what was cut short may lack a pin
    tell(points, None)
    return replace(found, seats=seats, points=points)
