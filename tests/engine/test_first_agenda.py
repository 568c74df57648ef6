"""The agenda at once and the bound at once."""

from __future__ import annotations

from random import Random

import pytest

from rsa_sched import PreparedProblem, Problem, Statement, solve
from rsa_sched.audit import audit
from rsa_sched.bareme.points import points_of
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import sessions_of, split
from rsa_sched.engine.control import Control
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.options import options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.rules.base import Seat
from tests.engine.test_partial import openings
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.loads import interchangeable, side_by_side
from tests.support.quick import one_in


def stated(case: PreparedProblem, seats: dict[str, Seat]) -> Statement:
    """Seats as an agenda document states them."""
    return Statement.from_dict(
        {
            "appointments": [oracle_row(case, seat) for seat in seats.values()],
            "deferrals": [{"situation": name} for name in case.index.situations if name not in seats],
        }
    )


def oracle_row(case: PreparedProblem, seat: Seat) -> dict[str, str]:
    """One appointment."""
    from rsa_sched.domain.clock import iso_minute

    return {
        "situation": seat.situation,
        "session": seat.session,
        "start": iso_minute(seat.start),
        "end": iso_minute(seat.end),
    }


@pytest.mark.parametrize("seed", one_in(6, range(60)))
def test_greedy_agendas_are_valid_and_full(seed: int) -> None:
    """The audit is silent, and nobody left over could be seated at a gain."""
    case = PreparedProblem.of(Problem.from_dict(random_document(Random(seed), size="small")))
    starts = options(case)
    seats = greedy(case, starts, {})
    assert not audit(case, stated(case, seats)).violations
    board = PartialAgenda(case, seats.values())
    for situation in case.candidates:
        assert all(board.points(seat) <= 0 for seat in openings(board, situation, starts))


@pytest.mark.slow
def test_capacity_bound_is_never_below_the_best() -> None:
    """On tiny problems the exhaustive search finds nothing above it, and it is often exact enough to matter."""
    for seed in range(150):
        document = random_document(Random(seed), size="tiny")
        best = oracle.best(document)
        case = PreparedProblem.of(Problem.from_dict(document))
        assert best is not None
        assert best <= capacity_bound(case)


@pytest.mark.parametrize("services", [1, 2, 3])
def test_components_partition_the_candidates_and_the_points_add_up(services: int) -> None:
    """No candidate is lost or shared; the parts of the whole are the sums of the components' and the rest's."""
    documents = [interchangeable(3, 25, seed=n, prefix=f"{n}-") for n in range(services)]
    document = side_by_side(*documents)
    for row in document["situations"][::7]:
        row["oriented"] = False
    document["announced"] = [
        {"situation": row["id"], "session": document["sessions"][0]["id"], "start": document["sessions"][0]["start"]}
        for row in document["situations"][:10]
    ]
    case = PreparedProblem.of(Problem.from_dict(document))
    components, rest = split(case)
    assert len(components) == services
    names = [name for component in components for name in component.candidates]
    assert sorted(names) == sorted(case.candidates)
    used = [session for component in components for session in sessions_of(component)]
    assert len(set(used)) == len(used)
    found = [at_once(component, {}, Control()) for component in components]
    seats = {name: seat for part in found for name, seat in part.seats.items()}
    assert points_of(case, seats) == sum(part.points for part in found) + points_of(rest, {})


def test_what_ties_components_together() -> None:
    """A shared person, or a shared participant in hours too near to each other or on one trip."""

    def number(**changes: str) -> int:
        document = side_by_side(interchangeable(1, 6), interchangeable(1, 6, seed=1, prefix="z-"))
        document["sessions"][1]["start"] = changes.pop("start", "2010-10-05T09:00")
        for key, value in changes.items():
            document["situations"][0][key] = document["situations"][-1][key] = value
        return len(split(PreparedProblem.of(Problem.from_dict(document)))[0])

    assert number() == 2
    assert number(person="b") == 1
    assert number(referent="p00") == 2
    assert number(referent="p00", start="2010-10-04T12:15") == 1
    assert number(referent="p00", start="2010-10-04T14:00") == 2


@pytest.mark.slow
def test_solving_apart_finds_what_the_oracle_finds_together() -> None:
    """Splitting loses nothing, also where nothing is owed and services fall apart."""
    for seed in range(40):
        document = random_document(Random(seed), size="tiny")
        document.setdefault("regulation", {})["equity_days"] = [0]
        result = solve(Problem.from_dict(document), workers=1)
        assert result.status == "optimal"
        assert result.points == oracle.best(document)
