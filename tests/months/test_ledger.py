"""The ledger between months, against the reference of the rule in fractions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.bareme.dues import share
from rsa_sched.months.ledger import close_counters
from tests.support.quick import one_in

months = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 60), st.integers(0, 60), st.integers(1, 12)), min_size=1, max_size=5
)


def reference(before: list[int], granted: list[int], demanded: list[int], weights: list[int]) -> list[int]:
    """The rule as the note on fairness writes it, with claims without end."""
    after = [x + y for x, y in zip(before, granted, strict=True)]
    wait = [s for s in range(len(weights)) if demanded[s] > granted[s]]
    if not wait:
        return [0] * len(weights)
    level = min(Fraction(after[s], weights[s]) for s in wait)
    return [after[s] if s in wait else max(after[s], int(level * weights[s])) for s in range(len(weights))]


@given(months)
def test_the_month_is_closed_as_the_rule_says(rows: list[tuple[int, int, int, int]]) -> None:
    """And nobody's counter falls while somebody waits."""
    before, granted, extra, weights = map(list, zip(*rows, strict=True))
    demanded = [units + more for units, more in zip(granted, extra, strict=True)]
    after = close_counters(before, granted, demanded, [10**6] * len(weights), weights)
    assert after == reference(before, granted, demanded, weights)
    if any(extra):
        assert all(now >= old + units for now, old, units in zip(after, before, granted, strict=True))


@pytest.mark.parametrize("seed", one_in(5, range(50)))
def test_saturated_kinds_stay_within_one_slot_of_their_entitlement(seed: int) -> None:
    """For 120 months of one capacity or another, whatever the weights: the dues granted exactly never drift."""
    stream = Random(seed)
    weights = [stream.randint(1, 12) for _ in range(3)]
    counters, total = [0, 0, 0], 0
    for _ in range(120):
        capacity = stream.randint(20, 100)
        demanded = [capacity + 1] * 3
        granted = share(capacity, weights, demanded, counters)
        counters = close_counters(counters, granted, demanded, granted, weights)
        total += capacity
        for counter, weight in zip(counters, weights, strict=True):
            # a slot is two units
            assert abs(counter - Fraction(total * weight, sum(weights))) < 2


def test_a_kind_that_did_not_ask_comes_back_without_a_reserve() -> None:
    """After a year of absence it gets its ordinary share, not the year's."""
    counters, weights = [0, 0, 0], [1, 1, 1]
    for _ in range(12):
        demanded = [100, 100, 0]
        granted = share(72, weights, demanded, counters)
        counters = close_counters(counters, granted, demanded, granted, weights)
    assert granted == [36, 36, 0]
    assert share(72, weights, [100, 100, 100], counters) == [24, 24, 24]


def test_asking_for_more_brings_nothing_in_the_same_month() -> None:
    """Demand is a cap, not a claim."""
    assert share(24, [1, 1, 1], [40, 24, 16], [0, 0, 0]) == share(24, [1, 1, 1], [40, 24, 160], [0, 0, 0])


def test_where_nobody_waits_the_counters_begin_anew() -> None:
    """No kind keeps a debt of a month in which everybody was heard."""
    assert close_counters([50, 40, 30], [3, 2, 1], [3, 2, 1], [3, 2, 1], [1, 1, 1]) == [0, 0, 0]


def test_where_nothing_was_to_be_had_the_counters_stay() -> None:
    """A month without a session settles no account."""
    assert close_counters([50, 40, 30], [0, 0, 0], [0, 0, 0], [0, 0, 0], [1, 1, 1]) == [50, 40, 30]


def test_a_claim_that_could_not_be_met_is_kept_up_to_a_month() -> None:
    """Ten units behind the others: a month's due of nine is carried; two units behind: both."""
    assert close_counters([30, 20], [6, 6], [20, 20], [9, 9], [1, 1]) == [36, 27]
    assert close_counters([30, 28], [6, 6], [20, 20], [9, 9], [1, 1]) == [36, 34]
