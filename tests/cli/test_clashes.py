"""Pins that cannot all hold: exit code 3, naming a set of pins none of which is there for nothing."""

import re
from pathlib import Path

import pytest

from rsa_sched import Problem, solve
from rsa_sched.errors import PinClash
from tests.support_cli import GRENOBLE, Doc, inside, read, session, situation, small, write


def pin(number: int, where: int = 1, clock: str | None = None) -> Doc:
    """A pin of a situation to a session, at a time of the session's day."""
    start = {"start": f"2010-10-{10 + where:02}T{clock}"} if clock else {}
    return {"situation": f"d-{number}", "session": f"se-{where}"} | start


def month(pins: list[Doc], *situations: Doc, **first: object) -> Doc:
    """Two sessions of two venues, one of them changed, the situations, and as many bystanders without a pin."""
    sessions = [session(1, **first), session(2, venue="v-2"), session(5, subsector="S2")]
    return small(sessions, [*situations, situation(8), situation(9)], pins=pins)


def same_day(pins: list[Doc], **second: object) -> Doc:
    """Two sessions of one day in two venues, half an hour apart, and one referent for two situations."""
    sessions = [session(1), session(2, **({"venue": "v-2", "start": "2010-10-11T09:00"} | second))]
    return small(sessions, [situation(1), situation(2, referent="p-1"), situation(3), situation(8)], pins=pins)


THREE = [situation(1), situation(2), situation(3)]
LONG = [
    situation(n, partners=[{"professional": "p-11"}] if n == 1 else [{"professional": f"p-{n + 5}"}]) for n in (1, 2, 3)
]
AWAY = {"id": "p-1", "unavailable": [["2010-10-11T08:00", "2010-10-11T12:00"]]}

