"""Published answers of others: the 27 meeting scheduling instances of CSPLib prob046."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest

from rsa_sched import Case, Problem, Statement, check, solve
from rsa_sched.domain.clock import iso_minute, to_moment
from rsa_sched.engine.model import Model
from tests.support.csplib import SLOT_MINUTES, Instance, document, instances
from tests.support.oracle_read import minute

BESIDE = Path(__file__).parents[1].parent / "shared/external/csplib-prob046"
FOLDER = Path(os.environ.get("RSA_SCHED_CSPLIB", BESIDE))
HERE = (FOLDER / "instances.md").is_file() and (FOLDER / "results.md").is_file()
WHY_NOT = "CSPLib prob046 is not here: set RSA_SCHED_CSPLIB to a folder with its instances.md and results.md"
INSTANCES = instances(FOLDER) if HERE else []

pytestmark = pytest.mark.skipif(not HERE, reason=WHY_NOT)


def test_all_instances_are_read() -> None:
    """27 instances, of which 11 are satisfiable (1 to 5 and 19 to 24)."""
    assert [one.number for one in INSTANCES] == list(range(1, 28))
    assert [one.number for one in INSTANCES if one.satisfiable] == [*range(1, 6), *range(19, 25)]
    for one in INSTANCES:
        assert {len(row) for row in one.distance} == {len(one.distance)}, "the matrix is square"
        assert {meeting for own in one.agents for meeting in own} <= set(range(len(one.distance)))
        assert all(one.distance[a][b] == one.distance[b][a] for a in range(20) for b in range(20)), one.number


by_instance = pytest.mark.parametrize("instance", INSTANCES, ids=lambda one: f"{one.number:02d}")


@by_instance
def test_published_answer(instance: Instance) -> None:
    """Satisfiable: an agenda seats every meeting, and none has more points. Infeasible: proven that none does.

    The engine is asked for any agenda that seats everybody: to look for the best of those that do not, as `solve`
    does, takes some of the infeasible instances minutes and would say nothing about their published answers.
    """
    plain = document(instance)
    case = Case.of(Problem.from_dict(plain))
    model = Model(case, parts=())
    model.seat_all()
    answer = model.solve()
    if not instance.satisfiable:
        assert answer.status == "infeasible"
        return
    assert len(answer.seats) == len(instance.distance)
    pins = [
        {"situation": seat.situation, "session": seat.session, "start": iso_minute(to_moment(seat.start))}
        for seat in answer.seats.values()
    ]
    problem = Problem.from_dict({**plain, "pins": pins})
    result = solve(problem)
    assert check(problem, result.agenda)
    assert result.points == result.bound == everybody(case)
    assert check(Problem.from_dict(plain), Statement.of(result.agenda))
    _meets_the_original(instance, result.agenda.to_dict()["appointments"])


@pytest.mark.skipif("RSA_SCHED_SLOW" not in os.environ, reason="takes minutes: set RSA_SCHED_SLOW to run it")
@by_instance
def test_best_agenda(instance: Instance) -> None:
    """The best agenda seats every meeting exactly where the instance is satisfiable."""
    problem = Problem.from_dict(document(instance))
    result = solve(problem, time_limit=300)
    assert check(problem, result.agenda)
    if instance.satisfiable:
        assert result.points == result.bound == everybody(Case.of(problem))
    else:
        assert result.bound < everybody(Case.of(problem))


def everybody(case: Case) -> int:
    """Points of an agenda that seats every meeting: two units each, at no cost."""
    return 2 * sum(case.values.values())


def _meets_the_original(instance: Instance, appointments: list[dict[str, str]]) -> None:
    """The schedule in slots keeps the constraint as CSPLib states it."""
    slot = {int(row["situation"][1:]): (minute(row["start"]) % 1440 - 9 * 60) / SLOT_MINUTES for row in appointments}
    for own in instance.agents:
        for one, other in combinations(own, 2):
            assert abs(slot[one] - slot[other]) >= instance.distance[one][other] + 1
