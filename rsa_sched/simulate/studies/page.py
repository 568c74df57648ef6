"""The page of a study: questions and answers in French, with tables, curves and what each figure means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rsa_sched.display.html import STYLE, table
from rsa_sched.display.svg import escaped
from rsa_sched.display.text import REASONS
from rsa_sched.explain.french import NARROW_SPACE, count, figure
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
PAGE = """
body { max-width: 62rem; margin: 1.5rem auto; padding: 0 1rem; color: #1b1f24; background: #fff;
       font-family: 'Liberation Sans', Arial, sans-serif; }
svg { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
"""


def study_page(found: Findings, pictures: dict[str, str]) -> str:
    """One page; `pictures` are SVG elements by title."""
    study = found.study
    body = [
        f"<h1>{escaped(study.title)}</h1>",
        f"<p>{_played(found)}</p>",
        *_heard_in_time(found),
        *_who_gains(found),
        *_frontier(found),
        *_shares(found),
        *_use(found),
        *_capacity(found),
        *_forgotten(found),
    ]
    for title, picture in pictures.items():
        body.append(f"<figure>\n{picture}\n<figcaption>{escaped(title)}</figcaption>\n</figure>")
    body += _definitions()
    head = (
        f'<head>\n<meta charset="utf-8">\n<title>{escaped(study.title)}</title>\n<style>{PAGE}{STYLE}</style>\n</head>'
    )
    inner = "\n".join(body)
    main = f'<main class="rsa-sched">\n{inner}\n</main>'
    return f'<!DOCTYPE html>\n<html lang="fr">\n{head}\n<body>\n{main}\n</body>\n</html>\n'


def _played(found: Findings) -> str:
    study = found.study
    fewest = min(policy.replications or study.replications for policy in study.scenario)
    most = max(policy.replications or study.replications for policy in study.scenario)
    how_often = figure(most) if fewest == most else f"{figure(fewest)} à {figure(most)}"
    failed, missing = len(found.campaign.failures), found.campaign.missing
    lost = f" {count(failed, 'simulation')} en échec, laissées de côté." if failed else ""
    if missing:
        lost += f" <strong>Interrompu{NARROW_SPACE}: {count(missing, 'simulation')} restent à jouer.</strong>"
    if fewest < FEW:
        lost += f" Moins de {FEW} simulations{NARROW_SPACE}: les intervalles sont larges, en jouer davantage."
    return (
        f"{how_often} simulations de {study.months} mois pour chacun des "
        f"{len(found.scenarios)} scénarios, graine {study.seed}. Les mêmes demandes sont jouées dans tous les scénarios"
        f"{NARROW_SPACE}: un écart vient d'eux. Les intervalles sont à 95 %.{lost}"
    )


def _heard_in_time(found: Findings) -> Iterator[str]:
    yield f"<h2>Qui est entendu dans les {found.study.within} jours{NARROW_SPACE}?</h2>"
    yield _wide(found, "Attentes par scénario", "attentes", ["scenario"], WAITS)
    for group in GROUPS:
        caption = f"Attentes par scénario et {GROUP_NAMES[group]}"
        yield _wide(found, caption, f"attentes-{group}", ["scenario", group], WAITS)


def _who_gains(found: Findings) -> Iterator[str]:
    if len(found.scenarios) < 2:
        return
    first = found.scenarios[0].name
    yield f"<h2>Qui gagne, qui perd{NARROW_SPACE}?</h2>"
    for number, scenario in enumerate(found.scenarios[1:], start=2):
        yield f"<h3>{escaped(scenario.name)}</h3>\n<ul>"
        for group in GROUPS:
            frame = found.tables[f"comparaison-{number}-{group}"]
            for row in frame[frame["measure"] == "within"].to_dict("records"):
                yield f"<li>{escaped(_told(str(row[group]), group, row, first))}</li>"
        yield "</ul>"


def _told(name: str, group: str, row: Row, first: str) -> str:
    who = f"Urgence {name}" if group == "urgency" else name
    sure = "" if row["differs"] else ", un écart que le hasard suffit à expliquer"
    change = f"{100 * row['change']:+.1f}".replace(".", ",").replace("-", "−")
    low, high = (f"{100 * row[end]:+.1f}".replace(".", ",").replace("-", "−") for end in ("low", "high"))
    return (
        f"{who} : {_share(row['first'])} entendues à temps avec « {first} », {_share(row['second'])} ici "
        f"({change} points, entre {low} et {high}{sure})."
    )


def _frontier(found: Findings) -> Iterator[str]:
    yield f"<h2>Qu'achète et que coûte chaque scénario{NARROW_SPACE}?</h2>"
    yield _wide(found, "Ce qui se paie l'un par l'autre, par scénario", "frontiere", ["scenario"], FRONTIER)


def _shares(found: Findings) -> Iterator[str]:
    yield f"<h2>Chaque sorte de structure reçoit-elle sa part{NARROW_SPACE}?</h2>"
    yield _wide(found, "Parts par scénario et sorte de structure", "parts", ["scenario", "kind"], SHARES)
    yield _wide(found, "Accordé sur demandé, du début à la fin", "parts-demandees", ["scenario", "kind"],
                ["heard_of_asked"])  # fmt: skip


def _use(found: Findings) -> Iterator[str]:
    yield f"<h2>À quoi servent les séances et les déplacements{NARROW_SPACE}?</h2>"
    yield _wide(found, "Emploi des séances par scénario", "emploi", ["scenario"], USES)


def _capacity(found: Findings) -> Iterator[str]:
    capacity = found.capacity
    if capacity is None:
        return
    goal = f"{100 * capacity.target:g} % d'entendues en {capacity.within} jours"
    yield f"<h2>Combien de séances par mois pour {escaped(goal)}{NARROW_SPACE}?</h2>"
    if capacity.sessions is None:
        yield f"<p>Aucun des nombres de séances essayés n'y suffit avec certitude{NARROW_SPACE}: voir le tableau.</p>"
    else:
        below = capacity.surely_too_few
        doubt = "" if below is None else f" {count(below, 'séance')} sont à coup sûr trop peu."
        yield f"<p><strong>{count(capacity.sessions, 'séance')}</strong> y suffisent.{doubt}</p>"
    rows = [
        (figure(row["sessions"]), _share(row["mean"]), f"{_share(row['low'])} à {_share(row['high'])}")
        for row in capacity.tried.to_dict("records")
    ]
    yield table(
        "Nombres de séances essayés", ("Séances par mois", "Entendues à temps", "Intervalle"), rows, figures=(0, 1, 2)
    )


def _forgotten(found: Findings) -> Iterator[str]:
    yield f"<h2>Qui n'entre jamais{NARROW_SPACE}?</h2>"
    frame = found.tables["oubliees"]
    if frame.empty:
        yield "<p>Personne n'a attendu plus que la garantie et un mois, dans aucun scénario.</p>"
        return
    rows = [
        (
            row["scenario"],
            row["kind"],
            figure(row["requests"]),
            figure(row["longest_days"]),
            REASONS.get(row["reason"], "–"),
        )
        for row in frame.to_dict("records")
    ]
    head = ("Scénario", "Structures", "Demandes", "Attente la plus longue, jours", "Dernier motif le plus fréquent")
    yield table("Demandes qui ont attendu plus que la garantie et un mois, toutes simulations ensemble", head, rows,
                figures=(2, 3))  # fmt: skip


def _definitions() -> Iterator[str]:
    rows = [(line.label, line.meaning, line.perimeter, line.unit) for line in DEFINITIONS.values()]
    yield "<h2>Ce que veulent dire les chiffres</h2>"
    yield table("Définitions et périmètres", ("Chiffre", "Définition", "Périmètre", "Unité"), rows)


def _wide(found: Findings, caption: str, name: str, by: Sequence[str], measures: Sequence[str]) -> str:
    """A group a row, a measure a column: mean and interval."""
    frame, order = found.tables[name], [scenario.name for scenario in found.scenarios]
    labels = {"scenario": "Scénario", "kind": "Structures", "urgency": "Urgence"}
    head = [labels[name] for name in by]
    head += [DEFINITIONS[name].label if name in DEFINITIONS else EXTRA[name] for name in measures]
    cells = {(*(row[name] for name in by), row["measure"]): _cell(row) for row in frame.to_dict("records")}
    # scenarios as the study lists them, which is how a reader expects them
    groups = sorted(dict.fromkeys(key[:-1] for key in cells), key=lambda group: order.index(group[0]))
    rows = [[*map(str, group), *(cells.get((*group, name), "–") for name in measures)] for group in groups]
    inner = table(caption, head, rows, figures=range(len(by), len(head)))
    return f'<div class="wide" role="region" tabindex="0" aria-label="{escaped(caption)}">\n{inner}\n</div>'


def _cell(row: Row) -> str:
    if row["mean"] != row["mean"]:
        return "–"
    told, low, high = _number, row["low"], row["high"]
    if row["measure"] != "lag_slots":
        low = max(0.0, low)  # nobody waits less than no day, whatever Student's interval says
    if row["measure"] in SHARE_MEASURES:
        told = _share
        if row["measure"] in PROPORTIONS:
            high = min(1.0, high)
    return told(row["mean"]) + (f" ({told(low)} à {told(high)})" if row["low"] == row["low"] else "")


def _share(value: float) -> str:
    return "–" if value != value else f"{100 * value:.1f} %".replace(".", ",").replace("-", "−")


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").replace("-", "−")
