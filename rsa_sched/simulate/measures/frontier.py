"""What a choice of weights buys and what it costs: the figures that pull against each other, of one run a row."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rsa_sched.survival import quantile

if TYPE_CHECKING:
    import pandas as pd

FRONTIER = (
    "urgent_median_days",
    "urgent_p90_days",
    "calm_median_days",
    "calm_p90_days",
    "max_days",
    "long_waits",
    "due_missed",
    "trips_per_situation",
)
LONG_DAYS = 151
"""The guarantee of 120 days, and the month that it may need to take effect."""


def frontier(
    requests: pd.DataFrame, kinds: pd.DataFrame, months: pd.DataFrame, *, long_days: int = LONG_DAYS
) -> pd.DataFrame:
    """The figures of `FRONTIER` for each scenario and replication of a campaign.

    Parameters
    ----------
    requests, kinds, months : of a `Campaign`.
    long_days : from when on a wait counts as long.

    Returns
    -------
    One row a scenario and replication: median and ninth decile of the waits of the most urgent level that anybody
    asked for and of level 0, the longest wait, the share of the requests that waited longer than `long_days`, the share
    of the units due to a kind that it was not granted in the month, and trips a situation seated. Where too many of a
    level are not heard before the end, the longest wait that was seen stands for a median or decile.
    `measures.definitions` says whom each counts.
    """
    import pandas as pd

    keys = ["scenario", "replication"]
    highest = requests["urgency"].max()
    missed = kinds.assign(missed=(kinds["due"] - kinds["granted"]).clip(lower=0))
    sums = missed.groupby(keys)[["missed", "due"]].sum().join(months.groupby(keys)[["trips", "seated"]].sum())
    rows = []
    groups: Any = requests.groupby(keys, sort=True)
    for key, group in groups:
        used = sums.loc[key]
        stayed = group.loc[group["fate"] != "withdrawn", "waited_days"]
        rows.append(
            {
                **dict(zip(keys, key, strict=True)),
                **_waits(group[group["urgency"] == highest], "urgent"),
                **_waits(group[group["urgency"] == 0], "calm"),
                "max_days": float(stayed.max()),
                "long_waits": float((group["waited_days"] > long_days).mean()),
                "due_missed": _share(used["missed"], used["due"]),
                "trips_per_situation": _share(used["trips"], used["seated"]),
            }
        )
    return pd.DataFrame(rows, columns=[*keys, *FRONTIER])


def _waits(group: pd.DataFrame, whose: str) -> dict[str, float]:
    days, heard = group["waited_days"].to_numpy(), (group["fate"] == "heard").to_numpy()
    longest = float(days.max()) if len(days) else float("nan")
    found = {}
    for name, share in (("median", 0.5), ("p90", 0.9)):
        waited = quantile(days, heard, share)
        found[f"{whose}_{name}_days"] = longest if math.isnan(waited) else waited
    return found


def _share(part: Any, whole: Any) -> float:
    return float(part / whole) if whole else float("nan")
