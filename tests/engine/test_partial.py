"""The board counts at once what the barème recounts at length."""

from __future__ import annotations

from random import Random

import pytest

from rsa_sched import PreparedProblem, Problem
from rsa_sched.bareme import TERMS
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.engine.stop import Stop
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Seat
from tests.support.documents import random_document
from tests.support.impatient import Impatient
from tests.support.loads import interchangeable


def cases(size: str, seeds: range) -> list[PreparedProblem]:
    """Components of random problems."""
    found = []
    for seed in seeds:
        problem = Problem.from_dict(random_document(Random(seed), size=size))
        found += split(PreparedProblem.of(problem))[0]
    return found


def openings(board: PartialAgenda, situation: str, starts: Options) -> list[Seat]:
    """Every seat that fits, in all sessions."""
    sessions = board.prepared.admitted[situation]
    return [seat for session in sessions for seat in board.openings(situation, session, starts)]


def recounted(case: PreparedProblem, seats: dict[str, Seat]) -> list[int]:
    """Each part's effect on the points, by the plain recount."""
    counts = [part.recount(case, seats) for part in TERMS]
    return [counts[0], *(-cost for cost in counts[1:])]


@pytest.mark.parametrize("size", ["tiny", "small"])
def test_gain_is_the_difference_of_two_recounts(size: str) -> None:
    """For every opening of every greedy agenda, part by part, before and after."""
    tried = 0
    for case in cases(size, range(60)):
        starts = options(case)
        seats = greedy(case, starts, {})
        for leave_out in list(seats):
            board = PartialAgenda(case, seats.values())
            lifted = board.lift(leave_out)
            without = {name: seat for name, seat in seats.items() if name != leave_out}
            before = recounted(case, without)
            for seat in [lifted, *openings(board, leave_out, starts)]:
                after = recounted(case, {**without, leave_out: seat})
                assert list(board.gains(seat).values()) == [new - old for new, old in zip(after, before, strict=True)]
                tried += 1
                assert board.points(seat) <= board.promises(leave_out, [seat.session])[0]
    assert tried > 200


def test_lifting_undoes_placing() -> None:
    """A board from which a seat was lifted offers what one that never had it offers."""
    for case in cases("small", range(20)):
        starts = options(case)
        seats = greedy(case, starts, {})
        for name in seats:
            lifted, fresh = (
                PartialAgenda(case, seats.values()),
                PartialAgenda(case, (s for n, s in seats.items() if n != name)),
            )
            assert lifted.lift(name) == seats[name]
            assert lifted.seats == fresh.seats
            for situation in case.candidates:
                here, there = (openings(board, situation, starts) for board in (lifted, fresh))
                assert here == there
                assert [lifted.gains(seat) for seat in here] == [fresh.gains(seat) for seat in there]


@pytest.mark.parametrize("size", ["tiny", "small", "medium"])
def test_what_is_looked_up_is_what_the_rules_allow(size: str) -> None:
    """Start by start, rule by rule, also of situations longer than their session."""
    barred = 0
    for seed in range({"tiny": 60, "small": 20, "medium": 4}[size]):
        document = random_document(Random(seed), size=size)
        if seed % 3 == 0:
            document.setdefault("regulation", {})["long_minutes"] = 240
        case = PreparedProblem.of(Problem.from_dict(document))
        index = case.index
        for rule in RULES:
            for situation, sessions in case.admitted.items():
                for session in sessions:
                    mask, starts = rule.barred(index, situation, session), range(index.grid(session))
                    asked = [rule.allows(index, situation, session, index.start[session] + UNIT * n) for n in starts]
                    assert [not mask >> n & 1 for n in starts] == asked
                    barred += asked.count(False)
    assert barred > 100


def test_what_fits_beside_others_is_what_the_rules_allow() -> None:
    """Every start of everybody left over, beside a first agenda: offered exactly where no rule is broken."""
    offered = refused = 0
    for case in cases("small", range(24)):
        starts = options(case)
        seats = greedy(case, starts, {})
        for leave_out in list(seats)[::3]:
            board = PartialAgenda(case, (seat for name, seat in seats.items() if name != leave_out))
            if broken_rules(case, board.seats):
                continue  # whoever stays alone may be late
            fits = set(openings(board, leave_out, starts))
            for session in case.admitted[leave_out]:
                for minute in starts[leave_out, session]:
                    seat = Seat(leave_out, session, minute, minute + case.index.minutes[leave_out])
                    holds = not set(broken_rules(case, {**board.seats, leave_out: seat})) - {"pinned"}
                    assert (seat in fits) == holds
                    offered, refused = offered + holds, refused + (not holds)
    assert min(offered, refused) > 50


def test_a_stop_ends_the_filling_with_what_is_seated() -> None:
    """A valid agenda, the smaller the sooner."""
    (case,), _ = split(PreparedProblem.of(Problem.from_dict(interchangeable(4, 40))))
    starts, sizes = options(case), []
    for looks in (0, 5, 20, 10**6):
        seats = greedy(case, starts, {}, Impatient(looks))
        assert not broken_rules(case, seats)
        sizes.append(len(seats))
    assert sizes[0] == 0
    assert sizes == sorted(sizes)
    assert sizes[1] < sizes[-1]
    assert greedy(case, starts, {}) == greedy(case, starts, {}, Stop())


def test_a_stop_in_the_first_agenda_marks_it_as_cut() -> None:
    """What came out by then hangs on the clock."""
    (case,), _ = split(PreparedProblem.of(Problem.from_dict(interchangeable(4, 40))))
    assert at_once(case, {}, Control(stop=Impatient(5))).cut
    assert not at_once(case, {}, Control()).cut
