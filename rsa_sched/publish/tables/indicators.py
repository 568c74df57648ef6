"""The figures of a month, each with its definition and its perimeter, so that anybody can count it again [R57]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Parts
from rsa_sched.french.labels import COLON, SHARE, signed_parts
from rsa_sched.french.sentences import words
from rsa_sched.render.table import Column, Layout, Share, Table


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure.

    Attributes
    ----------
    name, of : what is counted, and of which part of it.
    value : the figure; a share of 1 where the unit is `SHARE`; None where there is nothing to count.
    unit : in French.
    definition : how it is counted.
    perimeter : over what.
    """

    name: str
    of: str
    value: int | float | None
    unit: str
    definition: str
    perimeter: str


ALL = "ensemble"

DEFINITIONS: dict[str, tuple[str, str]] = {
    "Demandes": ("situations", "situations proposées à l'arbitrage : entendues et ajournées"),
    "Situations à entendre": ("situations", "situations qui ont une place dans l'ordre du jour"),
    "Situations ajournées": ("situations", "situations sans place dans l'ordre du jour"),
    "Motifs d'ajournement": ("situations", "premier motif qui s'applique (règles au tableau des ajournements)"),
    "Part des demandes": (SHARE, "demandes du type de structure sur l'ensemble des demandes"),
    "Part des places": (SHARE, "situations à entendre du type de structure sur l'ensemble des situations à entendre"),
    "Part entendue par structure": (SHARE, "situations à entendre de la structure sur les demandes de la structure"),
    "Ancienneté médiane": ("jours", "jours de la demande à la date de l'arbitrage"),
    "Ancienneté la plus grande": ("jours", "jours de la demande à la date de l'arbitrage"),
    "Ajournées de nouveau": ("situations", "situations ajournées qui l'avaient déjà été au moins une fois"),
    "Minutes occupées": ("minutes", "durée des situations à entendre"),
    "Minutes ouvertes": ("minutes", "durée prévue des séances qui ne sont pas annulées"),
    "Occupation": (SHARE, "minutes occupées sur minutes ouvertes"),
    "Séances à moins de deux situations": (
        "séances",
        "séances avec une situation ou aucune, annulées comprises (R22, R52)",
    ),
    "Séances annulées": ("séances", "séances sans demande, d'un type qui est alors annulé (R52)"),
    "Déplacements": (
        "déplacements",
        "venues distinctes (professionnel, lieu, jour), hors permanents présents ce jour-là en ce lieu",
    ),
    "Points": ("points", "priorité moins les quatre coûts"),
    "Points au plus": ("points", "aucun ordre du jour n'a davantage de points (prouvé)"),
    "Poste des points": ("points", "poste du barème ; les coûts sont négatifs (feuille Barème)"),
    "Part due": ("quarts d'heure", "part du type de structure, compte tenu de ce qui a déjà été reçu"),
    "Part accordée": ("quarts d'heure", "quarts d'heure accordés dans l'ordre du jour"),
    "Part demandée": ("quarts d'heure", "quarts d'heure de toutes les demandes recevables"),
}
"""Unit of each figure, and how it is counted."""

Counted = tuple[str, str, int | float | None, str]
"""Name, of what, value, perimeter."""


def indicators(shown: View) -> tuple[Indicator, ...]:
    """The figures that an audience may see: all of them the service, those of its own situations a prescriber."""
    found = _counted(shown)
    return tuple(Indicator(name, of, value, *DEFINITIONS[name], perimeter) for name, of, value, perimeter in found)


def indicator_table(shown: View) -> Table[Indicator]:
    """The same as a table."""

    def value(row: Indicator) -> float | None:
        return Share(row.value) if row.unit == SHARE and row.value is not None else row.value

    return Table(
        indicators(shown),
        {
            "name": Column("Indicateur", lambda row: row.name, width=26),
            "of": Column("Pour", lambda row: row.of, width=34),
            "value": Column("Valeur", value, "number", width=9),
            "unit": Column("Unité", lambda row: row.unit, width=14),
            "definition": Column("Définition", lambda row: row.definition, width=50),
            "perimeter": Column("Périmètre", lambda row: row.perimeter, width=36),
        },
        {"sheet": Layout("name, of, value, unit, definition, perimeter")},
    )


