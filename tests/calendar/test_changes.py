"""A published year that changes: the fewest moves, proven against every plan of a tiny year; what is over stays."""

from __future__ import annotations

import datetime as dt
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.calendar.arrange import NoCalendar, YearCalendar, arrange
from rsa_sched.calendar.changes import changed, rearrange
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.prices import prices
from rsa_sched.calendar.year import Year
from tests.calendar.reader import read
from tests.calendar.small import document, drawn, options, series
from tests.profiles import examples


def planned(**keys: object) -> YearCalendar:
    """The best calendar of the small year."""
    return arrange(YearIndex(Year.from_dict(document(**keys))), seconds=None)


def test_a_closed_day_moves_one_session_and_no_other() -> None:
    """And nothing at all where nothing stands against what was published."""
    before = planned()
    same = rearrange(before.index, before.placed, seconds=None)
    assert same.placed == before.placed and same.moves == () and same.moves_bound == 0 and same.is_optimal
    first = before.placed[0]
    closed = YearIndex(Year.from_dict(document(closed=[{"first": first.date, "half": "matin"}, {"first": first.date}])))
    after = rearrange(closed, before.placed, seconds=None)
    assert after.is_optimal and after.moves is not None
    assert set(after.moves) == {row.session for row in before.placed if row.date == first.date}
    assert after.moves_bound == len(after.moves)


def test_the_venues_of_a_series_are_not_exchanged_for_one_date() -> None:
    """A day on which its venue is taken takes a session to the other one, twice running: no other moves for that."""
    long = {"last_month": "2011-02", "series": [series("nord")], "venues": [{"id": "v1"}, {"id": "v2"}]}
    before = planned(**long)
    hit = before.placed[2]
    day = next(one for one in (dt.date(2010, 12, 14), dt.date(2010, 12, 15)) if one != hit.date)
    taken = [{"id": name, "taken": [{"first": day}] if name == hit.venue else []} for name in ("v1", "v2")]
    changed_year = document(**{**long, "venues": taken}, imposed=[{"series": "nord", "date": day}])
    after = rearrange(YearIndex(Year.from_dict(changed_year)), before.placed, seconds=None)
    assert after.moves == (hit.session,) and after.is_optimal
    assert read(changed_year, list(after.placed), published=True) == ([], after.points)
    assert (
        after.audit.parts["turn"] == 2 * after.index.year.weights.turn
    )  # the venue of the one before, and that of the one after
    assert read(changed_year, list(after.placed))[0]


def test_what_is_over_stays_and_what_is_new_is_placed() -> None:
    """Where the file would not have it so, that is the reason why nothing fits: nobody undoes the past."""
    before = planned()
    late = document(last_month="2010-12")
    after = rearrange(YearIndex(Year.from_dict(late)), before.placed, as_of=dt.date(2010, 11, 1), seconds=None)
    assert [row for row in after.placed if row.date < dt.date(2010, 12, 1)] == list(before.placed)
    assert len(after.placed) == len(before.placed) + 2 and after.moves == ()
    past = before.placed[0]
    undone = YearIndex(Year.from_dict(document(closed=[{"first": past.date}])))
    with pytest.raises(NoCalendar) as refused:
        rearrange(undone, before.placed, as_of=dt.date(2010, 11, 1), seconds=None)
    assert sorted(clause.what for clause in refused.value.reason.clauses) == ["closed", "over"]


def test_the_price_of_an_imposed_date() -> None:
    """A day that would be chosen anyway costs nothing, one in the school holidays what a session there costs more."""
    free = planned(school_zone="A")
    here = next(row for row in free.placed if row.session == "nord-2010-10")
    same = planned(school_zone="A", imposed=[{"series": "nord", "date": here.date}])
    (nothing,) = prices(same, seconds=None)
    assert (nothing.at_least, nothing.at_most) == (0, 0)
    away = planned(school_zone="A", imposed=[{"series": "nord", "date": dt.date(2010, 10, 26)}])
    (price,) = prices(away, seconds=None)
    assert price.at_least == price.at_most == away.points - free.points > 0


@examples(60, quick=4)
@given(st.integers(0, 10**6))
def test_no_plan_moves_fewer(seed: int) -> None:
    """Of every plan of a tiny year in which the day of one session is closed."""
    raw = drawn(seed)
    try:
        before = arrange(YearIndex(Year.from_dict(raw)), seconds=None).placed
    except NoCalendar:
        return
    hit = Random(seed).choice(before)
    shut = {**raw, "closed": [*raw["closed"], {"first": hit.date}]}
    index = YearIndex(Year.from_dict(shut))
    ways = options(index)
    size = 1
    for listed in ways:
        size *= len(listed)
    if size > 600:
        return
    moves = [
        sum(changed(row, plan)[0] for row in before)
        for plan in product(*ways)
        if not read(shut, list(plan), published=True)[0]
    ]
    try:
        after = rearrange(index, before, seconds=None)
    except NoCalendar:
        assert not moves
        return
    assert after.moves is not None
    assert len(after.moves) == after.moves_bound == min(moves)
