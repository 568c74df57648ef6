"""The docket: look-ups over a problem, in canonical order and whole minutes."""

import pytest

from rsa_sched.domain.clock import DAY
from rsa_sched.domain.index import Engagement, ProblemIndex
from tests.support.builders import Doc, at, document, minute_of, partner, problem, session, situation

PLACES: Doc = {
    "services": [{"id": "B"}, {"id": "A"}],
    "subsectors": [{"id": "S1", "service": "A"}, {"id": "S3", "service": "B"}],
}


def test_ids_are_in_order_whatever_the_order_of_the_rows() -> None:
    rows = [situation(2), situation(10), situation(1)]
    index = ProblemIndex(problem(rows, [session(2), session(1)], **PLACES))
    assert list(index.situations) == ["d-1", "d-10", "d-2"]
    assert list(index.sessions) == ["s-1", "s-2"]
    assert index.services == ["A", "B"]
    assert index.situations["d-10"].referent == "p-10"


@pytest.mark.parametrize(
    ("keys", "minutes"),
    [
        ({}, 30),
        ({"type": "sdf"}, 30),
        ({"type": "psychologist"}, 45),
        ({"beneficiary_invited": True}, 45),
        ({"beneficiary_agreed": True}, 30),
        ({"partners": partner("p-9")}, 45),
    ],
    ids=str,
)
def test_length_of_a_situation(keys: Doc, minutes: int) -> None:
    index = ProblemIndex(problem([situation(**keys)]))
    assert (index.minutes["d-1"], index.units("d-1")) == (minutes, minutes // 15)
    other = ProblemIndex(problem([situation(**keys)], regulation={"short_minutes": 15, "long_minutes": 60}))
    assert other.units("d-1") == (1 if minutes == 30 else 4)


def test_whom_a_situation_concerns() -> None:
    row = situation(subsector="S3", structure="st-PE", partners=partner("p-9", "p-8"))
    index = ProblemIndex(problem([row], **PLACES))
    assert index.participants == {"d-1": ("p-1", "p-9", "p-8")}
    assert (index.service_of("d-1"), index.kind_of("d-1")) == ("B", "PE")


def test_hours_of_a_session_and_its_date() -> None:
    index = ProblemIndex(problem(1, [session(1, clock="23:00"), session(2, minutes=45)]))
    assert index.start == {"s-1": minute_of("23:00"), "s-2": minute_of("09:00")}
    assert index.end("s-1") == minute_of("02:00", 6)
    assert index.end("s-2") == minute_of("09:45")
    assert index.date("s-1") == index.date("s-2") == minute_of("00:00") // DAY


@pytest.mark.parametrize(("day", "weeks"), [(1, 0), (2, 0), (7, 0), (8, 1), (14, 1), (15, 2), (30, 4)])
def test_weeks_ahead_are_whole(day: int, weeks: int) -> None:
    assert ProblemIndex(problem(1, [session(day=day, clock="23:45", minutes=15)])).weeks_ahead("s-1") == weeks


def test_the_past_is_no_week_ahead() -> None:
    assert ProblemIndex(problem(as_of="2010-12-31")).weeks_ahead("s-1") == 0


def test_requests_arrive_so_many_days_ahead() -> None:
    rows = [situation(1), situation(2, received_on="2010-09-25"), situation(3, received_on="2010-10-07")]
    index = ProblemIndex(problem(rows))
    assert [index.days_received_ahead(f"d-{n}", "s-1") for n in (1, 2, 3)] == [34, 10, -2]
    assert [index.is_late(f"d-{n}", "s-1") for n in (1, 2, 3)] == [False, False, True]


def test_sessions_that_a_professional_staffs() -> None:
    sessions = [session(2, staff=["p-9", "p-8"], day=6, venue="v-2"), session(1, staff=["p-9", "p-9"])]
    index = ProblemIndex(problem(1, sessions))
    first = Engagement(minute_of("09:00"), minute_of("12:00"), "v-1", index.date("s-1"), "s-1")
    second = Engagement(minute_of("09:00", 6), minute_of("12:00", 6), "v-2", index.date("s-2"), "s-2")
    assert index.staffed == {"p-9": (first, second), "p-8": (second,)}


def test_when_a_professional_cannot_come() -> None:
    intervals = [(at("09:00"), at("10:00")), (at("11:00"), at("11:00")), (at("20:00"), at("08:00", 6))]
    index = ProblemIndex(problem(2, absences={"p-1": intervals}))
    whole = (minute_of("09:00"), minute_of("10:00")), (minute_of("20:00"), minute_of("08:00", 6))
    assert index.unavailable == {"p-1": whole}


CLASHES: list[tuple[str, Engagement, Engagement, bool]] = [
    # two engagements of one person with 20 minutes between v-1 and v-2
    ("same hour", Engagement(540, 570, "v-1", 0, "s-1"), Engagement(540, 570, "v-1", 0, "s-2"), True),
    ("overlapping", Engagement(540, 570, "v-1", 0, "s-1"), Engagement(555, 585, "v-1", 0, "s-2"), True),
    ("within", Engagement(540, 720, "v-1", 0, "s-1"), Engagement(600, 630, "v-2", 0, "s-2"), True),
    ("touching, one venue", Engagement(540, 570, "v-1", 0, "s-1"), Engagement(570, 600, "v-1", 0, "s-2"), False),
    ("touching, two venues", Engagement(540, 570, "v-1", 0, "s-1"), Engagement(570, 600, "v-2", 0, "s-2"), True),
    ("too short", Engagement(540, 570, "v-1", 0, "s-1"), Engagement(589, 620, "v-2", 0, "s-2"), True),
    ("just enough", Engagement(540, 570, "v-1", 0, "s-1"), Engagement(590, 620, "v-2", 0, "s-2"), False),
    ("two dates", Engagement(1410, 1440, "v-1", 0, "s-1"), Engagement(1440, 1470, "v-2", 1, "s-2"), False),
    ("two dates, same hour", Engagement(1440, 1470, "v-1", 0, "s-1"), Engagement(1440, 1470, "v-2", 1, "s-2"), True),
]


@pytest.mark.parametrize(("one", "other", "clash"), [row[1:] for row in CLASHES], ids=[row[0] for row in CLASHES])
def test_two_engagements_of_one_person_clash(one: Engagement, other: Engagement, clash: bool) -> None:
    index = ProblemIndex(problem(1, [session(1), session(2, venue="v-2")], travel={"between": [["v-2", "v-1", 20]]}))
    assert index.clash(one, other) is index.clash(other, one) is clash


def test_banned_pairs() -> None:
    bans = [{"situation": "d-1", "session": "s-2"}, {"situation": "d-2", "session": "s-1"}]
    assert ProblemIndex(problem(2, 2, bans=bans)).banned == {("d-1", "s-2"), ("d-2", "s-1")}
    assert ProblemIndex(problem()).banned == frozenset()


def test_an_empty_problem_has_an_empty_docket() -> None:
    index = ProblemIndex(problem(0, 0))
    assert not (index.situations or index.sessions or index.minutes or index.participants or index.start)
    assert not (index.staffed or index.unavailable or index.banned)
    assert document(0, 0)["professionals"] == []


def test_sessions_that_clash_are_those_near_each_other() -> None:
    """Travel of 30 minutes between venues; on one day, past midnight, and on two days: as `near` says, pair by pair."""
    rows = [
        session(1, clock="09:00", minutes=60),
        session(2, clock="10:15", minutes=60, venue="v-2"),
        session(3, clock="10:00", minutes=60),
        session(4, clock="11:45", minutes=60, venue="v-2"),
        session(5, clock="23:30", minutes=60),
        session(6, day=6, clock="00:15", minutes=60, venue="v-2"),
        session(7, day=6, clock="23:30", minutes=60),
    ]
    index = ProblemIndex(problem(1, rows, travel={"default_minutes": 30}))
    clashing = {frozenset(pair) for pair in index.clashing(index.sessions)}
    assert clashing == {frozenset((name, other)) for name in index.sessions for other in index.near(name)}
    assert clashing == {frozenset(f"s-{n}" for n in pair) for pair in [(1, 2), (2, 3), (5, 6)]}
