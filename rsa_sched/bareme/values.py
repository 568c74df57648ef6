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
    if docket.regulation.rank == "reorder":
        # The guaranteed apart from the others: no ranking makes the files of a structure worth more together.
        groups: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
        for name, row in docket.situations.items():
            if row.rank is not None and admitted[name]:
                groups[row.structure, row.subsector, docket.type_of(name).id, guaranteed(docket, name)].append(name)
        for names in groups.values():
            by_rank = sorted(names, key=lambda name: (docket.situations[name].rank, name))
            largest_first = sorted((worth[name] for name in names), reverse=True)
            worth.update(zip(by_rank, largest_first, strict=True))
    return worth


def own_value(docket: Docket, situation: str) -> int:
    """Days for the seat, the age [R28], the urgency [R29] and the guarantee of a request."""
    regulation, row = docket.regulation, docket.situations[situation]
    plain = regulation.slot_days + age(docket, situation) + regulation.urgency_days[row.urgency]
    return plain + guarantee_bonus(docket, situation)


def days_waited(docket: Docket, situation: str) -> int:
    """Days since the request was made."""
    return max(0, (docket.problem.as_of - docket.situations[situation].requested_on).days)


def age(docket: Docket, situation: str) -> int:
    """Days since the request was made, capped."""
    return min(days_waited(docket, situation), docket.regulation.age_cap_days)


def guaranteed(docket: Docket, situation: str) -> bool:
    """Whether the request has waited, or been deferred, long enough for the guarantee."""
    waited = days_waited(docket, situation) >= docket.regulation.guarantee_days
    return waited or docket.situations[situation].deferrals >= docket.regulation.guarantee_deferrals


def guarantee_bonus(docket: Docket, situation: str) -> int:
    """Days that the guarantee adds."""
    return docket.regulation.guarantee_bonus_days if guaranteed(docket, situation) else 0
