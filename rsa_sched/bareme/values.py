"""What a situation is worth, in days (contract, section 2, "Priority" and "Rank")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rsa_sched.domain.index import ProblemIndex


def values(index: ProblemIndex, admitted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Value of every situation, ranks heeded.

    Parameters
    ----------
    index : the problem.
    admitted : sessions that admit each situation; one with none is no candidate and keeps its own value.
    """
    worth = {name: own_value(index, name) for name in index.situations}
    if index.regulation.rank == "reorder":
        # The guaranteed apart from the others: no ranking makes the files of a structure worth more together.
        groups: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
        for name, row in index.situations.items():
            if row.rank is not None and admitted[name]:
                groups[row.structure, row.subsector, index.type_of(name).id, guaranteed(index, name)].append(name)
        for names in groups.values():
            by_rank = sorted(names, key=lambda name: (index.situations[name].rank, name))
            largest_first = sorted((worth[name] for name in names), reverse=True)
            worth.update(zip(by_rank, largest_first, strict=True))
    return worth


def own_value(index: ProblemIndex, situation: str) -> int:
    """Days for the seat, the age [R28], the urgency [R29] and the guarantee of a request."""
    regulation, row = index.regulation, index.situations[situation]
    plain = regulation.slot_days + age(index, situation) + regulation.urgency_days[row.urgency]
    return plain + guarantee_bonus(index, situation)


def days_waited(index: ProblemIndex, situation: str) -> int:
    """Days since the request was made."""
    return max(0, (index.problem.as_of - index.situations[situation].requested_on).days)


def age(index: ProblemIndex, situation: str) -> int:
    """Days since the request was made, capped."""
    return min(days_waited(index, situation), index.regulation.age_cap_days)


def guaranteed(index: ProblemIndex, situation: str) -> bool:
    """Whether the request has waited, or been deferred, long enough for the guarantee."""
    waited = days_waited(index, situation) >= index.regulation.guarantee_days
    return waited or index.situations[situation].deferrals >= index.regulation.guarantee_deferrals


def guarantee_bonus(index: ProblemIndex, situation: str) -> int:
    """Days that the guarantee adds."""
    return index.regulation.guarantee_bonus_days if guaranteed(index, situation) else 0
