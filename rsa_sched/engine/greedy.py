"""An agenda at once: situations by value, each where it brings most. The floor below which no answer falls."""

from __future__ import annotations

from collections.abc import Mapping

from rsa_sched.bareme.points import worth
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.options import Options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.engine.stop import Stop
from rsa_sched.rules.base import Seat


def greedy(
    prepared: PreparedProblem, starts: Options, base: Mapping[str, Seat], stop: Stop | None = None
) -> dict[str, Seat]:
    """Seats around those of `base`: by value per unit, each at the opening that adds most, if it adds.

    Ends when nobody left over could be seated at a gain with nobody moved, or at once when a stop is asked for: what is
    seated by then is an agenda as well.
    """
    partial = PartialAgenda(prepared, base.values())

    def order(situation: str) -> tuple[int, str]:
        best = max(worth(prepared, situation, session) for session in prepared.admitted[situation])
        return -best // prepared.index.units(situation), situation

    waiting = [name for name in prepared.candidates if name not in base]
    if stop is None or not stop.asked:
        waiting.sort(key=order)
    while True:
        left = []
        for situation in waiting:
            if stop is not None and stop.asked:
                return partial.seats
            if not _seat(partial, starts, situation):
                left.append(situation)
        if len(left) == len(waiting):
            return partial.seats
        waiting = left


def _seat(partial: PartialAgenda, starts: Options, situation: str) -> bool:
    """Seat a situation where it adds most, earliest among equals; False where it adds nothing anywhere."""
    index = partial.prepared.index
    if not partial.is_open(situation):
        return False
    sessions = [session for session in partial.prepared.admitted[situation] if partial.has_room(situation, session)]
    if not sessions:
        return False
    promises = sorted(
        (-promise, index.start[session], session)
        for promise, session in zip(partial.promises(situation, sessions), sessions, strict=True)
    )
    best, most = None, 0
    for promise, _, session in promises:
        if -promise <= most:
            break  # no start of this session or of any further one adds more
        for seat in partial.free(situation, session, starts):
            points = partial.points(seat)
            if points > most and partial.passes(seat):
                best, most = seat, points
            if most == -promise:
                break
    if best is None:
        return False
    partial.place(best)
    return True
