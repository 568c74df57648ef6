"""The expected month of each waiting request: the laboratory, started where the service stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

BEYOND = ""
"""In place of a month: later than was played."""


@dataclass(frozen=True)
class Forecast:
    """When a request is heard if it goes on waiting.

    Attributes
    ----------
    expected : the month by which it was heard in half of the replications, as ``2010-11``; `BEYOND` where in fewer.
    early, late : ends of the interval, likewise.
    confidence : with which the true month lies in it, should the future be one more replication: (n - 1 - 2t) / (n + 1)
        where t replications are left out at each end of n. Never more than n replications can say.
    """

    expected: str
    early: str
    late: str
    confidence: float


def trimmed(replications: int, confidence: float) -> int:
    """How many replications are left out at each end, so that the interval still has the confidence asked for."""
    return max(0, math.floor((replications - 1 - confidence * (replications + 1)) / 2))


def forecast(months: Sequence[str], confidence: float) -> Forecast:
    """The forecast of one request from the month in which each replication heard it.

    Parameters
    ----------
    months : one a replication in which it did not withdraw, as ``2010-11``; `BEYOND` where it still waited at the end.
    confidence : asked of the interval.

    Notes
    -----
    Order statistics: the future and n replications are as likely in any order, so that nothing is assumed of the form
    of the distribution. Where months tie the interval covers more than it says.
    """
    number = len(months)
    if not number:
        return Forecast(BEYOND, BEYOND, BEYOND, 0.0)
    ordered = sorted(months, key=lambda month: (month == BEYOND, month))
    cut = trimmed(number, confidence)
    reached = (number - 1 - 2 * cut) / (number + 1)
    return Forecast(ordered[(number - 1) // 2], ordered[cut], ordered[number - 1 - cut], reached)


def months_heard(requests: pd.DataFrame, names: Sequence[str]) -> dict[str, list[str]]:
    """For each of these requests the months in which a campaign's replications heard it; withdrawals left out."""
    found: dict[str, list[str]] = {name: [] for name in names}
    rows: Any = requests[requests["situation"].isin(set(names)) & (requests["fate"] != "withdrawn")]
    for name, fate, ended in zip(rows["situation"], rows["fate"], rows["ended_on"], strict=True):
        found[name].append(f"{ended:%Y-%m}" if fate == "heard" else BEYOND)
    return found
