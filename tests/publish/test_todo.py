"""The to-do list holds each duty of R41-R53 once, by a day on which it can be done."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.opendays import Calendar
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.tasks.opendays import Deadlines
from rsa_sched.publish.tasks.todo import Task, key
from tests.publish.agendas import listed, month, shown, small
from tests.support import builders as b


def of_rule(found: tuple[Task, ...], rule: str) -> list[Task]:
    """The tasks of one sentence of the note."""
    return [task for task in found if rule in task.rule.split(", ")]


def test_every_duty_of_a_situation_with_a_partner_and_the_person() -> None:
    """Referent, partner, person and service are told, each once."""
    row = b.situation(
        1,
        partners=[{"professional": "p-9", "external": True}],
        beneficiary_invited=True,
        beneficiary_agreed=True,
    )
    found = listed(small([row, b.situation(2)], [b.session(1, day=19)]))
    assert {task.rule for task in found} == {"R27", "R44", "R45, R41", "R46", "R49", "R50"}
    assert [(task.circle, task.actor, task.recipient) for task in of_rule(found, "R44")] == [
        ("prescriber", "p-1", "p-9")
    ]
    assert [(task.circle, task.recipient, task.session) for task in of_rule(found, "R46")] == [
        ("service", "p-9", "s-1")
    ]
    assert sorted(task.situation for task in of_rule(found, "R49")) == ["d-1", "d-2"]
    assert [task.situation for task in of_rule(found, "R50")] == ["d-1"]
    assert "45 min" in of_rule(found, "R41")[0].what


def test_nobody_is_told_of_guests_where_there_are_none() -> None:
    """A referent who comes alone only warns the person."""
    found = listed(small(1, [b.session(1, day=19)]))
    assert sorted({task.rule for task in found}) == ["R22", "R27", "R49"]


def test_a_message_per_referent_says_what_is_heard_and_what_is_not() -> None:
    """Of several situations of one referent there is one message, with each of them."""
    rows = [b.situation(n, referent="p-1", requested_on="2010-09-01") for n in range(1, 9)]
    found = of_rule(listed(small(rows, [b.session(1, day=19)])), "R27")
    assert [task.recipient for task in found] == ["p-1"]
    assert all(f"d-{n}" in found[0].what for n in range(1, 9))
    assert "6 situations retenues" in found[0].what
    assert "2 situations ajournées" in found[0].what


def test_a_partner_gets_one_letter_a_session() -> None:
    """Two situations with one partner in one session make one letter; another session makes another."""
    partners = [{"professional": "p-9", "external": True}]
    rows = [b.situation(n, partners=partners) for n in range(1, 4)]
    sessions = [b.session(1, day=19, max_situations=2), b.session(2, day=20, max_situations=2)]
    found = of_rule(listed(small(rows, sessions)), "R46")
    assert [task.session for task in found] == ["s-1", "s-2"]


@pytest.mark.parametrize("inside", [0, 1])
def test_a_colleague_gets_no_letter(inside: int) -> None:
    """Only external partners are confirmed by letter."""
    partner = {"professional": "p-9"} | ({"external": False} if inside else {})
    assert not of_rule(listed(small([b.situation(1, partners=[partner])], [b.session(1, day=19)])), "R46")


def test_an_empty_session_with_the_psychologist_is_cancelled_eight_days_ahead() -> None:
    """R52, by the problem's own delay."""
    psychologist = b.session(2, day=20, type="psychologist", staff=["p-7"])
    found = of_rule(listed(small(2, [b.session(1, day=19), psychologist])), "R52")
    assert [(task.due, task.recipient, task.session) for task in found] == [(dt.date(2010, 10, 12), "p-7", "s-2")]


def test_requests_for_the_psychologist_come_with_their_guests() -> None:
    """R51: the table, by the deadline of R53, and no second message for R45."""
    row = b.situation(1, type="psychologist", partners=b.partner("p-9"))
    found = listed(small([row], [b.session(1, day=20, type="psychologist", staff=["p-7"])]))
    assert [task.due for task in of_rule(found, "R51")] == [dt.date(2010, 10, 8)]  # the 10th is a Sunday
    assert not of_rule(found, "R45")
    assert "instance avec le psychologue" in of_rule(found, "R51")[0].what
    assert "chacun des permanents" in of_rule(found, "R22")[0].what


