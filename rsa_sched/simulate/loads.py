"""From a shape and a seed to a problem."""

from __future__ import annotations

from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.simulate.families import FAMILIES, Family
from rsa_sched.simulate.organisation import TRAVEL_MINUTES, GeneratedService, Row, organise
from rsa_sched.simulate.sessions import convene
from rsa_sched.simulate.shared import share, shared_rows, ways
from rsa_sched.simulate.situations import propose
from rsa_sched.simulate.streams import streams
from rsa_sched.simulate.wishes import decide, history
from rsa_sched.simulate.workdays import AS_OF

LISTS = ("services", "subsectors", "venues", "structures", "professionals", "sessions", "situations", "pins", "bans",
         "history")  # fmt: skip


def load(family: str | Family, seed: int = 0) -> Problem:
    """A synthetic problem, the same on every machine.

    Parameters
    ----------
    family
        The name of one of ``FAMILIES``, or a shape of one's own.
    seed
        0 or more. A service is drawn from the seed and its own number, so that it is the same in every family that
        asks the same of each service.

    Raises
    ------
    ValueError
        For a name that is not in ``FAMILIES``, or a negative seed.
    """
    return Problem.from_dict(document(_shape(family), seed))


def document(family: Family, seed: int) -> dict[str, Any]:
    """The problem document of a load."""
    whole: dict[str, Any] = {
        "schema_version": "1",
        "id": f"{family.name}-{seed}",
        "as_of": str(AS_OF),
        "travel": {"default_minutes": TRAVEL_MINUTES, "between": ways(family)},
        **{key: [] for key in LISTS},
    }
    for key, common in shared_rows(family).items():
        whole[key] += common
    for number in range(family.services):
        service, decided = _service(family, number, seed)
        for rows in (service.rows, decided):
            for key, more in rows.items():
                whole[key] += more
        whole["travel"]["between"] += service.nearby
    return whole


def _service(family: Family, number: int, seed: int) -> tuple[GeneratedService, dict[str, list[Row]]]:
    """One service, and what is asked and decided in it; each step has a stream of its own."""
    places, dates, requests, wishes = streams(seed, number, 4)
    service = organise(family, number, places)
    share(family, number, service)
    convene(family, service, dates)
    situations = propose(family, service, requests)
    pins, bans = decide(family, service, situations, wishes)
    past = history(family, service, wishes)
    return service, {
        "services": [{"id": service.id}],
        "situations": situations,
        "pins": pins,
        "bans": bans,
        "history": past,
    }


def _shape(family: str | Family) -> Family:
    if isinstance(family, Family):
        return family
    if family not in FAMILIES:
        raise ValueError(f"no family {family!r}; there are {', '.join(FAMILIES)}")
    return FAMILIES[family]
