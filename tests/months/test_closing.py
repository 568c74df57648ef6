"""Closing a month: held against the plain fold of section 9, and each rule of it alone."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rsa_sched import AgendaRefused, InputError, NextMonth, Problem, close_month
from rsa_sched.schema import schema
from tests.months import drawn
from tests.months.fold import closed
from tests.support.builders import document, heard, problem, session, situation
from tests.support.quick import one_in

Doc = dict[str, Any]
BLOCK = 50


@pytest.mark.parametrize("block", one_in(40, range(40), slow=10))
def test_a_month_is_closed_as_section_9_says(block: int) -> None:
    """The whole document, over random months of which some situations were absent, cancelled or withdrawn."""
    for seed in range(BLOCK * block, BLOCK * (block + 1)):
        rng = random.Random(f"close {seed}")
        drawn_month = drawn.month(seed, rng)
        if drawn_month is None:
            continue
        month, agenda = drawn_month
        told = drawn.outcomes(agenda, rng)
        following = close_month(month, agenda, told)
        assert following.to_dict() == closed(month.to_dict(), agenda, told), seed
        assert NextMonth.from_json(following.to_json()) == following


ROWS = [
    situation(1, rank=1, wanted_sessions=None, urgency=2),
    situation(2, deferrals=3, received_on=None),
    situation(3, not_after="2010-10-04"),
    situation(4, deferrals=1_000_000),
    situation(5),
    situation(6, wanted_sessions=["s-1"]),
]
MONTH = document(ROWS, [session(1, minutes=90)], bans=[{"situation": "d-6", "session": "s-1"}])
AGENDA: Doc = {
    "appointments": [heard(1), heard(2, clock="09:30"), heard(5, clock="10:00")],
    "deferrals": [{"situation": f"d-{n}", "reason": "late"} for n in (3, 4, 6)],
}


def close(*told: tuple[int, str], agenda: Doc = AGENDA) -> Doc:
    """The small month, closed with these outcomes."""
    lines = [{"situation": f"d-{n}", "outcome": outcome} for n, outcome in told]
    return close_month(Problem.from_dict(MONTH), agenda, lines).to_dict()


def test_who_is_not_listed_was_heard_or_stays_deferred() -> None:
    """Reasons are the problem's, whatever the agenda states; what ends with the month leaves the rows."""
    following = close()
    assert following["left"] == [{"situation": f"d-{n}", "outcome": "heard"} for n in (1, 2, 5)]
    three, four, six = following["waiting"]
    assert three == ROWS[2], "out-of-window: as it was"
    assert four == ROWS[3], "outranked, but no count lies above a million"
    assert six == {key: value for key, value in ROWS[5].items() if key != "wanted_sessions"} | {"deferrals": 1}


def test_outcomes_say_who_waits_on_and_how() -> None:
    """Absent as it was, cancelled with one deferral more, withdrawn gone, seated or not."""
    following = close((1, "absent"), (2, "cancelled"), (5, "withdrawn"), (3, "withdrawn"))
    assert [row["id"] for row in following["waiting"]] == ["d-1", "d-2", "d-4", "d-6"]
    assert following["waiting"][0] == {key: ROWS[0][key] for key in ROWS[0] if key not in ("rank", "wanted_sessions")}
    assert following["waiting"][1] == ROWS[1] | {"deferrals": 4}
    assert following["left"] == [{"situation": f"d-{n}", "outcome": "withdrawn"} for n in (3, 5)]


def test_units_count_as_granted_of_who_was_heard_or_absent() -> None:
    """The service that did not hold a place has granted nothing by it."""
    outcomes = ("heard", "absent", "cancelled", "withdrawn")
    counters = {outcome: close((1, outcome))["history"][0]["units"] for outcome in outcomes}
    # Six units of six asked for leave nobody waiting, so that the counters begin anew; four of six do not.
    assert counters == {"heard": 0, "absent": 0, "cancelled": 4, "withdrawn": 4}


def test_rows_come_back_as_they_were_written() -> None:
    """A null stays one, and nothing is filled in."""
    two = close((2, "cancelled"))["waiting"][0]
    assert two == {**ROWS[1], "deferrals": 4}
    assert two["received_on"] is None


