"""How a structure files its requests: as they are, or so as to have more of the places.

What is true of a request (its day, its urgency, that it is one) is drawn before and stays as it was: whoever files it
otherwise changes what the service is told. So a gain is measured on the same people, and is the filing's alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rsa_sched.domain.regulation import Regulation
from rsa_sched.simulate.months.flow import FlowOf

Row = dict[str, Any]
TWIN = "~twin"
"""What ends the id of the second file that a request is put into."""
BACKDATED_DAYS = 90
WITHHELD_MONTHS = 2


@dataclass(frozen=True)
class Strategy:
    """One way of filing.

    Attributes
    ----------
    rules : the sentences of the note that it works on, as ``R29``.
    filed : the files that a request becomes, with the highest level of urgency.
    every : months between two filings; what is asked for meanwhile is withheld.
    ranks : whether all that waits is ranked each month, what is easiest to seat first.
    drops_twin : whether the other file of a request is withdrawn once one of them was heard.
    """

    rules: tuple[str, ...]
    filed: Callable[[Row, int], list[Row]] = lambda row, _: [row]
    every: int = 1
    ranks: bool = False
    drops_twin: bool = False


def _most_urgent(row: Row, highest: int) -> list[Row]:
    return [{**row, "urgency": highest}]


def _one_level_up(row: Row, highest: int) -> list[Row]:
    return [{**row, "urgency": min(highest, row.get("urgency", 0) + 1)}]


def _older(row: Row, _: int) -> list[Row]:
    day = dt.date.fromisoformat(row["requested_on"]) - dt.timedelta(days=BACKDATED_DAYS)
    return [{**row, "requested_on": str(day), "received_on": row.get("received_on", row["requested_on"])}]


def _split(row: Row, _: int) -> list[Row]:
    """Two files for two people, as of a couple."""
    return [row, {**row, "id": row["id"] + TWIN, "person": (row.get("person") or row["id"]) + TWIN}]


def _twice(row: Row, _: int) -> list[Row]:
    """Two files for one person."""
    return [row, {**row, "id": row["id"] + TWIN}]


def _longer(row: Row, _: int) -> list[Row]:
    return [{**row, "beneficiary_invited": True, "beneficiary_agreed": True}]


def _shorter(row: Row, _: int) -> list[Row]:
    return [{key: value for key, value in row.items() if key not in SHORTENED}]


SHORTENED = ("partners", "beneficiary_invited", "beneficiary_agreed")

STRATEGIES: dict[str, Strategy] = {
    "urgency": Strategy(("R29",), _most_urgent),
    "one-level": Strategy(("R29",), _one_level_up),
    "backdated": Strategy(("R28",), _older),
    "split": Strategy(("R1", "R30"), _split),
    "twice": Strategy(("R1",), _twice, drops_twin=True),
    "longer": Strategy(("R41", "R42"), _longer),
    "shorter": Strategy(("R41", "R42"), _shorter),
    "ranks": Strategy(("R32",), ranks=True),
    "withheld": Strategy(("R30", "R47"), every=WITHHELD_MONTHS),
}
"""By the name under which they stand in tables; `french/gaming.toml` says each of them in words."""


def file_of(situation: str) -> str:
    """The request of which a situation is a file."""
    return situation.removesuffix(TWIN)


def file_requests(
    new: Iterable[Row],
    withheld: Iterable[Row],
    flow_of: FlowOf,
    regulation: Regulation,
    month: int,
    as_of: dt.date,
    quota: int | None,
) -> tuple[list[Row], list[Row]]:
    """What of a month's requests, and of those withheld before, is filed, and what is withheld.

    Parameters
    ----------
    quota : how many files of the highest level of urgency the service takes from each structure in a month, those of
        the oldest requests; the others count as of the level below. None: as many as it files.
    """
    highest = len(regulation.urgency_days) - 1
    filed: list[Row] = []
    kept: list[Row] = []
    earlier = [{**row, "received_on": str(as_of)} for row in withheld]
    for row in [*earlier, *new]:
        strategy = _strategy(row, flow_of)
        if strategy is None:
            filed.append(row)
        elif (month + 1) % strategy.every:
            kept.append(row)
        else:
            filed += strategy.filed(row, highest)
    return (filed if quota is None else _within(filed, quota, highest)), kept


def with_ranks(rows: Sequence[Row], flow_of: FlowOf) -> list[Row]:
    """The rows as they are presented in a month: those of structures that rank have a rank."""
    ranked: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if (strategy := _strategy(row, flow_of)) is not None and strategy.ranks:
            ranked[row["structure"]].append(row)
    ranks = {row["id"]: rank for own in ranked.values() for rank, row in enumerate(sorted(own, key=_ease), start=1)}
    return [{**row, "rank": ranks[row["id"]]} if row["id"] in ranks else row for row in rows]


def is_dropped(row: Row, heard: frozenset[str], flow_of: FlowOf) -> bool:
    """Whether a file is withdrawn since the request's other file was heard."""
    strategy = _strategy(row, flow_of)
    return strategy is not None and strategy.drops_twin and file_of(row["id"]) in heard


def _strategy(row: Row, flow_of: FlowOf) -> Strategy | None:
    flow = flow_of(row)
    return STRATEGIES[flow.filing] if flow is not None and flow.filing else None


def _ease(row: Row) -> tuple[int, bool, str, str]:
    return len(row.get("partners") or ()), bool(row.get("beneficiary_invited")), row["requested_on"], row["id"]


def _within(rows: list[Row], quota: int, highest: int) -> list[Row]:
    """At most so many rows a structure of the highest level."""
    urgent: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if highest and row.get("urgency", 0) == highest:
            urgent[row["structure"]].append(row)
    beyond = {
        row["id"]
        for own in urgent.values()
        for row in sorted(own, key=lambda row: (row["requested_on"], row["id"]))[quota:]
    }
    return [{**row, "urgency": highest - 1} if row["id"] in beyond else row for row in rows]
