"""An agenda at once: situations by value, each where it brings most. The floor below which no answer falls."""

from __future__ import annotations

from collections.abc import Mapping

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.engine.board import Board
from rsa_sched.engine.options import Options
from rsa_sched.rules.base import Seat


def greedy(case: Case, starts: Options, base: Mapping[str, Seat]) -> dict[str, Seat]:
    """Seats for a case, around those of `base`: by value per unit, each at the opening that adds most, if it adds.

    Ends when nobody left over could be seated at a gain with nobody moved.
    """
    board = Board(case, base.values())

    def worth(situation: str) -> tuple[int, str]:
        best = max(earned(case, situation, session) for session in case.admitted[situation])
        return -best // case.docket.units(situation), situation

    waiting = sorted((name for name in case.candidates if name not in base), key=worth)
    while True:
        left = [situation for situation in waiting if not _seat(board, starts, situation)]
        if len(left) == len(waiting):
            return board.seats
        waiting = left


def _seat(board: Board, starts: Options, situation: str) -> bool:
    """Seat a situation where it adds most; False where it adds nothing anywhere."""
    options = [(board.gain(seat).points, -seat.start, seat) for seat in board.openings(situation, starts)]
    if not options:
        return False
    points, _, seat = max(options)
    if points > 0:
        board.place(seat)
    return points > 0
