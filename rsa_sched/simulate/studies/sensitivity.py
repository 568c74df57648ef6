"""What a study's answer hangs on: each assumption a little lower and a little higher, under the same chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rsa_sched.errors import Interrupted
from rsa_sched.simulate.campaigns.campaign import campaign
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.intervals import CONFIDENCE, holm, intervals, paired
from rsa_sched.simulate.measures.waiting import waiting

if TYPE_CHECKING:
    import pandas as pd

REQUESTS = "requests"
PERCENTAGES = ("withdrawal", "no_show", "unavailable", "partners", "invited")
EACH = ["scenario", "replication"]


def varied(base: Scenario, change: int) -> Iterator[tuple[str, float, Scenario]]:
    """Each assumption lower and higher: its name, its value, and the scenario with it.

    Parameters
    ----------
    change : of all requests in per cent; of what is a percentage itself in points, from 0 to 100.
    """
    asked = sum(flow.per_month for flow in base.demand.flows)
    for factor in (1 - change / 100, 1 + change / 100):
        demand = base.demand.scaled(factor)
        yield REQUESTS, asked * factor, replace(base, name=f"{REQUESTS} {factor:g}", demand=demand)
    for name in PERCENTAGES:
        today = getattr(base.demand, name)
        for value in sorted({max(0, today - change), min(100, today + change)} - {today}):
            demand = replace(base.demand, **{name: value})
            yield name, value, replace(base, name=f"{name} {value}", demand=demand)


def sensitivity(
    base: Scenario, *, change: int, replications: int, within: int, seed: int, folder: Path, progress: bool = False
) -> pd.DataFrame:
    """The share heard in time under each of them, beside what it is: one a row.

    Returns
    -------
    ``assumption``, ``value``, ``mean``, ``low``, ``high``, ``change`` (from the scenario as it is), ``differs`` (Holm's
    correction over the table), ``replications``.

    Raises
    ------
    Interrupted : where it was stopped before its end.
    """
    import pandas as pd

    tried = list(varied(base, change))
    scenarios = [base, *(scenario for _, _, scenario in tried)]
    played = campaign(scenarios, replications, seed=seed, folder=folder, progress=progress)
    if played.missing:
        raise Interrupted("stopped before the sensitivity was known")
    measured = waiting(played.requests, by=EACH, within=within)
    means = {
        row["scenario"]: row for row in intervals(measured, by=["scenario"], columns=["within"]).to_dict("records")
    }
    rows = []
    for name, value, scenario in tried:
        (change_,) = paired(measured, base.name, scenario.name, by=[], columns=["within"]).to_dict("records")
        known = means[scenario.name]
        rows.append({"assumption": name, "value": value, **{key: float(known[key]) for key in ("mean", "low", "high")},
                     "change": change_["change"], "p_value": change_["p_value"],
                     "replications": int(known["replications"])})  # fmt: skip
    frame = pd.DataFrame(rows)
    frame["differs"] = holm(frame.pop("p_value").to_numpy(dtype=np.float64)) < 1 - CONFIDENCE
    return frame
