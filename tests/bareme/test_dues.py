"""Dues: cumulative Sainte-Laguë with demand as a cap: hand cases, a reference in fractions, properties."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsa_sched.bareme.dues import Claim, share
from rsa_sched.bareme.prepared import PreparedProblem
from tests.support.builders import Doc, partner, problem, session, situation

ENOUGH = [99, 99, 99]


@pytest.mark.parametrize(
    ("capacity", "weights", "demands", "before", "units"),
    [
        (0, [1, 1, 1], ENOUGH, [0, 0, 0], [0, 0, 0]),
        (1, [1, 1, 1], ENOUGH, [0, 0, 0], [1, 0, 0]),  # ties go to the earlier
        (2, [1, 1, 1], ENOUGH, [0, 0, 0], [1, 1, 0]),
        (10, [1, 1, 1], ENOUGH, [0, 0, 0], [4, 3, 3]),
        (10, [5, 3, 2], ENOUGH, [0, 0, 0], [5, 3, 2]),
        # A at 1/5, B at 1/3, C at 1/2, A at 3/5, then A and B both at 1: the earlier
        (5, [5, 3, 2], ENOUGH, [0, 0, 0], [3, 1, 1]),
        (9, [1, 1, 1], [1, 99, 99], [0, 0, 0], [1, 4, 4]),  # who asks for less leaves the rest to the others
        (9, [1, 1, 1], [0, 0, 3], [0, 0, 0], [0, 0, 3]),
        (9, [1, 1, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0]),
        # history: 15, 17, 19 against 21 for B, then 21 each: A
        (4, [1, 1], [9, 9], [10, 7], [1, 3]),
        (3, [1, 1], [9, 2], [1_000_000_000, 0], [1, 2]),  # B takes all it asks for, whatever A had
        (2, [1, 2], [9, 9], [1, 2], [1, 1]),  # B at 5/2 before A at 3, then A at 3 before B at 7/2
        (0, [], [], [], []),
    ],
)
def test_hand_cases(capacity: int, weights: list[int], demands: list[int], before: list[int], units: list[int]) -> None:
    assert share(capacity, weights, demands, before) == units


def reference(capacity: int, weights: Sequence[int], demands: Sequence[int], before: Sequence[int]) -> list[int]:
    """The rule in fractions, word for word."""
    units = [0] * len(weights)
    for _ in range(capacity):
        asking = [kind for kind in range(len(weights)) if units[kind] < demands[kind]]
        if not asking:
            break
        units[min(asking, key=lambda kind: Fraction(2 * (before[kind] + units[kind]) + 1, weights[kind]))] += 1
    return units


class Sharing(NamedTuple):
    """What `share` is asked."""

    capacity: int
    weights: list[int]
    demands: list[int]
    before: list[int]


@st.composite
def sharings(draw: st.DrawFn) -> Sharing:
    """Up to five kinds, with ties and idle kinds as often as not."""
    kinds = draw(st.integers(1, 5))

    def each(least: int, most: int) -> st.SearchStrategy[list[int]]:
        return st.lists(st.integers(least, most), min_size=kinds, max_size=kinds)

    weights = draw(each(1, 6) | each(1, 10**6))
    demands = draw(each(0, 12))
    before = draw(each(0, 0) | each(0, 20))
    return Sharing(draw(st.integers(0, 40)), weights, demands, before)


@settings(deadline=None, max_examples=200)
@given(sharings())
def test_shares_are_those_of_the_reference(sharing: Sharing) -> None:
    assert share(*sharing) == reference(*sharing)


@settings(deadline=None, max_examples=100)
@given(sharings())
def test_all_is_handed_out_that_anybody_asks_for(sharing: Sharing) -> None:
    units = share(*sharing)
    assert sum(units) == min(sharing.capacity, sum(sharing.demands))
    assert all(mine <= asked for mine, asked in zip(units, sharing.demands, strict=True))


@settings(deadline=None, max_examples=100)
@given(sharings(), st.data())
def test_asking_for_more_never_brings_less_and_never_brings_others_more(sharing: Sharing, data: st.DataObject) -> None:
    kind = data.draw(st.integers(0, len(sharing.weights) - 1))
    more = list(sharing.demands)
    more[kind] += data.draw(st.integers(1, 5))
    before, after = share(*sharing), share(*sharing._replace(demands=more))
    assert after[kind] >= before[kind]
    assert all(after[other] <= before[other] for other in range(len(more)) if other != kind)


@settings(deadline=None, max_examples=100)
@given(sharings())
def test_who_does_not_get_all_it_asks_for_gains_nothing_by_asking_for_more(sharing: Sharing) -> None:
    units = share(*sharing)
    inflated = [asked + 5 * (mine < asked) for mine, asked in zip(units, sharing.demands, strict=True)]
    assert share(*sharing._replace(demands=inflated)) == units


@settings(deadline=None, max_examples=100)
@given(sharings())
def test_one_unit_more_goes_to_one_kind_and_takes_from_none(sharing: Sharing) -> None:
    before, after = share(*sharing), share(*sharing._replace(capacity=sharing.capacity + 1))
    gained = [new - old for old, new in zip(before, after, strict=True)]
    assert sorted(gained)[:-1] == [0] * (len(gained) - 1)
    assert gained[-1] in (0, 1) and max(gained) in (0, 1)


# --- capacity and demand of a problem ---------------------------------------------------------------------------------

PLACES: Doc = {
    "services": [{"id": "B"}, {"id": "A"}],
    "subsectors": [{"id": "S1", "service": "A"}, {"id": "S2", "service": "A"}, {"id": "S3", "service": "B"}],
}


def due(situations: int | list[Doc], sessions: int | list[Doc] = 1, **keys: object) -> list[tuple[int, int]]:
    """Due and demand of each kind, in order, service after service."""
    return [(claim.due, claim.demand) for claim in PreparedProblem.of(problem(situations, sessions, **keys)).claims]


def test_capacity_is_the_time_of_the_sessions() -> None:
    assert due(5, [session(minutes=45)]) == [(3, 3), (0, 0), (0, 0)]
    assert due(5, [session(1, minutes=45), session(2, minutes=30)]) == [(5, 5), (0, 0), (0, 0)]


def test_capacity_is_no_more_than_candidates_can_use() -> None:
    assert due(2) == [(4, 4), (0, 0), (0, 0)]
    assert due(0) == [(0, 0)] * 3
    assert due(3, 0) == [(0, 0)] * 3


def test_sessions_that_nobody_can_use_add_nothing() -> None:
    assert due(5, [session(1, minutes=45), session(2, type="sdf")]) == [(3, 3), (0, 0), (0, 0)]


def test_demand_is_in_units_of_the_candidates_only() -> None:
    rows = [situation(1), situation(2, structure="st-PER", partners=partner("p-9")), situation(3, oriented=False)]
    assert due(rows) == [(2, 2), (3, 3), (0, 0)]


def test_sizes_and_calendars_are_not_looked_at() -> None:
    absent = {"p-1": [("2010-10-05T00:00", "2010-10-05T23:00")]}
    assert due(2, [session(max_situations=0)], absences=absent) == [(4, 4), (0, 0), (0, 0)]


def test_sending_a_request_twice_brings_nothing() -> None:
    """The longest counts, once in its kind and once in its pool."""
    rows = [situation(1, person="b-1"), situation(2, person="b-1", partners=partner("p-9")), situation(3)]
    assert due(rows) == [(5, 5), (0, 0), (0, 0)]


def test_a_person_counts_once_in_a_kind_over_all_its_pools() -> None:
    rows = [situation(1, person="b-1"), situation(2, person="b-1", type="sdf", partners=partner("p-9"))]
    # Each pool can use what is asked of it (2 + 3 units), but of the kind only the longer is demanded.
    assert due(rows, [session(1), session(2, type="sdf")]) == [(3, 3), (0, 0), (0, 0)]


def test_a_person_put_forward_by_two_kinds_counts_in_each_but_once_in_the_pool() -> None:
    rows = [situation(1, person="b-1"), situation(2, person="b-1", structure="st-PER", partners=partner("p-9"))]
    assert due(rows) == [(2, 2), (1, 3), (0, 0)]


def test_of_equally_long_requests_of_a_person_the_first_by_id_counts() -> None:
    rows = [situation(2, person="b-1"), situation(1, person="b-1", type="sdf")]
    # The one that counts is sdf, whose session holds a single unit; nothing is demanded of the standard pool.
    assert due(rows, [session(1), session(2, type="sdf", minutes=15)]) == [(1, 1), (0, 0), (0, 0)]


def test_a_person_counts_in_each_service() -> None:
    rows = [situation(1, person="b-1"), situation(2, person="b-1", subsector="S3")]
    sessions = [session(1), session(2, service="B", subsector="S3")]
    assert due(rows, sessions, **PLACES) == [(2, 2), (0, 0), (0, 0)] * 2


def test_what_one_pool_cannot_hold_is_demanded_of_nobody() -> None:
    rows = [situation(1), *(situation(n, subsector="S2") for n in range(2, 8))]
    sessions = [session(1), session(2, subsector="S2", minutes=45)]
    assert due(rows, sessions, **PLACES)[0] == (5, 2 + 3)


def test_weights_history_and_the_order_of_kinds_count() -> None:
    rows = [situation(n, structure=f"st-{kind}") for n, kind in enumerate(["PSSI"] * 3 + ["PER"] * 3, 1)]
    room = [session(minutes=90)]  # 6 units for a demand of 6 and 6
    assert due(rows, room) == [(3, 6), (3, 6), (0, 0)]
    assert due(rows, room, regulation={"weights": {"PSSI": 1, "PER": 2, "PE": 1}}) == [(2, 6), (4, 6), (0, 0)]
    assert due(rows, room, history=[{"service": "A", "kind": "PSSI", "units": 4}]) == [(1, 6), (5, 6), (0, 0)]
    odd = [session(minutes=75)]
    assert due(rows, odd) == [(3, 5), (2, 5), (0, 0)]
    assert due(rows, odd, regulation={"kinds": ["PE", "PER", "PSSI"]}) == [(0, 0), (3, 5), (2, 5)]


def test_each_pool_counts_what_it_can_use() -> None:
    psychologist = [situation(n, type="psychologist", structure="st-PER", subsector=f"S{n - 1}") for n in (2, 3)]
    rows = [situation(1), *psychologist, *(situation(n, structure="st-PE", subsector="S2") for n in range(4, 9))]
    sessions = [session(1), session(2, type="psychologist"), session(3, subsector="S2", minutes=60)]
    # Standard S1: 2 of 12 units are of use; psychologist, both sub-sectors: 6 of 12; standard S2: 4 for a demand of 10.
    # PE demands of that no more than 4. 12 units in all, one by one: 2 for PSSI, 4 for PE, 6 for PER.
    service_a = [(2, 2), (6, 6), (4, 4)]
    assert due(rows, sessions, **PLACES) == [*service_a, (0, 0), (0, 0), (0, 0)]


def test_types_of_one_subsector_are_pools_of_their_own() -> None:
    rows = [situation(1, type="sdf"), situation(2), situation(3)]
    assert due(rows, [session(1), session(2, type="sdf", minutes=15)]) == [(5, 5), (0, 0), (0, 0)]


def test_services_share_apart_and_come_in_id_order() -> None:
    rows = [situation(1), situation(2, subsector="S3", structure="st-PE")]
    sessions = [session(1), session(2, service="B", subsector="S3", minutes=15)]
    history = [{"service": "B", "kind": "PE", "units": 1_000_000_000}]
    claims = PreparedProblem.of(problem(rows, sessions, history=history, **PLACES)).claims
    assert claims == (
        Claim("A", "PSSI", 2, 2), Claim("A", "PER", 0, 0), Claim("A", "PE", 0, 0),
        Claim("B", "PSSI", 0, 0), Claim("B", "PER", 0, 0), Claim("B", "PE", 1, 1),
    )  # fmt: skip