def test_who_stays_in_a_session_with_one_situation() -> None:
    """R22: the first hour, and no longer."""
    found = of_rule(listed(small(1, [b.session(1, day=19, staff=["p-7", "p-8"])])), "R22")
    assert len(found) == 1
    assert "9\u00a0h à 10\u00a0h" in found[0].what


def test_where_time_is_short_the_task_is_for_now_and_says_so() -> None:
    """A session in a few days leaves no delay: today, and not before."""
    found = listed(small(1, [b.session(1, day=4)], as_of="2010-10-01", regulation={"deadline_days": 0}))
    person = of_rule(found, "R49")[0]
    assert person.due == dt.date(2010, 10, 1)
    assert "Délai court" in person.what
    assert all(task.due >= dt.date(2010, 10, 1) for task in found)


def test_prescribers_are_told_before_they_have_to_act() -> None:
    """No referent's first task falls before the day on which they learn of it."""
    found = listed(month())
    told = {task.recipient: task.due for task in of_rule(found, "R27")}
    assert told
    assert all(told[task.actor] <= task.due for task in found if task.circle == "prescriber")


def test_the_month_is_a_list_that_can_be_worked_through() -> None:
    """Keys are unique, dates are open days from the arbitration on, in order, and every situation is told of once."""
    found, view = listed(month()), shown(month())
    assert len({task.key for task in found}) == len(found)
    assert [task.due for task in found] == sorted(task.due for task in found)
    assert all(task.due >= view.as_of and task.due.weekday() < 5 for task in found)
    told = " ".join(task.what for task in of_rule(found, "R27"))
    everyone = [line.situation for _, line in view.seats] + [row.situation for row in view.deferrals]
    assert all(told.count(name) == 1 for name in everyone)


def test_keys_stay_when_dates_move() -> None:
    """Delays change the days, never the keys."""
    short, long = listed(month(), delays=Delays(0, 0, 0)), listed(month(), delays=Delays(5, 14, 14))
    assert {task.key for task in short} == {task.key for task in long}
    assert {task.key: task.due for task in short} != {task.key: task.due for task in long}


@given(st.lists(st.text(max_size=4), max_size=3), st.lists(st.text(max_size=4), max_size=3))
def test_no_two_duties_share_a_key(first: list[str], second: list[str]) -> None:
    """Whatever the ids hold."""
    assert (key("x", *first) == key("x", *second)) == (first == second)


def test_a_prescriber_sees_its_own_tasks_only() -> None:
    """Those of its situations; a professional those of whom they are the referent; a beneficiary none."""
    pair = month()
    structure = pair[0].structures[0].id
    own = {row.id for row in pair[0].situations if row.structure == structure}
    found = listed(pair, f"prescriber:{structure}")
    assert found
    assert all(task.circle == "prescriber" and task.situation in own for task in found)
    referent = found[0].actor
    assert {task.actor for task in listed(pair, f"partner:{referent}")} == {referent}
    person = next(row.person for row in pair[0].situations if row.person)
    assert listed(pair, f"beneficiary:{person}") == ()


def test_holidays_follow_the_territory() -> None:
    """The 14th of July everywhere, the 22nd of May in Martinique alone."""
    paris, martinique = Calendar("Europe/Paris"), Calendar("America/Martinique")
    assert not paris.is_open(dt.date(2026, 7, 14))
    assert paris.open_before(dt.date(2026, 7, 14)) == dt.date(2026, 7, 13)
    assert paris.is_open(dt.date(2026, 5, 22))
    assert not martinique.is_open(dt.date(2026, 5, 22))


@given(
    st.dates(dt.date(2010, 1, 1), dt.date(2030, 1, 1)),
    st.integers(0, 40),
    st.integers(0, 60),
)
def test_deadlines_are_open_days_in_time(as_of: dt.date, ahead: int, days: int) -> None:
    """A deadline is an open day, in time and from the arbitration on; or time is short, and it says so."""
    session = as_of + dt.timedelta(days=ahead)
    due, short = Deadlines(as_of, "Europe/Paris").before(session, days)
    open_days = Calendar("Europe/Paris")
    assert as_of <= due <= session
    assert short or (open_days.is_open(due) and due <= session - dt.timedelta(days=days))
    if short:
        assert open_days.open_before(session - dt.timedelta(days=days)) < as_of
