"""What a situation is worth, in days (contract, section 2, "Priority" and "Rank")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rsa_sched.domain.docket import Docket


def values(docket: Docket, admitted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Value of every situation, ranks heeded.

    Parameters
    ----------
    docket : the problem.
    admitted : sessions that admit each situation; one with none is no candidate and keeps its own value.
    """
    worth = {name: own_value(docket, name) for name in docket.situations}
    bonus = {name: guarantee_bonus(docket, name) for name in docket.situations}
    if docket.regulation.rank == "reorder":
        groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for name, row in docket.situations.items():
            if row.rank is not None and admitted[name]:
                groups[(row.structure, row.subsector, row.type)].append(name)
        for names in groups.values():
            by_rank = sorted(names, key=lambda name: (docket.situations[name].rank, name))
            largest_first = sorted((worth[name] for name in names), reverse=True)
            worth.update(zip(by_rank, largest_first, strict=True))
    return {name: worth[name] + bonus[name] for name in worth}


def own_value(docket: Docket, situation: str) -> int:
    """Days for the seat, the age [R28] and the urgency [R29] of a request; the guarantee comes on top."""
    regulation, row = docket.regulation, docket.situations[situation]
    return regulation.slot_days + age(docket, situation) + regulation.urgency_days[row.urgency]


def age(docket: Docket, situation: str) -> int:
    """Days since the request was made, capped."""
    days = (docket.problem.as_of - docket.situations[situation].requested_on).days
    return min(max(0, days), docket.regulation.age_cap_days)


def guarantee_bonus(docket: Docket, situation: str) -> int:
    """Days added for whoever has waited, or been deferred, long enough."""
    regulation = docket.regulation
    waited = age(docket, situation) >= regulation.guarantee_days
    put_off = docket.situations[situation].deferrals >= regulation.guarantee_deferrals
    return regulation.guarantee_bonus_days if waited or put_off else 0
