"""An agenda at once: situations by value, each where it brings most. The floor below which no answer falls."""

from __future__ import annotations

from collections.abc import Mapping

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
    board = PartialAgenda(prepared, base.values())

    def worth(situation: str) -> tuple[int, str]:
        best = max(board.earned(situation, session) for session in prepared.admitted[situation])
        return -best // prepared.index.units(situation), situation

    waiting = [name for name in prepared.candidates if name not in base]
    if stop is None or not stop.asked:
        waiting.sort(key=worth)
    while True:
        left = []
        for situation in waiting:
            if stop is not None and stop.asked:
                return board.seats
            if not _seat(board, starts, situation):
                left.append(situation)
        if len(left) == len(waiting):
            return board.seats
        waiting = left


def _seat(board: PartialAgenda, starts: Options, situation: str) -> bool:
    """Seat a situation where it adds most, earliest among equals; False where it adds nothing anywhere."""
    index = board.prepared.index
    if not board.is_open(situation):
        return False
    minutes = index.minutes[situation]
    sessions = [session for session in board.prepared.admitted[situation] if board.has_room(session, minutes)]
    promises = sorted(
        (-promise, index.start[session], session) for promise, session in board.promises(situation, sessions)
    )
    best, most = None, 0
    for promise, _, session in promises:
        if -promise <= most:
            break  # no start of this session or of any further one adds more
        for seat in board.free(situation, session, starts):
            points = board.gain(seat).points
            if points > most and board.keeps(seat):
                best, most = seat, points
            if most == -promise:
                break
    if best is None:
        return False
    board.place(best)
    return True
