"""What the benchmarks take from inside the engine, in one place: all else goes through the public API."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from rsa_sched import PreparedProblem, Problem


def whole_model(problem: Problem) -> object:
    """The CP-SAT model of the whole problem, built and not solved."""
    from rsa_sched.engine.cpsat.model import Model

    return Model(PreparedProblem.of(problem))


def plan_bound(problem: Problem, seconds: float) -> int:
    """The bound of session plans, in points, without any agenda in hand; component by component, as the engine does."""
    end = time.monotonic() + seconds
    from rsa_sched.bareme.points import points_of
    from rsa_sched.engine.colgen.decomposition import decomposition
    from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
    from rsa_sched.engine.components import split
    from rsa_sched.engine.control import Control
    from rsa_sched.engine.options import options

    components, rest = split(PreparedProblem.of(problem))
    masters = (RestrictedMaster(decomposition(component, options(component))) for component in components)
    bounds = (master.bound(-(10**15), Control.within(end - time.monotonic())) for master in masters)
    return sum(bound.points for bound in bounds) + points_of(rest, {})


def capacity_bound(problem: Problem) -> int:
    """The bound that is there at once: room and best sessions, costs left out."""
    from rsa_sched.engine.bounds import capacity_bound as at_once

    return at_once(PreparedProblem.of(problem))


def listen(on_progress: Callable[[Any], None], on_outcome: Callable[[Any], None]) -> None:
    """From now on hear every event and the outcome of each search in this process; nothing else changes."""
    from rsa_sched import arbitration

    space = vars(arbitration)
    search = space["search"]

    def listening(*arguments: Any, **options: Any) -> Any:
        theirs = options.get("on_progress")

        def hear(news: Any) -> Any:
            on_progress(news)
            return None if theirs is None else theirs(news)

        outcome = search(*arguments, **{**options, "on_progress": hear})
        on_outcome(outcome)
        return outcome

    space["search"] = listening


def proof_by_part(outcome: Any) -> Mapping[str, int]:
    """How many components and services there are, and how many of each are proven best.

    A service counts as proven where every component that holds one of its candidates is.
    """
    services: dict[str, bool] = {}
    for found in outcome.components:
        index = found.prepared.index
        for name in found.prepared.candidates:
            service = index.service_of(name)
            services[service] = services.get(service, True) and found.proven
    return {
        "components": len(outcome.components),
        "components_optimal": sum(found.proven for found in outcome.components),
        "services": len(services),
        "services_optimal": sum(services.values()),
    }
