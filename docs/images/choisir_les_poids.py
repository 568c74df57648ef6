"""Makes the figures of `docs/choisir-les-poids.md`: `python docs/images/choisir_les_poids.py [FOLDER [WORKERS]]`.

Plays `examples/etudes/choisir-les-poids.toml` and writes the tables between the page's marks, and the picture beside
this file. In FOLDER the simulations are kept: stopped, the command goes on there; without it they are gone afterwards.
Needs the extras ``sim`` and ``plot``. The figures are the same on every machine.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from joblib import parallel_config

from rsa_sched.french.sentences import words
from rsa_sched.plot import frontiers
from rsa_sched.simulate import Campaign, Scenario
from rsa_sched.simulate.campaigns.campaign import campaign
from rsa_sched.simulate.measures.frontier import frontier
from rsa_sched.simulate.measures.intervals import paired
from rsa_sched.simulate.measures.shares import heard_of_asked
from rsa_sched.simulate.measures.use import use
from rsa_sched.simulate.measures.waiting import waiting
from rsa_sched.simulate.studies.study import Study
from rsa_sched.simulate.studies.write import comparable, picture

HERE = Path(__file__).resolve().parent
STUDY = HERE.parents[1] / "examples" / "etudes" / "choisir-les-poids.toml"
PAGE = HERE.parent / "choisir-les-poids.md"
TARGET = HERE / "choisir-les-poids.svg"
KINDS = ("PSSI", "PER", "PE")
SHARES = frozenset({"due_missed", "long_waits", *KINDS})
"""Told in per cent."""
EACH = ["scenario", "replication"]
ROWS = {
    "urgent_median_days": "urgence 3 : la moitié attend moins de (jours)",
    "urgent_p90_days": "urgence 3 : neuf sur dix attendent moins de (jours)",
    "median_2": "urgence 2 : la moitié (jours)",
    "p90_2": "urgence 2 : neuf sur dix (jours)",
    "median_1": "urgence 1 : la moitié (jours)",
    "p90_1": "urgence 1 : neuf sur dix (jours)",
    "calm_median_days": "urgence 0 : la moitié (jours)",
    "calm_p90_days": "urgence 0 : neuf sur dix (jours)",
    "max_days": "l'attente la plus longue (jours)",
    "long_waits": "demandes qui attendent plus de 151 jours (%)",
    "PSSI": "PSSI : unités entendues sur demandées (%)",
    "PER": "PER : unités entendues sur demandées (%)",
    "PE": "PE : unités entendues sur demandées (%)",
    "due_missed": "unités dues et non accordées (%)",
    "seated": "situations entendues par mois",
    "trips_per_situation": "déplacements par situation",
}
"""The measures of the first tables, in order."""
BOUGHT = {
    "urgent_median_days": "urgence 3 : moitié",
    "urgent_p90_days": "neuf sur dix",
    "calm_median_days": "urgence 0 : moitié",
    "calm_p90_days": "neuf sur dix (niveau)",
    "long_waits": "plus de 151 jours (%)",
    "PSSI": "PSSI (%)",
    "PER": "PER (%)",
    "PE": "PE (%)",
    "due_missed": "dû non accordé (%)",
    "trips_per_situation": "déplacements",
}
"""The measures of the last table."""
LEVEL = "calm_p90_days"
"""Told as it is, since a difference of two figures that are too low would mean nothing."""


BEYOND = {"calm_median_days": "median_0", "calm_p90_days": "p90_0", "urgent_median_days": "median_3",
          "urgent_p90_days": "p90_3"}  # fmt: skip
"""Where Kaplan and Meier have no answer, the first is the longest wait seen."""
Row = Mapping[Any, Any]


def measures(played: Campaign) -> pd.DataFrame:
    """Everything that the page tells, a scenario and replication a row."""
    requests = played.requests
    waits = waiting(requests, by=[*EACH, "urgency"]).pivot_table(
        index=EACH, columns="urgency", values=["median_days", "p90_days"]
    )
    waits.columns = pd.Index([f"{key[0].removesuffix('_days')}_{key[1]}" for key in waits.columns.to_list()])
    kinds = heard_of_asked(requests, by=[*EACH, "kind"]).pivot_table(
        index=EACH, columns="kind", values="heard_of_asked"
    )
    months = played.months
    seated = use(months, by=EACH).set_index(EACH)["seated"]
    return frontier(requests, played.kinds, months).set_index(EACH).join(waits).join(kinds).join(seated).reset_index()


def number(value: float, name: str, signed: bool = False) -> str:
    """As French readers expect it; "–" where there is none."""
    if value != value:
        return "–"
    value = 100 * value if name in SHARES else value
    digits = 2 if name == "trips_per_situation" else 1 if name in ("seated", "due_missed", "long_waits", *KINDS) else 0
    return f"{value:{'+' if signed else ''}.{digits}f}".replace(".", ",").replace("-", "−")


def change(row: Row, name: str) -> str:
    """A difference with its interval."""
    told = number(row["change"], name, signed=True)
    if row["low"] != row["low"]:
        return told
    return f"{told} ({number(row['low'], name, signed=True)} à {number(row['high'], name, signed=True)})"


def by_measure(measured: pd.DataFrame, first: str, second: str, columns: Sequence[str]) -> dict[str, Row]:
    """What `paired` finds, by measure."""
    found = paired(measured, first, second, by=[], columns=columns)
    return {row["measure"]: row for row in found.to_dict("records")}


def level(measured: pd.DataFrame, scenario: str, name: str) -> str:
    """A scenario's mean; "–" where a replication has none, "≥" where the decile lies beyond what was seen."""
    rows = measured[measured["scenario"] == scenario]
    if rows[name].isna().any():
        return "–"
    beyond = name in BEYOND and rows[BEYOND[name]].isna().any()
    return ("≥ " if beyond else "") + number(float(rows[name].mean()), name)


