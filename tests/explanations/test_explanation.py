"""Losses and levers against exhaustive search on tiny problems, and what is said of them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from rsa_sched import Problem, solve
from rsa_sched.errors import AgendaRefused, InputError
from rsa_sched.explanations.explanation import explain
from tests.support import builders, oracle
from tests.support.documents import random_document
from tests.support.explained import enlarged, statements, suffices

Doc = dict[str, Any]


def solvable(seeds: range, *, pins: bool = False) -> list[tuple[Doc, Any]]:
    """Tiny problems with their best agendas, those aside whose pins clash."""
    found = []
    for seed in seeds:
        document = random_document(random.Random(seed), pins=pins)
        if oracle.best(document) is not None:
            problem = Problem.from_dict(document)
            found.append((document, solve(problem, workers=1, time_limit=None)))
    return found


def assert_losses(document: Doc, result: Any) -> None:
    """Each loss is what exhaustive search finds, and None exactly where no agenda decides otherwise."""
    best = oracle.best(document)
    found = explain(result.problem, result, levers=False, workers=1)
    assert found.best == (best, best)
    assert [one.situation for one in found.situations] == sorted(row["id"] for row in document["situations"])
    for one in found.situations:
        otherwise = oracle.best(document, imposed={one.situation: not one.heard})
        expected = None if otherwise is None or best is None else (best - otherwise,) * 2
        assert one.loss == expected, one.situation
        assert one.tie == (expected == (0, 0))


def assert_levers(document: Doc, result: Any, rng: random.Random, tries: int) -> None:
    """What is stated suffices, and nothing smaller does; what is not stated does not suffice."""
    for one in explain(result.problem, result, workers=1).situations:
        assert one.levers_proven
        if one.heard:
            assert one.levers == ()
            continue
        for kind, states, changed, name in statements(document, one, rng, tries):
            assert suffices(changed, name) == states, (name, kind)


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 80), marks=pytest.mark.long)])
def test_losses_are_those_of_exhaustive_search(seeds: range) -> None:
    """With pins, announced places, ranks, windows: everything that the contract has."""
    for document, result in solvable(seeds, pins=True):
        assert_losses(document, result)


@pytest.mark.parametrize("seeds", [range(100, 104), pytest.param(range(104, 130), marks=pytest.mark.long)])
def test_levers_suffice_and_nothing_less_does(seeds: range) -> None:
    """Held against exhaustive search of the changed documents."""
    found = solvable(seeds)
    assert any(one.deferrals for one in (result.agenda for _, result in found))
    for document, result in found:
        assert_levers(document, result, random.Random(1), 4)


def test_levers_of_a_variant_with_a_session_less() -> None:
    """What a solve excluded in a session that admits nobody else is asked of a component that lacks the session."""
    ((document, result),) = solvable(range(620042, 620043))
    assert_levers(document, result, random.Random(1), 4)


@pytest.mark.parametrize("seeds", [range(200, 204), pytest.param(range(204, 240), marks=pytest.mark.long)])
def test_a_place_more_is_worth_what_exhaustive_search_finds(seeds: range) -> None:
    """In each sub-sector, by the session that gains most."""
    for document, result in solvable(seeds):
        best, index = oracle.best(document), result.problem
        assert best is not None
        admitted = {session for sessions in oracle.admits(document).values() for session in sessions}
        rows = {row.id: row for row in index.sessions}
        for one in explain(index, result, levers=False, worth=True, workers=1).worth:
            pool = [
                name
                for name in sorted(admitted)
                if (rows[name].type, rows[name].subsector or rows[name].service) == (one.type, one.where)
            ]
            gains = [(oracle.best(enlarged(document, name, one.minutes)) or 0) - best for name in pool]
            assert one.place == (max(gains), max(gains)), one
            assert gains[pool.index(one.session)] == max(gains)


def test_who_is_company_to_a_pin_has_to_be_heard() -> None:
    """Alone it would have to end within the first hour: no agenda leaves the other one out, and no loss is told."""
    pin = {"situation": "d-1", "session": "s-1", "start": "2010-10-05T11:00"}
    result = solve(builders.problem(2, pins=[pin]), workers=1)
    found = explain(result.problem, result, levers=False, workers=1).situations
    assert [(one.situation, one.heard, one.loss, one.tie) for one in found] == [
        ("d-1", True, None, False),
        ("d-2", True, None, False),
    ]


def test_a_wrong_agenda_is_refused() -> None:
    """It is not explained: nothing hangs on it."""
    ((document, result), *_) = solvable(range(3))
    agenda = result.agenda.to_dict()
    agenda["deferrals"] = []
    agenda["appointments"] = []
    with pytest.raises(AgendaRefused):
        explain(Problem.from_dict(document), agenda)


def test_every_unknown_situation_is_told() -> None:
    """All of them at once."""
    ((_, result), *_) = solvable(range(3))
    with pytest.raises(InputError) as refused:
        explain(result.problem, result, situations=["x", "y"])
    assert [fault.value for fault in refused.value.faults] == ['"x"', '"y"']


def test_without_time_everything_is_told_as_at_least_and_at_most() -> None:
    """Nothing is claimed that was not proven; nothing that was is lost."""
    for document, result in solvable(range(4)):
        best = oracle.best(document)
        found = explain(result.problem, result, time_limit=0, workers=1)
        assert best is not None
        assert found.best.at_least <= best <= found.best.at_most
        for one in found.situations:
            otherwise = oracle.best(document, imposed={one.situation: not one.heard})
            assert (one.loss is None) == (otherwise is None)
            if one.loss is not None and otherwise is not None:
                assert one.loss.at_least <= best - otherwise <= one.loss.at_most
