"""Pins that hold, pins that clash, and what is said of them."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from rsa_sched import InputError, PinClash, PreparedProblem, Problem, solve
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat import pins
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import Interrupted


def month(**changes: Any) -> dict[str, Any]:
    """One sub-sector, two sessions on one morning in two venues, four situations of three referents."""
    document: dict[str, Any] = {
        "schema_version": "1",
        "id": "pins",
        "as_of": "2010-09-20",
        "services": [{"id": "s"}],
        "subsectors": [{"id": "S1", "service": "s"}],
        "venues": [{"id": "v0"}, {"id": "v1"}],
        "travel": {"default_minutes": 30},
        "structures": [{"id": "pe", "kind": "PE"}],
        "professionals": [{"id": "p0"}, {"id": "p1"}, {"id": "p2"}],
        "sessions": [
            {"id": f"i{n}", "type": "standard", "service": "s", "subsector": "S1", "venue": f"v{n}", "start": at}
            for n, at in enumerate(("2010-10-05T09:00", "2010-10-05T09:00"))
        ],
        "situations": [
            {"id": f"d{n}", "subsector": "S1", "structure": "pe", "referent": f"p{n % 3}", "requested_on": "2010-08-01"}
            for n in range(4)
        ],
    }
    document.update(changes)
    return document


def pin(situation: str, session: str, start: str | None = None) -> dict[str, str]:
    """One pin, on the morning of the month."""
    found = {"situation": situation, "session": session}
    return found if start is None else {**found, "start": f"2010-10-05T{start}"}


def clash(**changes: Any) -> PinClash:
    """The clash of a month."""
    with pytest.raises(PinClash) as caught:
        solve(Problem.from_dict(month(**changes)))
    return caught.value


def test_pins_that_hold_are_held() -> None:
    """Session and start, also in an otherwise poorer place."""
    pins = [pin("d0", "i1", "11:30"), pin("d1", "i1")]
    result = solve(Problem.from_dict(month(pins=pins)))
    places = {line.situation: (line.session, line.start.hour, line.start.minute) for line in result.agenda.appointments}
    assert places["d0"] == ("i1", 11, 30)
    assert places["d1"][0] == "i1"


def test_a_late_pin_brings_company() -> None:
    """Alone, the third hour would break first-hour: somebody else must sit there too."""
    result = solve(Problem.from_dict(month(pins=[pin("d0", "i1", "11:30")])), time_limit=0)
    assert sum(line.session == "i1" for line in result.agenda.appointments) >= 2


def test_a_late_pin_without_anybody_else_clashes_with_the_first_hour() -> None:
    """With nobody to keep it company there is no agenda."""
    alone = month()["situations"][:1]
    found = clash(situations=alone, pins=[pin("d0", "i1", "11:30")])
    assert found.rules == ("first-hour",)
    assert [place.situation for place in found.pins] == ["d0"]


def test_one_person_in_two_places() -> None:
    """d0 and d3 have the same referent: minimal set, rule presence; the other pins are not named."""
    pins = [pin("d0", "i0", "09:00"), pin("d3", "i1", "09:00"), pin("d1", "i0"), pin("d2", "i1")]
    found = clash(pins=pins)
    assert {place.situation for place in found.pins} == {"d0", "d3"}
    assert found.rules == ("presence",)
    assert "presence" in found.text
    assert "d0 : séance i0, à 09:00" in found.text


def test_more_pins_than_the_session_hears() -> None:
    """Three pins for two places: all three are needed for the clash."""
    sessions = [dict(row, max_situations=2) for row in month()["sessions"]]
    found = clash(sessions=sessions, pins=[pin(f"d{n}", "i0") for n in range(3)])
    assert len(found.pins) == 3
    assert found.rules == ("session-size",)


def test_two_pins_of_one_situation() -> None:
    """Seated once, it cannot hold both."""
    found = clash(pins=[pin("d0", "i0"), pin("d0", "i1")])
    assert found.rules == ("single-seat",)
    assert [place.session for place in found.pins] == ["i0", "i1"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"oriented": False}, "eligible"),
        ({"received_on": "2010-10-04"}, "deadline"),
        ({"type": "sdf"}, "session-type"),
        ({"wanted_sessions": ["i1"]}, "eligible"),
    ],
)
def test_a_pin_where_the_situation_may_not_sit(change: dict[str, Any], rule: str) -> None:
    """One pin clashes by itself with the rule that keeps it out."""
    situations = month()["situations"]
    situations[0].update(change)
    found = clash(situations=situations, pins=[pin("d0", "i0"), pin("d1", "i0")])
    assert [place.situation for place in found.pins] == ["d0"]
    assert found.rules == (rule,)


def test_a_pin_off_the_grid_or_outside_the_session() -> None:
    """No start of the session is meant by it."""
    for start in ("09:07", "11:45", "08:45"):
        found = clash(pins=[pin("d0", "i0", start)])
        assert [place.start for place in found.pins] == [f"2010-10-05T{start}"]
        assert found.rules == ("session-time",)


def test_contradictory_pin_and_ban_are_bad_input() -> None:
    """Not a clash: the document contradicts itself."""
    with pytest.raises(InputError, match=r"pins\[0\]"):
        Problem.from_dict(month(pins=[pin("d0", "i0")], bans=[pin("d0", "i0")]))


def test_a_clash_survives_a_pickle() -> None:
    """Components may be solved by other processes."""
    found = clash(pins=[pin("d0", "i0"), pin("d0", "i1")])
    copy = pickle.loads(pickle.dumps(found))
    assert (copy.pins, copy.rules, str(copy)) == (found.pins, found.rules, str(found))


def test_bans_are_named_where_they_cause_the_clash() -> None:
    """The pinned situation needs company, and everybody who could keep it is banned."""
    others = [f"d{n}" for n in (1, 2, 3)]
    found = clash(pins=[pin("d0", "i1", "11:30")], bans=[pin(name, "i1") for name in others])
    assert [place.situation for place in found.pins] == ["d0"]
    assert {"first-hour", "pinned"} <= set(found.rules)


def test_an_hour_on_another_day_is_told_with_its_day() -> None:
    """Else it would look right."""
    found = clash(pins=[{"situation": "d0", "session": "i0", "start": "2010-10-06T09:00"}])
    assert "d0 : séance i0, à 09:00 le 2010-10-06 (séance du 2010-10-05)" in found.text
    assert found.rules == ("session-time",)


def test_a_situation_longer_than_its_session_is_session_times() -> None:
    """Not first-hour's, though it could not end in its first hour either: the remedy is a longer session."""
    sessions = [dict(row, minutes=60) for row in month()["sessions"]]
    situations = [dict(month()["situations"][0], partners=[{"professional": "p1"}])]
    found = clash(sessions=sessions, situations=situations, regulation={"long_minutes": 75}, pins=[pin("d0", "i0")])
    assert found.rules == ("session-time",)


