"""The share that still waits, day by day, told honestly of those who were not seen to the end.

The estimator of Kaplan and Meier (1958): whoever withdrew or still waits counts for as long as was seen. Whoever
waited already when looking began counts from then on only: who asked with them and had ended before was not seen.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def survival(days: Array, heard: Array, since: Array | None = None) -> tuple[Array, Array]:
    """The days on which somebody was heard, from 0, and the share that still waits after each.

    Parameters
    ----------
    days : how long each request waited, or was seen to wait.
    heard : whether it was heard then.
    since : how long each had waited when it was seen first; 0 where omitted.
    """
    steps, shares, left = [0], [1.0], 1.0
    for day in np.unique(days[heard]):
        at_risk = int(((days >= day) & (True if since is None else since <= day)).sum())
        left *= 1 - int((heard & (days == day)).sum()) / at_risk
        steps.append(int(day))
        shares.append(left)
    return np.array(steps), np.array(shares)


def quantile(days: Array, heard: Array, share: float, since: Array | None = None) -> float:
    """The days after which that share (above 0) has been heard; NaN where it never is."""
    steps, left = survival(days, heard, since)
    # half a request in a thousand years is no reason to miss a round share
    reached = np.flatnonzero(1 - left >= share - 1e-12)
    return float(steps[reached[0]]) if len(reached) else float("nan")