def _counted(shown: View) -> Iterator[Counted]:
    whose = "toutes les structures" if shown.audience.all else "situations visibles ici"
    situations = f"{shown.problem}, {whose}"
    yield from _requests(shown, situations)
    yield from _by_structure(shown, situations)
    yield from _waits(shown, situations)
    if shown.parts is not None:  # others do not see every line of a session
        yield from _use(shown, situations)
        yield from _accounts(shown, shown.parts)


def _requests(shown: View, situations: str) -> Iterator[Counted]:
    heard = Counter(line.kind for _, line in shown.seats)
    deferred = Counter(row.kind for row in shown.deferrals)
    asked = heard + deferred
    kinds = [kind for kind in shown.regulation.kinds if asked[kind]]
    counted = {"Demandes": asked, "Situations à entendre": heard, "Situations ajournées": deferred}
    for name, counts in counted.items():
        for of, number in [(ALL, sum(counts.values())), *((kind, counts[kind]) for kind in kinds)]:
            yield name, of, number, situations
    why: Counter[tuple[str, str]] = Counter((row.kind, row.reason) for row in shown.deferrals)
    for reason, label in words("deferrals.reasons").items():
        for kind in kinds:
            if why[kind, reason]:
                yield "Motifs d'ajournement", f"{kind}, {label}", why[kind, reason], situations
    for kind in kinds:
        yield "Part des demandes", kind, _share(asked[kind], asked), situations
        yield "Part des places", kind, _share(heard[kind], heard), situations


def _by_structure(shown: View, situations: str) -> Iterator[Counted]:
    heard = Counter((line.structure_label, line.structure) for _, line in shown.seats)
    asked = heard + Counter((row.structure_label, row.structure) for row in shown.deferrals)
    for which, number in sorted(asked.items()):
        of = f"{which[0]} ({heard[which]} sur {number})"
        yield "Part entendue par structure", of, heard[which] / number, situations


def _waits(shown: View, situations: str) -> Iterator[Counted]:
    asked = {
        "entendues": [line.requested_on for _, line in shown.seats if line.requested_on is not None],
        "ajournées": [row.requested_on for row in shown.deferrals],
    }
    for which, days in asked.items():
        ages = [(shown.as_of - day).days for day in days]
        perimeter = f"{situations}{COLON}situations {'à entendre' if which == 'entendues' else which}"
        yield "Ancienneté médiane", which, median(ages) if ages else None, perimeter
        yield "Ancienneté la plus grande", which, max(ages, default=None), perimeter
    again = sum(row.deferrals > 0 for row in shown.deferrals)
    yield "Ajournées de nouveau", ALL, again, f"{situations}{COLON}situations ajournées"


def _use(shown: View, situations: str) -> Iterator[Counted]:
    sessions, visible = shown.sessions, f"{shown.problem}, séances visibles ici"
    held = [row for row in sessions if row.mode != "cancelled"]
    used, opened = sum(row.minutes_used for row in held), sum(row.minutes for row in held)
    yield "Minutes occupées", ALL, used, visible
    yield "Minutes ouvertes", ALL, opened, visible
    yield "Occupation", ALL, used / opened if opened else None, visible
    few = sum(len(row.lines) < 2 for row in sessions)
    yield "Séances à moins de deux situations", ALL, few, visible
    yield "Séances annulées", ALL, len(sessions) - len(held), visible
    yield "Déplacements", ALL, len(_trips(shown)), situations


def _trips(shown: View) -> set[tuple[str, str, int]]:
    staffed = {(name, row.venue, row.start.toordinal()) for row in shown.sessions for name in row.staff}
    coming = {
        (name, session.venue, session.start.toordinal()) for session, line in shown.seats for name in line.participants
    }
    return coming - staffed


def _accounts(shown: View, parts: Parts) -> Iterator[Counted]:
    whole = f"{shown.problem}, ordre du jour entier"
    yield "Points", ALL, shown.points, whole
    yield "Points au plus", ALL, shown.bound, whole
    for _, label, points in signed_parts(parts):
        yield "Poste des points", label, points, whole
    for line in shown.due:
        of = f"{shown.services.get(line.service, line.service)}, {line.kind}"
        yield "Part due", of, line.due_units, whole
        yield "Part accordée", of, line.granted_units, whole
        yield "Part demandée", of, line.demand_units, whole


def _share(number: int, of: Counter[str]) -> float | None:
    whole = sum(of.values())
    return number / whole if whole else None
