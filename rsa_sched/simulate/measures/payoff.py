"""What a structure has of a year, and what the others have, however the requests were filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsa_sched.simulate.months.filing import file_of

if TYPE_CHECKING:
    import pandas as pd

UNIT_MINUTES = 15
PAYOFFS = ("heard", "minutes", "days")
LESS_IS_BETTER = frozenset({"days"})


def payoffs(honest: pd.DataFrame, filed: pd.DataFrame, months: int) -> pd.DataFrame:
    """What became of the same requests, filed otherwise: one structure and replication a row.

    Parameters
    ----------
    honest : the requests of a campaign's scenario in which everybody files what is true (`Campaign.requests`).
    filed : those of a scenario that met the same chance, or the same frame.
    months : that were played.

    Returns
    -------
    ``replication``, ``structure``, ``kind``, ``asked`` (true requests), ``heard`` (of them, a month, each once however
    many files it was put into), ``minutes`` (of session time a month, of all files), ``days`` (mean from the true day
    of the request to the day it was heard, of those that were not to the end: without them whoever gives up would look
    like one who waited little).
    """
    runs = ["replication", "structure"]
    ends = honest.groupby("replication")["ended_on"].max()
    seated = filed[filed["fate"] == "heard"]
    first = seated.assign(file=seated["situation"].map(file_of)).groupby(["replication", "file"])["ended_on"].min()
    columns = [*runs, "kind", "situation", "requested_on"]
    known = honest[columns].merge(
        first.rename("heard_on"), how="left", left_on=["replication", "situation"], right_index=True
    )
    known["heard"] = known["heard_on"].notna()
    until = known["heard_on"].fillna(known["replication"].map(ends))
    known["days"] = (until - known["requested_on"]).dt.days
    groups = known.groupby(runs, sort=True)
    frame = groups.agg(kind=("kind", "first"), asked=("heard", "size"), heard=("heard", "sum"), days=("days", "mean"))
    frame["heard"] = frame["heard"] / months
    units = seated.groupby(runs)["units"].sum().reindex(frame.index, fill_value=0)
    frame["minutes"] = UNIT_MINUTES * units / months
    return frame.reset_index()[[*runs, "kind", "asked", *PAYOFFS]]
