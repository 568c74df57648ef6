"""When and where: dates, venues, staff and absences."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from statistics import mean

import pytest

from rsa_sched import PreparedProblem, Problem
from rsa_sched.simulate import FAMILIES, Family, load
from rsa_sched.simulate.loads import document
from rsa_sched.simulate.workdays import HOLIDAYS, workdays

BUSY = Family("busy", subsectors=2, months=4, sessions=25, psychologist=23)
"""More sessions in a month than it has working days."""


@pytest.fixture(scope="module")
def month() -> Problem:
    """A month of a département."""
    return load("departement", 0)


@pytest.mark.parametrize("family", [*(f for f in FAMILIES.values() if f.services < 100), BUSY], ids=lambda f: f.name)
def test_sessions_are_half_days_of_working_days(family: Family) -> None:
    """From 9:00 or 14:00, Monday to Friday, on no holiday; nobody staffs two of them on one day."""
    posts: Counter[tuple[str, str]] = Counter()
    for session in document(family, 2)["sessions"]:
        start = dt.datetime.fromisoformat(session["start"])
        assert start.hour in (9, 14)
        assert start.minute == 0
        assert start.weekday() < 5
        assert (start.month, start.day) not in HOLIDAYS
        posts.update((person, session["start"][:10]) for person in session["staff"])
    assert max(posts.values()) == 1


def test_more_sessions_than_days_are_valid() -> None:
    """The strict reading takes them: nobody staffs two at once."""
    assert len(load(BUSY).sessions) == 4 * (3 * 25 + 23)


def test_months_are_calendar_months() -> None:
    """From October 2010: twenty days, then eighteen (two holidays), and so on over the year's end."""
    assert [len(workdays(month)) for month in range(3)] == [20, 18, 20]
    assert workdays(0)[0] == dt.date(2010, 10, 4)
    assert workdays(1)[0] == dt.date(2010, 11, 2)
    assert workdays(3)[0] == dt.date(2011, 1, 3)


def test_the_first_session_is_ten_days_off() -> None:
    """What is received on the day of the arbitration is just in time for it."""
    for name in ("grenoble", "quarter", "metropole", "one-service"):
        problem = load(name, 4)
        assert (min(session.start for session in problem.sessions).date() - problem.as_of).days == 10


def test_the_metropole_meets_on_each_working_day() -> None:
    """Twenty standard sessions on twenty days, and as many with the psychologist, in rotating venues."""
    sessions = load("metropole", 0).sessions
    for kind in ("standard", "psychologist"):
        dates = {session.start.date() for session in sessions if session.type == kind}
        assert dates == set(workdays(0))
    assert len({session.venue for session in sessions}) > 1


def test_sessions_rotate_among_the_venues_of_their_sub_sector() -> None:
    """Three months, two or three venues: none twice before each was used."""
    problem = load("quarter", 0)
    homes = {venue.id: venue.subsector for venue in problem.venues}
    size = Counter(homes.values())
    held: dict[str, list[str]] = defaultdict(list)
    for session in problem.sessions:
        if session.subsector is not None:
            assert homes[session.venue] == session.subsector
            held[session.subsector].append(session.venue)
    assert all(len(set(venues)) == min(3, size[place]) for place, venues in held.items())


def test_staff_is_an_officer_a_psychologist_or_an_agent_who_is_a_referent(month: Problem) -> None:
    """An officer everywhere, the psychologist where he is asked for, and now and then a referent of Pôle emploi."""
    referents = {row.referent for row in month.situations}
    second = 0
    for session in month.sessions:
        if session.type == "psychologist":
            assert "-psy-" in session.staff[0]
        else:
            assert session.staff[0] == f"{session.subsector}-officer"
            second += bool(set(session.staff) & referents)
    assert 0.08 < second / len(month.sessions) < 0.3


def test_absences_matter_now_and_then(month: Problem) -> None:
    """For some of the seats that calendars are not asked about, somebody is away; for most, nobody is."""
    index = PreparedProblem.of(month).index
    away = {person.id: person.unavailable for person in month.professionals}
    starts = {session.id: session.start for session in month.sessions}

    def missed(situation: str, session: str) -> bool:
        start, end = starts[session], starts[session] + dt.timedelta(minutes=180)
        return any(
            begin < end and start < until for person in index.participants[situation] for begin, until in away[person]
        )

    seats = [
        missed(name, session) for name, sessions in PreparedProblem.of(month).admitted.items() for session in sessions
    ]
    assert 0.03 < mean(seats) < 0.25


def test_nobody_is_away_from_a_session_they_staff(month: Problem) -> None:
    """Their absence would be nobody's concern, and odd."""
    staff = {person for session in month.sessions for person in session.staff}
    assert not any(person.unavailable for person in month.professionals if person.id in staff)


def test_venues_of_one_sub_sector_are_nearer_than_others(month: Problem) -> None:
    """Fewer minutes than the default; each pair of them is listed, and no other."""
    homes = {venue.id: venue.subsector for venue in month.venues}
    assert all(homes[one] == homes[other] for one, other, _ in month.travel.between)
    assert {minutes for _, _, minutes in month.travel.between} == {5, 10, 15}
    assert month.travel.default_minutes == 25
    size = Counter(homes.values())
    assert len(month.travel.between) == sum(count * (count - 1) // 2 for count in size.values())
