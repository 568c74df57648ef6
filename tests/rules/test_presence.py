"""presence: every participant is there for the whole situation, and nobody is in two places at once."""

from typing import Any

import pytest

from rsa_sched.domain.problem import Problem
from rsa_sched.rules.pinned import Pinned
from rsa_sched.rules.presence import Presence
from rsa_sched.rules.session_time import SessionTime
from tests.support.builders import at, fits, found, heard, holds, judged, partner, problem, session, situation

RULE = Presence()
FIRST, SECOND = ("presence", "d-1", "s-1"), ("presence", "d-2", "s-2")
SHARED = [situation(1, referent="p-1"), situation(2, referent="p-1")]


def apart(between: int | None = None, default: int = 0, **second: Any) -> Problem:
    """Two situations of one referent; the second session is as the keywords say."""
    pairs = [] if between is None else [["v-2", "v-1", between]]
    travel = {"default_minutes": default, "between": pairs}
    return problem(SHARED, [session(1), session(2, **second)], travel=travel)


# --- unavailable ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["p-1", "p-9"])
@pytest.mark.parametrize(
    ("absence", "free"),
    [
        (("09:30", "10:00"), True),  # until the situation starts
        (("10:45", "11:00"), True),  # from when it ends
        (("10:15", "10:16"), False),
        (("09:00", "10:01"), False),
        (("10:44", "12:00"), False),
        (("08:00", "13:00"), False),
        (("10:10", "10:10"), True),  # an empty interval blocks nothing
    ],
)
def test_referent_and_partner_are_available_for_the_whole_situation(
    name: str, absence: tuple[str, str], free: bool
) -> None:
    interval = (at(absence[0]), at(absence[1]))
    of = problem([situation(partners=partner("p-9"))], absences={name: [interval]})
    assert judged(RULE, of, heard(clock="10:00", minutes=45)) == ([] if free else [FIRST])


def test_any_of_several_absences_counts() -> None:
    of = problem(absences={"p-1": [(at("07:00"), at("08:00")), (at("09:15"), at("10:00"))]})
    assert judged(RULE, of, heard()) == [FIRST]


def test_the_absence_of_somebody_else_does_not_matter() -> None:
    assert judged(RULE, problem(absences={"p-9": [(at("00:00"), at("23:59"))]}), heard()) == []


def test_an_absence_reaches_past_midnight() -> None:
    of = problem(1, [session(clock="23:00")], absences={"p-1": [(at("12:00"), at("00:30", 6))]})
    assert judged(RULE, of, heard(clock="00:15", day=6)) == [FIRST]
    assert judged(RULE, of, heard(clock="00:30", day=6)) == []


def test_the_model_looks_for_an_hour_when_everybody_is_there() -> None:
    row = situation(partners=partner("p-9"))
    morning = {"p-1": [(at("09:00"), at("10:15"))]}
    assert fits(problem([row], absences=morning | {"p-9": [(at("11:00"), at("12:00"))]}), RULE, SessionTime())
    assert not fits(problem([row], absences=morning | {"p-9": [(at("10:45"), at("12:00"))]}), RULE, SessionTime())


# --- two situations ---------------------------------------------------------------------------------------------------


def test_one_person_at_one_hour_in_two_sessions_of_two_venues_is_refused() -> None:
    of = apart(venue="v-2")
    assert judged(RULE, of, heard(1, 1), heard(2, 2)) == [SECOND]
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "09:15")) == [SECOND]
    assert judged(RULE, of, heard(1, 1, "09:15"), heard(2, 2)) == [FIRST]
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "09:30")) == []


def test_one_person_at_one_hour_in_two_sessions_of_one_venue_is_refused() -> None:
    of = apart(default=60)
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "09:15")) == [SECOND]
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "09:30")) == []  # no travel within a venue


def test_different_people_share_venue_and_hour() -> None:
    assert judged(RULE, problem(2, 2), heard(1, 1), heard(2, 2)) == []


def test_a_partner_of_one_situation_and_referent_of_another_is_one_person() -> None:
    of = problem([situation(1, partners=partner("p-2")), situation(2)], 2)
    assert judged(RULE, of, heard(1, 1, minutes=45), heard(2, 2, "09:30")) == [SECOND]
    assert judged(RULE, of, heard(1, 1, minutes=45), heard(2, 2, "09:45")) == []


