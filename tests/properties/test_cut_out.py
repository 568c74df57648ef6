"""A component cut out of its problem is what it was inside: every rule, point and answer, at its own weight."""

from __future__ import annotations

import pickle
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched import PinClash, PreparedProblem, Problem
from rsa_sched.bareme import TERMS
from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.statement import Statement
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.cpsat.pins import refuse_inadmissible, seats_of_pins
from rsa_sched.engine.options import options
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Seat
from rsa_sched.rules.document import WholeDocument
from tests.profiles import examples
from tests.support.documents import documents
from tests.support.loads import interchangeable, side_by_side
from tests.support.oracle_read import Doc


def inside(whole: PreparedProblem, component: PreparedProblem) -> PreparedProblem:
    """The same component with the whole problem around it."""
    return PreparedProblem(whole.index, component.admitted, whole.values, component.claims)


def anywhere(component: PreparedProblem, chance: random.Random) -> dict[str, Seat]:
    """Seats of admitted pairs at any hour, whatever the rules say of them."""
    index, seats = component.index, {}
    for name in component.candidates:
        if chance.random() < 0.7:
            session = chance.choice(component.admitted[name])
            start = chance.randrange(index.start[session], index.end(session), UNIT)
            seats[name] = Seat(name, session, start, start + index.minutes[name])
    return seats


def violations(case: PreparedProblem, seats: dict[str, Seat]) -> list[Any]:
    """What the plain checks say of these seats; that others have none is no matter here."""
    reading = Reading(case.index, Statement.from_dict({"appointments": [], "deferrals": []}))
    reading.__dict__["seats"] = seats
    own = set(case.admitted)
    found = [found for rule in RULES if not isinstance(rule, WholeDocument) for found in rule.check(reading)]
    told = [violation for violation in found if violation.situation is None or violation.situation in own]
    return sorted(told, key=str)  # rows of a cut-out come in the order of ids


def clash(case: PreparedProblem) -> Any:
    """The seats that the pins get, or how they clash."""
    try:
        return seats_of_pins(case, Control())
    except PinClash as error:
        return error.pins, error.rules


@examples(60, quick=8)
@given(documents(size="small", pins=True), st.integers(0, 2**32 - 1))
def test_a_component_cut_out_is_what_it_was(document: Doc, seed: int) -> None:
    """Options, checks, points part by part, pins, the first agenda and the best."""
    whole, chance = PreparedProblem.of(Problem.from_dict(document)), random.Random(seed)
    try:
        refuse_inadmissible(whole)
    except PinClash:
        return
    components, rest = split(whole)
    assert sorted(name for case in (*components, rest) for name in case.admitted) == list(whole.admitted)
    for cut in components:
        around = inside(whole, cut)
        assert options(cut) == options(around)
        seats = anywhere(cut, chance)
        assert violations(cut, seats) == violations(around, seats)
        assert [part.recount(cut, seats) for part in TERMS] == [part.recount(around, seats) for part in TERMS]
        pinned = clash(around)
        assert clash(cut) == pinned
        if isinstance(pinned, tuple):
            continue
        assert dict(at_once(cut, {}, Control()).seats) == dict(at_once(around, {}, Control()).seats)
        best, same = Model(cut).solve(), Model(around).solve()
        assert (best.status, best.points, best.bound, best.seats) == (same.status, same.points, same.bound, same.seats)
        assert best.points <= capacity_bound(cut) <= capacity_bound(around)


@examples(60, quick=8)
@given(documents(size="small", pins=True))
def test_a_cut_out_survives_the_wire(document: Doc) -> None:
    """What another process takes out of the pickle answers as what was put in."""
    whole = PreparedProblem.of(Problem.from_dict(document))
    for cut in split(whole)[0]:
        copy: PreparedProblem = pickle.loads(pickle.dumps(cut))
        assert (copy.admitted, copy.values, copy.claims) == (cut.admitted, cut.values, cut.claims)
        assert options(copy) == options(cut)
        assert copy.index.problem == cut.index.problem


@pytest.fixture(scope="module")
def many() -> PreparedProblem:
    """Forty components of one shape."""
    parts = (interchangeable(2, 12, seed=n, prefix=f"{n:02}-") for n in range(40))
    return PreparedProblem.of(Problem.from_dict(side_by_side(*parts)))


def test_a_cut_out_holds_its_own_and_no_more(many: PreparedProblem) -> None:
    """Situations, sessions, people, places of one component; none of another's."""
    components, _ = split(many)
    assert len(components) == 40
    for number, cut in enumerate(components):
        problem = cut.index.problem
        rows = [row for key in ("situations", "sessions", "services", "venues") for row in getattr(problem, key)]
        rows += [*problem.subsectors, *problem.structures, *problem.professionals]
        assert {row.id[:3] for row in rows} == {f"{number:02}-"}
        assert (len(problem.situations), len(problem.sessions)) == (12, 2)


def test_once_the_rows_are_indexed_no_cut_reads_them_again(many: PreparedProblem) -> None:
    """Twelve hundred cuts of a country must not be twelve hundred passes over it."""
    components, _ = split(many)
    cutter = many.index._cutter
    forgotten = dict(vars(cutter._whole))
    try:
        for key in cutter._rows | cutter._lines:
            vars(cutter._whole)[key] = None  # whoever walks over it again fails
        again = many.restricted(components[7].admitted)
    finally:
        vars(cutter._whole).update(forgotten)
    assert again.index.problem == components[7].index.problem
