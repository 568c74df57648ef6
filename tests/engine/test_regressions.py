"""Faults that were found once, each by a smallest document that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rsa_sched import Problem, arbitration, check, solve
from rsa_sched.engine.search import search
from rsa_sched.rules.base import Seat
from tests.support import oracle
from tests.support.builders import document, session, situation


def past_midnight(last_venue: str, trip_days: int) -> dict[str, Any]:
    """One referent, three sub-sectors; the first session runs past midnight and hides that the others share a date."""
    hours = {"s-1": ("2010-10-05T21:00", 1440, "v1"), "s-2": ("2010-10-06T09:00", 60, "v2")}
    hours["s-3"] = ("2010-10-06T22:00", 60, last_venue)
    return {
        "schema_version": "1",
        "id": "past-midnight",
        "as_of": "2010-09-20",
        "regulation": {"equity_days": [0], "single_situation_minutes": None, "trip_days": trip_days},
        "services": [{"id": "A"}],
        "subsectors": [{"id": f"S{n}", "service": "A"} for n in (1, 2, 3)],
        "venues": [{"id": "v1"}, {"id": "v2"}, {"id": "v3"}],
        "travel": {"default_minutes": 900},
        "structures": [{"id": "pe", "kind": "PE"}],
        "professionals": [{"id": "p"}],
        "sessions": [
            {"id": name, "type": "standard", "service": "A", "subsector": f"S{name[-1]}", "venue": venue}
            | {"start": start, "minutes": minutes}
            for name, (start, minutes, venue) in hours.items()
        ],
        "situations": [
            {"id": f"d{n}", "subsector": f"S{n}", "structure": "pe", "referent": "p", "requested_on": "2010-08-01"}
            for n in (1, 2, 3)
        ],
    }


@pytest.mark.parametrize(("venue", "trip_days", "best"), [("v2", 110, 204), ("v3", 50, 224), ("v2", 50, None)])
def test_sessions_of_one_date_stay_together_whatever_lies_between(venue: str, trip_days: int, best: int | None) -> None:
    """They were split: a wrong proof where they share a trip, an invalid agenda where they need a journey."""
    plain = past_midnight(venue, trip_days)
    result = solve(Problem.from_dict(plain))
    assert result.status == "optimal"
    assert result.points == oracle.best(plain)
    assert best in (None, result.points)


def test_company_in_this_agenda_makes_no_room_for_others() -> None:
    """The pinned situation sits late because it has company; alone it could not, and then nobody else could come."""
    plain = document(
        [
            situation(1, id="pinned", referent="p"),
            situation(2, id="company", referent="q"),
            situation(3, id="deferred", subsector="S2", referent="p"),
            situation(4, id="winner", subsector="S2", referent="r", urgency=3),
        ],
        [
            session(1, clock="09:00", minutes=180),
            session(2, clock="09:00", minutes=30, subsector="S2", venue="v-2"),
        ],
        regulation={"trip_days": 0, "equity_days": [0]},
        subsectors=[{"id": "S1", "service": "A"}, {"id": "S2", "service": "A"}],
        travel={"default_minutes": 60},
        pins=[{"situation": "pinned", "session": "s-1"}],
        announced=[{"situation": "pinned", "session": "s-1", "start": "2010-10-05T11:00"}],
    )
    result = solve(Problem.from_dict(plain))
    assert {line.situation: line.reason for line in result.agenda.deferrals} == {"deferred": "no-common-time"}


def test_an_agenda_that_the_audit_refuses_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the engine says: places that break a rule are taken back, and that is told."""
    plain = document(2)
    problem = Problem.from_dict(plain)

    def wrong(*arguments: Any, **options: Any) -> Any:
        outcome = search(*arguments, **options)
        seats = {name: Seat(name, seat.session, seat.start + 7, seat.end + 7) for name, seat in outcome.seats.items()}
        return replace(outcome, seats=seats)

    monkeypatch.setattr(arbitration, "search", wrong)
    result = solve(problem)
    assert check(problem, result.agenda)
    assert result.agenda.appointments == ()
    assert "session-time" in result.warnings[-1]


def test_bounds_that_contradict_the_agenda_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The agenda is audited and stays; the bound falls back to the one that needs no solver, and it is said."""
    problem = Problem.from_dict(document(2))

    def wrong(*arguments: Any, **options: Any) -> Any:
        return replace(search(*arguments, **options), bound=1)

    monkeypatch.setattr(arbitration, "search", wrong)
    result = solve(problem)
    assert check(problem, result.agenda)
    assert result.bound >= result.points > 1
    assert "below an agenda" in result.warnings[0]
