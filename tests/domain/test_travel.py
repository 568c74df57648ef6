"""Minutes between venues: symmetric, 0 within one."""

from typing import Any

import pytest

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.organisation import TravelTimes
from tests.support.builders import problem, session


def test_a_pair_holds_in_both_directions() -> None:
    times = TravelTimes(20, [("a", "b", 10), ("c", "b", 0)])
    assert times.minutes("a", "b") == times.minutes("b", "a") == 10
    assert times.minutes("b", "c") == times.minutes("c", "b") == 0


def test_other_pairs_are_the_default_apart() -> None:
    times = TravelTimes(20, [("a", "b", 10)])
    assert times.minutes("a", "c") == 20
    assert TravelTimes(0, []).minutes("a", "c") == 0


def test_within_a_venue_nobody_travels() -> None:
    assert TravelTimes(20, []).minutes("a", "a") == 0


@pytest.mark.parametrize(
    ("raw", "minutes"),
    [
        ({}, 0),
        ({"default_minutes": None, "between": None}, 0),
        ({"default_minutes": 20}, 20),
        ({"default_minutes": 20, "between": [["a", "b", 10]]}, 10),
        ({"default_minutes": 20, "between": [["a", "b", 0]]}, 0),
        # faulty rows, of which the reading has made nulls, say nothing
        ({"default_minutes": 20, "between": [None, ["a", "b"], ["a", "b", None], [None, "b", 5]]}, 20),
        ({"default_minutes": 20, "between": [["a", "b", 10, 3]]}, 20),
    ],
    ids=str,
)
def test_what_is_left_of_a_faulty_document_is_read(raw: dict[str, Any], minutes: int) -> None:
    assert TravelTimes.of_raw(raw).minutes("a", "b") == minutes


def test_the_docket_knows_the_travel_times_of_its_problem() -> None:
    sessions = [session(n, venue=f"v-{n}") for n in (1, 2, 3)]
    index = ProblemIndex(problem(1, sessions, travel={"default_minutes": 25, "between": [["v-1", "v-2", 10]]}))
    assert [index.travel.minutes("v-2", venue) for venue in ("v-1", "v-2", "v-3")] == [10, 0, 25]
    assert ProblemIndex(problem(1, sessions)).travel.minutes("v-1", "v-3") == 0
