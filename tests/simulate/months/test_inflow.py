"""How much is asked for a month, read off what waits: the flow, not the stock."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from rsa_sched import InputError, Problem, load_demo
from rsa_sched.simulate import Demand

DEMO = load_demo().to_dict()
RATE = 30.0


def waiting(rng: np.random.Generator, places: int) -> Problem:
    """What waits after two years of Poisson requests, where the oldest that are in time are heard once a month."""
    as_of = dt.date(2012, 9, 27)
    days = np.sort(rng.integers(0, 730, rng.poisson(RATE * 730 / 30.4375)))  # days before, the last one 0
    left = sorted(days, reverse=True)
    for closing in range(700, 29, -30):
        in_time = [day for day in left if day >= closing]
        for day in in_time[:places]:
            left.remove(day)
    rows = [
        {**DEMO["situations"][n % len(DEMO["situations"])], "id": f"r{n}", "person": f"p{n}", "deferrals": 0,
         "requested_on": str(as_of - dt.timedelta(days=int(day)))} for n, day in enumerate(left)
    ]  # fmt: skip
    for row in rows:
        for key in ("received_on", "rank", "wanted_sessions", "not_before", "not_after"):
            row.pop(key, None)
    empty: dict[str, Any] = {key: [] for key in ("sessions", "pins", "bans", "announced") if key in DEMO}
    return Problem.from_dict({**DEMO, **empty, "as_of": str(as_of), "situations": rows})


@pytest.mark.parametrize("places", [24, 29, 40])
def test_the_flow_is_found_whatever_waits(places: int) -> None:
    """A year behind, nearly even, or nobody left: the mean of thirty is the truth within three standard errors."""
    rng = np.random.default_rng(places)
    found, stock = [], []
    for _ in range(30):
        problem = waiting(rng, places)
        found.append(sum(flow.per_month for flow in Demand.like(problem).flows))
        stock.append(len(problem.situations))
    assert abs(np.mean(found) - RATE) < 3 * np.sqrt(RATE / 30)
    if places == 24:
        assert np.mean(stock) > 3 * RATE, "what waits is no month's demand"


def test_the_example_month_is_half_of_what_waits() -> None:
    """34 of 68 were made in its last thirty days."""
    problem = load_demo()
    assert sum(flow.per_month for flow in Demand.like(problem).flows) == pytest.approx(34 * 30.4375 / 30)
    assert sum(flow.per_month for flow in Demand.like(problem, months=2).flows) == 34


def test_where_the_dates_say_nothing_it_asks() -> None:
    """By the argument that says it."""
    old = [{**row, "requested_on": "2010-07-01"} for row in DEMO["situations"]]
    for row in old:
        row.pop("received_on", None)
    with pytest.raises(InputError, match="last 30 days"):
        Demand.like(Problem.from_dict({**DEMO, "situations": old}))
