"""An agenda out of the master: plans that go together, for as long as there is time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rsa_sched import PreparedProblem
from rsa_sched.engine.colgen.decomposition import Decomposition, decomposition
from rsa_sched.engine.colgen.diving import _step, dive
from rsa_sched.engine.colgen.restricted_master import Column, RestrictedMaster
from rsa_sched.engine.control import Control
from rsa_sched.engine.options import options
from tests.engine.colgen.exhaustive import components, crowded, many
from tests.support.builders import document, session, situation
from tests.support.loads import interchangeable

NEVER = -(10**12)


def dived(shelf: Decomposition) -> Mapping[str, frozenset[str]]:
    """The dive from where the bound is known."""
    master = RestrictedMaster(shelf)
    master.bound(NEVER, Control())
    return dive(master, shelf, Control())


def cases() -> Iterator[PreparedProblem]:
    """Tiny components of all sorts, and some larger ones."""
    yield from (whole.prepared for whole in many())
    for seed in range(12):
        yield from components(crowded(seed))
    for seed, (sessions, situations) in enumerate([(4, 20), (9, 60), (12, 70)]):
        raw = interchangeable(sessions, situations, seed)
        for number, row in enumerate(raw["situations"]):
            row["person"] = f"b{number % (2 * situations // 3)}"
        yield from components(raw)


def test_what_comes_out_are_plans() -> None:
    """Each session's people may sit there and have the minutes and places; nobody claims two seats."""
    seated = 0
    for case in cases():
        index, starts = case.index, options(case)
        plans = dived(decomposition(case, starts))
        names = [name for plan in plans.values() for name in plan]
        assert len(names) == len(set(names))
        persons = Counter(index.situations[name].person for name in names)
        assert all(seats == 1 for person, seats in persons.items() if person is not None)
        for where, plan in plans.items():
            row = index.sessions[where]
            assert all(starts.get((name, where)) for name in plan)
            assert len(plan) <= row.size
            assert sum(index.minutes[name] for name in plan) <= row.minutes
        seated += len(names)
    assert seated > 200


def test_what_comes_out_is_good() -> None:
    """On tiny components nearly what the best division has."""
    ours = theirs = 0
    for whole in many():
        plans = {name: plan for name, plan in dived(decomposition(whole.prepared, whole.starts)).items() if plan}
        if plans in whole.divisions:  # the pins are all in
            least = min(map(whole.worth, whole.divisions))
            ours, theirs = ours + whole.worth(plans) - least, theirs + whole.best - least
    assert 0.97 * theirs < ours <= theirs


def test_nobody_claims_two_seats_of_one_plan() -> None:
    """The master takes half of the plan that seats one person's two situations at the price of one trip."""
    rows = [situation(1, person="b", referent="p"), situation(2, person="b", referent="p"), situation(3), situation(4)]
    sessions = [session(n, minutes=60, day=4 + n) for n in (1, 2)]
    (case,) = components(document(rows, sessions, regulation={"equity_days": [0]}))
    shelf = decomposition(case, options(case))
    master = RestrictedMaster(shelf)
    master.bound(NEVER, Control())
    assert any(0.4 < share < 0.6 for share in master.mixture().values())
    plans = dive(master, shelf, Control())
    assert frozenset({"d-1", "d-2"}) not in plans.values()
    assert plans


def test_no_more_plans_are_fixed_than_there_are_sessions() -> None:
    """Seven plans that six sessions take six sevenths of are all nearly whole."""
    (case,) = components(document(7, [session(n, day=3 + n % 4, venue=f"v-{n}") for n in range(6)]))
    shelf = decomposition(case, options(case))
    assert [len(block.sessions) for block in shelf.blocks] == [6]
    mixture: dict[Column, float] = {(0, (place,)): 6 / 7 for place in range(7)}
    assert len(_step(shelf, mixture, Counter())) == 6
    assert len(_step(shelf, mixture, Counter({(0, (0,)): 1, (0, (1,)): 1}))) == 4


def test_the_most_taken_is_fixed_where_none_is_nearly_whole() -> None:
    """One plan alone; what is fixed already counts no more."""
    (case,) = components(document(3, [session(n, venue=f"v-{n}") for n in range(3)]))
    shelf = decomposition(case, options(case))
    mixture: dict[Column, float] = {(0, (0,)): 0.5, (0, (1,)): 0.6, (0, (2,)): 0.4}
    assert _step(shelf, mixture, Counter()) == [(0, (1,))]
    assert _step(shelf, mixture, Counter({(0, (1,)): 1})) == [(0, (0,))]
    assert _step(shelf, {(0, (1,)): 1.0}, Counter({(0, (1,)): 1})) == []


def test_without_time_there_are_no_plans() -> None:
    """It is for others to find an agenda then."""
    shelf = decomposition(many()[0].prepared, many()[0].starts)
    assert dive(RestrictedMaster(shelf), shelf, Control.within(0)) == {}
