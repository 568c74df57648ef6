"""Candidates: the sessions that admit each situation by session-type, eligible, deadline and the bans."""

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules import RULES
from rsa_sched.rules.candidates import admitted_sessions
from rsa_sched.rules.session_size import SessionSize
from rsa_sched.rules.session_type import SameType
from tests.support.builders import at, problem, session, situation

BOTH = ("s-1", "s-2")


def test_sessions_come_in_id_order_whatever_the_order_of_the_rows() -> None:
    of = problem([situation(2), situation(1)], [session(2), session(1)])
    assert list(admitted_sessions(ProblemIndex(of)).items()) == [("d-1", BOTH), ("d-2", BOTH)]


def test_each_of_the_four_rules_keeps_sessions_away() -> None:
    rows = [
        situation(1, type="sdf"),
        situation(2, wanted_sessions=["s-2"]),
        situation(3, received_on="2010-09-26"),
        situation(4),
        situation(5, oriented=False),
    ]
    of = problem(rows, [session(1), session(2, day=6)], bans=[{"situation": "d-4", "session": "s-1"}])
    expected = {"d-1": (), "d-2": ("s-2",), "d-3": ("s-2",), "d-4": ("s-2",), "d-5": ()}
    assert admitted_sessions(ProblemIndex(of)) == expected


def test_calendars_sizes_and_hours_are_not_looked_at() -> None:
    sessions = [session(1, minutes=15, max_situations=0), session(2)]
    of = problem(1, sessions, absences={"p-1": [(at("00:00"), at("23:45"))]})
    assert admitted_sessions(ProblemIndex(of)) == {"d-1": BOTH}


def test_pins_do_not_narrow_the_choice() -> None:
    of = problem(1, 2, pins=[{"situation": "d-1", "session": "s-1"}])
    assert admitted_sessions(ProblemIndex(of)) == {"d-1": BOTH}


def test_without_session_type_every_session_is_looked_at() -> None:
    of = problem([situation(1, type="sdf"), situation(2, oriented=False)], 2)
    rules = [rule for rule in RULES if not isinstance(rule, SameType)]
    assert admitted_sessions(ProblemIndex(of), rules) == {"d-1": BOTH, "d-2": ()}


def test_without_sessions_nobody_is_a_candidate() -> None:
    assert admitted_sessions(ProblemIndex(problem(2, 0))) == {"d-1": (), "d-2": ()}


def test_a_rule_that_has_no_say_admits_every_pair_and_allows_every_hour() -> None:
    index = ProblemIndex(problem([situation(type="sdf")]))
    assert SessionSize().admits(index, "d-1", "s-1")
    assert SessionSize().allows(index, "d-1", "s-1", 0)