@pytest.mark.parametrize("minutes", [195, 60_000, 999_990])
def test_lengths_beyond_every_session_cost_nothing(minutes: int) -> None:
    """However long: one pin by itself, and session-time."""
    found = clash(regulation={"short_minutes": minutes}, pins=[pin("d0", "i0"), pin("d3", "i1")])
    assert [place.situation for place in found.pins] == ["d0"]
    assert found.rules == ("session-time",)


@pytest.mark.parametrize("minutes", [195, 999_990])
def test_long_company_costs_nothing(minutes: int) -> None:
    """Who could keep a late pin company has a length that no session holds."""
    situations = month()["situations"]
    for row in situations[1:]:
        row["partners"] = [{"professional": "p0" if row["referent"] != "p0" else "p1"}]
    found = clash(
        situations=situations, regulation={"long_minutes": minutes}, pins=[pin("d0", "i1", "11:30"), pin("d0", "i1")]
    )
    assert "first-hour" in found.rules


def crowd(number: int = 12) -> PreparedProblem:
    """A component with so many pins to one session, twice as many as it hears."""
    document = month()
    document["situations"] = [
        dict(document["situations"][0], id=f"d{n:02}", referent=f"p{n % 3}") for n in range(number)
    ]
    document["pins"] = [pin(f"d{n:02}", "i0") for n in range(number)]
    (case,), _ = split(PreparedProblem.of(Problem.from_dict(document)))
    return case


def test_without_time_a_clash_is_told_as_far_as_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pin and rule that may be in it, and a word that there may be too many."""
    monkeypatch.setattr(pins, "NAMING", 0.0)
    with pytest.raises(PinClash, match="recherche interrompue") as caught:
        pins.seats_of_pins(crowd(), Control.within(0))
    assert len(caught.value.pins) == 12
    assert "session-size" in caught.value.rules
    assert "en libérer une seule suffit" not in caught.value.text


def test_a_stop_ends_the_naming_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for when the clash is known: it is told as far as it is known, not taken for an interrupt."""
    stop, smallest = Stop(), pins._smallest

    def stopping(trial: Any, asked: Any) -> Any:
        stop.set()
        return smallest(trial, asked)

    monkeypatch.setattr(pins, "_smallest", stopping)
    with pytest.raises(PinClash, match="recherche interrompue") as caught:
        pins.seats_of_pins(crowd(), Control(stop=stop))
    assert len(caught.value.pins) == 12


def test_a_stop_before_anything_is_known_is_an_interrupt() -> None:
    """There is no agenda, and nobody knows that there is none."""
    stop = Stop()
    stop.set()
    with pytest.raises(Interrupted):
        pins.seats_of_pins(crowd(), Control(stop=stop))
