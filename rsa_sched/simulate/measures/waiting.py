"""How long people wait, those who still wait included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rsa_sched.survival import quantile

if TYPE_CHECKING:
    import pandas as pd

WITHIN_DAYS = 60


def waiting(requests: pd.DataFrame, *, by: Sequence[str] = (), within: int = WITHIN_DAYS) -> pd.DataFrame:
    """Waiting times, one group a row.

    Parameters
    ----------
    requests : frame of `SimulationRun.requests`, of one run or more (which the columns ``scenario`` and
        ``replication`` distinguish).
    by : columns to group by: ``kind``, ``subsector``, ``urgency``, ``type``, ``scenario``, ``replication``, ...
    within : days of the service level.

    Returns
    -------
    Columns of `by`, then ``asked``, ``heard`` (requests), ``median_days``, ``p90_days`` (NaN where fewer than that
    share would ever be heard), ``max_days``, ``within`` (share), ``followed`` (requests that it is a share of).
    `measures.definitions` says what each means and whom it counts.
    """
    import pandas as pd

    runs = [name for name in ("scenario", "replication") if name in requests.columns]
    end = requests.groupby(runs)["ended_on"].transform("max") if runs else requests["ended_on"].max()
    known = requests.assign(_end=end)
    groups: Any = known.groupby(list(by), sort=True) if by else [((), known)]
    rows = []
    for key, group in groups:
        rows.append({**dict(zip(by, key, strict=True)), **_of(group, within)})
    columns = [*by, "asked", "heard", "median_days", "p90_days", "max_days", "within", "followed"]
    return pd.DataFrame(rows, columns=columns)


def _of(group: pd.DataFrame, within: int) -> dict[str, Any]:
    days, fate = group["waited_days"].to_numpy(), group["fate"].to_numpy()
    heard = fate == "heard"
    followed = ((group["_end"] - group["requested_on"]).dt.days >= within).to_numpy()
    stayed = days[fate != "withdrawn"]
    return {
        "asked": len(group),
        "heard": int(heard.sum()),
        "median_days": quantile(days, heard, 0.5),
        "p90_days": quantile(days, heard, 0.9),
        "max_days": float(stayed.max()) if len(stayed) else np.nan,
        "within": float((heard & (days <= within))[followed].mean()) if followed.any() else np.nan,
        "followed": int(followed.sum()),
    }
