"""What a person can do in a half-day: the rows say it, and take no agenda away."""

from __future__ import annotations

from collections import defaultdict

import pytest
from ortools.sat.python import cp_model

from rsa_sched import PreparedProblem, Problem
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.options import options
from rsa_sched.rules import RULES, presence
from rsa_sched.rules.half_days import say_of_half_days
from rsa_sched.rules.seats import Seats, total
from rsa_sched.rules.session_time import SessionTime
from rsa_sched.simulate import Family, load
from tests.support.builders import problem, session, situation
from tests.support.quick import one_in


def most_seated(of: Problem, *, without: type | None = None) -> int:
    """Situations of p-1, each in a session of its own, that the rows alone let sit."""
    prepared = PreparedProblem.of(of)
    rules = [rule for rule in RULES if not isinstance(rule, (without,) if without else ())]
    cp = cp_model.CpModel()
    seats = Seats(cp, prepared.index, options(prepared, rules))
    by_session = defaultdict(list)
    for name, place in seats.of_participant["p-1"]:
        by_session[place].append(name)
    say_of_half_days(seats, by_session)
    cp.maximize(total((1, seats.seated(*pair)) for pair in seats.pairs))
    solver = cp_model.CpSolver()
    assert solver.solve(cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


def at_once(count: int, *clocks: str, minutes: int = 60, way: int = 0, venues: int = 9) -> Problem:
    """So many sessions on one morning, each asked for by a situation of p-1 that lasts half an hour."""
    clocks = clocks or ("09:00",) * count
    return problem(
        [situation(n + 1, referent="p-1", wanted_sessions=[f"s-{n + 1}"]) for n in range(count)],
        [session(n + 1, clock=clocks[n], minutes=minutes, venue=f"v-{n % venues}") for n in range(count)],
        travel={"default_minutes": way, "between": []},
    )


@pytest.mark.parametrize(
    ("of", "seated"),
    [
        pytest.param(at_once(4), 2, id="two halves of an hour"),
        pytest.param(at_once(4, way=10), 1, id="an hour has no room for two and a way"),
        pytest.param(at_once(4, way=10, venues=1), 2, id="one venue, no way"),
        pytest.param(at_once(7, minutes=180, way=10), 4, id="four halves and three quarters fill three hours"),
        pytest.param(at_once(7, minutes=180, way=15), 4, id="the same"),
        pytest.param(at_once(7, minutes=180, way=16), 3, id="a minute more takes another quarter"),
        pytest.param(at_once(3, "09:00", "09:30", "10:00"), 3, id="each overlaps the next: two hours in all"),
        pytest.param(at_once(4, "09:00", "09:00", "10:00", "10:00"), 4, id="one after the other: two at once"),
        pytest.param(at_once(2), 2, id="of two the exclusions say enough"),
    ],
)
def test_what_fits_into_a_half_day(of: Problem, seated: int) -> None:
    """Hours and ways add up over all sessions that one person is wanted in."""
    assert most_seated(of) == seated


def test_a_situation_longer_than_its_session_is_not_for_these_rows_to_forbid() -> None:
    """With session-time left out, as where the smallest clash of pins is looked for, it may begin late."""
    assert most_seated(at_once(3, minutes=15), without=SessionTime) == 1
    assert most_seated(at_once(3, "09:00", "09:15", "09:30", minutes=30), without=SessionTime) == 3


@pytest.mark.parametrize("seed", one_in(3, range(12)))
@pytest.mark.parametrize("venues", [1, 3])
def test_no_agenda_is_lost(seed: int, venues: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best of a small coupled day has as many points without them."""
    small = Family(
        "few",
        services=5,
        subsectors=1,
        homeless_team=False,
        psychologist=0,
        dates=1,
        demand=0.8,
        partners=90,
        shared_partners=2,
        shared_venues=venues,
    )
    prepared = PreparedProblem.of(load(small, seed))
    found = Model(prepared).solve()
    monkeypatch.setattr(presence, "say_of_half_days", lambda *_: None)
    plain = Model(prepared).solve()
    assert (found.status, found.points) == ("optimal", plain.points)
    assert found.bound == plain.bound
