"""The state is the fold of the events, in whatever order they come."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.register.chain import EventDraft
from rsa_sched.register.state import RegisterState, apply, fold
from rsa_sched.register.store import Register
from tests.register.making import made
from tests.register.plain_fold import told_again

Doc = dict[str, Any]
KINDS = (
    "configured", "tables", "received", "corrected", "withdrawn", "opened", "proposed", "decided", "validated",
    "published", "cancelled", "replaced", "held", "closed", "erased",
)  # fmt: skip


def payload(chance: random.Random, kind: str) -> Doc:
    """Something of that kind; few ids, so that events meet."""
    name, number = f"d-{chance.randrange(5)}", chance.randrange(3)
    row = {"id": name, "requested_on": f"2010-08-{chance.randint(1, 28):02}"}
    places = [{"situation": f"d-{number}", "session": f"se-{number}", "start": "2010-10-05T09:00"}]
    agenda = {"agenda": {"appointments": places}, "agenda_sha256": str(number), "changes": {}}
    rows = [{**row, "id": f"d-{n}"} for n in range(5) if chance.random() < 0.4]
    gone = [
        {"situation": f"d-{n}", "outcome": chance.choice(["heard", "withdrawn"])}
        for n in range(5)
        if chance.random() < 0.3 and f"d-{n}" not in {one["id"] for one in rows}
    ]
    facts: dict[str, Doc] = {
        "tables": {"history": [number], "organisation": {}, "as_of": "2010-09-27"},
        "received": {"situation": row},
        "corrected": {"situation": row},
        "withdrawn": {"situation": name},
        "opened": {"problem": {"number": number, "sessions": []}},
        "proposed": agenda,
        "decided": {"action": chance.choice(["pin", "ban", "lift", "other"]), "situation": name, "wish": {}},
        "validated": {"agenda_sha256": str(number)},
        "published": {"agenda_sha256": str(number), "number": number},
        "cancelled": {"sessions": [], "freed": [], "at": None},
        "replaced": {**agenda, "problem": {"changed": number, "sessions": []}, "cancelled": number},
        "held": {"session": f"se-{number}", "outcomes": []},
        "closed": {
            "waiting": rows,
            "next": {"waiting": rows, "left": gone, "history": [number, number]},
            "sessions": [],
            "as_of": "2010-09-27",
        },
    }
    return {"by": "anne", **facts.get(kind, {})}


def shown(state: RegisterState) -> Doc:
    """The state as the plain fold tells it."""
    return {
        "waiting": state.waiting,
        "left": {name: line["outcome"] for name, line in state.left.items()},
        "history": state.history,
        "months": {
            name: {
                "stage": month.stage,
                "problem": month.problem,
                "agenda": None if month.proposal is None else month.proposal["agenda"],
                "numbers": [line["number"] for line in month.published],
                "decisions": month.decisions,
                "held": month.held,
            }
            for name, month in state.months.items()
        },
    }


def orders(seed: int, count: int) -> Iterator[list[tuple[str, str, Doc | None]]]:
    """Random orders of events, a tenth of them erased."""
    chance = random.Random(seed)
    for _ in range(count):
        events: list[tuple[str, str, Doc | None]] = []
        for _ in range(chance.randint(1, 30)):
            kind = chance.choice(KINDS)
            month = chance.choice(["m-1", "m-2"]) if kind not in ("configured", "tables", "received", "erased") else ""
            events.append((kind, month, payload(chance, kind) if chance.random() < 0.9 else None))
        yield events


def check(seed: int, count: int) -> None:
    """Both folds tell the same."""
    for events in orders(seed, count):
        state = RegisterState()
        for kind, month, facts in events:
            if facts is not None:
                apply(state, kind, month, facts)
        assert shown(state) == told_again(events), events


def test_random_orders() -> None:
    """A share of the ten thousand."""
    check(1, 1_000)


@pytest.mark.long
def test_ten_thousand_random_orders() -> None:
    """The rest."""
    check(2, 9_000)


def test_the_fold_of_a_file_is_that_of_its_events(tmp_path: Path) -> None:
    """Written, read again, told again."""
    (events,) = orders(3, 1)
    with made(tmp_path / "r.sqlite", 1) as register:
        for kind, month, facts in events:
            register.append([EventDraft(kind, facts or {"by": "anne", **payload(random.Random(1), kind)}, month)])
    with Register(tmp_path / "r.sqlite", read_only=True) as register:
        read = register.events()
        assert shown(fold(read)) == told_again((event.kind, event.month, dict(event.payload or {})) for event in read)
