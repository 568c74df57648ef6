"""Whether a règlement can be gamed: what a structure gains by filing its requests otherwise, and who pays for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rsa_sched.errors import InputError, Interrupted
from rsa_sched.simulate.campaigns.campaign import campaign, must_have_played
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.campaigns.variants import with_flows
from rsa_sched.simulate.measures.intervals import CONFIDENCE, holm, interval, p_value
from rsa_sched.simulate.measures.payoff import LESS_IS_BETTER, PAYOFFS, payoffs
from rsa_sched.simulate.months.filing import STRATEGIES

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
Array = np.ndarray[Any, Any]
REPLICATIONS = 20
GAINS = ["policy", "structure", "kind", "strategy", "rules", "measure", "honest", "gain", "low", "high", "others",
         "others_low", "others_high", "loser", "p_value", "p_adjusted", "pays", "replications"]  # fmt: skip


@dataclass(frozen=True)
class GamingAudit:
    """What filing otherwise brings.

    Attributes
    ----------
    gains : a policy, structure, strategy and measure a row. ``measure``: ``heard`` (its requests heard a month, each
        once), ``minutes`` (of session time a month), ``days`` (mean wait, of those never heard to the end).
        ``honest``: what it has when it files what is true; ``gain`` with ``low`` and ``high``: how much better
        otherwise (of days: fewer); ``others`` with its interval: what that makes of all others together (below 0: they
        lose), ``loser``: the structure among them that loses most, "" where none does. ``pays``: whether there is a
        gain and the others pay for it, both beyond chance, after Holm's correction over all rows of the policy.
    sentences : a policy and sentence of the note a row (``rule``, as ``R29``): ``degree``, the largest gain that pays
        and works on it, as a share of what the structure has honestly (0 where none is found), ``at_least`` (the
        interval's lower end), with its ``structure``, ``strategy`` and ``measure``, and how many were ``tried``.
    remedies : a policy a row, the first as it is: ``paying`` (rows that pay), ``degree``, and what the policy costs
        where everybody is honest: change of the mean wait of the most urgent and of all (``urgent_days``, ``days``,
        each with its interval).
    """

    gains: pd.DataFrame = field(repr=False)
    sentences: pd.DataFrame = field(repr=False)
    remedies: pd.DataFrame = field(repr=False)

    def __bool__(self) -> bool:
        """Whether the règlement as it is can be gamed by what was tried."""
        return bool(len(self.gains) and self.gains["pays"][self.gains["policy"] == self.gains["policy"].iloc[0]].any())

    @property
    def best(self) -> pd.DataFrame:
        """The best response of each structure under each policy, a measure a row; none where honesty is best."""
        paying = self.gains[self.gains["pays"]].sort_values("gain", ascending=False, kind="stable")
        return paying.groupby(["policy", "structure", "measure"], sort=False).head(1).reset_index(drop=True)


def audit_gaming(
    base: Scenario,
    *,
    structures: Sequence[str] | None = None,
    strategies: Sequence[str] | None = None,
    remedies: Sequence[Scenario] = (),
    replications: int = REPLICATIONS,
    seed: int = 0,
    folder: Path | None = None,
    progress: bool = False,
    executor: Executor | None = None,
    confidence: float = CONFIDENCE,
) -> GamingAudit:
    """Play a scenario with each structure filing in each way while all others file what is true.

    Parameters
    ----------
    base : the règlement, demand and organisation in question; more months tell more.
    structures : who games; by default, of each kind, the one that asks most.
    strategies : names of `STRATEGIES`; by default all.
    remedies : the scenario under other règlements (`with_quota`, `with_prices`, ...), in which the same is tried.
    replications, seed, folder, progress, executor : as for `campaign`; all of them meet the same requests.
    confidence : of the intervals, and what an alarm's chance is measured by.

    Raises
    ------
    InputError : for a structure that asks for nothing, a strategy that is none, and where every replication fails.
    ValueError : for fewer than two replications, and names of remedies that are not distinct.
    Interrupted : where it was stopped before its end.
    """
    if replications < 2:
        raise ValueError("replications: expected 2 or more")
    names = tuple(STRATEGIES) if strategies is None else tuple(dict.fromkeys(strategies))
    if wrong := [name for name in names if name not in STRATEGIES]:
        raise InputError.of("strategies", ", ".join(map(repr, wrong)), "not-one-of", names=tuple(STRATEGIES))
    who = _who_asks_most(base) if structures is None else tuple(dict.fromkeys(structures))
    policies = [base, *remedies]
    tries = [(one, name) for one in who for name in names]
    played = campaign(
        [scenario for policy in policies for scenario in _scenarios(policy, tries)],
        replications,
        seed=seed,
        folder=folder,
        progress=progress,
        executor=executor,
    )
    must_have_played(played)
    if played.missing:
        raise Interrupted("stopped before the gains were known")
    columns = ["scenario", "replication", "situation", "structure", "kind", "urgency", "units", "requested_on", "fate",
               "ended_on"]  # fmt: skip
    whole = played.frame("requests", columns)
    requests = {str(name): own for name, own in whole.groupby("scenario", sort=False)}
    import pandas as pd

    gains = [_gains(policy, tries, requests, confidence) for policy in policies]
    first = requests[base.name]
    costs = [_costs(policy, first, requests[policy.name], confidence) for policy in policies]
    sentences = [_sentences(policy.name, frame) for policy, frame in zip(policies, gains, strict=True)]
    table = [
        {
            "policy": frame["policy"].iloc[0],
            "paying": int(frame["pays"].sum()),
            "degree": degrees["degree"].max(),
            **cost,
        }
        for frame, degrees, cost in zip(gains, sentences, costs, strict=True)
    ]
    return GamingAudit(
        pd.concat(gains, ignore_index=True), pd.concat(sentences, ignore_index=True), pd.DataFrame(table)
    )


def _who_asks_most(base: Scenario) -> tuple[str, ...]:
    kinds = {row["id"]: row["kind"] for row in base.setting.organisation["structures"]}
    asked: defaultdict[str, float] = defaultdict(float)
    for flow in base.demand.flows:
        asked[flow.structure] += flow.per_month
    most: dict[str, str] = {}
    for structure, _ in sorted(asked.items(), key=lambda row: (-row[1], row[0])):
        most.setdefault(kinds.get(structure, ""), structure)
    return tuple(most.values())


def _name(policy: Scenario, structure: str, strategy: str) -> str:
    return f"{policy.name} / {structure} / {strategy}"


def _scenarios(policy: Scenario, tries: Sequence[tuple[str, str]]) -> Iterator[Scenario]:
    yield policy
    for structure, strategy in tries:
        yield with_flows(policy, _name(policy, structure, strategy), structure=structure, filing=strategy)


def _gains(
    policy: Scenario, tries: Sequence[tuple[str, str]], requests: Mapping[str, pd.DataFrame], confidence: float
) -> pd.DataFrame:
    import pandas as pd

    truth = requests[policy.name]
    honest = payoffs(truth, truth, policy.months)
    rows: list[Row] = []
    for structure, strategy in tries:
        filed = payoffs(truth, requests[_name(policy, structure, strategy)], policy.months)
        rules = " ".join(STRATEGIES[strategy].rules)
        head = {"policy": policy.name, "structure": structure, "strategy": strategy, "rules": rules}
        rows += [head | _gain(honest, filed, structure, measure, confidence) for measure in PAYOFFS]
    frame = pd.DataFrame(rows)
    frame["p_adjusted"] = holm(frame["p_value"].to_numpy(dtype=float))
    frame["pays"] = frame["p_adjusted"] < 1 - confidence
    return frame[GAINS]


def _gain(honest: pd.DataFrame, filed: pd.DataFrame, structure: str, measure: str, confidence: float) -> Row:
    """One measure of one strategy: a gain for whoever files so, and what the others pay, replication by replication."""
    keys = ["replication", "structure"]
    both = honest.merge(filed, on=keys, suffixes=("", "_filed"))
    better = both[measure + "_filed"] - both[measure]
    both["change"] = -better if measure in LESS_IS_BETTER else better
    own = both[both["structure"] == structure]
    others = both[both["structure"] != structure]
    if measure in LESS_IS_BETTER:  # a mean over requests, not over structures
        weighted = others["change"] * others["asked"]
        lost = weighted.groupby(others["replication"]).sum() / others.groupby("replication")["asked"].sum()
    else:
        lost = others.groupby("replication")["change"].sum()
    lost = lost.reindex(own["replication"], fill_value=0.0)
    gain, pays = own["change"].to_numpy(dtype=float), -lost.to_numpy(dtype=float)
    by_structure = others.groupby("structure")["change"].mean()
    losing = len(by_structure) and float(by_structure.min()) < 0
    ends, other_ends = (interval(values, confidence, change=True) for values in (gain, -pays))
    return {
        "kind": str(own["kind"].iloc[0]) if len(own) else "",
        "measure": measure,
        "honest": float(own[measure].mean()),
        "gain": _mean(gain),
        "low": ends[0],
        "high": ends[1],
        "others": _mean(-pays),
        "others_low": other_ends[0],
        "others_high": other_ends[1],
        "loser": str(by_structure.idxmin()) if losing else "",
        # both have to be: the larger of the two, each one-sided
        "p_value": max(_one_sided(gain), _one_sided(pays)),
        "replications": len(gain),
    }


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _one_sided(values: Array) -> float:
    """How often chance alone brings a mean that far above 0."""
    both = p_value(values, change=True)
    return both / 2 if _mean(values) > 0 else 1 - both / 2


def _sentences(policy: str, gains: pd.DataFrame) -> pd.DataFrame:
    """How far each sentence can be worked on."""
    import pandas as pd

    relative = gains.assign(degree=gains["gain"] / gains["honest"], at_least=gains["low"] / gains["honest"])
    rows = []
    for rule in sorted({rule for rules in gains["rules"] for rule in rules.split()}, key=lambda name: int(name[1:])):
        tried = relative[relative["rules"].str.split().map(lambda rules, rule=rule: rule in rules)]
        found = tried[tried["pays"] & (tried["honest"] > 0)].sort_values("degree", ascending=False, kind="stable")
        none: Row = {"degree": 0.0, "at_least": 0.0, "structure": "", "strategy": "", "measure": ""}
        best = none if found.empty else {name: found.iloc[0][name] for name in none}
        count = len(tried.drop_duplicates(["structure", "strategy"]))
        rows.append({"policy": policy, "rule": rule, **best, "tried": count})
    return pd.DataFrame(rows)


def _costs(policy: Scenario, first: pd.DataFrame, own: pd.DataFrame, confidence: float) -> Row:
    """What the policy does to those who wait, where nobody games: days more (above 0) or fewer."""
    levels = first.set_index(["replication", "situation"])["urgency"]
    urgent = first[first["urgency"] == levels.max()]
    found: Row = {}
    for name, truth in (("urgent_days", urgent), ("days", first)):
        before, after = (_mean_days(truth, frame, policy.months) for frame in (first, own))
        change = (after - before).dropna().to_numpy(dtype=float)
        low, high = interval(change, confidence, change=True)
        found |= {name: _mean(change), f"{name}_low": low, f"{name}_high": high}
    return found


def _mean_days(truth: pd.DataFrame, filed: pd.DataFrame, months: int) -> pd.Series[float]:
    each = payoffs(truth, filed, months)
    total = (each["days"] * each["asked"]).groupby(each["replication"]).sum()
    return total / each.groupby("replication")["asked"].sum()
