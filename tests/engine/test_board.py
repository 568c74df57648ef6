"""The board counts at once what the barème recounts at length."""

from __future__ import annotations

from random import Random

import pytest

from rsa_sched import Case, Problem
from rsa_sched.bareme import PARTS
from rsa_sched.engine.board import Board
from rsa_sched.engine.components import split
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.options import Options, options
from rsa_sched.rules.base import Seat
from tests.support.documents import random_document


def cases(size: str, seeds: range) -> list[Case]:
    """Components of random problems."""
    found = []
    for seed in seeds:
        problem = Problem.from_dict(random_document(Random(seed), size=size))
        found += split(Case.of(problem))[0]
    return found


def openings(board: Board, situation: str, starts: Options) -> list[Seat]:
    """Every seat that fits, in all sessions."""
    sessions = board.case.admitted[situation]
    return [seat for session in sessions for seat in board.openings(situation, session, starts)]


def recounted(case: Case, seats: dict[str, Seat]) -> list[int]:
    """Each part's effect on the points, by the plain recount."""
    counts = [part.recount(case, seats) for part in PARTS]
    return [counts[0], *(-cost for cost in counts[1:])]


@pytest.mark.parametrize("size", ["tiny", "small"])
def test_gain_is_the_difference_of_two_recounts(size: str) -> None:
    """For every opening of every greedy agenda, part by part, before and after."""
    tried = 0
    for case in cases(size, range(60)):
        starts = options(case)
        seats = greedy(case, starts, {})
        for leave_out in list(seats):
            board = Board(case, seats.values())
            lifted = board.lift(leave_out)
            without = {name: seat for name, seat in seats.items() if name != leave_out}
            before = recounted(case, without)
            for seat in [lifted, *openings(board, leave_out, starts)]:
                after = recounted(case, {**without, leave_out: seat})
                assert list(board.gain(seat)) == [new - old for new, old in zip(after, before, strict=True)]
                tried += 1
                assert board.gain(seat).points <= board.promise(leave_out, seat.session)
    assert tried > 200


def test_lifting_undoes_placing() -> None:
    """A board from which a seat was lifted offers what one that never had it offers."""
    for case in cases("small", range(20)):
        starts = options(case)
        seats = greedy(case, starts, {})
        for name in seats:
            lifted, fresh = Board(case, seats.values()), Board(case, (s for n, s in seats.items() if n != name))
            assert lifted.lift(name) == seats[name]
            assert lifted.seats == fresh.seats
            for situation in case.candidates:
                here, there = (openings(board, situation, starts) for board in (lifted, fresh))
                assert here == there
                assert [lifted.gain(seat) for seat in here] == [fresh.gain(seat) for seat in there]
