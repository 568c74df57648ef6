"""Staff who are unavailable during their own session: no rule is broken, and it is told in time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rsa_sched
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.staffing import staff_absences
from rsa_sched.explanations.notices import notices
from tests.publish.agendas import Pair, arbitrated, listed, shown, small
from tests.support import builders as b
from tests.support.published import page_files

HOURS = [b.at(f"{hour:02}:{minute:02}") for hour in range(7, 15) for minute in (0, 20, 40)]
INTERVAL = st.tuples(st.sampled_from(HOURS), st.sampled_from(HOURS)).filter(lambda row: row[0] <= row[1])


def absent(*intervals: tuple[str, str], situations: int = 2, **keys: Any) -> Pair:
    """Session s-1 from 9 to 12 on the 19th, staffed by p-90 and p-91, of whom p-90 is away at these hours."""
    away = [(b.at(start, 19), b.at(end, 19)) for start, end in intervals]
    row = b.session(1, day=19, staff=["p-90", "p-91"], **keys)
    return small(situations, [row], absences={"p-90": away})


def of_absence(pair: Pair, audience: str = "service") -> list[str]:
    """Its tasks of this sort."""
    return [task.what for task in listed(pair, audience) if task.key.startswith("absence/")]


def test_it_breaks_no_rule_and_is_told() -> None:
    """Ids only in the warning; their function on the month's page and in the to-do list for the service."""
    pair = absent(("10:30", "14:00"))
    assert rsa_sched.check(*pair).violations == ()
    assert notices(pair[0]) == (
        "p-90 tient la séance s-1 du 19/10/2010 et n'est pas disponible de 10\u00a0h\u00a030 à 12\u00a0h.",
    )
    assert (
        "Professionnel 1 tient la séance s-1 et n&#39;est pas disponible de 10\u00a0h\u00a030 à 12\u00a0h."
        in page_files(pair, "service")["index.html"].decode()
    )
    (task,) = [task for task in listed(pair) if task.key == "absence/s-1/p-90"]
    assert (task.due, task.recipient, task.session, task.rule) == (dt.date(2010, 10, 12), "p-90", "s-1", "R14")
    assert "n'est pas disponible de 10\u00a0h\u00a030 à 12\u00a0h" in task.what


def test_who_is_there_is_not_spoken_of() -> None:
    """Absent before and after, or on another day: nothing."""
    pair = absent(("07:00", "09:00"), ("12:00", "18:00"))
    assert notices(pair[0]) == ()
    assert of_absence(pair) == []
    assert "n&#x27;est pas disponible" not in page_files(pair, "service")["index.html"].decode()
    other = small(2, [b.session(1, day=19, staff=["p-90"])], absences={"p-90": [(b.at("08:00"), b.at("18:00"))]})
    assert notices(other[0]) == ()


def test_intervals_that_touch_are_one_absence() -> None:
    """What they cover together, in the order of the day, each stretch once."""
    pair = absent(("11:30", "12:30"), ("09:30", "10:00"), ("08:00", "09:40"), ("10:00", "10:15"), ("11:00", "11:00"))
    hours = "de 9\u00a0h à 10\u00a0h\u00a015 et de 11\u00a0h\u00a030 à 12\u00a0h"
    told = f"p-90 tient la séance s-1 du 19/10/2010 et n'est pas disponible {hours}."
    assert notices(pair[0]) == (told,)


def test_only_the_hours_that_are_held_ask_for_anybody() -> None:
    """After the first hour of a session that ends with it, or where it is cancelled, nobody is needed."""
    assert of_absence(absent(("11:00", "12:00"), situations=1)) == []
    assert "de 9\u00a0h\u00a030 à 10\u00a0h" in of_absence(absent(("09:30", "12:00"), situations=1))[0]
    row = b.session(1, day=19, type="psychologist", staff=["p-90"])
    cancelled = arbitrated(b.problem([], [row], absences={"p-90": [(b.at("09:00", 19), b.at("12:00", 19))]}))
    assert of_absence(cancelled) == []
    assert len(notices(cancelled[0])) == 1


@pytest.mark.parametrize("audience", ["prescriber:st-PSSI", "partner:p-91", "partner:p-90"])
def test_the_service_alone_is_told(audience: str) -> None:
    """Whose absence it is, is nobody else's business."""
    pair = absent(("10:30", "14:00"))
    assert of_absence(pair, audience) == []
    assert not [row for row in shown(pair, audience).sessions if row.absences]
    assert "n&#x27;est pas disponible" not in page_files(pair, audience)["index.html"].decode()


@given(
    st.lists(st.tuples(st.sampled_from(HOURS), st.sampled_from(HOURS)).filter(lambda row: row[0] <= row[1]), max_size=5)
)
def test_the_stretches_are_the_minutes_in_common(intervals: list[tuple[str, str]]) -> None:
    """Minute by minute; sorted, apart, none of them empty."""
    problem = b.problem([], [b.session(1, staff=["p-90"])], absences={"p-90": intervals})
    found = staff_absences(ProblemIndex(problem))
    begin = dt.datetime(2010, 10, 5, 9)
    minutes = [begin + dt.timedelta(minutes=n) for n in range(180)]
    read = [(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)) for start, end in intervals]
    expected = [minute for minute in minutes if any(start <= minute < end for start, end in read)]
    assert [minute for minute in minutes if any(row.start <= minute < row.end for row in found)] == expected
    assert all(row.start < row.end for row in found)
    assert all(one.end < other.start for one, other in pairwise(found))
    assert all(begin <= row.start and row.end <= begin + dt.timedelta(hours=3) for row in found)
