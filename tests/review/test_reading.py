"""From events to facts where the invented year has none: promises, folders of months, erased months, many registers."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from rsa_sched.register.store import Register
from rsa_sched.review.indicator import FigureKey
from rsa_sched.review.merging import merged
from rsa_sched.review.reading import facts_of
from rsa_sched.review.review import review_of
from rsa_sched.review.sources import facts_from
from tests.register.test_promises import begun, play, state, year
from tests.review.making import drawn
from tests.review.recorded import events, facts


def test_promises_are_counted_as_the_register_counts_them(tmp_path: Path) -> None:
    """Each with its fate; a request that is heard and asks again is another one."""
    desk = begun(tmp_path)
    play(desk, "m-2010-10")
    desk.run("receive", desk.given("t", year() | {"as_of": "2010-10-27"}))
    play(desk, "m-2010-11")
    read = facts_from(desk.file)
    account = state(desk).promise_account
    assert Counter(row.fate for row in read.promises) == {fate: n for fate, n in account.items() if n}
    assert account["kept"]
    with Register(desk.file) as register:
        again = next(one for one in register.events() if one.kind == "received")
    more = [*_events(desk.file), replace(again, seq=999, month="")]
    rows = facts_of(more).requests
    name = again.payload["situation"]["id"]  # type: ignore[index]
    assert {row.request for row in rows} > {name, f"{name}#2"}


def _events(path: Path) -> list:  # type: ignore[type-arg]
    with Register(path, read_only=True) as register:
        return register.events()


def test_a_folder_of_months_says_the_same(tmp_path: Path) -> None:
    """Of months that went as their agendas say, a register and its documents have the same figures."""
    last = {}
    for event in events():
        if event.kind == "opened":
            last[event.month] = {"problem": event.payload["problem"]}  # type: ignore[index]
        elif event.kind == "proposed":
            last[event.month] |= {"agenda": event.payload["agenda"], **event.payload["changes"]}  # type: ignore[index]
    for month in ("2010-10", "2010-11"):
        for what in ("problem", "agenda"):
            (tmp_path / month).mkdir(exist_ok=True)
            (tmp_path / month / f"{what}.json").write_text(json.dumps(last[month][what]), encoding="utf-8")
    read = facts_from(tmp_path)
    seated = [place["situation"] for month in ("2010-10", "2010-11") for place in last[month]["agenda"]["appointments"]]
    assert Counter(row.fate for row in read.requests)["heard"] == len(seated), (
        "who was absent and asks again is heard twice here"
    )
    assert {row.request.partition("#")[0] for row in read.lines} == {
        row["id"] for month in ("2010-10", "2010-11") for row in last[month]["problem"]["situations"]
    }
    assert {row.month for row in read.sessions} == {"2010-10", "2010-11"}


def test_what_is_erased_is_missing_and_said() -> None:
    """The months whose events are gone are not counted; everybody who waits is there all the same."""
    whole = facts()
    gone = [
        replace(one, payload=None) if one.at < "2011-02" and one.kind not in ("configured", "tables") else one
        for one in events()
    ]
    part = facts_of(gone)
    assert part.erased == sum(one.payload is None for one in gone)
    assert {row.month for row in part.lines} == {row.month for row in whole.lines if row.month >= "2011-03"}
    waits = {row.request for row in whole.requests if row.fate == "waiting"}
    assert {row.request.partition("#")[0] for row in part.requests if row.fate == "waiting"} == waits
    assert review_of(part).facts.erased


def test_several_registers_beside_each_other() -> None:
    """Sums of all; each service beside the median of the others; ids of two registers stay apart."""
    parts = []
    for number in range(3):
        part = drawn(number, 60)
        for name in ("requests", "lines"):
            setattr(part, name, [replace(row, service=f"s{number}") for row in part.rows(name)])
        part.services = [f"s{number}"]
        parts.append(part)
    review = review_of(merged(parts))
    whole = review.exact[FigureKey("asked", "", "", 0)]
    each = [review.exact[FigureKey("asked", "service", f"s{n}", 0)].value or 0 for n in range(3)]
    assert whole.value == sum(each)
    asked = next(one for one in review.indicators if one.key == "asked")
    told = {line.group: line for line in review.lines(asked, exact=True) if line.dimension == "service"}
    assert {line.now.value for line in told.values()} == {*each}
    assert told["s0"].others == (each[1] + each[2]) / 2
    assert len({row.request for row in review.facts.requests}) == 180
