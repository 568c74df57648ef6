"""Who gains and who loses when one policy replaces another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    groups: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Waiting times under two scenarios of a campaign, replication by replication under the same chance.

    Parameters
    ----------
    by : the groups: ``kind``, ``urgency``, ``subsector``, ``type``, or several, or none.
    within : days of the service level.
    confidence : of the intervals.
    groups : what a group is called in both, where the scenarios cut them otherwise: sub-sectors that one of them has
        merged, as ``{"S1": "S1 and S2", "S2": "S1 and S2"}``. Those not named keep their name.

    Returns
    -------
    One group and measure a row: ``first``, ``second`` (means over the replications), ``change`` with ``low`` and
    ``high``, ``p_value``, ``p_adjusted`` (Holm, over the frame), ``differs`` (by the adjusted one), ``replications``.

    Raises
    ------
    ValueError : for a scenario that the campaign has not; where the groups of the two differ, or a request that both
        met is in another group in one than in the other: then a difference would be one of members.
    """
    known = [scenario.name for scenario in played.scenarios]
    for name in (first, second):
        if name not in known:
            raise ValueError(f"expected scenarios of the campaign: {', '.join(known)}")
    requests = played.requests
    if groups:
        requests = requests.assign(**{name: requests[name].map(lambda one: groups.get(one, one)) for name in by})
    _must_be_alike(requests, first, second, by)
    measured = waiting(requests, by=["scenario", "replication", *by], within=within)
    return paired(measured, first, second, by=by, columns=MEASURES, confidence=confidence)


def _must_be_alike(requests: pd.DataFrame, first: str, second: str, by: Sequence[str]) -> None:
    """ValueError where a group of one scenario is none of the other, or has other members."""
    if not by:
        return
    keys = ["replication", "situation"]
    left, right = (requests.loc[requests["scenario"] == name, [*keys, *by]] for name in (first, second))
    names = [{" / ".join(map(str, row)) for row in rows[list(by)].drop_duplicates().itertuples(index=False)}
             for rows in (left, right)]  # fmt: skip
    if len(left) and len(right) and (other := sorted(names[0] ^ names[1])):
        raise ValueError(f"by: expected groups that both scenarios have, or `groups` that say which are one: {other}")
    both = left.merge(right, on=keys, suffixes=("_1", "_2"))
    one, other_one = (both[[f"{name}_{n}" for name in by]].to_numpy() for n in (1, 2))
    if count := int((one != other_one).any(axis=1).sum()):
        raise ValueError(f"by: expected groups with the same members, {count} requests are in another one")
