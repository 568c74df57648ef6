"""A start that was made for an earlier state of the problem keeps what still holds of it."""

from __future__ import annotations

from typing import Any

import pytest

from rsa_sched import PinClash, PreparedProblem, Problem, check, load_demo, solve
from rsa_sched.engine.control import Control
from rsa_sched.engine.warm_start import seats_that_hold
from rsa_sched.rules.base import Reading
from tests.support.builders import Doc, document, heard, partner, problem, session, situation, statement


def kept(of: Problem, *appointments: Doc) -> dict[str, str]:
    """Who keeps which place: its session and hour."""
    case = PreparedProblem.of(of)
    seats = seats_that_hold(case, Reading(case.index, statement(*appointments)).seats, Control())
    return {
        name: f"{seat.session} {seat.start // 60 % 24:02}:{seat.start % 60:02}" for name, seat in sorted(seats.items())
    }


def test_what_holds_is_kept_whole() -> None:
    assert kept(problem(2), heard(1), heard(2, clock="09:30")) == {"d-1": "s-1 09:00", "d-2": "s-1 09:30"}
    assert kept(problem(2)) == {}


STALE: dict[str, tuple[Problem, list[Doc], dict[str, str]]] = {
    "unknown": (problem(1), [heard(7), heard(1, 9), heard(1)], {"d-1": "s-1 09:00"}),
    "off-grid": (problem(2), [heard(1, clock="09:07"), heard(2, clock="09:45")], {}),
    "longer-now": (
        problem([situation(1, partners=partner("q")), situation(2)]),
        [heard(1), heard(2, clock="09:30")],
        {"d-2": "s-1 09:30"},
    ),
    "two-at-once": (problem(3), [heard(2), heard(1, clock="09:15"), heard(3, clock="09:30")],
                    {"d-2": "s-1 09:00", "d-3": "s-1 09:30"}),
    "one-person": (problem([situation(1, person="b"), situation(2, person="b")]),
                   [heard(2), heard(1, clock="09:30")], {"d-2": "s-1 09:00"}),
    "smaller-session": (problem(3, [session(1, max_situations=2)]),
                        [heard(1), heard(2, clock="09:30"), heard(3, clock="10:00")],
                        {"d-1": "s-1 09:00", "d-2": "s-1 09:30"}),
    "two-sessions": (problem([situation(1), situation(2, referent="p-1")], [session(1), session(2)]),
                     [heard(1), heard(2, 2)], {"d-1": "s-1 09:00"}),
    "banned": (problem(2, bans=[{"situation": "d-1", "session": "s-1"}]),
               [heard(1), heard(2, clock="09:30")], {"d-2": "s-1 09:30"}),
    "absent": (problem(2, absences={"p-1": [("2010-10-05T08:00", "2010-10-05T12:00")]}),
               [heard(1), heard(2, clock="09:30")], {"d-2": "s-1 09:30"}),
    "company-after-the-first-hour": (problem(2), [heard(1, clock="11:00"), heard(2, clock="10:30")],
                                     {"d-1": "s-1 11:00", "d-2": "s-1 10:30"}),
    "alone-after-the-first-hour": (problem(2, bans=[{"situation": "d-1", "session": "s-1"}]),
                                   [heard(1), heard(2, clock="10:30")], {}),
    "pinned-first": (problem(2, pins=[{"situation": "d-1", "session": "s-1"}]),
                     [heard(2), heard(1, clock="09:15")], {"d-1": "s-1 09:15"}),
    "pinned-elsewhere": (problem(2, pins=[{"situation": "d-1", "session": "s-1", "start": "2010-10-05T09:15"}]),
                         [heard(1), heard(2, clock="09:45")], {"d-1": "s-1 09:15", "d-2": "s-1 09:45"}),
    "pinned-against": (problem(2, pins=[{"situation": "d-1", "session": "s-1", "start": "2010-10-05T09:15"}]),
                       [heard(2)], {"d-1": "s-1 09:15"}),
}  # fmt: skip


@pytest.mark.parametrize("name", STALE)
def test_what_no_longer_holds_is_left_out(name: str) -> None:
    """Pinned ones first, then the earlier of two that exclude each other; pins that nobody holds are held."""
    of, appointments, expected = STALE[name]
    assert kept(of, *appointments) == expected


def test_pins_that_clash_are_told_as_ever() -> None:
    of = problem(1, pins=[{"situation": "d-1", "session": "s-1", "start": "2010-10-05T09:07"}])
    with pytest.raises(PinClash):
        solve(of, start={"appointments": [heard(1)], "deferrals": []})
    away = {"p-1": [("2010-10-05T08:00", "2010-10-05T12:00")]}
    of = problem(1, pins=[{"situation": "d-1", "session": "s-1"}], absences=away)
    with pytest.raises(PinClash):
        solve(of, start={"appointments": [heard(1)], "deferrals": []})


def changed(**keys: Any) -> Problem:
    """The month with some keys of its first situations changed."""
    told = load_demo().to_dict()
    pinned = {pin["situation"] for pin in told["pins"]}
    rows = enumerate(told["situations"])
    told["situations"] = [row | keys if n < 30 and row["id"] not in pinned else row for n, row in rows]
    return Problem.from_dict(told)


def test_a_month_that_changed_starts_from_what_is_left() -> None:
    """The result is valid, never worse than what is left, says what is not, and is the same every time."""
    before = solve(load_demo(), time_limit=0)
    now = changed(oriented=False)
    result = solve(now, time_limit=0, start=before)
    assert check(now, result)
    (told,) = result.warnings
    assert told.startswith("start: ")
    assert f" of {len(before.agenda.appointments)} places no longer hold: 2010-" in told
    again = solve(now, time_limit=0, start=before)
    assert (again.agenda.appointments, again.warnings) == (result.agenda.appointments, result.warnings)
    assert result.points >= solve(now, time_limit=0).points


def test_a_start_that_holds_is_told_nothing_of() -> None:
    month = load_demo()
    result = solve(month)
    for start in (result, result.agenda, result.agenda.to_dict(), result.to_frame()):
        again = solve(month, time_limit=0, start=start)
        assert (again.points, again.warnings) == (result.points, ())


def test_rows_that_left_the_problem_are_no_hindrance() -> None:
    """A request withdrawn, a session cancelled since."""
    told = document(3, 2)
    first = solve(Problem.from_dict(told))
    less = told | {"situations": told["situations"][1:], "sessions": told["sessions"][:1]}
    again = solve(Problem.from_dict(less), start=first)
    assert {line.situation for line in again.agenda.appointments} == {"d-2", "d-3"}
