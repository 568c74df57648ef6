"""Who gains and who loses when one policy replaces another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rsa_sched.simulate.campaigns.campaign import Campaign
from rsa_sched.simulate.measures.intervals import CONFIDENCE, paired
from rsa_sched.simulate.measures.waiting import WITHIN_DAYS, waiting

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("median_days", "p90_days", "max_days", "within", "heard")


def compare(
    played: Campaign,
    first: str,
    second: str,
    *,
    by: Sequence[str] = ("kind",),
    within: int = WITHIN_DAYS,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Waiting times under two scenarios of a campaign, replication by replication under the same chance.

    Parameters
    ----------
    by : the groups: ``kind``, ``urgency``, ``subsector``, ``type``, or several, or none.
    within : days of the service level.
    confidence : of the intervals.

    Returns
    -------
    One group and measure a row: ``first``, ``second`` (means over the replications), ``change`` with ``low`` and
    ``high``, ``differs`` (whether the interval leaves out 0), ``replications``.

    Raises
    ------
    ValueError : for a scenario that the campaign has not.
    """
    known = [scenario.name for scenario in played.scenarios]
    for name in (first, second):
        if name not in known:
            raise ValueError(f"expected scenarios of the campaign: {', '.join(known)}")
    measured = waiting(played.requests, by=["scenario", "replication", *by], within=within)
    return paired(measured, first, second, by=by, columns=MEASURES, confidence=confidence)
