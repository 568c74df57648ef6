"""Decisions of the service and units already granted, from their tables."""

from __future__ import annotations

import pytest

from tests.intake.month import (
    ORGANISATION,
    of,
    read,
    request,
)


def test_decisions_become_pins_bans_and_announcements() -> None:
    """With the hour where one is given; the date only controls."""
    decisions = [
        {"N° de situation": "d-1", "Décision": "fixée", "N° de séance": "s-1", "Heure": "9h30"},
        {"N° de situation": "d-2", "Décision": "exclue", "N° de séance": "s-1", "Date": "12/10/2010"},
        {"N° de situation": "d-2", "Décision": "annoncée", "N° de séance": "s-1", "Heure": "10h"},
    ]
    month = read([request(1), request(2)], decisions=decisions)
    assert of(month, "pins") == [{"situation": "d-1", "session": "s-1", "start": "2010-10-12T09:30"}]
    assert of(month, "bans") == [{"situation": "d-2", "session": "s-1"}]
    assert of(month, "announced") == [{"situation": "d-2", "session": "s-1", "start": "2010-10-12T10:00"}]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"N° de situation": "d-777"}, "situation-unknown"),
        ({"N° de séance": "s-x99"}, "session-unknown"),
        ({"Date": "13/10/2010"}, "date-contradicts"),
        ({"Décision": "annoncée"}, "cell-missing"),
        ({"Décision": "peut-être"}, None),
    ],
)
def test_a_faulty_decision_is_one_error(cells: dict[str, str], code: str | None) -> None:
    """At its row; without bad requests nothing can be left out."""
    sound = {"N° de situation": "d-1", "Décision": "fixée", "N° de séance": "s-1", "Date": "", "Heure": ""}
    (error,) = read(decisions=[sound, {**sound, "N° de situation": "d-2"} | cells],
                    situations=[request(1), request(2)]).report.errors  # fmt: skip
    assert (error.file, error.row) == ("decisions", 3)
    assert code in (None, error.code)


def test_a_table_of_history_counts_before_the_profile() -> None:
    """And kinds are found by their aliases."""
    mapping = ORGANISATION | {"history": [{"service": "grenoble", "kind": "PE", "units": 1}]}
    assert of(read(mapping=mapping), "history") == [{"service": "grenoble", "kind": "PE", "units": 1}]
    history = [{"Service": "Service de Grenoble", "Parcours": "France Travail", "Unités accordées": "31"}]
    month = read(mapping=mapping, history=history)
    assert of(month, "history") == [{"service": "grenoble", "kind": "PE", "units": 31}]