@pytest.mark.parametrize(
    ("told", "place", "code"),
    [
        ([{"situation": "d-9", "outcome": "withdrawn"}], "outcomes[0].situation", "unknown-id"),
        ([{"situation": "d-3", "outcome": "absent"}], "outcomes[0].situation", "outcome-without-a-place"),
        ([{"situation": "d-3", "outcome": "heard"}], "outcomes[0].situation", "outcome-without-a-place"),
        ([{"situation": "d-1", "outcome": "heard"}] * 2, "outcomes[1].situation", "line-twice"),
        ([{"situation": "d-1", "outcome": "gone"}], "outcomes[0].outcome", "not-one-of-the-words"),
        ([{"situation": "d-1"}], "outcomes[0].outcome", "missing-key"),
        ([{"situation": "d-1", "outcome": "heard", "why": "x"}], "outcomes[0].why", "unknown-key"),
        ({"d-1": "heard"}, "outcomes", "not-outcomes"),
    ],
)
def test_bad_outcomes_are_refused(told: Any, place: str, code: str) -> None:
    """At their place."""
    with pytest.raises(InputError) as caught:
        close_month(Problem.from_dict(MONTH), AGENDA, told)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [(place, code)]


def test_all_faults_of_the_outcomes_come_at_once() -> None:
    """Unknown, repeated and without a place."""
    told = [("d-9", "heard"), ("d-3", "cancelled"), ("d-1", "heard"), ("d-1", "absent")]
    lines = [{"situation": name, "outcome": outcome} for name, outcome in told]
    with pytest.raises(InputError) as caught:
        close_month(Problem.from_dict(MONTH), AGENDA, lines)
    assert [fault.place for fault in caught.value.faults] == [f"outcomes[{n}].situation" for n in (0, 1, 3)]


def test_a_key_that_stands_twice_is_told_with_all_else(tmp_path: Path) -> None:
    """In the file of the outcomes, and in that of the next month."""
    path = tmp_path / "o.json"
    path.write_text('[{"situation": "d-1", "situation": "d-2", "outcome": "gone"}]', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        close_month(Problem.from_dict(MONTH), AGENDA, path)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("[0].situation", "key-twice"),
        ("outcomes[0].outcome", "not-one-of-the-words"),
    ]
    path.write_text('{"schema_version": "1", "schema_version": "2"}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        NextMonth.from_json(path)
    assert {fault.file for fault in caught.value.faults} == {str(path)}
    assert [fault.code for fault in caught.value.faults][:2] == ["key-twice", "not-one-of-the-words"]


def test_an_agenda_that_breaks_a_rule_closes_no_month() -> None:
    """It says which one."""
    broken = {**AGENDA, "appointments": [heard(1), heard(2), heard(5, clock="10:00")]}
    with pytest.raises(AgendaRefused, match="session-time"):
        close(agenda=broken)


def test_a_month_without_capacity_keeps_its_counters() -> None:
    """And nobody was due anything."""
    lines = [{"service": "A", "kind": "PSSI", "units": 7}]
    month = problem([situation(1, not_after="2010-10-01")], 1, history=lines)
    following = close_month(month, {"appointments": [], "deferrals": [{"situation": "d-1"}]}).to_dict()
    assert [(line["kind"], line["units"]) for line in following["history"]] == [("PSSI", 7), ("PER", 0), ("PE", 0)]


def test_next_month_is_read_strictly(tmp_path: Path) -> None:
    """Every fault at once, with its file and place; nobody waits twice or has left and waits."""
    following = close()
    path = tmp_path / "next.json"
    NextMonth.from_dict(following).write(path)
    jsonschema.validate(following, schema("next"))
    assert NextMonth.read(path).to_dict() == following
    bad = {**following, "waiting": [*following["waiting"], following["waiting"][0]], "surplus": 1}
    with pytest.raises(InputError) as caught:
        NextMonth.from_dict(bad)
    assert [fault.place for fault in caught.value.faults] == ["surplus"]
    del bad["surplus"]
    bad["left"] = [*bad["left"], {"situation": "d-3", "outcome": "heard"}]
    bad["history"] = [*bad["history"], bad["history"][0]]
    with pytest.raises(InputError) as caught:
        NextMonth.from_dict(bad)
    assert [fault.place for fault in caught.value.faults] == ["waiting[3].id", "left[3].situation", "history[3]"]


def test_counters_are_those_of_section_9_however_large(tmp_path: Path) -> None:
    """A kind of great weight beside one with a long history: the month is closed all the same, to the unit."""
    weights = {"PSSI": 1, "PER": 1_000_000, "PE": 1}
    rows = [situation(1), situation(2), situation(3, structure="st-2")]
    lines = [{"service": "A", "kind": "PSSI", "units": 1_000_000_000}]
    month = document(rows, [session(1, minutes=60)], history=lines, regulation={"weights": weights})
    month["structures"].append({"id": "st-2", "kind": "PER"})
    agenda = {"appointments": [heard(1), heard(2, clock="09:30")], "deferrals": [{"situation": "d-3"}]}
    following = close_month(Problem.from_dict(month), agenda)
    assert following.to_dict() == closed(Problem.from_dict(month).to_dict(), agenda, [])
    assert max(line.units for line in following.history) > 1_000_000_000
    following.write(tmp_path / "next.json")
    assert NextMonth.read(tmp_path / "next.json") == following
