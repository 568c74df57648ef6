"""Equity: what it costs that a kind of structure ends short of its due."""

import pytest

from rsa_sched.bareme.equity import Equity, granted_units
from rsa_sched.bareme.priority import Priority
from tests.support.builders import (
    Doc,
    best,
    case_of,
    heard,
    partner,
    problem,
    recounted,
    seats,
    session,
    situation,
    start_of,
)

PART = Equity()
PRICES = {"equity_days": [10, 20, 40, 80]}
HOURS = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


@pytest.mark.parametrize(
    ("seated", "prices", "cost"),
    [
        (6, [10, 20, 40, 80], 0),  # due 12 of 12
        (5, [10, 20, 40, 80], 2 * 10),
        (4, [10, 20, 40, 80], 2 * 10 + 2 * 20),
        (3, [10, 20, 40, 80], 2 * 10 + 2 * 20 + 2 * 40),
        (2, [10, 20, 40, 80], 2 * 10 + 2 * 20 + 2 * 40 + 2 * 80),
        (0, [10, 20, 40, 80], 2 * 10 + 2 * 20 + 2 * 40 + 6 * 80),  # the last price goes on for ever
        (0, [7], 12 * 7),
        (0, [0], 0),
        (0, [0, 0, 5], 8 * 5),
        (0, list(range(1, 20)), 2 * (1 + 2 + 3 + 4 + 5 + 6)),
    ],
)
def test_each_two_units_short_cost_the_next_price(seated: int, prices: list[int], cost: int) -> None:
    regulation = {"equity_days": prices}
    of = problem(6, regulation=regulation)
    assert recounted(PART, of, *(heard(n + 1, clock=HOURS[n]) for n in range(seated))) == cost
    # In the model as many seats as were given above, and no more.
    sized = problem(6, [session(max_situations=seated)], regulation=regulation)
    assert best(sized, PART).points == -cost


def test_an_odd_due_ends_within_a_step() -> None:
    of = problem([situation(partners=partner("p-9"))], [session(max_situations=0)], regulation=PRICES)  # due 3
    assert recounted(PART, of) == 10 + 10 + 20
    assert best(of, PART).points == -40


def rivals(**keys: object) -> Doc:
    """Two requests for the one place of 30 minutes: PSSI worth 2 * 100 points, PER worth 2 * 90."""
    rows = [situation(1, requested_on="2010-08-22"), situation(2, structure="st-PER")]
    return {"situations": rows, "sessions": [session(minutes=30)], "regulation": PRICES, **keys}


def test_units_of_each_service_and_kind_are_counted() -> None:
    of = problem([situation(1), situation(2), situation(3, structure="st-PE", partners=partner("p-9"))])
    seated = seats(of, heard(1), heard(2, clock="09:30"), heard(3, clock="10:00", minutes=45)).values()
    assert granted_units(case_of(of), seated) == {("A", "PSSI"): 4, ("A", "PE"): 3}


def test_more_than_the_due_earns_nothing() -> None:
    of = problem(**rivals())  # due 1 and 1
    assert recounted(PART, of, heard(1)) == recounted(PART, of, heard(2)) == 10
    assert recounted(PART, of) == 20
    assert best(of, PART).points == -10


def test_between_equal_dues_the_better_request_is_seated() -> None:
    answer = best(problem(**rivals()), Priority(), PART)
    assert (answer.points, start_of(answer, 1)) == (200 - 10, "s-1 09:00")


def test_a_kind_that_had_more_before_has_to_wait() -> None:
    of = problem(**rivals(history=[{"service": "A", "kind": "PSSI", "units": 9}]))  # due 0 and 2
    assert recounted(PART, of, heard(1)) == 20
    assert recounted(PART, of, heard(2)) == 0
    answer = best(of, Priority(), PART)
    # 200 - 20 for the older request, 180 - 0 for the kind in arrears: worth the same
    assert answer.points == 180
    dearer = problem(**rivals(history=[{"service": "A", "kind": "PSSI", "units": 9}], regulation={"equity_days": [11]}))
    assert start_of(best(dearer, Priority(), PART), 2) == "s-1 09:00"


def test_without_prices_the_better_request_is_seated() -> None:
    history = [{"service": "A", "kind": "PSSI", "units": 9}]
    answer = best(problem(**rivals(history=history, regulation={"equity_days": [0, 0]})), Priority(), PART)
    assert (answer.points, start_of(answer, 1)) == (200, "s-1 09:00")


def test_a_shortfall_is_shared_between_kinds() -> None:
    rows = [situation(n, structure=f"st-{'PSSI' if n < 3 else 'PER'}") for n in (1, 2, 3, 4)]
    # Due 4 and 4 of 12 units, but only two situations are heard: 20 + 20 if shared, 0 + 60 if not.
    of = problem(rows, [session(max_situations=2)], regulation=PRICES)
    assert recounted(PART, of, heard(1), heard(3, clock="09:30")) == 40
    assert recounted(PART, of, heard(1), heard(2, clock="09:30")) == 60
    assert best(of, PART).points == -40


def test_services_do_not_make_up_for_each_other() -> None:
    places: Doc = {
        "services": [{"id": "A"}, {"id": "B"}],
        "subsectors": [{"id": "S1", "service": "A"}, {"id": "S2", "service": "B"}],
    }
    sessions = [session(1), session(2, service="B", subsector="S2", max_situations=0)]
    of = problem([situation(1), situation(2, subsector="S2")], sessions, regulation=PRICES, **places)
    assert recounted(PART, of, heard(1)) == 20
    assert best(of, PART).points == -20


def test_a_kind_without_a_due_costs_nothing() -> None:
    of = problem(1, [session(1), session(2, day=6)])
    assert recounted(PART, of, heard(1, 2, day=6)) == 0
    assert best(of, PART).points == 0
