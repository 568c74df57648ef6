"""How the sessions' time and the professionals' trips were used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MEANS = ("seated", "under_two", "cancelled", "trips", "trips_avoided", "idle_minutes", "points")


def use(months: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Means a month, one group a row; ``used`` is the share of all open minutes.

    Returns
    -------
    Columns of `by`, then ``months`` (how many), ``used``, ``seated``, ``under_two``, ``cancelled``, ``trips``,
    ``trips_avoided``, ``idle_minutes`` and ``points`` a month.
    """
    table = months.assign(_all=0) if not by else months
    groups = table.groupby(list(by) or "_all", sort=True)
    frame = groups[list(MEANS)].mean()
    minutes = groups[["minutes_open", "minutes_used"]].sum()
    frame.insert(0, "used", minutes["minutes_used"] / minutes["minutes_open"].where(minutes["minutes_open"] > 0))
    frame.insert(0, "months", groups.size())
    return frame.reset_index(drop=not by)
