"""One check of ``verify.py`` at a time, on the smallest document in which it decides."""

from __future__ import annotations

from typing import Any

import pytest

from rsa_sched.certify import verify
from tests.support.builders import document, heard, partner, session, situation

Doc = dict[str, Any]

# Three requests for two places; the psychologist's session is cancelled. d-1 and d-2 earn 180 each, two units of six
# owed are short (40), two trips (40).
MONTH = document(
    [situation(1), situation(2), situation(3)],
    [session(1, max_situations=2), session(2, type="psychologist", venue="v-2", clock="14:00")],
)
AGENDA: Doc = {
    "problem": "small",
    "status": "feasible",
    "points": 280,
    "bound": 300,
    "gap": 0.066667,
    "parts": {"priority": 360, "equity": 40, "travel": 40, "idle": 0, "stability": 0},
    "due": [
        {"service": "A", "kind": kind, "due_units": due, "granted_units": granted, "demand_units": due}
        for kind, due, granted in (("PSSI", 6, 4), ("PER", 0, 0), ("PE", 0, 0))
    ],
    "appointments": [
        heard(1) | {"venue": "v-1", "participants": ["p-1"]},
        heard(2, clock="09:30"),
    ],
    "deferrals": [{"situation": "d-3"}],
    "sessions": [
        {"session": "s-1", "mode": "held", "situations": 2, "minutes_used": 60},
        {"session": "s-2", "mode": "cancelled", "situations": 0, "minutes_used": 0},
    ],
}


def wrong(problem: Doc = MONTH, **changes: Any) -> list[str]:
    """What is wrong with an agenda of which some keys are changed; None takes a key out."""
    read = verify.Problem(problem)
    stated = verify.AGENDA({key: value for key, value in (AGENDA | changes).items() if value is not None}, "")
    assert list(verify.broken_rules(read, stated)) == []
    seats = verify.seats_of(read, stated)
    return [text.split(" ")[0] for text in verify.wrong_figures(read, stated, seats, *verify.recount(read, seats))]


def rows(key: str, number: int, **changes: Any) -> list[Doc]:
    """The rows of one table, with one of them changed."""
    return [row | changes if place == number else row for place, row in enumerate(AGENDA[key])]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"due": None, "sessions": None, "parts": None, "points": None}, []),
        ({"parts": {}}, []),
        ({"points": 281}, ["points"]),
        *[({"parts": AGENDA["parts"] | {part: -7}}, [part]) for part in AGENDA["parts"]],
        ({"due": AGENDA["due"][:2]}, ["due"]),
        ({"due": [*AGENDA["due"], AGENDA["due"][0]]}, ["due"]),
        ({"due": AGENDA["due"][::-1], "sessions": AGENDA["sessions"][::-1]}, []),
        *[({"due": rows("due", n, **{key: 1})}, ["due"]) for n in (0, 2) for key in AGENDA["due"][0] if "_" in key],
        ({"due": rows("due", 0, kind="PER")}, ["due"]),
        ({"due": rows("due", 0, service="B")}, ["due"]),
        ({"sessions": AGENDA["sessions"][:1]}, ["sessions"]),
        ({"sessions": [*AGENDA["sessions"], AGENDA["sessions"][0]]}, ["sessions"]),
        ({"sessions": rows("sessions", 0, session="s-3")}, ["sessions"]),
        ({"sessions": rows("sessions", 0, mode="first_hour")}, ["sessions"]),
        ({"sessions": rows("sessions", 1, mode="first_hour")}, ["sessions"]),
        ({"sessions": rows("sessions", 0, situations=1)}, ["sessions"]),
        ({"sessions": rows("sessions", 0, minutes_used=75)}, ["sessions"]),
        ({"bound": 280, "gap": 0, "status": "optimal"}, []),
        ({"bound": 280, "gap": 0}, ["status"]),
        ({"bound": 280, "status": "optimal"}, ["gap"]),
        ({"status": "optimal"}, ["status"]),
        ({"status": None, "gap": None}, []),
        ({"bound": None}, ["status,"]),
        ({"bound": None, "status": "optimal", "gap": None}, ["status,"]),
        ({"bound": None, "status": "feasible", "gap": None}, []),
        ({"gap": 0.066666}, ["gap"]),
        ({"gap": 0.066668}, ["gap"]),
        ({"gap": 0.0666666}, ["gap"]),
        ({"bound": 281, "gap": 0.003559}, []),
        ({"bound": 281, "gap": 0.003558}, ["gap"]),
        ({"bound": 320, "gap": 0.125}, []),
    ],
)
def test_figures(changes: Doc, expected: list[str]) -> None:
    """Each stated figure by itself; what is not stated is not asked for; the order of rows is free."""
    changes = {key: verify.Real(str(value)) if type(value) is float else value for key, value in changes.items()}
    stated: Doc = {"gap": verify.Real("0.066667")}
    assert wrong(**stated | changes) == expected


