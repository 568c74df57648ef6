"""The figures of a month, each with its definition and its perimeter, so that anybody can count it again [R57]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from rsa_sched.display.html import COLON
from rsa_sched.display.text import REASONS, TERMS
from rsa_sched.publish.view import View


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
SHARE = "en %"
"""Unit of shares; a lone « % » is what some spreadsheets take for the beginning of a formula."""


def indicators(shown: View) -> tuple[Indicator, ...]:
    """The figures that an audience may see: all of them the service, those of its own situations a prescriber."""
    return tuple(_Count(shown).all())


class _Count:
    """Counts over one view."""

    def __init__(self, shown: View) -> None:
        self._shown = shown
        self._seats = shown.seats
        whose = "toutes les structures" if shown.audience.all else "situations visibles ici"
        self._situations = f"{shown.problem}, {whose}"
        self._sessions = f"{shown.problem}, séances visibles ici"

    def all(self) -> Iterator[Indicator]:
        """One after the other."""
        yield from self._requests()
        yield from self._by_structure()
        yield from self._waits()
        if self._shown.parts is not None:  # others do not see every line of a session
            yield from self._use()
            yield from self._accounts()

    def _requests(self) -> Iterator[Indicator]:
        heard = Counter(line.kind for _, line in self._seats)
        deferred = Counter(row.kind for row in self._shown.deferrals)
        asked = heard + deferred
        kinds = [kind for kind in self._shown.regulation.kinds if asked[kind]]
        for name, counts, definition in (
            ("Demandes", asked, "situations proposées à l'arbitrage : entendues et ajournées"),
            ("Situations à entendre", heard, "situations qui ont une place dans l'ordre du jour"),
            ("Situations ajournées", deferred, "situations sans place dans l'ordre du jour"),
        ):
            for of, number in [(ALL, sum(counts.values())), *((kind, counts[kind]) for kind in kinds)]:
                yield Indicator(name, of, number, "situations", definition, self._situations)
        why: Counter[tuple[str, str]] = Counter((row.kind, row.reason) for row in self._shown.deferrals)
        for reason, label in REASONS.items():
            for kind in kinds:
                if why[kind, reason]:
                    definition = "premier motif qui s'applique (règles au tableau des ajournements)"
                    of = f"{kind}, {label}"
                    yield Indicator(
                        "Motifs d'ajournement", of, why[kind, reason], "situations", definition, self._situations
                    )
        for kind in kinds:
            definition = "demandes du type de structure sur l'ensemble des demandes"
            yield Indicator("Part des demandes", kind, _share(asked[kind], asked), SHARE, definition, self._situations)
            definition = "situations à entendre du type de structure sur l'ensemble des situations à entendre"
            yield Indicator("Part des places", kind, _share(heard[kind], heard), SHARE, definition, self._situations)

    def _by_structure(self) -> Iterator[Indicator]:
        asked: Counter[tuple[str, str]] = Counter()
        heard: Counter[tuple[str, str]] = Counter()
        for _, line in self._seats:
            asked[line.structure_label, line.structure] += 1
            heard[line.structure_label, line.structure] += 1
        for row in self._shown.deferrals:
            asked[row.structure_label, row.structure] += 1
        for label, structure in sorted(asked):
            definition = "situations à entendre de la structure sur les demandes de la structure"
            value = heard[label, structure] / asked[label, structure]
            of = f"{label} ({heard[label, structure]} sur {asked[label, structure]})"
            yield Indicator("Part entendue par structure", of, value, SHARE, definition, self._situations)

    def _waits(self) -> Iterator[Indicator]:
        as_of = self._shown.as_of
        definition = "jours de la demande à la date de l'arbitrage"
        asked = {
            "entendues": [line.requested_on for _, line in self._seats if line.requested_on is not None],
            "ajournées": [row.requested_on for row in self._shown.deferrals],
        }
        for which, days in asked.items():
            ages = [(as_of - day).days for day in days]
            perimeter = f"{self._situations}{COLON}situations {'à entendre' if which == 'entendues' else which}"
            middle, oldest = (median(ages), max(ages)) if ages else (None, None)
            yield Indicator("Ancienneté médiane", which, middle, "jours", definition, perimeter)
            yield Indicator("Ancienneté la plus grande", which, oldest, "jours", definition, perimeter)
        perimeter = f"{self._situations}{COLON}situations ajournées"
        again = sum(row.deferrals > 0 for row in self._shown.deferrals)
        definition = "situations ajournées qui l'avaient déjà été au moins une fois"
        yield Indicator("Ajournées de nouveau", ALL, again, "situations", definition, perimeter)

    def _use(self) -> Iterator[Indicator]:
        sessions = self._shown.sessions
        held = [row for row in sessions if row.mode != "cancelled"]
        used, opened = sum(row.minutes_used for row in held), sum(row.minutes for row in held)
        yield Indicator("Minutes occupées", ALL, used, "minutes", "durée des situations à entendre", self._sessions)
        definition = "durée prévue des séances qui ne sont pas annulées"
        yield Indicator("Minutes ouvertes", ALL, opened, "minutes", definition, self._sessions)
        definition = "minutes occupées sur minutes ouvertes"
        yield Indicator("Occupation", ALL, used / opened if opened else None, SHARE, definition, self._sessions)
        few = sum(len(row.lines) < 2 for row in sessions)
        definition = "séances avec une situation ou aucune, annulées comprises (R22, R52)"
        yield Indicator("Séances à moins de deux situations", ALL, few, "séances", definition, self._sessions)
        cancelled = len(sessions) - len(held)
        definition = "séances sans demande, d'un type qui est alors annulé (R52)"
        yield Indicator("Séances annulées", ALL, cancelled, "séances", definition, self._sessions)
        definition = "venues distinctes (professionnel, lieu, jour), hors permanents présents ce jour-là en ce lieu"
        yield Indicator("Déplacements", ALL, len(self._trips()), "déplacements", definition, self._situations)

    def _trips(self) -> set[tuple[str, str, int]]:
        staffed = {(name, row.venue, row.start.toordinal()) for row in self._shown.sessions for name in row.staff}
        coming = {
            (name, session.venue, session.start.toordinal())
            for session, line in self._seats
            for name in line.participants
        }
        return coming - staffed

    def _accounts(self) -> Iterator[Indicator]:
        shown = self._shown
        whole = f"{shown.problem}, ordre du jour entier"
        if shown.parts is not None and shown.points is not None and shown.bound is not None:
            yield Indicator("Points", ALL, shown.points, "points", "priorité moins les quatre coûts", whole)
            proven = "aucun ordre du jour n'a davantage de points (prouvé)"
            yield Indicator("Points au plus", ALL, shown.bound, "points", proven, whole)
            for name, label in TERMS.items():
                cost = getattr(shown.parts, name)
                definition = "poste du barème ; les coûts sont négatifs (feuille Barème)"
                yield Indicator(
                    "Poste des points", label, cost if name == "priority" else -cost, "points", definition, whole
                )
        labels = {row.service: row.service_label for row in shown.sessions}
        for line in shown.due:
            of = f"{labels.get(line.service, line.service)}, {line.kind}"
            for name, units, definition in (
                ("Part due", line.due_units, "part du type de structure, compte tenu de ce qui a déjà été reçu"),
                ("Part accordée", line.granted_units, "quarts d'heure accordés dans l'ordre du jour"),
                ("Part demandée", line.demand_units, "quarts d'heure de toutes les demandes recevables"),
            ):
                yield Indicator(name, of, units, "quarts d'heure", definition, whole)


def _share(number: int, of: Counter[str]) -> float | None:
    whole = sum(of.values())
    return number / whole if whole else None
