"""Each figure of the invented year, counted again from the raw events by lines that share no code with the package."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.indicators import INDICATORS
from rsa_sched.review.periods import Span
from rsa_sched.review.reckoning import reckon
from tests.review.recorded import events, facts
from tests.review.recount import Recount
from tests.support.quick import mostly_long

SPANS = (
    Span(dt.date(2010, 10, 1), dt.date(2011, 7, 31)),
    Span(dt.date(2011, 2, 1), dt.date(2011, 7, 31)),
    Span(dt.date(2010, 10, 1), dt.date(2011, 1, 31)),
    Span(dt.date(2010, 12, 10), dt.date(2011, 2, 20)),
    Span(dt.date(2011, 3, 1), dt.date(2011, 3, 31)),
)
ELSEWHERE = {"promises-kept", "promises", "letters-sent"}
"""Nothing was promised in that year, and nobody noted what was sent: `test_reading`, `tests/register/test_sent.py`."""


@cache
def recount() -> Recount:
    """The year, read once more."""
    return Recount(events())


def check_figures(facts: ReviewFacts, recount: Recount, span: Span) -> None:
    """Each figure of a period is what the recount says, and the recount says no other."""
    exact, _ = reckon(facts, INDICATORS, [span])
    again = recount.figures(*span)
    names = {key.indicator for key in exact}
    assert names - {name for name, *_ in again} <= ELSEWHERE
    for key, figure in exact.items():
        if key.indicator in ELSEWHERE:
            continue
        expected = again.get(key[:3], 0)
        if isinstance(expected, tuple):
            assert (figure.numerator, figure.denominator) == expected, key
        elif figure.denominator is not None and not expected:
            assert not figure.numerator, key
        else:
            assert (figure.value or 0) == pytest.approx(expected or 0), key
    groups = {key[:3] for key in exact}
    told = {(one.key, dimension) for one in INDICATORS for dimension in (*one.groups, *[""] * one.whole)}
    left_out = {key for key, value in again.items() if value and key[:2] in told} - groups
    assert not left_out


@pytest.mark.parametrize("number", mostly_long(range(len(SPANS)), [1], [0, 3]))
def test_every_figure_is_counted_again(number: int) -> None:
    """By indicator, by group: the same number, the same numerator and denominator; nothing beside them."""
    span = SPANS[number]
    check_figures(facts(), recount(), span)


def test_the_year_is_whole() -> None:
    """Nobody is lost: whoever was received is heard, has withdrawn or waits, and no request stands twice."""
    rows = facts().requests
    received = [one.payload["situation"]["id"] for one in events() if one.kind == "received" and one.payload]
    assert sorted(row.request for row in rows) == sorted(received)
    assert facts().erased == 0
