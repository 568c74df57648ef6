"""Pins, bans and history."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rsa_sched import PreparedProblem, Problem, check, solve
from rsa_sched.simulate import Family, load
from rsa_sched.simulate.organisation import organise
from rsa_sched.simulate.sessions import convene
from rsa_sched.simulate.situations import propose
from rsa_sched.simulate.streams import streams
from rsa_sched.simulate.wishes import decide, participants
from tests.support.quick import one_in

MANY = Family("many", services=2, months=2, pins=100, bans=100, late=20, ineligible=20)
"""As many pins and bans as can be, on requests of which many may not be heard."""

SHARING = Family("sharing", services=6, dates=2, partners=50, shared_partners=3, shared_venues=2, pins=100)
"""Partners whom one service may pin as well as another."""


def pinned_only(problem: Problem) -> dict[str, Any]:
    """The agenda that seats the pinned situations, each at its session's start, and nobody else."""
    index = PreparedProblem.of(problem).index
    seats = {}
    for pin in problem.pins:
        start = next(session.start for session in problem.sessions if session.id == pin.session)
        assert pin.start in (None, start)
        end = start + dt.timedelta(minutes=15 * index.units(pin.situation))
        times = {"start": start.isoformat(timespec="minutes"), "end": end.isoformat(timespec="minutes")}
        seats[pin.situation] = {"situation": pin.situation, "session": pin.session, **times}
    return {
        "appointments": list(seats.values()),
        "deferrals": [{"situation": row.id} for row in problem.situations if row.id not in seats],
    }


@pytest.mark.parametrize("seed", one_in(4, range(4)))
@pytest.mark.parametrize(
    "family",
    ["departement-quarter", "one-service", MANY, SHARING],
    ids=["quarter", "one-service", "many", "sharing"],
)
def test_pins_hold_together(family: str | Family, seed: int) -> None:
    """With nobody but the pinned seated no rule is broken: the audit says so, without any solver."""
    problem = load(family, seed)
    assert problem.pins
    assert check(problem, pinned_only(problem)).violations == ()


@pytest.mark.parametrize("seed", one_in(3, range(3)))
def test_the_solver_takes_the_pins(seed: int) -> None:
    """And seats them, beside others."""
    problem = load(MANY, seed)
    assert len(problem.pins) > 5
    seats = {row.situation: row.session for row in solve(problem, time_limit=0).agenda.appointments}
    assert all(seats[pin.situation] == pin.session for pin in problem.pins)
    assert len(seats) > len(problem.pins)


def test_nobody_is_pinned_on_a_day_on_which_they_staff_a_session() -> None:
    """Those who are pinned by themselves are not once they have a post; others are pinned instead of them."""
    dates, requests = streams(0, 0, 2)
    service = organise(MANY, 0, dates)
    convene(MANY, service, dates)
    situations = propose(MANY, service, requests)
    rows = {row["id"]: row for row in situations}
    days = {row["start"][:10] for row in service.rows["sessions"]}

    def pinned() -> set[str]:
        pins, _ = decide(MANY, service, situations, streams(0, 1, 1)[0])
        return {person for pin in pins for person in participants(rows[pin["situation"]])}

    some = sorted(pinned())[::2]
    service.staffed.update((person, day) for person in some for day in days)
    assert some
    assert pinned()
    assert pinned().isdisjoint(some)


@pytest.mark.slow
def test_one_pin_a_session_some_with_an_hour() -> None:
    """A start is given for about half of them."""
    pins = load("region", 0).pins
    assert len({pin.session for pin in pins}) == len(pins) > 20
    assert 0.2 < sum(pin.start is not None for pin in pins) / len(pins) < 0.8


def test_bans_are_of_situations_that_the_session_might_hear() -> None:
    """Type and place are the session's: a ban of anybody else would say nothing."""
    problem = load("departement-quarter", 0)
    sessions = {session.id: session for session in problem.sessions}
    rows = {row.id: row for row in problem.situations}
    assert len(problem.bans) > 10
    for ban in problem.bans:
        assert rows[ban.situation].type == sessions[ban.session].type
        assert sessions[ban.session].subsector in (None, rows[ban.situation].subsector)
        assert ban.session.startswith(ban.situation[:5])


def test_past_months_were_shared_out_roughly_by_weight() -> None:
    """Each kind of each service had a third of three months, give or take a fifth, and not always the same."""
    problem = load("departement", 0)
    assert len(problem.history) == 3 * 12
    third = 3 * 9 * 12 // 3
    units = [line.units for line in problem.history]
    assert all(0.79 * third <= granted <= 1.2 * third for granted in units)
    assert len(set(units)) > 15
