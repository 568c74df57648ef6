"""What was carried meets the next problem: nobody who waits is lost, and who is sent again keeps date and count."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from rsa_sched import InputError, NextMonth, Problem, close_month
from rsa_sched.months.carrying import carry_over, people_of
from tests.months import drawn
from tests.support.builders import document, session, situation

Doc = dict[str, Any]


def next_month(problem: Doc) -> Doc:
    """The problem's own organisation, a month later, with no requests."""
    return {**problem, "id": "next", "as_of": "2010-12-01", "sessions": [], "situations": [], "pins": [], "bans": [],
            "announced": [], "history": []}  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_everybody_who_waits_is_in_the_next_month_once(seed: int) -> None:
    """Some are sent again with a younger date: they keep the older, and no id stands twice."""
    rng = random.Random(f"carry {seed}")
    found = drawn.month(seed, rng)
    if found is None:
        return
    month, agenda = found
    carried = close_month(month, agenda, drawn.outcomes(agenda, rng))
    waiting = carried.to_dict()["waiting"]
    today = {"requested_on": "2010-11-30", "received_on": "2010-11-30"}
    alike = Counter((row.get("person"), row["structure"], row.get("type")) for row in waiting)
    sent = [
        {**row, "id": f"new-{row['id']}", **today}
        for row in waiting
        if row.get("person") and alike[row["person"], row["structure"], row.get("type")] == 1 and rng.random() < 0.5
    ]
    people = month.to_dict()["professionals"]
    named = {name for row in [*sent, *month.to_dict()["sessions"]] for name in (row.get("staff") or ())}
    named |= {name for row in sent for name in people_of(row)}
    new = {**next_month(month.to_dict()), "situations": sent}
    new["professionals"] = [row for row in people if row["id"] in named]
    problem, joined = carry_over(carried, Problem.from_dict(new), before=month)
    rows = {row["id"]: row for row in problem.to_dict()["situations"]}
    assert sorted(rows) == sorted(row["id"] for row in waiting)
    for row in waiting:
        assert rows[row["id"]]["requested_on"] == row["requested_on"]
        assert rows[row["id"]].get("deferrals", 0) == (row.get("deferrals") or 0)
        assert rows[row["id"]].get("received_on", row["requested_on"]) == (
            row.get("received_on") or row["requested_on"]
        )
    assert len(joined.again) == len(sent)
    assert problem.to_dict()["history"] == carried.to_dict()["history"]


WAITING = [situation(1, person="b-1", deferrals=1), situation(2)]
CARRIED: Doc = {
    "schema_version": "1",
    "problem": "october",
    "problem_sha256": "0" * 64,
    "waiting": WAITING,
    "history": [{"service": "A", "kind": "PSSI", "units": 4}],
    "left": [{"situation": "d-3", "outcome": "heard"}],
}


def november(*rows: Doc, **keys: Any) -> Problem:
    """The next month's own problem."""
    sessions = keys.pop("sessions", [session(1, start="2010-11-09T09:00")])
    return Problem.from_dict(document(list(rows), sessions, **{"id": "november", "as_of": "2010-11-01", **keys}))


def test_pins_follow_who_is_sent_again_and_leave_with_who_was_heard() -> None:
    """By the id that the problem has for them."""
    rows = (situation(7, person="b-1", requested_on="2010-10-20"), situation(3), situation(2, person="b-9"))
    pins = [{"situation": f"d-{n}", "session": "s-1"} for n in (7, 3, 2)]
    problem, joined = carry_over(NextMonth.from_dict(CARRIED), november(*rows, pins=pins))
    assert [row.id for row in problem.situations] == ["d-1", "st-PSSI-d-2", "d-2"]
    assert [pin.situation for pin in problem.pins] == ["d-1", "st-PSSI-d-2"]
    assert (joined.ended, joined.renamed) == ({1: "heard"}, {0: "d-1", 2: "st-PSSI-d-2"})


def test_every_reason_to_refuse_is_told_at_once() -> None:
    """The closed month's id, a day in it, another service, a session before the day."""
    carried = {**CARRIED, "history": [{"service": "B", "kind": "X", "units": 4}]}
    late = november(situation(7), id="october", as_of="2010-09-01", sessions=[session(1, start="2010-08-09T09:00")])
    carried["waiting"] = [situation(1, requested_on="2010-09-15")]
    with pytest.raises(InputError) as caught:
        carry_over(NextMonth.from_dict(carried), late)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("id", "id-of-the-closed-month"),
        ("as_of", "day-of-the-closed-month"),
        ("history[0].service", "service-of-another"),
        ("history[0].kind", "unknown-kind"),
        ("sessions[0].start", "session-before"),
    ]
    with pytest.raises(InputError, match="october"):
        carry_over(NextMonth.from_dict(CARRIED), november(), before=november())
