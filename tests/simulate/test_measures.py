"""The measures against what can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched import Regulation
from rsa_sched.simulate.measures.definitions import DEFINITIONS
from rsa_sched.simulate.measures.frontier import frontier
from rsa_sched.simulate.measures.intervals import half_width, intervals, paired
from rsa_sched.simulate.measures.shares import heard_of_asked, shares
from rsa_sched.simulate.measures.starved import starved
from rsa_sched.simulate.measures.use import use
from rsa_sched.simulate.measures.waiting import waiting
from rsa_sched.survival import quantile, survival

DAY = pd.Timestamp("2010-10-01")


def requests(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """Requests as (fate, day of the request, days waited)."""
    return pd.DataFrame(
        {
            "situation": [f"d{n}" for n in range(len(rows))],
            "kind": ["PSSI" if n % 2 else "PE" for n in range(len(rows))],
            "fate": [fate for fate, _, _ in rows],
            "requested_on": [DAY + pd.Timedelta(days=day) for _, day, _ in rows],
            "ended_on": [DAY + pd.Timedelta(days=day + waited) for _, day, waited in rows],
            "waited_days": [waited for _, _, waited in rows],
        }
    )


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.integers(1, 99))
def test_where_everybody_was_heard_the_quantile_is_the_plain_one(days: list[int], percent: int) -> None:
    """The smallest wait that so many did not exceed."""
    share = percent / 100
    found = quantile(np.array(days), np.ones(len(days), dtype=bool), share)
    below = sum(day <= found for day in days)
    under = sum(day < found for day in days)
    assert below >= share * len(days) - 1e-9
    assert under < share * len(days) + 1e-9


def test_whoever_still_waits_is_counted_for_as_long_as_was_seen() -> None:
    """The textbook's example by hand: 4 at risk at day 10, 2 at day 30; half are heard by day 30."""
    days, heard = np.array([10, 20, 30, 40]), np.array([True, False, True, False])
    assert quantile(days, heard, 0.25) == 10
    assert quantile(days, heard, 0.5) == 30  # 3/4 * 1/2 = 3/8 are left
    assert math.isnan(quantile(days, heard, 0.9))


def test_a_service_level_counts_only_who_was_seen_long_enough() -> None:
    """The last request was made too late to be judged; who gave up was not heard."""
    frame = requests(("heard", 0, 30), ("heard", 0, 90), ("withdrawn", 5, 20), ("waiting", 80, 10), ("heard", 10, 60))
    (row,) = waiting(frame, within=60).to_dict("records")
    assert (row["asked"], row["heard"], row["followed"]) == (5, 3, 4)
    assert row["within"] == 2 / 4
    assert row["max_days"] == 90


def test_groups_are_kept_apart() -> None:
    """By kind, in order."""
    frame = waiting(requests(("heard", 0, 10), ("heard", 0, 20), ("heard", 0, 30)), by=["kind"], within=10)
    assert frame["kind"].tolist() == ["PE", "PSSI"]
    assert frame["median_days"].tolist() == [10, 20]


def test_what_was_heard_of_what_was_asked_counts_each_request_once() -> None:
    """In units; who gave up was not heard."""
    frame = requests(("heard", 0, 30), ("heard", 0, 90), ("withdrawn", 5, 20), ("waiting", 80, 10))
    found = heard_of_asked(frame.assign(units=[3, 2, 2, 2]))
    assert found["kind"].tolist() == ["PE", "PSSI"]
    assert found[["asked", "heard"]].to_numpy().tolist() == [[5, 3], [4, 2]]
    assert found["heard_of_asked"].tolist() == [3 / 5, 2 / 4]


def test_the_frontier_by_hand() -> None:
    """The most urgent level that is asked for against level 0; one kind's surplus makes up for nobody's shortfall."""
    asked = requests(("heard", 0, 30), ("heard", 0, 90), ("heard", 5, 20), ("waiting", 0, 200), ("withdrawn", 0, 400))
    asked = asked.assign(scenario="a", replication=0, urgency=[0, 0, 2, 0, 1])
    kinds = pd.DataFrame({"scenario": "a", "replication": 0, "due": [10, 10], "granted": [7, 13]})
    months = pd.DataFrame({"scenario": "a", "replication": 0, "trips": [6, 3], "seated": [4, 8]})
    (row,) = frontier(asked, kinds, months).to_dict("records")
    assert (row["urgent_median_days"], row["urgent_p90_days"]) == (20, 20)
    # of three without urgency two were heard: that nine of ten wait less than 200 days is more than was seen
    assert (row["calm_median_days"], row["calm_p90_days"]) == (90, 200)
    assert (row["max_days"], row["long_waits"]) == (200, 2 / 5)
    assert (row["due_missed"], row["trips_per_situation"]) == (3 / 20, 9 / 12)


