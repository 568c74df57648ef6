"""Stability: what it costs to change an agenda that was already announced."""

from dataclasses import replace

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.stability import Stability
from rsa_sched.engine.cpsat.model import Model
from tests.support.builders import Doc, at, best, heard, problem, recounted, seats, session, situation, start_of

PART = Stability()


def announced(n: int = 1, where: int = 1, clock: str = "09:30", day: int = 5) -> Doc:
    """Situation d-n was announced for that hour of session s-where."""
    return {"situation": f"d-{n}", "session": f"s-{where}", "start": at(clock, day)}


OF = problem(2, [session(1), session(2, day=6)], announced=[announced()])


def test_as_announced_costs_nothing() -> None:
    assert recounted(PART, OF, heard(clock="09:30")) == 0
    answer = best(OF, PART)
    assert (answer.points, start_of(answer, 1)) == (0, "s-1 09:30")


def test_another_hour_of_the_session_costs_little() -> None:
    assert recounted(PART, OF, heard(clock="10:00")) == 20


def test_another_session_or_none_costs_much() -> None:
    assert recounted(PART, OF, heard(1, 2, "09:30", day=6)) == 120
    assert recounted(PART, OF) == 120


def test_who_was_not_announced_may_sit_anywhere() -> None:
    assert recounted(PART, OF, heard(1, clock="09:30"), heard(2, clock="11:00")) == 0
    assert recounted(PART, problem(), heard(1, clock="11:00")) == 0
    assert best(problem(), PART).points == 0


def test_prices_are_the_regulations() -> None:
    prices = {"move_session_days": 3, "move_time_days": 50}
    of = problem(1, [session(1), session(2, day=6)], announced=[announced()], regulation=prices)
    assert recounted(PART, of, heard()) == 100
    assert recounted(PART, of) == 6
    free = problem(announced=[announced()], regulation={"move_session_days": 0, "move_time_days": 0})
    assert recounted(PART, free) == best(free, PART).points == 0


def test_lines_add_up() -> None:
    of = problem(3, [session(1), session(2, day=6)], announced=[announced(n) for n in (1, 2, 3)])
    assert recounted(PART, of, heard(1, clock="09:30"), heard(2, clock="10:00")) == 0 + 20 + 120
    # One at 09:30, the others at another hour of the session.
    assert best(of, PART).points == -40


def test_an_announced_hour_that_is_no_longer_possible_moves() -> None:
    absent = {"p-1": [(at("09:00"), at("10:00"))]}
    regulation = {"single_situation_minutes": None}
    for clock in ("09:30", "09:37", "20:00"):  # gone, beside the grid, outside the session
        of = problem(announced=[announced(clock=clock)], absences=absent, regulation=regulation)
        assert recounted(PART, of, heard(clock="10:00")) == 20
        assert best(of, PART).points == -20


def test_an_announced_session_that_admits_the_situation_no_longer_is_left() -> None:
    bans = [{"situation": "d-1", "session": "s-1"}]
    of = problem(1, [session(1), session(2, day=6)], announced=[announced()], bans=bans)
    assert recounted(PART, of, heard(1, 2, day=6)) == 120
    assert best(of, PART).points == -120


def test_where_moving_the_hour_costs_more_than_the_session_the_best_agenda_leaves() -> None:
    absent = {"p-1": [(at("09:00"), at("10:00"))]}
    regulation = {"single_situation_minutes": None, "move_session_days": 1, "move_time_days": 10}
    of = problem(announced=[announced()], absences=absent, regulation=regulation)
    answer = best(of, PART)
    assert (answer.points, start_of(answer, 1)) == (-2, None)


def test_who_is_no_candidate_any_more_counts_as_deferred() -> None:
    of = problem([situation(oriented=False)], announced=[announced()])
    assert recounted(PART, of) == 120
    assert best(of, PART).points == -120


def test_lines_of_another_part_of_the_problem_are_counted_there() -> None:
    of = problem(2, announced=[announced(1), announced(2)])
    whole = PreparedProblem.of(of)
    inside = replace(whole, admitted={"d-1": whole.admitted["d-1"]})  # the part, with every line still at hand
    for case in (whole.restricted(["d-1"]), inside):
        assert PART.recount(case, {}) == 120
        assert PART.recount(case, seats(of, heard(1, clock="09:30"), heard(2))) == 0
        assert Model(case, terms=[PART]).solve().points == 0
