"""Types of session are the règlement's: months of a département that has one of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from rsa_sched import InputError, Problem, Regulation, load_demo
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.samples import NAMES
from rsa_sched.simulate import Demand, Flow, Setting, run, with_sessions
from tests.support.quick import one_in

TEAM = {"id": "equipe", "label": "équipe pluridisciplinaire", "scope": "service", "length": 15, "max_situations": 12}
REGULATION = Regulation.model_validate({"kinds": ["CD", "FT"], "types": [TEAM]})


def problem(services: tuple[str, ...] = ("nord",)) -> Problem:
    """Services of two sub-sectors, each with one afternoon of its team; it says neither length nor size."""
    raw: dict[str, Any] = {
        "schema_version": "1",
        "id": "equipe",
        "as_of": "2025-09-20",
        "regulation": REGULATION.model_dump(mode="json", exclude_unset=True),
        "services": [{"id": name} for name in services],
        "subsectors": [{"id": f"{name}-{n}", "service": name} for name in services for n in (1, 2)],
        "venues": [{"id": "maison"}],
        "structures": [{"id": "cd", "kind": "CD"}, {"id": "ft", "kind": "FT"}],
        "professionals": [{"id": f"{of}-{n}", "structure": of} for of in ("cd", "ft") for n in range(8)],
        "sessions": [
            {"id": f"{name}-0", "type": "equipe", "service": name, "venue": "maison", "start": "2025-10-07T14:00"}
            for name in services
        ],
        "situations": [
            {"id": "d1", "subsector": "nord-1", "structure": "cd", "referent": "cd-0", "requested_on": "2025-09-01"},
            {"id": "d2", "type": "equipe", "subsector": "nord-1", "structure": "cd", "referent": "cd-1",
             "requested_on": "2025-09-02"},
        ],
    }  # fmt: skip
    return Problem.from_dict(raw)


def test_months_of_a_team_are_played_by_its_own_rules() -> None:
    """A quarter of an hour each, twelve a session, from any sub-sector of the service."""
    flows = (Flow("cd", "nord-1", "equipe", 9.0), Flow("ft", "nord-2", "equipe", 7.0))
    demand = Demand(flows, withdrawal=0, unavailable=0, partners=0)
    played = run(demand, REGULATION, problem(), months=3, seed=1)
    assert set(played.requests["units"]) == {1}
    assert set(played.requests["type"]) == {"equipe"}
    assert (played.months["seated"] == played.months["waiting_before"].clip(upper=12)).all()
    assert played.months["seated"].max() == 12
    assert played.months["minutes_open"].tolist() == [180] * 3
    assert set(played.sessions["minutes_open"]) == {180}
    heard = played.requests[played.requests["fate"] == "heard"]
    assert set(heard.loc[heard["session"] == "nord-0~001", "subsector"]) == {"nord-1", "nord-2"}


def test_a_demand_like_a_problem_names_the_first_type_where_a_situation_names_none() -> None:
    """One flow, not two."""
    demand = Demand.like(problem(), months=1)
    assert demand.flows == (Flow("cd", "nord-1", "equipe", 2.0),)


def test_one_session_more_goes_where_most_is_asked_for_whatever_the_scope() -> None:
    """Sessions of a whole service take the requests of all its sub-sectors, and of no other service's."""
    there = problem(("nord", "sud"))
    flows = [
        Flow("cd", "nord-1", "equipe", 5.0),
        Flow("cd", "nord-2", "equipe", 5.0),
        Flow("cd", "sud-1", "equipe", 8.0),
    ]
    larger = with_sessions(Setting.of(there), 3, Demand(tuple(flows)))
    assert Counter(row["service"] for row in larger.sessions) == {"nord": 2, "sud": 1}


@pytest.mark.parametrize(
    ("demand", "regulation", "place"),
    [
        (Demand((Flow("cd", "nord-1", "psychologist", 1.0),)), REGULATION, "flows[0].type"),
        (Demand((Flow("cd", "ouest", "equipe", 1.0),)), REGULATION, "flows[0].subsector"),
        (Demand((Flow("ml", "nord-1", "equipe", 1.0),)), REGULATION, "flows[0].structure"),
        (Demand(()), Regulation(kinds=("CD", "FT")), "sessions[0].type"),
        (Demand(()), Regulation.model_validate({"kinds": ["CD"], "types": [TEAM]}), "structures[1].kind"),
        (
            Demand((), urgency=(1, 1)),
            REGULATION.model_validate({**REGULATION.model_dump(), "urgency_days": [0]}),
            "urgency",
        ),
    ],
)
def test_what_does_not_fit_together_is_told_before_a_month_is_played(
    demand: Demand, regulation: Regulation, place: str
) -> None:
    """With the place of each fault, whether a request would have arrived or not."""
    with pytest.raises(InputError) as caught:
        run(demand, regulation, problem(), months=1)
    assert place in [fault.place for fault in caught.value.faults]


def test_an_organisation_without_sessions_is_told() -> None:
    """Not a minimum of nothing."""
    with pytest.raises(InputError, match="one session a month or more"):
        run(Demand(()), REGULATION, replace(Setting.of(problem()), sessions=()), months=1)


def test_whoever_may_not_be_heard_may_be_heard_nowhere() -> None:
    """Also where a type asks neither for an orientation nor for an active file."""
    open_to_all = Regulation.model_validate({"kinds": ["CD", "FT"], "types": [{**TEAM, "admits": "anyone"}]})
    demand = Demand((Flow("cd", "nord-1", "equipe", 6.0),), ineligible=100, unavailable=0, withdrawal=0)
    played = run(demand, open_to_all, problem(), months=2, seed=0)
    assert played.months["seated"].tolist() == [0, 0]
    assert set(played.requests["reason"]) == {"ineligible"}
    # not passed over: nothing was decided against them
    assert set(played.requests["deferrals"]) == {0}


@pytest.mark.parametrize("name", one_in(3, NAMES))
def test_every_bundled_month_goes_on_as_its_own_regulation_says(name: str) -> None:
    """Whatever types it has: sessions as long as it says, situations of its types, nobody lost."""
    month = load_demo(name)
    played = run(Demand.like(month, months=1), month.regulation, month, months=2, seed=1)
    assert set(played.requests["type"]) <= {kind.id for kind in month.regulation.types}
    index = ProblemIndex(month)
    opened = sum(session.minutes for session in index.sessions.values())
    assert played.months["minutes_open"].tolist() == [opened] * 2
    assert played.months["seated"].min() > 0
    assert len(played.requests) == played.months["arrived"].sum()