def test_who_shares_two_people_breaks_the_rule_for_each() -> None:
    rows = [situation(n, referent="p-1", partners=partner("p-2")) for n in (1, 2)]
    assert judged(RULE, problem(rows, 2), heard(1, 1, minutes=45), heard(2, 2, minutes=45)) == [SECOND, SECOND]


def test_two_situations_at_one_hour_of_one_session_are_refused() -> None:
    of = problem(SHARED)
    # The model leaves what happens within one session to session-time.
    assert found(RULE, of, heard(1), heard(2, clock="09:15")) == [("presence", "d-2", "s-1")]
    assert not holds(of, (RULE, SessionTime()), heard(1), heard(2, clock="09:15"))
    assert judged(RULE, of, heard(1), heard(2, clock="09:30")) == []


def test_a_repeated_appointment_puts_nobody_in_two_places() -> None:
    assert found(RULE, problem(1, 2), heard(1, 1), heard(1, 2)) == []


def test_three_sessions_are_compared_two_by_two() -> None:
    of = problem([situation(n, referent="p-1") for n in (1, 2, 3)], 3)
    third = ("presence", "d-3", "s-3")
    assert judged(RULE, of, heard(1, 1), heard(2, 2), heard(3, 3)) == [SECOND, third, third]
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "09:30"), heard(3, 3)) == [third]


def test_the_model_seats_one_person_in_two_sessions_one_after_the_other() -> None:
    assert fits(problem(SHARED, [session(1, minutes=30), session(2, minutes=60)]), RULE, SessionTime())
    both = problem([situation(1, referent="p-1", wanted_sessions=["s-1"]), situation(2, referent="p-1")], 2)
    assert fits(both, RULE, SessionTime())
    narrow = problem(SHARED, [session(1, minutes=30, venue="v-1"), session(2, minutes=30, venue="v-2")])
    assert not fits(narrow, RULE, SessionTime())


# --- travel -----------------------------------------------------------------------------------------------------------


def test_between_two_venues_lies_at_least_the_travel_time() -> None:
    of = apart(45, default=5, venue="v-2")
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "10:15")) == []
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "10:00")) == [SECOND]
    assert judged(RULE, of, heard(1, 1, "10:15"), heard(2, 2)) == []
    assert judged(RULE, of, heard(1, 1, "10:00"), heard(2, 2)) == [FIRST]


def test_venues_that_no_pair_names_are_the_default_apart() -> None:
    of = apart(default=20, venue="v-2")
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "09:45")) == [SECOND]
    assert judged(RULE, of, heard(1, 1), heard(2, 2, "10:00")) == []


def test_travel_counts_on_one_date_only() -> None:
    of = problem(SHARED, [session(1, clock="21:00"), session(2, day=6, clock="00:00", venue="v-2")],
                 travel={"default_minutes": 600})  # fmt: skip
    assert judged(RULE, of, heard(1, 1, "23:30"), heard(2, 2, "00:00", day=6)) == []


def test_the_date_is_that_on_which_the_session_starts() -> None:
    late = session(1, clock="22:00", minutes=300)
    next_day = problem(SHARED, [late, session(2, day=6, clock="00:00", venue="v-2")], travel={"default_minutes": 60})
    assert judged(RULE, next_day, heard(1, 1, "00:00", day=6), heard(2, 2, "00:30", day=6)) == []
    assert judged(RULE, next_day, heard(1, 1, "00:00", day=6), heard(2, 2, "00:15", day=6)) == [SECOND]
    evening = problem(
        SHARED, [late, session(2, clock="23:00", minutes=240, venue="v-2")], travel={"default_minutes": 60}
    )
    assert judged(RULE, evening, heard(1, 1, "23:45"), heard(2, 2, "00:45", day=6)) == [SECOND]
    assert judged(RULE, evening, heard(1, 1, "23:45"), heard(2, 2, "01:15", day=6)) == []


