"""What each session may seat, and at what worth."""

from __future__ import annotations

from typing import Any

import pytest

from rsa_sched import PreparedProblem, Problem
from rsa_sched.engine.colgen.decomposition import SCALE, Block, Decomposition, Item, decomposition
from rsa_sched.engine.components import split
from rsa_sched.engine.options import options
from tests.engine.colgen.exhaustive import tiny
from tests.support.builders import at, document, partner, session, situation

FREE = {"equity_days": [0]}
"""No dues: the points of a seat are its priority less its trips."""


def blocks(*arguments: Any, **keys: Any) -> Decomposition:
    """The library of the only component of a small document."""
    (case,) = split(PreparedProblem.of(Problem.from_dict(document(*arguments, **keys))))[0]
    return decomposition(case, options(case))


def book_of(whole: Decomposition, number: int) -> Block:
    """The book of session s-number."""
    return next(block for block in whole.blocks if f"s-{number}" in block.sessions)


def item_of(block: Block, number: int) -> Item:
    """Situation d-number in a book."""
    return next(item for item in block.items if item.situation == f"d-{number}")


def test_a_plan_is_worth_its_priority_less_its_trips() -> None:
    """180 points each (see the builders); the partner whom two share travels once."""
    rows = [situation(n, partners=partner("x"), referent="p") for n in (1, 2)]
    (block,) = blocks(rows, regulation=FREE).blocks
    assert (block.units, block.size, [item.worth for item in block.items]) == (12, 6, [270 * SCALE] * 2)
    assert [item.units for item in block.items] == [3, 3]
    assert [block.worth(plan) // SCALE for plan in ((), (0,), (0, 1))] == [0, 230, 500]
    assert all(block.items[0].lead == item.lead for item in block.items)


def test_staff_pay_no_trip() -> None:
    """Neither the referent who staffs the session, nor the partner who staffs another there on that day."""
    rows = [situation(1, referent="staff", partners=partner("post")), situation(2)]
    sessions = [session(1, staff=["staff"]), session(2, clock="14:00", staff=["post"])]
    whole = blocks(rows, sessions, regulation=FREE)
    for number in (1, 2):
        block = book_of(whole, number)
        assert (item_of(block, 1).trips, item_of(block, 1).lead) == ((), -1)
        assert len(item_of(block, 2).trips) == 1


def test_sessions_of_one_venue_and_date_share_their_trips() -> None:
    """Each has a toll of its own instead of the price; another day, another venue: a trip of its own."""
    sessions = [session(1), session(2, clock="14:00"), session(3, clock="14:00", venue="v-2"), session(4, day=6)]
    whole = blocks(1, sessions, regulation=FREE)
    assert [(shared.price, len(shared.multipliers)) for shared in whole.shared] == [(20 * SCALE, 2)]
    multipliers = [book_of(whole, number).multipliers((0,)) for number in (1, 2)]
    assert multipliers == [{multiplier} for multiplier in whole.shared[0].multipliers]
    assert whole.multipliers == 2
    for number, worth in ((1, 180), (3, 160), (4, 160)):
        block = book_of(whole, number)
        assert block.worth((0,)) == worth * SCALE
        assert block.trip_prices([7, 7]) == ([7] if number == 1 else [20 * SCALE])


def test_a_trip_that_costs_nothing_is_not_shared() -> None:
    """The règlement may leave travel out."""
    whole = blocks(1, [session(1), session(2, clock="14:00")], regulation=FREE | {"trip_days": 0})
    assert not whole.shared
    assert [block.sessions for block in whole.blocks] == [("s-1", "s-2")]


def test_the_pinned_sit_where_they_are_pinned_and_nowhere_else() -> None:
    """There no plan goes without them."""
    whole = blocks(2, [session(1), session(2, day=6)], regulation=FREE, pins=[{"situation": "d-1", "session": "s-2"}])
    assert [[item.situation for item in book_of(whole, n).items] for n in (1, 2)] == [["d-2"], ["d-1", "d-2"]]
    assert [book_of(whole, n).must for n in (1, 2)] == [frozenset(), {0}]


def test_an_announced_seat_is_worth_more_where_it_was_announced() -> None:
    """And every agenda begins by losing it; situations of other components lose nothing here."""
    lines = [{"situation": name, "session": "s-1", "start": at("09:00")} for name in ("d-1", "d-9")]
    rows = [situation(1), situation(2), situation(9, oriented=False)]
    whole = blocks(rows, [session(1), session(2, day=6)], regulation=FREE, announced=lines)
    assert whole.constant == -120
    assert [item_of(book_of(whole, n), 1).worth for n in (1, 2)] == [300 * SCALE, 180 * SCALE]
    assert [item_of(book_of(whole, n), 2).worth for n in (1, 2)] == [180 * SCALE] * 2


def test_situations_of_one_person_claim_one_seat() -> None:
    """Whoever names no person claims for itself."""
    whole = blocks([situation(1, person="b"), situation(2), situation(3, person="b")], regulation=FREE)
    claimant = {item.situation: item.claimant for item in whole.blocks[0].items}
    assert claimant["d-1"] == claimant["d-3"] != claimant["d-2"]
    assert [set(whole.claimants[number]) for number in claimant.values()] == [{"d-1", "d-3"}, {"d-2"}, {"d-1", "d-3"}]


def test_sessions_in_which_the_same_sit_at_the_same_worth_share_a_book() -> None:
    """Days of one week and venues make no difference; another week, length, size or bans do."""
    sessions = [
        session(1),
        session(2, day=6, venue="v-2"),
        session(3, day=7, minutes=90),
        session(4, day=7, venue="v-3"),
    ]
    sessions += [session(5, day=20), session(6, day=6, max_situations=2), session(7, day=4)]
    bans = [{"situation": "d-1", "session": "s-7"}]
    whole = blocks(2, sessions, regulation=FREE, bans=bans)
    assert sorted(block.sessions for block in whole.blocks) == [
        ("s-1", "s-2", "s-4"),
        ("s-3",),
        ("s-5",),
        ("s-6",),
        ("s-7",),
    ]


def test_units_relieve_the_due_of_their_own_service_and_kind() -> None:
    """A kind that is owed nothing relieves nothing."""
    rows = [situation(1), situation(2, structure="st-PER"), situation(3, structure="st-PER")]
    history = [{"service": "A", "kind": "PER", "units": 1000}]
    whole = blocks(rows, [session(1, minutes=30)], history=history, regulation={"equity_days": [10, 20, 40, 80]})
    assert [(claim.kind, claim.due) for claim in whole.owed] == [("PSSI", 2)]
    assert [item.share for item in whole.blocks[0].items] == [0, -1, -1]
    assert whole.shortfall_gain(0, 2) == 0
    assert whole.shortfall_gain(15 * SCALE, 2) == -20 * SCALE, "both units short: 2 * 15 gained, 2 * 10 paid, 30 due"
    assert not blocks(rows, regulation=FREE).owed


def test_who_has_no_hour_in_a_session_is_not_in_its_book() -> None:
    """Admitted, but never free."""
    absences = {"p-1": [(at("08:00"), at("13:00"))]}
    whole = blocks(2, [session(1), session(2, day=6)], regulation=FREE, absences=absences)
    assert [[item.situation for item in book_of(whole, n).items] for n in (1, 2)] == [["d-2"], ["d-1", "d-2"]]


@pytest.mark.parametrize(("places", "size", "items"), [(0, 0, 0), (1, 1, 1), (1_000_000, 12, 1)])
def test_places_without_minutes_are_none(places: int, size: int, items: int) -> None:
    """Arrays are as wide as a session has places: no document may make them as wide as memory; 0 seats nobody."""
    (block,) = blocks(1, [session(1, max_situations=places)], regulation=FREE).blocks
    assert (block.size, len(block.items)) == (size, items)


def test_divisions_are_worth_what_their_books_say() -> None:
    """Every division of tiny problems: plans, tolls, shortfalls and the constant add up to the recounted points."""
    divisions = 0
    for seed in range(80):
        for whole in tiny(seed, pins=bool(seed % 2)):
            shelf = decomposition(whole.prepared, whole.starts)
            book_of_session = {session: block for block in shelf.blocks for session in block.sessions}
            for division in whole.divisions:
                total, paid, granted = shelf.constant * SCALE, set(), [0] * len(shelf.owed)
                for name, block in book_of_session.items():
                    sitting = division.get(name, frozenset())
                    plan = [place for place, item in enumerate(block.items) if item.situation in sitting]
                    assert len(plan) == len(sitting)
                    assert block.must <= set(plan)
                    total += block.worth(plan)
                    paid |= block.multipliers(plan)
                    for item in (block.items[place] for place in plan):
                        if item.share >= 0:
                            granted[item.share] += item.units
                total -= sum(shared.price for shared in shelf.shared if paid & set(shared.multipliers))
                price = whole.prepared.index.regulation.shortfall_price
                for claim, units in zip(shelf.owed, granted, strict=True):
                    total -= SCALE * sum(price(short) for short in range(1, claim.due - units + 1))
                assert total == whole.worth(division) * SCALE
                divisions += 1
    assert divisions > 1_000
