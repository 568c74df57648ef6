"""Dates, hours and figures as officials read them."""

from __future__ import annotations

import datetime as dt

import pytest

from rsa_sched.french.figures import count, day, figure, hour, several, short_day


def test_dates_and_hours() -> None:
    """The first of a month is « 1er »."""
    assert day(dt.date(2010, 10, 5)) == "mardi 5 octobre 2010"
    assert day(dt.date(2026, 2, 1)) == "dimanche 1er février 2026"
    assert short_day(dt.date(2010, 10, 5)) == "05/10/2010"
    assert hour(dt.datetime(2010, 10, 5, 9, 0)) == "9\u00a0h"
    assert hour(dt.datetime(2010, 10, 5, 14, 45)) == "14\u00a0h\u00a045"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 jour"), (1, "1 jour"), (2, "2 jours"), (13687, "13\u202f687 jours")]
)
def test_figures_and_plurals(number: int, text: str) -> None:
    """Nothing and one are singular; thousands are set apart."""
    assert count(number, "jour") == text


def test_negative_figures() -> None:
    """Costs keep their sign."""
    assert figure(-1234) == "-1\u202f234"


def test_lists_of_names() -> None:
    """Commas, « et », and a count beyond what anybody reads."""
    assert several([]) == ""
    assert several(["a"]) == "a"
    assert several(["a", "b", "c"]) == "a, b et c"
    assert several([str(n) for n in range(5)], most=3) == "0, 1, 2 et 2 autres"
