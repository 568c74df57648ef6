"""Documents with long lists: read as short ones are, and without the collector."""

from __future__ import annotations

import gc
from random import Random
from typing import Any

import pytest

from rsa_sched import InputError, Problem, load_demo
from rsa_sched.domain import reading
from tests.support.documents import random_document


@pytest.mark.parametrize("seed", range(20))
def test_a_long_list_is_read_like_a_short_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same problem, rows in tuples; and of faulty rows the same faults."""
    document: dict[str, Any] = random_document(Random(seed), size="small")
    short = Problem.from_dict(document)
    monkeypatch.setattr(reading, "MANY", 1)
    long = Problem.from_dict(document)
    assert long == short
    assert type(long.situations) is tuple
    document["situations"][0]["urgency"] = "x"
    document["sessions"][-1].pop("start")
    told = []
    for many in (1, 1_000):
        monkeypatch.setattr(reading, "MANY", many)
        with pytest.raises(InputError) as refused:
            Problem.from_dict(document)
        told.append(refused.value.faults)
    assert told[0] == told[1]
    assert {fault.place for fault in told[0]} == {
        "situations[0].urgency",
        f"sessions[{len(document['sessions']) - 1}].start",
    }


def test_a_list_is_cut_where_too_many_rows_are_faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes behind is told in one fault; the other lists are read on."""
    document = load_demo().to_dict()
    for row in document["situations"][10:]:
        row["urgency"] = -1
    document["sessions"][0]["minutes"] = 7
    monkeypatch.setattr(reading, "MANY", 5)
    monkeypatch.setattr(reading, "MOST_FAULTY", 3)
    with pytest.raises(InputError) as refused:
        Problem.from_dict(document)
    places = [fault.place for fault in refused.value.faults]
    assert places == ["sessions[0].minutes", *(f"situations[{n}].urgency" for n in (10, 11, 12)), "situations[13]"]


@pytest.mark.parametrize("sound", [True, False])
@pytest.mark.parametrize("working", [True, False])
def test_the_collector_rests_while_a_document_is_read(
    working: bool, sound: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it can be read or not, the caller's collector is afterwards as it was."""
    seen: list[bool] = []

    def noting(source: reading.Source) -> Any:
        seen.append(gc.isenabled())
        return reading.read(source)

    before, text = gc.isenabled(), load_demo().to_json() if sound else "{}"
    monkeypatch.setattr("rsa_sched.domain.problem.read", noting)
    (gc.enable if working else gc.disable)()
    try:
        try:
            Problem.from_json(text)
        except InputError:
            assert not sound
        assert (seen, gc.isenabled()) == ([False], working)
    finally:
        (gc.enable if before else gc.disable)()
