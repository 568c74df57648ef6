"""Years at random: nothing is broken by a reader of its own, points agree, and nothing better exists."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.calendar.arrange import NoCalendar, arrange
from rsa_sched.calendar.audit import audit_plan
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.year import Year
from tests.calendar.reader import read
from tests.calendar.small import drawn, options
from tests.profiles import examples


@examples(100, quick=3)
@given(st.integers(0, 10**6))
def test_a_year_at_random_is_planned_and_read_alike(seed: int) -> None:
    """By the audit and by the reader: nothing broken, the same points; the bound is below them."""
    raw = drawn(seed, wide=True)
    index = YearIndex(Year.from_dict(raw))
    try:
        found = arrange(index, seconds=None)
    except NoCalendar as no:
        assert no.reason.clauses and no.reason.minimal and str(no)
        return
    assert read(raw, list(found.placed)) == ([], found.points)
    assert found.is_optimal and found.bound == found.points


@examples(100, quick=8)
@given(st.integers(0, 10**6))
def test_nothing_better_exists(seed: int) -> None:
    """Every plan of a tiny year is read by both readers; the best of them is the one that is found."""
    raw = drawn(seed)
    index = YearIndex(Year.from_dict(raw))
    ways = options(index)
    size = 1
    for listed in ways:
        size *= len(listed)
    if size > 600:
        return
    best: int | None = None
    for plan in product(*ways):
        wrong, points = read(raw, list(plan))
        audit = audit_plan(index, plan)
        assert bool(audit) is not bool(wrong), (wrong, [breach.text for breach in audit.breaches])
        if not wrong:
            assert audit.points == points
            best = points if best is None else min(best, points)
    if best is None:
        with pytest.raises(NoCalendar):
            arrange(index, seconds=None)
    else:
        assert arrange(index, seconds=None).points == best
