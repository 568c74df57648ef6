"""Travel: each distinct (professional, venue, date) costs ``2 * trip_days``."""

import pytest

from rsa_sched.bareme.priority import Priority
from rsa_sched.bareme.travel import TravelCost, trip
from rsa_sched.domain.index import ProblemIndex
from tests.support.builders import Doc, best, heard, partner, problem, recounted, session, situation, start_of

PART = TravelCost()
SHARED = [situation(1, referent="p-1"), situation(2, referent="p-1")]


def test_each_participant_makes_a_trip() -> None:
    assert recounted(PART, problem()) == 0
    assert recounted(PART, problem(), heard()) == 20
    of = problem([situation(partners=partner("p-8", "p-9"))])
    assert recounted(PART, of, heard(minutes=45)) == 60
    assert best(of, PART, everybody=True).points == -60


@pytest.mark.parametrize(
    ("second", "trips"),
    [
        ({}, 1),  # another session at the venue on the date
        ({"clock": "14:00"}, 1),
        ({"venue": "v-2"}, 2),
        ({"day": 6}, 2),
        ({"day": 6, "venue": "v-2"}, 2),
    ],
    ids=str,
)
def test_a_trip_is_to_a_venue_on_a_date(second: Doc, trips: int) -> None:
    of = problem(SHARED, [session(1, max_situations=1), session(2, max_situations=1, **second)])
    clock = second.get("clock", "09:30")
    assert recounted(PART, of, heard(1, 1), heard(2, 2, clock, day=second.get("day", 5))) == 20 * trips
    assert best(of, PART, everybody=True).points == -20 * trips


def test_two_situations_in_one_session_are_one_trip() -> None:
    assert recounted(PART, problem(SHARED), heard(1), heard(2, clock="10:00")) == 20


def test_the_date_is_that_on_which_the_session_starts() -> None:
    of = problem(SHARED, [session(1, clock="22:00", minutes=240), session(2, clock="00:00", day=6)])
    assert recounted(PART, of, heard(1, 1, "23:30"), heard(2, 1, "00:30", day=6)) == 20
    assert recounted(PART, of, heard(1, 1, "01:00", day=6), heard(2, 2, "00:00", day=6)) == 40


@pytest.mark.parametrize(
    ("post", "trips"),
    [
        ({"n": 1, "staff": ["p-1"]}, 0),  # staffs the session itself
        ({"n": 2, "staff": ["p-1"], "clock": "14:00"}, 0),  # another one there on that day
        ({"n": 2, "staff": ["p-1"], "clock": "14:00", "venue": "v-2"}, 1),
        ({"n": 2, "staff": ["p-1"], "day": 6}, 1),
        ({"n": 2, "staff": ["p-9"]}, 1),  # somebody else
    ],
    ids=str,
)
def test_nobody_travels_to_where_they_staff_a_session(post: Doc, trips: int) -> None:
    sessions = [session(**post)] if post["n"] == 1 else [session(1), session(**post)]
    of = problem([situation(wanted_sessions=["s-1"])], sessions)
    assert recounted(PART, of, heard()) == 20 * trips
    assert best(of, PART, everybody=True).points == -20 * trips


def test_a_trip_has_a_name() -> None:
    index = ProblemIndex(problem(1, [session(1, staff=["p-9"]), session(2, day=6)]))
    assert trip(index, "p-1", "s-1") == ("p-1", "v-1", index.date("s-1"))
    assert trip(index, "p-9", "s-1") is None
    assert trip(index, "p-9", "s-2") == ("p-9", "v-1", index.date("s-1") + 1)


def test_the_price_is_the_regulations() -> None:
    assert recounted(PART, problem(regulation={"trip_days": 3}), heard()) == 6
    free = problem(regulation={"trip_days": 0})
    assert recounted(PART, free, heard()) == best(free, PART, everybody=True).points == 0


def test_the_best_agenda_groups_the_situations_of_one_person() -> None:
    sessions = [session(1), session(2, day=6)]
    answer = best(
        problem([*SHARED, situation(3, referent="p-1", wanted_sessions=["s-2"])], sessions), PART, everybody=True
    )
    assert answer.points == -20
    assert {seat.session for seat in answer.seats.values()} == {"s-2"}


def test_a_trip_is_made_for_several_requests_that_none_is_worth_alone() -> None:
    def of(count: int) -> Doc:
        rows = [situation(n + 1, referent="p-1") for n in range(count)]
        return {"situations": rows, "regulation": {"slot_days": 0, "age_cap_days": 9}}  # 18 points each, a trip 20

    alone, together = best(problem(**of(1)), Priority(), PART), best(problem(**of(3)), Priority(), PART)
    assert (alone.points, start_of(alone, 1)) == (0, None)
    assert (together.points, len(together.seats)) == (3 * 18 - 20, 3)