# Each problem, the sets of situations whose pins clash (any one will do), and rules of which one must be named.
CLASHES: dict[str, tuple[Doc, list[set[str]], set[str]]] = {
    "same-person": (
        month([pin(1), pin(3), pin(2, 2)], situation(1, person="b"), situation(2, person="b"), situation(3)),
        [{"d-1", "d-2"}],
        {"single-seat"},
    ),
    "session-size": (month([pin(1), pin(2), pin(3)], *THREE, max_situations=2),
                     [{"d-1", "d-2", "d-3"}], {"session-size"}),
    "nobody-may-sit": (month([pin(1)], *THREE, max_situations=0), [{"d-1"}], {"session-size"}),
    "session-time": (month([pin(1), pin(2), pin(3)], *LONG, minutes=120), [{"d-1", "d-2", "d-3"}], {"session-time"}),
    "same-time": (month([pin(1, 1, "09:30"), pin(2, 1, "09:45"), pin(3)], *THREE), [{"d-1", "d-2"}], {"session-time"}),
    "not-oriented": (month([pin(1), pin(2)], situation(1), situation(2, oriented=False)), [{"d-2"}], {"eligible"}),
    "not-agreed": (month([pin(1)], situation(1, beneficiary_invited=True)), [{"d-1"}], {"eligible"}),
    "not-wanted": (month([pin(1), pin(2)], situation(1, wanted_sessions=["se-2"]), situation(2)),
                   [{"d-1"}], {"eligible"}),
    "late": (month([pin(1), pin(2)], situation(1, received_on="2010-10-02"), situation(2)), [{"d-1"}], {"deadline"}),
    "other-subsector": (month([pin(1, 5), pin(2)], *THREE), [{"d-1"}], {"session-type"}),
    "two-sessions": (month([pin(1), pin(1, 2), pin(2)], *THREE), [{"d-1"}], {"pinned", "single-seat"}),
    "two-starts": (month([pin(1, 1, "09:00"), pin(1, 1, "10:00")], *THREE), [{"d-1"}], {"pinned", "single-seat"}),
    "off-grid": (month([pin(1, 1, "09:10"), pin(2)], *THREE), [{"d-1"}], {"session-time"}),
    "before-it-starts": (month([pin(1, 1, "08:30")], *THREE), [{"d-1"}], {"session-time"}),
    "past-its-end": (month([pin(1, 1, "11:45"), pin(2)], *THREE), [{"d-1"}], {"session-time"}),
    "away": (month([pin(1), pin(2)], *THREE) | {"professionals": [AWAY, *({"id": f"p-{n}"} for n in range(2, 12))]},
             [{"d-1"}], {"presence"}),
    "staff-elsewhere": (same_day([pin(1), pin(3)], staff=["p-1"]), [{"d-1"}], {"presence"}),
    "two-places": (
        same_day([pin(1, 1, "10:00"), pin(3), {"situation": "d-2", "session": "se-2", "start": "2010-10-11T10:00"}]),
        [{"d-1", "d-2"}],
        {"presence"},
    ),
    "on-the-way": (
        same_day([pin(1, 1, "11:00"), {"situation": "d-2", "session": "se-2"}], start="2010-10-11T11:00", minutes=60),
        [{"d-1", "d-2"}],
        {"presence"},
    ),
    "first-hour": (small([session(1)], [situation(1)], pins=[pin(1, 1, "10:30")]), [{"d-1"}], {"first-hour"}),
    "first-hour-of-one-seat": (month([pin(1, 1, "10:30")], *THREE, max_situations=1), [{"d-1"}], {"first-hour"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASHES)
def test_clash_names_the_pins_and_the_rules(name: str) -> None:
    """The named pins clash on their own, and without any one of them the rest can hold."""
    document, sets, rules = CLASHES[name]
    with pytest.raises(PinClash) as caught:
        solve(Problem.from_dict(document), time_limit=20, workers=1)
    clash = caught.value
    assert {place.situation for place in clash.pins} in sets
    assert rules & set(clash.rules), clash.rules
    assert str(clash).strip()
    named = [
        line for line in document["pins"] if (line["situation"], line["session"], line.get("start")) in set(clash.pins)
    ]
    assert len(named) == len(clash.pins) == len(set(clash.pins))
    with pytest.raises(PinClash):
        solve(Problem.from_dict(document | {"pins": named}), time_limit=20, workers=1)
    for pardoned in named:
        rest = [line for line in document["pins"] if line != pardoned]
        assert solve(Problem.from_dict(document | {"pins": rest}), time_limit=0, workers=1).agenda


@pytest.mark.parametrize(
    "name", ["same-person", "session-size", "not-wanted", "two-sessions", "two-places", "first-hour"]
)
def test_command_line_names_the_pins(name: str, tmp_path: Path) -> None:
    """Exit code 3; standard error says the situations of the clash, of no other pin, and the rules; no output file."""
    document, sets, rules = CLASHES[name]
    target = tmp_path / "a.json"
    done = inside("solve", write(tmp_path / "p.json", document), "-o", target)
    said = done.stderr.decode("utf-8")
    assert done.returncode == 3, said
    assert not done.stdout
    assert not target.exists()
    assert "Traceback" not in said
    assert set(re.findall(r"\bd-\d+\b", said)) in sets
    assert any(rule in said for rule in rules)


def test_clash_in_one_service_is_found_whatever_the_rest(tmp_path: Path) -> None:
    """In the example, one more pin at the hour of the first: both are named, with the time limit of a hurry too."""
    document = read(GRENOBLE)
    (first,) = document["pins"]
    rows = {row["id"]: row for row in document["situations"]}
    twin = rows[first["situation"]] | {"id": "2010-9999"}
    document["situations"].append(twin)
    document["pins"].append({"situation": "2010-9999", "session": first["session"]})
    assert "person" in twin
    for limit in ("0", "60"):
        done = inside("solve", write(tmp_path / "p.json", document), "--time-limit", limit)
        said = done.stderr.decode("utf-8")
        assert done.returncode == 3, said
        assert set(re.findall(r"\b2010-\d{4}\b(?!-)", said)) >= {first["situation"], "2010-9999"}
        assert "single-seat" in said


def test_pins_that_touch_hold() -> None:
    """Back to back in one session, and one travel time apart in two, is no clash."""
    pins = [
        pin(1, 1, "09:00"),
        pin(3, 1, "09:30"),
        {"situation": "d-2", "session": "se-2", "start": "2010-10-11T10:00"},
    ]
    result = solve(Problem.from_dict(same_day(pins)), time_limit=20, workers=1)
    seats = {row.situation for row in result.agenda.appointments}
    assert seats >= {"d-1", "d-2", "d-3"}