def old_and_new(measured: pd.DataFrame, old: str, new: str) -> Iterator[str]:
    """One table of the old and the new weights under the same demand, replication by replication."""
    found = by_measure(measured, old, new, list(ROWS))
    runs = found["seated"]["replications"]
    yield "| | anciens poids | nouveaux poids | écart (intervalle à 95 %) |"
    yield "|---|---:|---:|---:|"
    for name, label in ROWS.items():
        before, after = level(measured, old, name), level(measured, new, name)
        sure = found[name]["replications"] == runs and "≥" not in before + after
        yield f"| {label} | {before} | {after} | {change(found[name], name) if sure else '–'} |"


def variants(measured: pd.DataFrame, scenarios: Sequence[Scenario]) -> Iterator[str]:
    """What each choice changes against the first scenario's, in the replications that all of them have."""
    first = scenarios[0].name
    yield f"| | choix | {' | '.join(BOUGHT.values())} |"
    yield f"|---:|---|{'---:|' * len(BOUGHT)}"
    cells = " | ".join(level(measured, first, name) for name in BOUGHT)
    yield f"| 1 | **{first}** (niveau) | {cells} |"
    for place, scenario in enumerate(scenarios[1:], start=2):
        found = by_measure(measured, first, scenario.name, list(BOUGHT))
        cells = " | ".join(
            level(measured, scenario.name, name)
            if name == LEVEL
            else number(found[name]["change"], name, signed=True) + (" *" if found[name]["differs"] else "")
            for name in BOUGHT
        )
        yield f"| {place} | {scenario.name} | {cells} |"


def shared_replications(measured: pd.DataFrame, names: Sequence[str]) -> set[int]:
    """The replications that all of these scenarios have."""
    return set.intersection(*(set(measured.loc[measured["scenario"] == name, "replication"]) for name in names))


def told(study: Study, played: Campaign) -> str:
    """How much was played, in one sentence."""
    months = played.months
    runs = months.groupby("scenario")["replication"].nunique()
    proven = int((months["status"] == "optimal").sum())
    missing = f" {played.missing} simulations de l'étude restaient à jouer." if played.missing else ""
    failed = f" {len(played.failures)} ont échoué." if len(played.failures) else ""
    return (
        f"{int(runs.sum())} simulations de {study.months} mois (de {runs.min()} à {runs.max()} par scénario, graine "
        f"{study.seed}), {len(months)} ordres du jour dont {proven} prouvés optimaux, {len(played.requests)} demandes."
        f"{missing}{failed}"
    )


def between(text: str, mark: str, made: str) -> str:
    """The page with other lines between its marks."""
    before, begin, rest = text.partition(f"<!-- {mark} -->\n")
    _, end, after = rest.partition(f"<!-- /{mark} -->")
    if not begin or not end:
        raise ValueError(f"{PAGE.name}: expected the marks {mark}")
    return f"{before}{begin}{made.rstrip()}\n{end}{after}"


def main(folder: Path, workers: int) -> None:
    """Play what is missing, then write page and picture."""
    mpl.use("svg")
    study, scenarios = Study.from_toml(STUDY)
    counts = [policy.replications or study.replications for policy in study.scenario]
    with parallel_config(backend="loky", n_jobs=workers):
        played = campaign(scenarios, counts, seed=study.seed, folder=folder, progress=sys.stderr.isatty())
    measured = measures(played)
    alike = [scenario for scenario in scenarios if scenario.demand == scenarios[0].demand]
    names = [scenario.name for scenario in scenarios]
    text = PAGE.read_text(encoding="utf-8")
    text = between(text, "joué", told(study, played))
    text = between(text, "demande 1,05", "\n".join(old_and_new(measured, names[1], names[0])))
    text = between(text, "demande 1,2", "\n".join(old_and_new(measured, names[3], names[2])))
    shared = shared_replications(measured, [scenario.name for scenario in alike])
    text = between(text, "partagées", f"{len(shared)} simulations de chaque choix :")
    text = between(text, "choix", "\n".join(variants(measured[measured["replication"].isin(shared)], alike)))
    PAGE.write_text(text, encoding="utf-8")
    points = comparable(played, scenarios)
    if points is not None:
        axes = words("study.frontier-axes")
        TARGET.write_text(picture(lambda: frontiers(points, axes, decimal=","))[0], encoding="utf-8")


if __name__ == "__main__":
    given = sys.argv[1:]
    jobs = int(given[1]) if len(given) > 1 else -1
    if given:
        main(Path(given[0]), jobs)
    else:
        with tempfile.TemporaryDirectory() as place:
            main(Path(place), jobs)