@pytest.mark.parametrize("day", [5, 6])
@pytest.mark.parametrize("travel", [0, 1, 15, 20, 30, 50])
def test_many_situations_of_one_person_leave_room_for_travel_at_every_hour(travel: int, day: int) -> None:
    rows = [situation(n, referent="p-1", partners=partner("p-9") if n == 2 else []) for n in range(1, 6)]
    # The second session starts before and goes on after the situation of the first, at night on another date.
    opens = 24 * 60 + 15 if day == 6 else 22 * 60 + 15
    room = session(2, day=day, clock="00:15" if day == 6 else "22:15", venue="v-2", minutes=240)
    sessions = [session(1, clock="22:45", minutes=240), room]
    fixed = {"situation": "d-1", "session": "s-1", "start": at("00:30", 6)}
    for quarter in range(14):
        minute = opens + 15 * quarter
        clock, on = f"{minute // 60 % 24:02}:{minute % 60:02}", 5 + minute // 1440
        pin = {"situation": "d-2", "session": "s-2", "start": at(clock, on)}
        of = problem(rows, sessions, travel={"default_minutes": travel}, pins=[fixed, pin])
        violations = found(RULE, of, heard(1, 1, "00:30", day=6), heard(2, 2, clock, 45, day=on))
        # d-3 to d-5 may sit anywhere: the model has all their starts.
        assert fits(of, RULE, Pinned(), everybody=False) == (not violations), clock


def test_sessions_far_apart_in_time_need_no_exclusion() -> None:
    of = apart(60, venue="v-2", clock="14:00")
    assert judged(RULE, of, heard(1, 1, "11:30"), heard(2, 2, "14:00")) == []
    assert fits(of, RULE, SessionTime())


# --- staff ------------------------------------------------------------------------------------------------------------


def staffing(default: int = 0, **second: Any) -> Problem:
    """One situation for the first session; its referent staffs the second."""
    sessions = [session(1), session(2, staff=["p-1"], **second)]
    return problem([situation()], sessions, travel={"default_minutes": default})


def test_who_staffs_a_session_takes_part_in_its_situations() -> None:
    of = problem([situation(partners=partner("p-9"))], [session(staff=["p-1", "p-9"])])
    assert judged(RULE, of, heard(minutes=45)) == []


def test_who_staffs_a_session_is_there_for_its_whole_length_even_if_it_hears_nobody() -> None:
    of = staffing(clock="10:00", minutes=60)
    assert judged(RULE, of, heard(clock="09:30")) == []
    assert judged(RULE, of, heard(clock="09:45")) == [FIRST]
    assert judged(RULE, of, heard(clock="10:15")) == [FIRST]
    assert judged(RULE, of, heard(clock="10:45")) == [FIRST]
    assert judged(RULE, of, heard(clock="11:00")) == []


def test_from_a_session_that_one_staffs_to_another_venue_it_takes_the_travel_time() -> None:
    of = staffing(30, clock="10:00", minutes=60, venue="v-2")
    assert judged(RULE, of, heard(clock="09:00")) == []
    assert judged(RULE, of, heard(clock="09:15")) == [FIRST]
    assert judged(RULE, of, heard(clock="11:15")) == [FIRST]
    assert judged(RULE, of, heard(clock="11:30")) == []


def test_a_partner_who_staffs_another_session_is_missing() -> None:
    of = problem([situation(partners=partner("p-9"))], [session(1), session(2, venue="v-2", staff=["p-9"])])
    assert judged(RULE, of, heard(minutes=45)) == [FIRST]


def test_one_engagement_within_another_session_breaks_the_rule_there_only() -> None:
    of = problem(SHARED, [session(1, staff=["p-1"]), session(2, venue="v-2")])
    # d-1 may be heard beside the post, d-2 neither beside the post nor beside d-1.
    assert judged(RULE, of, heard(1, 1), heard(2, 2)) == [SECOND, SECOND]
    assert judged(RULE, of, heard(1, 1)) == []


def test_to_be_unavailable_does_not_free_the_staff_but_forbids_the_situation() -> None:
    absent = {"p-1": [(at("09:00"), at("10:00"))]}
    of = problem([situation()], [session(staff=["p-1"])], absences=absent)
    assert judged(RULE, of, heard()) == [FIRST]
    assert judged(RULE, of, heard(clock="10:00")) == []