def test_half_of_a_millionth() -> None:
    """254 of 256 lies in the middle between two millionths: either is right, the next ones are not."""
    rules = {"slot_days": 1, "equity_days": [0], "trip_days": 0, "deadline_days": 0}
    read = verify.Problem(document([situation(1, requested_on="2010-10-01")], 1, regulation=rules))
    for gap, right in (("0.992186", 0), ("0.992187", 1), ("0.992188", 1), ("0.992189", 0), ("9.92188e-1", 1)):
        agenda = {"appointments": [heard(1)], "deferrals": [], "points": 2, "bound": 256, "gap": verify.Real(gap)}
        stated = verify.AGENDA(agenda, "")
        seats = verify.seats_of(read, stated)
        assert len(list(verify.wrong_figures(read, stated, seats, *verify.recount(read, seats)))) == 1 - right


def broken(problem: Doc, *appointments: Doc, deferred: tuple[int, ...] = ()) -> set[str]:
    """The rules that an agenda breaks."""
    agenda = {"appointments": list(appointments), "deferrals": [{"situation": f"d-{n}"} for n in deferred]}
    return {rule for rule, _ in verify.broken_rules(verify.Problem(problem), verify.AGENDA(agenda, ""))}


def test_rules_at_their_edges() -> None:
    """Where one minute, place or day decides."""
    two = [situation(1), situation(2)]
    one = document(1)
    assert broken(one, heard(1, clock="09:30")) == set()
    assert broken(one, heard(1, clock="09:45")) == {"first-hour"}
    assert broken(one, heard(1, clock="09:05")) == {"session-time"}
    assert broken(one, heard(1, minutes=45)) == {"session-time"}
    assert broken(one, heard(1, clock="08:45")) == {"session-time"}
    whole = document(1, regulation={"single_situation_minutes": None})
    assert broken(whole, heard(1, clock="11:30")) == set()
    assert broken(whole, heard(1, clock="11:45")) == {"session-time"}
    assert broken(document(two), heard(1), heard(2, clock="09:30")) == set()
    assert broken(document(two), heard(1), heard(2, clock="09:15")) == {"session-time"}
    assert broken(document(two), heard(2, clock="09:30"), heard(1)) == set()
    small = document(two, [session(1, max_situations=1)])
    assert broken(small, heard(1), heard(2, clock="09:30")) == {"session-size"}
    same = document([situation(1, person="b"), situation(2, person="b")])
    assert broken(same, heard(1), heard(2, clock="09:30")) == {"single-seat"}
    assert broken(one, heard(1), heard(1)) == {"single-seat"}
    assert broken(one, heard(1), heard(1, where=9)) == {"document"}
    assert broken(one, heard(1), deferred=(1,)) == {"document"}
    assert broken(one) == {"document"}
    assert broken(one, deferred=(1, 1)) == {"document"}
    assert broken(one, heard(1), deferred=(7,)) == {"document"}
    assert broken(one, heard(1) | {"venue": "v-2"}) == {"document"}
    assert broken(one, heard(1) | {"participants": []}) == {"document"}
    many = document([situation(1, partners=partner("p-8", "p-9"))])
    assert broken(many, heard(1, minutes=45, participants=["p-9", "p-1", "p-8"])) == set()
    assert broken(many, heard(1, minutes=45, participants=["p-9", "p-1", "p-1"])) == {"document"}


def test_presence_at_its_edges() -> None:
    """Touching is not overlapping; the way counts on one date between two venues alone."""
    away = document(1, absences={"p-1": [("2010-10-05T09:30", "2010-10-05T10:00")]})
    assert broken(away, heard(1)) == set()
    assert broken(away, heard(1, clock="09:15")) == {"presence"}
    away = document(1, absences={"p-1": [("2010-10-05T08:00", "2010-10-05T09:15")]})
    assert broken(away, heard(1)) == {"presence"}
    assert broken(away, heard(1, clock="09:15")) == set()
    empty = document(1, absences={"p-1": [("2010-10-05T09:15", "2010-10-05T09:15")]})
    assert broken(empty, heard(1)) == set()
    pair = [situation(1), situation(2, referent="p-1")]
    for venue, clock, minutes, rules in (
        ("v-2", "09:30", 15, {"presence"}),
        ("v-2", "09:45", 15, set()),
        ("v-1", "09:30", 15, set()),
        ("v-2", "09:30", 0, set()),
        ("v-2", "09:15", 0, {"presence"}),
    ):
        sessions = [session(1), session(2, venue=venue, clock=clock)]
        for between in ([["v-1", "v-2", minutes]], []):
            read = document(
                pair,
                sessions,
                travel={"default_minutes": minutes, "between": between},
                venues=[{"id": "v-1"}, {"id": "v-2"}],
            )
            assert broken(read, heard(1), heard(2, where=2, clock=clock)) == rules
    staffed = [session(1, staff=["p-1"]), session(2, venue="v-2", clock="12:00")]
    far = document([situation(1), situation(2, referent="p-1")], staffed, travel={"default_minutes": 15})
    assert broken(far, heard(1), heard(2, where=2, clock="12:15")) == set()
    assert broken(far, heard(1), heard(2, where=2, clock="12:00")) == {"presence"}
    next_day = document(pair, [session(1), session(2, venue="v-2", day=6)], travel={"default_minutes": 10_000})
    assert broken(next_day, heard(1), heard(2, where=2, day=6)) == set()
