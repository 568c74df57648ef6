"""The page of a study: questions and answers in French, with tables, curves and what each figure means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from rsa_sched.french.figures import NONE, count, decimal, figure, percent
from rsa_sched.french.labels import COLON
from rsa_sched.french.sentences import words
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, grid_of
from rsa_sched.simulate.measures.definitions import DEFINITIONS
from rsa_sched.simulate.measures.frontier import FRONTIER
from rsa_sched.simulate.studies.conduct import GROUPS, SHARES, WAITS, Findings

Row = Mapping[Any, Any]
FEW = 5
"""Fewer replications say little."""
GROUP_NAMES = {"kind": "sorte de structure", "urgency": "urgence"}
PROPORTIONS = frozenset({"within", "used", "heard_of_asked", "long_waits", "due_missed"})
"""Shares that cannot exceed the whole, whatever Student's interval says."""
SHARE_MEASURES = frozenset({*PROPORTIONS, "served_of_due", "served_of_demand"})
USES = ("used", "seated", "under_two", "trips", "trips_avoided", "idle_minutes")
EXTRA = {"seated": "Situations entendues par mois"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the page with its answer.

    Attributes
    ----------
    title : the question.
    tables : what answers it.
    strong, answer : a sentence before them, its beginning in bold.
    told : sentences by the scenario that they are about.
    """

    title: str
    tables: Sequence[Grid] = ()
    strong: str = ""
    answer: str = ""
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)


def study_page(found: Findings, pictures: dict[str, str]) -> str:
    """One page; `pictures` are SVG elements by title."""
    study = found.study
    fewest = min(policy.replications or study.replications for policy in study.scenario)
    most = max(policy.replications or study.replications for policy in study.scenario)
    how_often = figure(most) if fewest == most else f"{figure(fewest)} à {figure(most)}"
    failed = len(found.campaign.failures)
    few = f"Moins de {FEW} simulations{COLON}les intervalles sont larges, en jouer davantage."
    definitions = [(line.label, line.meaning, line.perimeter, line.unit) for line in DEFINITIONS.values()]
    return page(
        "study.html.jinja",
        study.title,
        played=(
            f"{how_often} simulations de {study.months} mois pour chacun des {len(found.scenarios)} scénarios, graine "
            f"{study.seed}. Les mêmes demandes sont jouées dans tous les scénarios{COLON}un écart vient d'eux. Les "
            "intervalles sont à 95 %."
        ),
        lost=f"{count(failed, 'simulation')} en échec, laissées de côté." if failed else "",
        missing=found.campaign.missing,
        few=few if fewest < FEW else "",
        questions=list(_questions(found)),
        pictures={title: Markup(picture) for title, picture in pictures.items()},  # noqa: S704 - matplotlib escapes
        definitions=grid_of(
            "Définitions et périmètres", ("Chiffre", "Définition", "Périmètre", "Unité"), definitions, shape="long"
        ),
    )


def _questions(found: Findings) -> Iterator[Question]:
    """In the order of the page."""
    waits = [_wide(found, "Attentes par scénario", "attentes", ["scenario"], WAITS)]
    for group in GROUPS:
        caption = f"Attentes par scénario et {GROUP_NAMES[group]}"
        waits.append(_wide(found, caption, f"attentes-{group}", ["scenario", group], WAITS))
    yield Question(f"Qui est entendu dans les {found.study.within} jours\u202f?", waits)
    if len(found.scenarios) > 1:
        yield Question("Qui gagne, qui perd\u202f?", told=_who_gains(found))
    paid = _wide(found, "Ce qui se paie l'un par l'autre, par scénario", "frontiere", ["scenario"], FRONTIER)
    yield Question("Qu'achète et que coûte chaque scénario\u202f?", [paid])
    kinds = ["scenario", "kind"]
    shares = [
        _wide(found, "Parts par scénario et sorte de structure", "parts", kinds, SHARES),
        _wide(found, "Accordé sur demandé, du début à la fin", "parts-demandees", kinds, ["heard_of_asked"]),
    ]
    yield Question("Chaque sorte de structure reçoit-elle sa part\u202f?", shares)
    used = _wide(found, "Emploi des séances par scénario", "emploi", ["scenario"], USES)
    yield Question("À quoi servent les séances et les déplacements\u202f?", [used])
    yield from _capacity(found)
    yield _forgotten(found)


def _who_gains(found: Findings) -> dict[str, list[str]]:
    """Each scenario beside the first, group by group."""
    first, *others = found.scenarios
    told: dict[str, list[str]] = {}
    for number, scenario in enumerate(others, start=2):
        sentences = told[scenario.name] = []
        for group in GROUPS:
            frame = found.tables[f"comparaison-{number}-{group}"]
            rows = frame[frame["measure"] == "within"].to_dict("records")
            sentences += [_compared(str(row[group]), group, row, first.name) for row in rows]
    return told


def _compared(name: str, group: str, row: Row, first: str) -> str:
    who = f"Urgence {name}" if group == "urgency" else name
    sure = "" if row["differs"] else ", un écart que le hasard suffit à expliquer"
    change, low, high = (decimal(100 * row[end], signed=True) for end in ("change", "low", "high"))
    return (
        f"{who} : {percent(row['first'])} entendues à temps avec « {first} », {percent(row['second'])} ici "
        f"({change} points, entre {low} et {high}{sure})."
    )


def _capacity(found: Findings) -> Iterator[Question]:
    capacity = found.capacity
    if capacity is None:
        return
    rows = [
        (figure(row["sessions"]), percent(row["mean"]), f"{percent(row['low'])} à {percent(row['high'])}")
        for row in capacity.tried.to_dict("records")
    ]
    head = ("Séances par mois", "Entendues à temps", "Intervalle")
    tried = grid_of("Nombres de séances essayés", head, rows, figures=(0, 1, 2), shape="small")
    goal = f"{100 * capacity.target:g} % d'entendues en {capacity.within} jours"
    title = f"Combien de séances par mois pour {goal}\u202f?"
    if capacity.sessions is None:
        answer = f"Aucun des nombres de séances essayés n'y suffit avec certitude{COLON}voir le tableau."
        yield Question(title, [tried], answer=answer)
    else:
        below = capacity.surely_too_few
        doubt = "" if below is None else f" {count(below, 'séance')} sont à coup sûr trop peu."
        yield Question(title, [tried], count(capacity.sessions, "séance"), f"y suffisent.{doubt}")


def _forgotten(found: Findings) -> Question:
    title, frame = "Qui n'entre jamais\u202f?", found.tables["oubliees"]
    if frame.empty:
        nobody = "Personne n'a attendu plus que la garantie et un mois, dans aucun scénario."
        return Question(title, answer=nobody)
    reasons = words("deferrals.reasons")
    rows = [
        (row["scenario"], row["kind"], figure(row["requests"]), figure(row["longest_days"]),
         reasons.get(row["reason"], NONE))
        for row in frame.to_dict("records")
    ]  # fmt: skip
    head = ("Scénario", "Structures", "Demandes", "Attente la plus longue, jours", "Dernier motif le plus fréquent")
    caption = "Demandes qui ont attendu plus que la garantie et un mois, toutes simulations ensemble"
    return Question(title, [grid_of(caption, head, rows, figures=(2, 3))])


def _wide(found: Findings, caption: str, name: str, by: Sequence[str], measures: Sequence[str]) -> Grid:
    """A group a row, a measure a column: mean and interval."""
    frame, order = found.tables[name], [scenario.name for scenario in found.scenarios]
    labels = {"scenario": "Scénario", "kind": "Structures", "urgency": "Urgence"}
    head = [labels[name] for name in by]
    head += [DEFINITIONS[name].label if name in DEFINITIONS else EXTRA[name] for name in measures]
    cells = {(*(row[name] for name in by), row["measure"]): _cell(row) for row in frame.to_dict("records")}
    # scenarios as the study lists them, which is how a reader expects them
    groups = sorted(dict.fromkeys(key[:-1] for key in cells), key=lambda group: order.index(group[0]))
    rows = [[*map(str, group), *(cells.get((*group, name), NONE) for name in measures)] for group in groups]
    return grid_of(caption, head, rows, figures=range(len(by), len(head)))


def _cell(row: Row) -> str:
    low, high = row["low"], row["high"]
    if row["measure"] != "lag_slots":
        low = max(0.0, low)  # nobody waits less than no day, whatever Student's interval says
    if row["measure"] in PROPORTIONS:
        high = min(1.0, high)
    told = percent if row["measure"] in SHARE_MEASURES else decimal
    known = row["mean"] == row["mean"] and row["low"] == row["low"]
    return told(row["mean"]) + (f" ({told(low)} à {told(high)})" if known else "")
