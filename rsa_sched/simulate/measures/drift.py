"""Whether the number of those who wait still grows: then a mean over the months is no long run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rsa_sched.errors import brought_by

if TYPE_CHECKING:
    import pandas as pd

FALSE_ALARMS = 0.05
"""How often a queue that does not grow is said to."""


def drift(
    months: pd.DataFrame, *, by: Sequence[str] = ("scenario",), false_alarms: float = FALSE_ALARMS
) -> pd.DataFrame:
    """How much longer the queue is in the last third of the months than in the first: Student's t over replications.

    Parameters
    ----------
    months : of a `Campaign`, with the column ``replication``.
    by : the groups.
    false_alarms : of the one-sided test.

    Returns
    -------
    One group a row: ``first``, ``last`` (mean waiting after a month, requests), ``growth`` (requests a month),
    ``p_value`` (NaN of fewer than two replications or three months), ``grows``. What grows after a warm-up is beyond
    its capacity, or was not warmed up long enough: its waits are those of these months and of no others.
    """
    import pandas as pd

    with brought_by("sim"):
        from scipy.stats import ttest_1samp

    groups: Any = months.groupby(list(by), sort=True) if by else [((), months)]
    rows = []
    for key, group in groups:
        paths = [path.sort_values("month")["waiting_after"].to_numpy(float) for _, path in group.groupby("replication")]
        ends = np.array([(path[: len(path) // 3].mean(), path[-(len(path) // 3) :].mean(), len(path))
                         for path in paths if len(path) >= 3])  # fmt: skip
        if not len(ends):
            rows.append((*key, np.nan, np.nan, np.nan, np.nan, False))
            continue
        change = ends[:, 1] - ends[:, 0]
        apart = ends[:, 2] - ends[:, 2] // 3
        p_value = np.nan
        if len(change) > 1:
            # all alike to the last request: growth is certain, or there is none
            p_value = (
                float(ttest_1samp(change, 0.0, alternative="greater").pvalue)
                if change.std() > 0
                else float(change[0] <= 0)
            )
        rows.append((*key, *ends[:, :2].mean(axis=0), float((change / apart).mean()), p_value, p_value < false_alarms))
    return pd.DataFrame(rows, columns=[*by, "first", "last", "growth", "p_value", "grows"])
