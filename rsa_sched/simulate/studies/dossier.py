"""What a study says of itself: assumptions, data, programs, what is unproven, what its answer hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rsa_sched.french.figures import decimal, percent
from rsa_sched.french.sentences import lookup, say
from rsa_sched.render.table import Grid, grid_of
from rsa_sched.simulate.campaigns.scenario import SOLVE
from rsa_sched.simulate.measures.definitions import DEFINITIONS
from rsa_sched.simulate.measures.intervals import SHARES, interval, paired
from rsa_sched.simulate.measures.waiting import waiting
from rsa_sched.simulate.studies.conduct import Findings
from rsa_sched.simulate.studies.sensitivity import PERCENTAGES, REQUESTS

if TYPE_CHECKING:
    import pandas as pd

OPTIMAL = "optimal"


@dataclass(frozen=True)
class Dossier:
    """A study's own account.

    Attributes
    ----------
    scenario : the first one, to which assumptions and sensitivity belong.
    answer : in one sentence, in French.
    sentences : data, seed, programs, what is unproven, the precision asked for.
    assumptions : ``assumption``, ``value``, ``source``, in French; of the first scenario.
    unproven : a scenario a row: ``scenario``, ``months`` played by the barème, ``unproven``, ``widest_gap``.
    sensitivity : as `sensitivity`; None where the study does not ask.
    """

    scenario: str
    answer: str
    sentences: tuple[str, ...]
    assumptions: pd.DataFrame
    unproven: pd.DataFrame
    sensitivity: pd.DataFrame | None

    def grids(self) -> Iterator[Grid]:
        """The tables of the page."""
        rows = [tuple(map(str, row)) for row in self.assumptions.itertuples(index=False)]
        yield grid_of(say("dossier.captions.assumptions"), lookup("dossier.headings.assumptions"), rows, figures=())
        if self.sensitivity is not None:
            cells = [_sensitive(row) for row in self.sensitivity.to_dict("records")]
            caption = say("dossier.captions.sensitivity", scenario=self.scenario)
            yield grid_of(caption, lookup("dossier.headings.sensitivity"), cells, figures=(1, 2, 3))

    def record(self, found: Findings) -> dict[str, Any]:
        """All of it as plain data, with what it takes to play the study again."""
        return {
            "answer": self.answer,
            "study": found.study.model_dump(mode="json"),
            "problem": found.scenarios[0].setting.source,
            "seed": found.study.seed,
            "versions": list(found.campaign.versions),
            "scenarios": {one.name: {"sha256": one.content_sha256, **one.content()} for one in found.scenarios},
            "assumptions": self.assumptions.to_dict("records"),
            "unproven": self.unproven.to_dict("records"),
            "failures": len(found.campaign.failures),
            "missing": found.campaign.missing,
            "sensitivity": None if self.sensitivity is None else self.sensitivity.to_dict("records"),
        }


def dossier_of(found: Findings) -> Dossier:
    """The account of a study that was played."""
    unproven = _unproven(found)
    return Dossier(
        found.scenarios[0].name,
        _answer(found),
        tuple(_sentences(found, unproven)),
        _assumptions(found),
        unproven,
        found.tables.get("sensibilite"),
    )


def _answer(found: Findings) -> str:
    """The scenario under which most are heard in time, beside the first one; or the second best, where it is that."""
    measured = waiting(found.campaign.requests, by=["scenario", "replication"], within=found.study.within)
    means = measured.groupby("scenario")["within"].mean().sort_values(ascending=False)
    if means.empty or means.isna().all():
        return ""
    best = str(means.index[0])
    values = measured.loc[measured["scenario"] == best, "within"].dropna().to_numpy()
    low, high = interval(values, share=True)
    said = say("dossier.answer.best", replications=len(values), months=found.study.months, scenario=best,
               share=means[best], days=found.study.within, low=low, high=high)  # fmt: skip
    first = found.scenarios[0].name
    other = first if best != first else next((str(name) for name in means.index if name != best), None)
    if other is None:
        return said + say("dossier.answer.only")
    (row,) = paired(measured, other, best, by=[], columns=["within"]).to_dict("records")
    how = say(f"dossier.answer.{'differs' if row['differs'] else 'chance'}")
    return said + say("dossier.answer.against", other=other, second=means[other], how=how)


def _sentences(found: Findings, unproven: pd.DataFrame) -> Iterator[str]:
    problem, _, sha256 = found.scenarios[0].setting.source.partition(" ")
    versions = " ; ".join(found.campaign.versions)
    yield say("dossier.data.sentence", problem=problem, sha256=sha256[:16], seed=found.study.seed, versions=versions)
    months, open_ = int(unproven["months"].sum()), int(unproven["unproven"].sum())
    if open_:
        yield say("dossier.data.unproven", unproven=open_, months=months, gap=float(unproven["widest_gap"].max()))
    elif months:
        yield say("dossier.data.proven", months=months)
    if (precision := found.campaign.precision) is not None:
        reached = "reached" if precision["reached"].all() else "not-reached"
        first = precision.iloc[0]
        is_share = first["measure"] in SHARES
        yield say(
            "dossier.data.precision",
            wanted=(percent if is_share else decimal)(float(first["wanted"])),
            measure=DEFINITIONS[first["measure"]].label if first["measure"] in DEFINITIONS else first["measure"],
            least=first["least"],
            most=first["most"],
            reached=say(f"dossier.data.{reached}", replications=int(precision["replications"].max())),
        )


def _unproven(found: Findings) -> pd.DataFrame:
    """Agendas of baselines prove nothing and are not counted."""
    import pandas as pd

    months, rows = found.campaign.frame("months", ["scenario", "points", "bound", "status"]), []
    for scenario in found.scenarios:
        if scenario.arbiter != SOLVE:
            continue
        own = months[months["scenario"] == scenario.name]
        open_ = own[own["status"] != OPTIMAL]
        gaps = (open_["bound"] - open_["points"]) / open_["points"].abs().clip(lower=1)
        rows.append((scenario.name, len(own), len(open_), float(gaps.max()) if len(open_) else 0.0))
    return pd.DataFrame(rows, columns=["scenario", "months", "unproven", "widest_gap"])


def _assumptions(found: Findings) -> pd.DataFrame:
    import pandas as pd

    demand, study = found.scenarios[0].demand, found.study
    told = study.demand.model_fields_set
    whole = sum(demand.urgency)

    def source(*names: str, otherwise: str = "default") -> str:
        return "study" if told.intersection(names) else otherwise

    def share(number: int) -> str:
        return say("dossier.values.per-cent", number=number)

    flat = len(set(demand.season)) == 1
    began = "present" if study.start == "present" else "warmup" if study.warmup else "empty"
    rows = [
        (REQUESTS, decimal(sum(flow.per_month for flow in demand.flows)),
         source("load", "per_place", otherwise="problem")),
        ("season", say("dossier.values.no-season") if flat else ", ".join(map(share, demand.season)), source("season")),
        ("trend", share(demand.trend), source("trend")),
        ("urgency", ", ".join(percent(weight / whole) for weight in demand.urgency), "problem"),
        *((name, share(getattr(demand, name)), source(name, otherwise="problem" if name in OF_PROBLEM else "default"))
          for name in PERCENTAGES),
        ("start", say(f"dossier.values.{began}", months=study.warmup),
         "study" if {"start", "warmup"} & study.model_fields_set else "default"),
        ("independence", say("dossier.values.independent"), "always"),
        ("behaviour", say("dossier.values.unmoved"), "always"),
    ]  # fmt: skip
    highest = len(demand.urgency) - 1
    named = [(say(f"dossier.assumptions.{name}", highest=highest), value, say(f"dossier.sources.{whence}"))
             for name, value, whence in rows]  # fmt: skip
    return pd.DataFrame(named, columns=["assumption", "value", "source"])


OF_PROBLEM = ("partners", "invited")
"""Percentages that `Demand.like` reads off the problem's requests."""


def _sensitive(row: dict[Any, Any]) -> tuple[str, ...]:
    value = (
        decimal(row["value"])
        if row["assumption"] == REQUESTS
        else say("dossier.values.per-cent", number=int(row["value"]))
    )
    mean, low, high = (percent(row[name]) for name in ("mean", "low", "high"))
    return (
        say(f"dossier.assumptions.{row['assumption']}"),
        value,
        say("dossier.cells.interval", mean=mean, low=low, high=high),
        decimal(100 * row["change"], signed=True),
        say(f"dossier.cells.{str(bool(row['differs'])).lower()}"),
    )
