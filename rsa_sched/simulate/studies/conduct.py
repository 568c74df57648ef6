"""From a study to its results: a campaign, its measures, and the capacity that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.errors import Interrupted
from rsa_sched.simulate.answers.capacity import Capacity, smallest_capacity
from rsa_sched.simulate.answers.compare import compare
from rsa_sched.simulate.answers.gaming import GamingAudit, audit_gaming
from rsa_sched.simulate.campaigns.campaign import Campaign, campaign, must_have_played
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.drift import drift
from rsa_sched.simulate.measures.frontier import FRONTIER, frontier
from rsa_sched.simulate.measures.intervals import intervals
from rsa_sched.simulate.measures.shares import heard_of_asked, shares
from rsa_sched.simulate.measures.starved import starved
from rsa_sched.simulate.measures.use import MEANS, use
from rsa_sched.simulate.measures.waiting import waiting
from rsa_sched.simulate.studies.sensitivity import sensitivity
from rsa_sched.simulate.studies.study import Study

if TYPE_CHECKING:
    import pandas as pd

GROUPS = ("kind", "urgency")
WAITS = ("within", "median_days", "p90_days", "max_days")
SHARES = ("served_of_due", "served_of_demand", "lag_slots", "agreed_share", "real_share", "real_lag_slots")


@dataclass(frozen=True)
class Findings:
    """What a study found.

    Attributes
    ----------
    study, scenarios, campaign : what was asked, and what was played.
    tables : frames by the name of their file: ``attentes`` (waiting by scenario), ``attentes-kind`` and ``-urgency``,
        ``comparaison-...`` (each scenario against the first), ``parts`` and ``parts-demandees`` (shares of the kinds),
        ``emploi`` (use of the sessions), ``frontiere`` (what each scenario buys and costs), ``oubliees`` (who waited
        past the guarantee and a month, counted by scenario and kind), ``attente-qui-croit`` (whether the queue grows);
        where the study asks ``precision`` (how precise the figure came out) and ``sensibilite`` (what the first
        scenario's service level hangs on).
    capacity : how many sessions reach the target; None where the study does not ask.
    gaming : what filing otherwise brings in the first scenario; None where the study does not ask. Its frames are in
        ``detournements``, ``detournements-par-phrase`` and ``remedes``.
    """

    study: Study
    scenarios: tuple[Scenario, ...]
    campaign: Campaign
    tables: dict[str, pd.DataFrame]
    capacity: Capacity | None
    gaming: GamingAudit | None = None


def conduct(study: Study, scenarios: Sequence[Scenario], folder: Path, *, progress: bool = False) -> Findings:
    """Play a study; its campaign lies in ``campagne`` of the folder, and goes on there where it was stopped.

    Interrupted, it has what was played so far, and no capacity.

    Raises
    ------
    Interrupted : where nothing was played yet.
    """
    counts = [policy.replications or study.replications for policy in study.scenario]
    wanted, place = study.wanted(study.within), folder / "campagne"
    played = campaign(
        scenarios,
        counts if wanted is None else study.replications,
        seed=study.seed,
        folder=place,
        progress=progress,
        precision=wanted,
    )
    must_have_played(played)
    if played.months.empty:
        raise Interrupted("no simulation was played to its end")
    requests, kinds, months = played.requests, played.kinds, played.months
    each = ["scenario", "replication"]
    tables = {"attentes": intervals(waiting(requests, by=each, within=study.within), by=["scenario"], columns=WAITS)}
    for group in GROUPS:
        measured = waiting(requests, by=[*each, group], within=study.within)
        tables[f"attentes-{group}"] = intervals(measured, by=["scenario", group], columns=WAITS)
    first = scenarios[0].name
    for number, scenario in enumerate(scenarios[1:], start=2):
        for group in GROUPS:
            tables[f"comparaison-{number}-{group}"] = compare(
                played, first, scenario.name, by=[group], within=study.within
            )
    tables["parts"] = intervals(shares(kinds, by=[*each, "kind"]), by=["scenario", "kind"], columns=SHARES)
    asked = heard_of_asked(requests, by=[*each, "kind"])
    tables["parts-demandees"] = intervals(asked, by=["scenario", "kind"], columns=["heard_of_asked"])
    tables["frontiere"] = intervals(frontier(requests, kinds, months), by=["scenario"], columns=FRONTIER)
    tables["emploi"] = intervals(use(months, by=each), by=["scenario"], columns=("used", *MEANS))
    tables["attente-qui-croit"] = drift(months)
    tables["oubliees"] = _starved(requests, scenarios)
    if played.precision is not None:
        tables["precision"] = played.precision
    if study.sensitivity is not None and not played.missing:
        tables["sensibilite"] = sensitivity(
            scenarios[0],
            change=study.sensitivity.change,
            replications=study.replications,
            within=study.within,
            seed=study.seed,
            folder=place,
            progress=progress,
        )
    capacity = None
    if study.capacity is not None and not played.missing:
        capacity = smallest_capacity(
            scenarios[0],
            target=study.capacity.target,
            within=study.within,
            replications=study.replications,
            seed=study.seed,
            progress=progress,
            precision=wanted,
        )
        tables["capacite"] = capacity.tried
    gaming = None
    if study.gaming is not None and not played.missing:
        gaming = audit_gaming(
            scenarios[0],
            structures=study.gaming.structures or None,
            strategies=study.gaming.strategies or None,
            remedies=list(study.gaming.remedies(scenarios[0])),
            replications=study.gaming.replications,
            seed=study.seed,
            folder=place,
            progress=progress,
        )
        tables |= {
            "detournements": gaming.gains,
            "detournements-par-phrase": gaming.sentences,
            "remedes": gaming.remedies,
        }
    return Findings(study, tuple(scenarios), played, tables, capacity, gaming)


def _starved(requests: pd.DataFrame, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """How many of each scenario and kind waited past the guarantee and a month, and the reason most often given."""
    import pandas as pd

    rows = []
    for scenario in scenarios:
        # one threshold for all: that of the scenario to which the others are compared
        late = starved(requests[requests["scenario"] == scenario.name], scenarios[0].regulation)
        for kind, group in late.groupby("kind", sort=True):
            reasons = group.loc[group["reason"] != "", "reason"].value_counts()
            rows.append((scenario.name, kind, len(group), int(group["waited_days"].max()),
                         "" if reasons.empty else str(reasons.index[0])))  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "kind", "requests", "longest_days", "reason"])
