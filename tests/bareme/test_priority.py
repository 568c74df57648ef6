"""Priority: value per unit of session time, less for each week ahead; late requests earn less than anybody in time."""

import pytest

from rsa_sched.bareme.priority import Priority
from tests.support.builders import Doc, best, heard, partner, problem, recounted, session, situation, start_of

PART = Priority()


@pytest.mark.parametrize(
    ("day", "regulation", "points"),
    [
        (5, {}, 2 * 90),
        (7, {}, 2 * 90),  # 6 days ahead: no week
        (8, {}, 2 * (90 - 1)),  # one week at 2 %: 1.8 rounded down
        (14, {}, 2 * (90 - 1)),
        (15, {}, 2 * (90 - 3)),  # 3.6
        (15, {"wait_percent_per_week": 0}, 2 * 90),
        (8, {"wait_percent_per_week": 50}, 2 * 45),
        (15, {"wait_percent_per_week": 30}, 2 * 45),  # never less than half
        (15, {"wait_percent_per_week": 30, "slot_days": 170}, 2 * 100),
        (8, {"wait_percent_per_week": 100}, 2 * 45),
        (5, {"wait_percent_per_week": 100}, 2 * 90),
        (8, {"slot_days": 61, "wait_percent_per_week": 50}, 2 * (91 - 45)),
    ],
    ids=str,
)
def test_a_seat_earns_less_for_each_week_ahead(day: int, regulation: Doc, points: int) -> None:
    of = problem(1, [session(day=day)], regulation=regulation)
    assert recounted(PART, of, heard(day=day)) == points
    assert best(of, PART).points == points


def test_a_session_before_the_day_of_reckoning_is_no_week_ahead() -> None:
    of = problem(as_of="2010-10-20")  # age 49
    assert recounted(PART, of, heard()) == best(of, PART).points == 2 * (60 + 49)


def test_a_long_situation_earns_as_much_for_each_unit() -> None:
    of = problem([situation(partners=partner("p-9"))])
    assert recounted(PART, of, heard(minutes=45)) == best(of, PART).points == 3 * 90


def test_what_counts_is_the_prescribed_length_not_the_stated_one() -> None:
    assert recounted(PART, problem(), heard(minutes=90)) == 2 * 90


def test_seats_add_up_and_nobody_seated_earns_nothing() -> None:
    of = problem([situation(1), situation(2, urgency=1, partners=partner("p-9"))])
    assert recounted(PART, of) == 0
    assert recounted(PART, of, heard(1), heard(2, clock="10:00", minutes=45)) == 2 * 90 + 3 * 150


@pytest.mark.parametrize("day", [5, 8])
def test_a_late_request_earns_half_the_seat_and_a_hundredth_of_its_value_however_far_ahead(day: int) -> None:
    row = situation(received_on="2010-09-30", urgency=3, deferrals=5)  # value 610
    of = problem([row], [session(day=day)], regulation={"late": "fill"})
    assert recounted(PART, of, heard(day=day)) == best(of, PART).points == 2 * (30 + 6)


def test_in_a_session_that_it_is_in_time_for_it_earns_its_value() -> None:
    of = problem([situation(received_on="2010-09-28")], [session(1), session(2, day=8)], regulation={"late": "fill"})
    assert recounted(PART, of, heard(1, 1)) == 2 * 30
    assert recounted(PART, of, heard(1, 2, day=8)) == 2 * (90 - 1)
    answer = best(of, PART)
    assert (answer.points, answer.seats["d-1"].session) == (178, "s-2")


def test_beyond_a_thousand_days_a_late_request_earns_no_more() -> None:
    row = situation(received_on="2010-09-30", urgency=3)
    of = problem([row], regulation={"late": "fill", "urgency_days": [0, 0, 0, 5000]})
    assert recounted(PART, of, heard()) == best(of, PART).points == 2 * (30 + 10)


def test_late_requests_fill_by_value_after_ranks() -> None:
    rows = [situation(1, received_on="2010-09-30", urgency=3, rank=2), situation(2, received_on="2010-09-30", rank=1)]
    of = problem(rows, [session(minutes=30)], regulation={"late": "fill"})
    answer = best(of, PART)
    assert (answer.points, start_of(answer, 2)) == (2 * (30 + 4), "s-1 09:00")


def test_late_requests_are_worth_their_value_where_they_are_seated_in_spite_of_the_rule() -> None:
    assert recounted(PART, problem([situation(received_on="2010-09-30")]), heard()) == 2 * 90


def test_ranks_decide_what_a_seat_earns() -> None:
    of = problem([situation(1, rank=2), situation(2, rank=1, requested_on="2010-09-11")], [session(minutes=30)])
    assert recounted(PART, of, heard(2)) == 2 * 90
    answer = best(of, PART)
    assert (answer.points, start_of(answer, 2)) == (180, "s-1 09:00")


def test_the_best_agenda_takes_the_nearest_session_and_the_oldest_request() -> None:
    rows = [situation(1), situation(2, requested_on="2010-08-02")]  # 90 and 120 days
    answer = best(problem(rows, [session(1, day=8, minutes=30), session(2, minutes=30)]), PART)
    # 2 * 120 now and 2 * (90 - 1) in a week; the other way round 2 * (120 - 2) + 2 * 90
    assert answer.points == 240 + 178
    assert (start_of(answer, 1), start_of(answer, 2)) == ("s-1 09:00", "s-2 09:00")


def test_where_nothing_can_be_earned_the_optimum_is_nothing() -> None:
    assert best(problem(1, 0), PART).points == 0
    assert best(problem(1, regulation={"slot_days": 0, "age_cap_days": 0}), PART).points == 0
