"""What each kind of structure was granted of what was due to it and of what it asked for; and how far it is behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def shares(kinds: pd.DataFrame, *, by: Sequence[str] = ("service", "kind")) -> pd.DataFrame:
    """Units demanded, due and granted over all months, one group a row.

    Returns
    -------
    Columns of `by`, then ``demand``, ``due``, ``granted`` (units), ``served_of_due``, ``served_of_demand`` (NaN of
    nothing), ``lag_slots`` (mean of the months), ``largest_lag_slots`` (the ledger's); ``agreed_share`` by weight,
    ``real_share`` of all units granted from the first month on to the last, and ``real_lag_slots`` then. The real ones
    of several services are means of theirs.
    """
    groups = kinds.groupby(list(by), sort=True)
    frame = groups[["demand", "due", "granted"]].sum()
    frame["served_of_due"] = frame["granted"] / frame["due"].where(frame["due"] > 0)
    frame["served_of_demand"] = frame["granted"] / frame["demand"].where(frame["demand"] > 0)
    frame["lag_slots"] = groups["lag_slots"].mean()
    frame["largest_lag_slots"] = groups["lag_slots"].agg(lambda lags: lags.abs().max())
    runs = [name for name in ("scenario", "replication", "service", "kind") if name in kinds.columns]
    last = kinds.sort_values("month").groupby(runs).tail(1) if "month" in kinds.columns else kinds
    for name in ("agreed_share", "real_share", "real_lag_slots"):
        if name in kinds.columns:
            frame[name] = last.groupby(list(by), sort=True)[name].mean()
    return frame.reset_index()


def heard_of_asked(requests: pd.DataFrame, *, by: Sequence[str] = ("kind",)) -> pd.DataFrame:
    """Of all units asked for from beginning to end, a request once, the share that was heard; one group a row.

    Returns
    -------
    Columns of `by`, then ``asked``, ``heard`` (units) and ``heard_of_asked``.
    """
    counted = requests.assign(asked=requests["units"], heard=requests["units"].where(requests["fate"] == "heard", 0))
    frame = counted.groupby(list(by), sort=True)[["asked", "heard"]].sum()
    frame["heard_of_asked"] = frame["heard"] / frame["asked"]
    return frame.reset_index()