def test_shares_are_of_sums() -> None:
    """And of nothing there is no share."""
    frame = pd.DataFrame(
        {
            "service": "g",
            "kind": ["PE", "PE", "PER"],
            "demand": [10, 30, 0],
            "due": [8, 2, 0],
            "granted": [8, 1, 0],
            "lag_slots": [1.0, -3.0, 0.0],
        }
    )
    pe, per = shares(frame).to_dict("records")
    assert (pe["served_of_due"], pe["served_of_demand"]) == (0.9, 9 / 40)
    assert (pe["lag_slots"], pe["largest_lag_slots"]) == (-1.0, 3.0)
    assert math.isnan(per["served_of_due"])


def test_use_is_of_all_minutes_and_the_rest_a_mean() -> None:
    """A month of 100 minutes weighs less than one of 300."""
    rows = {"minutes_open": [100, 300], "minutes_used": [100, 100]}
    frame = pd.DataFrame({**rows, **{name: [1, 2] for name in ("seated", "under_two", "cancelled", "trips")}})
    frame[["trips_avoided", "idle_minutes", "points"]] = 0
    (row,) = use(frame).to_dict("records")
    assert (row["used"], row["seated"], row["months"]) == (0.5, 1.5, 2)


def test_the_starved_are_named_longest_first() -> None:
    """Past the guarantee and a month, whatever became of them."""
    frame = requests(("heard", 0, 152), ("waiting", 0, 151), ("withdrawn", 0, 400))
    assert starved(frame, Regulation())["situation"].tolist() == ["d2", "d0"]


def test_the_interval_is_students() -> None:
    """Of 1, 2, 3 the mean is 2, give or take 4.303 / sqrt(3)."""
    assert half_width(np.array([1.0, 2.0, 3.0])) == pytest.approx(4.302653 / math.sqrt(3))
    assert math.isnan(half_width(np.array([1.0])))


def test_pairs_see_a_difference_that_means_do_not() -> None:
    """Chance is large, but the same for both; the difference is always one."""
    noise = [10.0, 50.0, 90.0, 20.0]
    rows = [("a", n, value) for n, value in enumerate(noise)]
    rows += [("b", n, value + 1 + n / 100) for n, value in enumerate(noise)]
    frame = pd.DataFrame(rows, columns=["scenario", "replication", "days"])
    a, b = intervals(frame, by=["scenario"], columns=["days"]).to_dict("records")
    assert a["low"] < b["mean"] < a["high"]
    (row,) = paired(frame, "a", "b", by=[], columns=["days"]).to_dict("records")
    assert row["differs"]
    assert 0.9 < row["low"] < row["change"] < row["high"] < 1.2


def test_every_definition_says_what_and_whom() -> None:
    """No figure without its meaning and perimeter."""
    assert all(all(part.strip() for part in definition) for definition in DEFINITIONS.values())


def heard_by_halves(end: int, months: int = 12, a_month: int = 400) -> pd.DataFrame:
    """Requests of `months`, of which each month's sessions hear half of those that wait, 20, 50, 80, ... days after.

    `end` days before the last sessions is until when those who still wait are known to.
    """
    rng, rows = np.random.default_rng(2), []
    for month in range(months):
        first = rng.geometric(0.5, a_month) - 1
        for lost in first:
            heard = month + lost < months
            days = 20 + 30 * (lost if heard else months - 1 - month) - (0 if heard else end)
            rows.append(("heard" if heard else "waiting", days))
    return pd.DataFrame(rows, columns=["fate", "waited_days"])


def test_who_lost_in_the_last_sessions_is_known_to_have_waited_until_then() -> None:
    """Three quarters are heard by day 60. Were they known to wait only until intake closed, 0.77 would be told."""
    told = {}
    for end in (0, 10):
        frame = heard_by_halves(end)
        days, left = survival(frame["waited_days"].to_numpy(), (frame["fate"] == "heard").to_numpy())
        told[end] = 1 - left[np.searchsorted(days, 60, side="right") - 1]
    assert abs(told[0] - 0.75) < 0.02
    assert told[10] > told[0] + 0.01
