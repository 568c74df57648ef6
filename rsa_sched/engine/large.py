"""Components too large to be proven whole: a bound from session plans, and an agenda improved piece by piece."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from rsa_sched.bareme.case import Case
from rsa_sched.engine.found import Found, points_of
from rsa_sched.engine.neighbourhoods import improved
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.plans import Master
from rsa_sched.engine.stop import Stop

STARTS = 4_000
"""Up to so many starts CP-SAT is asked for the whole."""
CHOICE = 1.2
"""Where a candidate has no more sessions than this on the average, CP-SAT proves more starts than that as well."""


def is_large(case: Case, starts: Options) -> bool:
    """Whether one model of the whole would be neither proven nor improved in a reasonable time."""
    choices = sum(bool(minutes) for minutes in starts.values())
    return choices > CHOICE * len(case.candidates) and sum(map(len, starts.values())) > STARTS


def improve_large(
    floor: Found,
    seconds: float | None,
    seed: int,
    stop: Stop,
    tell: Callable[[int, int | None], None],
) -> Found:
    """Bound a component, then improve its agenda until the gap is closed, the time is up or nothing helps.

    Without a time limit the work is counted, not the clock: the result is the same on any machine.
    """
    began = time.monotonic()

    def left(share: float = 1.0) -> float | None:
        return None if seconds is None else share * seconds - (time.monotonic() - began)

    def alive() -> bool:
        rest = left(1 / 3)
        return not stop.asked and (rest is None or rest > 0)

    starts = options(floor.case)
    proven = Master(floor.case, starts).bound(floor.points, alive)
    if proven.points < floor.points:
        return replace(floor, cut=True, alarms=(f"the plans' bound {proven.points} lies below a known agenda",))
    bound = min(floor.bound, proven.points)
    tell(floor.points, bound)
    seats, points, cut = improved(
        floor.case,
        starts,
        floor.seats,
        floor.points,
        goal=bound,
        seed=seed,
        stop=stop,
        left=left,
        count=points_of,
        tell=tell,
    )
    if points > bound:
        alarm = f"the plans' bound {bound} lies below an agenda of {points} points"
        return Found(floor.case, seats, points, max(points, floor.bound), True, (alarm,))
    return Found(floor.case, seats, points, bound, cut or proven.cut)
