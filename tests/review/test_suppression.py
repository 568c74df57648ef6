"""No figure of fewer than five people is shown, and none can be got by subtraction."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.review.periods import Span
from rsa_sched.review.review import review_of
from rsa_sched.review.suppression import Disclosure
from tests.profiles import examples
from tests.review.attack import found, in_turn, told, told_together
from tests.review.making import FIRST, drawn
from tests.review.recorded import facts
from tests.support.quick import mostly_slow


def month(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=30 * number)


@given(seed=st.integers(0, 10**6), requests=st.integers(5, 70), first=st.integers(0, 6), last=st.integers(1, 8),
       services=st.integers(1, 2))  # fmt: skip
@examples(60, quick=3)
def test_nothing_is_found_by_subtraction(seed: int, requests: int, first: int, last: int, services: int) -> None:
    """Groups from totals, periods from periods, sub-sectors from structures, in one review of two periods."""
    if first >= last:
        first, last = last - 1, first + 1
    review = review_of(drawn(seed, requests, services=services), month(first), month(last) - dt.timedelta(days=1))
    assert told_together(review) == []


@given(seed=st.integers(0, 10**6), requests=st.integers(20, 60), cut=st.integers(2, 5))
@examples(30, quick=2)
def test_nothing_is_found_across_reviews(seed: int, requests: int, cut: int) -> None:
    """A review of longer periods, after one of shorter ones that was shown: the months between are not to be had."""
    whole = drawn(seed, requests)
    first = review_of(whole, month(0), month(cut) - dt.timedelta(days=1))
    second = review_of(whole, month(0), month(cut + 1) - dt.timedelta(days=1), earlier=[(first.span, first.before)])
    assert told_together(first, second) == []


def test_the_attack_would_find_something() -> None:
    """Where nothing is withheld, and where the first review is not told to the second."""
    whole = drawn(3, 50)
    review = review_of(whole, month(0), month(4) - dt.timedelta(days=1))
    shown, there = told(review, everything=True)
    assert len(found(whole, shown, there)) > 10
    other = review_of(whole, month(0), month(5) - dt.timedelta(days=1))
    assert told_together(review, other)


PERIODS = ((None, None), (dt.date(2011, 2, 1), None), (dt.date(2011, 3, 1), dt.date(2011, 3, 31)))


@pytest.mark.parametrize("number", mostly_slow(range(len(PERIODS)), 0))
def test_the_year_gives_nothing_away(number: int) -> None:
    """The invented year, whole, by halves, one month of it."""
    review = review_of(facts(), *PERIODS[number])
    assert told_together(review) == []
    assert any(figure.withheld for figure in review.shown.values())
    assert not any(key.indicator.startswith(("referent", "professional")) for key in review.shown)


@pytest.mark.slow
def test_a_year_of_reviews_gives_nothing_away() -> None:
    """One each month, then of both halves and of the whole: thirteen that everybody keeps."""
    assert told_together(*in_turn(facts())) == []


def test_what_is_withheld() -> None:
    """A group of three and with it a second one; what leaves three over; nothing that is of nobody."""
    groups = {"a": {f"a{n}": 1.0 for n in range(9)}, "b": {f"b{n}": 1.0 for n in range(7)}, "c": {"c1": 1.0, "c2": 1.0}}
    whole = {name: weight for part in groups.values() for name, weight in part.items()}
    disclosure = Disclosure({}, [whole, *groups.values()], {"kinds": groups.values()})
    assert disclosure.show(whole)
    assert disclosure.show(groups["a"], "kinds")
    assert not disclosure.show(groups["b"], "kinds")
    assert not disclosure.show(groups["c"], "kinds")
    assert disclosure.show({}, "kinds")
    assert disclosure.few(groups["c"])
    one_person = Disclosure(dict.fromkeys(groups["a"], "p"), [groups["a"]], {})
    assert not one_person.show(groups["a"]), "nine requests of one person"


def test_an_earlier_period_is_a_span() -> None:
    """Of whole months the period before has as many, of days as many days."""
    assert Span(dt.date(2011, 2, 1), dt.date(2011, 7, 31)).before() == (dt.date(2010, 8, 1), dt.date(2011, 1, 31))
    assert Span(dt.date(2011, 2, 2), dt.date(2011, 2, 11)).before() == (dt.date(2011, 1, 23), dt.date(2011, 2, 1))
