"""Letters that have left: noted once they are published, and counted by the review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rsa_sched.register.store import Register
from rsa_sched.review.indicators import INDICATORS
from rsa_sched.review.periods import Span
from rsa_sched.review.reading import facts_of
from rsa_sched.review.reckoning import reckon
from tests.register.desk import Desk, month, to_validated


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A register whose month is decided; everybody is invited."""
    made = Desk(tmp_path)
    made.run("init")
    document = month()
    for row in document["situations"]:
        row["beneficiary_invited"] = row["beneficiary_agreed"] = True
    to_validated(made, document)
    return made


def test_what_left_when_is_counted(desk: Desk) -> None:
    """All but one on a day in time, then that one too late; nothing before it is published, nor on a day to come."""
    assert desk.refused("sent") == "not-published"
    desk.run("publish", "-o", desk.folder / "envoi", "--official-letters", "none")
    assert desk.refused("sent", "--on", "2099-01-01") == "not-a-day-of-sending"
    assert desk.refused("sent", "--on", "2001-01-01") == "not-a-day-of-sending"
    assert desk.refused("sent", "--except", "personne") == "unknown-situation"
    answer = desk.run("sent", "--to", "person", "--except", "d-1")
    assert (answer["done"], answer["changed"]) == ("sent", True)
    desk.run("hold", "--all")
    desk.run("close")
    with Register(desk.file, read_only=True) as register:
        facts = facts_of(register.events())
    assert facts.letters and {row.sent_on is None for row in facts.letters if row.request == "d-1"} == {True}
    left = [row for row in facts.letters if row.sent_on is not None]
    assert len(left) == len(facts.letters) - 1 and {row.to for row in left} == {"person"}
    exact, _ = reckon(facts, INDICATORS, [Span(dt.date(2010, 10, 1), dt.date(2010, 10, 31))])
    (figure,) = [row for key, row in exact.items() if key.indicator == "letters-sent" and not key.dimension]
    assert (figure.numerator, figure.denominator) == (
        sum(row.sent_on <= row.due for row in left if row.sent_on),
        len(left),
    )
