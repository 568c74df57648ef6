"""The latest month: kept whatever the others do."""

from __future__ import annotations

import random

import pytest

from rsa_sched import Problem, due_pins, load_demo, solve
from rsa_sched.promises.calendar import calendar_of
from rsa_sched.promises.reservation import reserve
from tests.promises.worlds import Row, hostile, lived, mixed, service

MONTHS = 6


def try_one(seed: int) -> int:
    """How many promises fell due in one service's half-year; none was broken."""
    rng = random.Random(seed)
    problem = service(rng, rng.randint(1, 14))
    arbiter = hostile if seed % 2 else mixed
    first, heard = lived(problem, rng, MONTHS, arbiter, flood=rng.choice([0, 3, 9]))
    ended = calendar_of(problem, MONTHS)[-1].month
    due = {name: one for name, one in first.items() if one.month <= ended}
    broken = {name for name, one in due.items() if heard.get(name, "9") > one.month}
    assert not broken, (seed, broken)
    return len(due)


@pytest.mark.parametrize("seed", range(6))
def test_no_flood_breaks_a_promise(seed: int) -> None:
    """Most urgent requests without end, of the same people, preferred wherever the rules allow it."""
    assert try_one(seed) > 0


@pytest.mark.long
def test_no_flood_breaks_any_of_many() -> None:
    """Three hundred half-years; `python -m tests.campaign promises` tries more."""
    assert sum(try_one(seed) for seed in range(1000, 1300)) > 1000


@pytest.mark.slow
def test_the_barème_itself_keeps_them() -> None:
    """Solved to the end with nothing but the pins: whoever is due is seated."""
    rng = random.Random(7)
    first, heard = lived(service(rng, 10), rng, 4, lambda problem, _: solve(problem).agenda.to_dict(), flood=9)
    assert all(heard.get(name, "9") <= one.month for name, one in first.items())


def test_the_oldest_are_promised_the_first_months() -> None:
    """Within a kind and sub-sector; each kind its share, less rounding and a place for the urgent."""
    problem = Problem.from_dict(_alike(12))
    kept = reserve(problem, problem.to_dict()["situations"], calendar_of(problem, 12))
    months = [kept[f"w{n:02}"].month for n in range(12)]
    assert months == sorted(months)
    # 12 units of three equal kinds are 4 for each; less two places that is nothing, and one request a month it is
    assert months[:3] == ["2010-11", "2010-12", "2011-01"]
    # twice the sessions: 8 units, less 4, are two places a month
    wide = Problem.from_dict(_alike(12, sessions=2))
    two = reserve(wide, wide.to_dict()["situations"], calendar_of(wide, 12))
    assert [two[f"w{n:02}"].month for n in range(4)] == ["2010-11", "2010-11", "2010-12", "2010-12"]


def test_nobody_is_promised_what_is_not_there() -> None:
    """No session of the kind, no months left, a term that ends before."""
    raw = _alike(3)
    raw["situations"][0]["not_after"] = "2010-10-31"
    problem = Problem.from_dict(raw)
    assert set(reserve(problem, raw["situations"], calendar_of(problem, 1))) == {"w01"}
    elsewhere = [{**raw["sessions"][0], "id": "later", "start": "2010-12-07T09:00", "type": "sdf"}]
    assert not reserve(problem, raw["situations"], calendar_of(problem, 6, elsewhere))


def test_the_services_calendar_is_what_is_promised() -> None:
    """Its own sessions where it has planned any; a month without is a month without."""
    raw = _alike(2)
    later = [{**raw["sessions"][0], "id": "dec", "start": "2010-12-07T09:00"}]
    problem = Problem.from_dict(raw)
    (one,) = reserve(problem, raw["situations"], calendar_of(problem, 6, later)).values()
    assert (one.month, one.session, one.start, one.planned) == ("2010-12", "dec", "2010-12-07T09:00", True)


def test_a_session_that_is_not_held_is_another_of_the_month_or_a_loss() -> None:
    """Named, not passed over."""
    raw = _alike(2)
    problem = Problem.from_dict(raw)
    kept = reserve(problem, raw["situations"], calendar_of(problem, 2)).values()
    november = dict(raw, id="n", as_of="2010-10-25")
    row = {**raw["sessions"][0], "id": "moved", "start": "2010-11-09T13:30"}
    pins, lost = due_pins(Problem.from_dict(november | {"sessions": [row]}), kept)
    assert (pins, lost) == ([{"situation": "w00", "session": "moved"}], [])
    pins, lost = due_pins(Problem.from_dict(november | {"sessions": [row | {"type": "sdf"}]}), kept)
    assert (pins, lost) == ([], ["w00"])


@pytest.mark.slow
def test_the_example_month() -> None:
    """Whoever was deferred has a latest month, and the places can be had together each month."""
    problem = load_demo()
    deferred = {line.situation for line in solve(problem).agenda.deferrals}
    rows = [row for row in problem.to_dict()["situations"] if row["id"] in deferred]
    kept = reserve(problem, rows, calendar_of(problem, 12))
    assert len(kept) > 0.9 * len(rows)


def _alike(number: int, sessions: int = 1) -> Row:
    """Requests of one kind, one after the other, and sessions of three hours a month."""
    return {
        "schema_version": "1",
        "id": "m",
        "as_of": "2010-09-25",
        "services": [{"id": "g"}],
        "subsectors": [{"id": "S0", "service": "g"}],
        "venues": [{"id": "a"}],
        "structures": [{"id": "pe", "kind": "PE"}],
        "professionals": [{"id": f"r{n}", "structure": "pe"} for n in range(number)],
        "sessions": [
            {"id": f"s{n}", "type": "standard", "service": "g", "subsector": "S0", "venue": "a",
             "start": f"2010-10-{5 + 7 * n:02}T09:00"} for n in range(sessions)
        ],
        "situations": [
            {"id": f"w{n:02}", "type": "standard", "subsector": "S0", "structure": "pe", "referent": f"r{n}",
             "requested_on": f"2010-08-{n + 1:02}"} for n in range(number)
        ],
    }  # fmt: skip
