"""The year of a small sector, October 2010 to July 2011, with invented people; ``python -m tests.intake.making.year``.

Folder ``service`` holds what the service keeps itself; each month has what the structures sent (``recus``), a table
that one of them corrected too late (``correction``) and what else happened (``evenements.csv``). Profile and
LISEZMOI.md are written by hand.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from tests.intake.making.month import ROOT, Cell, invented, slashes, weekday
from tests.intake.making.packed import opendocument, workbook
from tests.intake.making.writing import delimited

YEAR = ROOT / "examples" / "annee"
STRUCTURES = {
    "service-social": "Service social des Rives", "per-rives": "PER des Rives", "pe-rives": "Pôle emploi des Rives",
}  # fmt: skip
_REQUESTS = {"service-social": (5, 6), "per-rives": (3, 4), "pe-rives": (3,)}
"""How many requests a structure makes, month after month in turn."""
_REFERENTS = {"service-social": 3, "per-rives": 2, "pe-rives": 2}
_STAFF = {
    "charge-nord": "Chargée de secteur nord", "charge-sud": "Chargé de secteur sud",
    "pe-dedie": "Agent Pôle emploi dédié",
    "psychologue-1": "Psychologue conventionné",
}  # fmt: skip
_PARTNERS = {"CCAS": "ext-ccas", "Mission locale": "ext-mission-locale", "CAF": "ext-caf"}
HOMES = {"nord": ("Le Port", "Les Forges"), "sud": ("Les Vignes", "Bois Clair")}
_STREETS = ("rue des Tavards", "place du Milquet", "allée Zorbin", "chemin de la Vuloire")
HOLIDAYS = frozenset(
    dt.date.fromisoformat(day)
    for day in (
        "2010-11-01", "2010-11-11", "2010-12-25", "2011-01-01", "2011-04-25", "2011-05-01", "2011-05-08", "2011-06-02",
        "2011-06-13", "2011-07-14",
    )
)  # fmt: skip
CODES = ("maintien", "reorientation", "autre-projet")


@dataclass(frozen=True, slots=True, repr=False)
class YearRequest:
    """One row of a table: a request as it is sent, maybe again.

    Attributes
    ----------
    number : in the table.
    first : the number under which the same request was sent first: its own, but where a structure renumbers.
    """

    number: str
    first: str
    structure: str
    referent: int
    kind: str
    subsector: str
    requested: dt.date
    received: dt.date
    urgency: int
    rank: int | None = None
    invited: bool = False
    partner: str = ""
    until: dt.date | None = None
    person: int = 0


@dataclass(frozen=True)
class YearEvent:
    """Something that happens after the agenda is there.

    Attributes
    ----------
    what : the first column of ``evenements.csv``.
    session : where it happens, where that is fixed.
    who : numbers of requests: it happens to the first that it can happen to; or a professional.
    """

    what: str
    session: str
    who: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class YearMonth:
    """What one month brings."""

    name: str
    as_of: dt.date
    sessions: tuple[tuple[str, str, str, str, dt.date, str, str], ...]
    """Id, type, sub-sector, venue, day, hour, staff."""
    sent: tuple[YearRequest, ...]
    corrected: tuple[YearRequest, ...]
    """One row that its structure sent wrong, and one that it forgot."""
    events: tuple[YearEvent, ...] = field(default=())


def first_days() -> list[dt.date]:
    """The first of each of the ten months."""
    return [dt.date(2010 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(10)]


def _day(first: dt.date, day: int, on: int) -> dt.date:
    """The first such day of the week from a day of the month on that is no holiday."""
    found = first + dt.timedelta(days=day - 1)
    while found.weekday() != on or found in HOLIDAYS:
        found += dt.timedelta(days=1)
    return found


def _sessions(first: dt.date, number: int) -> tuple[tuple[str, str, str, str, dt.date, str, str], ...]:
    name = f"{first:%Y-%m}"
    found = [
        (f"nord-{name}", "standard", "nord", "Centre social du Port", _day(first, 5, 1), "9h00",
         "charge-nord ; pe-dedie"),
        (f"sud-{name}", "standard", "sud", "Centre social des Vignes", _day(first, 8, 3), "14h00",
         "charge-sud ; pe-dedie"),
    ]  # fmt: skip
    if number % 2 == 0:
        found.append((f"psy-{name}", "psychologue", "", "Maison du département", _day(first, 15, 0), "14h00",
                      "psychologue-1 ; charge-nord"))  # fmt: skip
    return tuple(found)


@cache
def months() -> tuple[YearMonth, ...]:
    """The ten months, in order; nothing but the seed decides."""
    draw = random.Random(1011)
    made: list[YearMonth] = []
    count = 0
    for number, first in enumerate(first_days()):
        as_of = first - dt.timedelta(days=6)
        fresh: list[YearRequest] = []
        for structure, amounts in _REQUESTS.items():
            wanted = amounts[number % len(amounts)]
            ranks = draw.sample(range(1, wanted + 1), wanted)
            for nth, rank in enumerate(ranks):
                count += 1
                fresh.append(_request(draw, count, structure, as_of, rank, is_psychologist=nth == 4))
        again = _again(draw, made, number, as_of)
        wrong = draw.choice([row for row in fresh if row.structure == list(STRUCTURES)[number % 3]])
        right = replace(wrong, urgency=min(3, wrong.urgency + 1), partner="" if wrong.partner else "CCAS")
        count += 1
        forgotten = _request(draw, count, wrong.structure, as_of, None)
        forgotten = replace(forgotten, received=as_of + dt.timedelta(days=3))
        sessions = _sessions(first, number)
        sent = (*fresh, *again)
        events = _events(draw, number, sessions, sent, made[-1].sent if made else ())
        made.append(YearMonth(f"{first:%Y-%m}", as_of, sessions, sent, (right, forgotten), events))
    return tuple(made)


def _request(
    draw: random.Random, number: int, structure: str, as_of: dt.date, rank: int | None, *, is_psychologist: bool = False
) -> YearRequest:
    requested = as_of - dt.timedelta(days=draw.randrange(9, 45))
    until = as_of + dt.timedelta(days=draw.randrange(30, 90)) if number % 9 == 4 else None
    return YearRequest(
        number=f"rv-{number:03}", first=f"rv-{number:03}", structure=structure,
        referent=draw.randrange(1, _REFERENTS[structure] + 1), kind="Psychologue" if is_psychologist else "",
        subsector=draw.choice(list(HOMES)), requested=requested,
        received=requested + dt.timedelta(days=draw.randrange(6)), urgency=draw.choice((0, 0, 0, 1, 1, 2, 3)),
        rank=rank, invited=number % 4 == 0,
        partner=draw.choice(list(_PARTNERS)) if number % 7 == 3 else "", until=until,
        person=number,
    )  # fmt: skip


def _again(draw: random.Random, before: list[YearMonth], number: int, as_of: dt.date) -> list[YearRequest]:
    """Three requests of the month before that are sent again, whether they wait or not: one with a new date and under a
    new number, two as they were; and from January on an old one."""
    if not before:
        return []
    pool = [row for row in before[-1].sent if row.number == row.first and not row.kind]
    found = draw.sample(pool, 3)
    renumbered = replace(
        found[0], number=f"rv-{number}90", rank=None, requested=as_of - dt.timedelta(days=8),
        received=as_of - dt.timedelta(days=7),
    )  # fmt: skip
    old = [draw.choice([row for row in before[-3].sent if row.number == row.first])] if number >= 3 else []
    return [renumbered, *(replace(row, rank=None) for row in [*found[1:], *old])]


def _events(
    draw: random.Random,
    number: int,
    sessions: tuple[tuple[str, str, str, str, dt.date, str, str], ...],
    sent: tuple[YearRequest, ...],
    before: tuple[YearRequest, ...],
) -> tuple[YearEvent, ...]:
    names = tuple(dict.fromkeys(row.first for row in (*sent, *before)))

    def mixed() -> tuple[str, ...]:
        return tuple(draw.sample(names, len(names)))

    found = []
    if number % 3 == 1:
        found.append(YearEvent("place décidée", "", mixed(), "situation suivie de près par le service"))
    if number % 3 == 2:
        found.append(YearEvent("séance annulée", sessions[number % 2][0], (), "salle inondée"))
    else:
        found.append(YearEvent("place annulée", "", mixed(), "la personne a prévenu qu'elle ne viendrait pas"))
    if number == 4:
        found.append(YearEvent("professionnel empêché", "", ("per-rives-1",), "arrêt de travail"))
    if number % 4 == 2:
        found.append(YearEvent("demande retirée", "", mixed(), "a déménagé"))
    found.append(YearEvent("absente", "", mixed(), "ne s'est pas présentée"))
    found += [YearEvent(f"suite : {code}", "", tuple(sorted(mixed()[:4])), "") for code in CODES]
    return tuple(found)


# --- tables -----------------------------------------------------------------------------------------------------------


@cache
def people() -> dict[int, tuple[str, str, str, dt.date, str]]:
    """Civility, last and first name, day of birth and case number of each person, by number."""
    number = max(row.person for month in months() for row in (*month.sent, *month.corrected))
    made = invented(number, [str(n) for n in range(number)], "person", seed=1012)
    return {
        n: (one.civility, one.last_name, one.first_name, dt.date.fromisoformat(one.birth_date), one.case_number)
        for n, one in enumerate(made, 1)
    }


@cache
def referents() -> dict[str, tuple[str, str, str]]:
    """Civility, last and first name of each referent, by id."""
    ids = [f"{structure}-{n}" for structure, number in _REFERENTS.items() for n in range(1, number + 1)]
    made = invented(len(ids), ids, "professional", seed=1013)
    return {one.id: (one.civility, one.last_name, one.first_name) for one in made}


def table(rows: list[YearRequest]) -> list[list[Cell]]:
    """Headings, then a row a request, as the form has them."""
    head: list[Cell] = [
        "N° de situation", "Civilité", "Nom", "Prénom", "Date de naissance", "N° de dossier", "Adresse",
        "Courrier officiel", "Type d'instance", "Quartier", "Structure", "Référent", "Date de la demande", "Reçu le",
        "Au plus tard le", "Urgence", "Ordre de priorité", "Partenaires extérieurs", "Allocataire invité",
        "Accord préalable",
    ]  # fmt: skip
    return [head, *map(_cells, rows)]


def _cells(row: YearRequest) -> list[Cell]:
    civility, last, first, born, case = people()[row.person]
    _, surname, given = referents()[f"{row.structure}-{row.referent}"]
    homes = HOMES[row.subsector]
    street = f"{row.person} {_STREETS[row.person % 4]}, 99100 Rives-sur-Vuloire" if row.invited else None
    answer = "oui" if row.invited else "non"
    return [
        row.number, civility, last, first, born, case, street, answer, row.kind or None,
        homes[row.person % len(homes)], STRUCTURES[row.structure], f"{given} {surname}", row.requested, row.received,
        row.until, row.urgency, row.rank, row.partner or None, answer, answer,
    ]  # fmt: skip


def service_files() -> dict[str, bytes]:
    """The calendar of the year, the professionals and their absences."""
    head: list[Cell] = ["N° de séance", "Type d'instance", "Sous-secteur", "Lieu", "Date", "Heure", "Équipe"]
    calendar: list[list[Cell]] = [[*row[:4], weekday(row[4]), *row[5:]] for month in months() for row in month.sessions]
    staff: list[list[Cell]] = [["Identifiant", "Civilité", "Nom", "Prénom", "Fonction", "Structure"]]
    staff += [[name, *who, "Référent", name.rpartition("-")[0]] for name, who in referents().items()]
    staff += [
        [name, None, None, None, label, None]
        for name, label in (_STAFF | {one: label for label, one in _PARTNERS.items()}).items()
    ]
    absences: list[list[Cell]] = [["Professionnel", "Date", "Demi-journée"]]
    for number, month in enumerate(months()):
        who = list(referents())[number % len(referents())]
        absences.append([who, slashes(month.sessions[number % 2][4]), "journée"])
        absences.append(["ext-ccas", slashes(month.sessions[0][4] + dt.timedelta(days=1)), "matin"])
    rows: dict[str, list[list[Cell]]] = {
        "seances": [head, *calendar],
        "professionnels": staff,
        "indisponibilites": absences,
    }
    return {f"service/{name}.csv": delimited(made, ";", "\r\n", "utf-8-sig") for name, made in rows.items()}


def month_files(number: int) -> dict[str, bytes]:
    """What one month brings: a table a structure, in the formats in turn, the correction, the events."""
    month, found = months()[number], dict[str, bytes]()
    for nth, structure in enumerate(STRUCTURES):
        rows = table([row for row in month.sent if row.structure == structure])
        suffix = ("csv", "xlsx", "ods")[(number + nth) % 3]
        made = {"csv": _text, "xlsx": workbook, "ods": opendocument}[suffix](rows)
        found[f"{month.name}/recus/{STRUCTURES[structure]}.{suffix}"] = made
    found[f"{month.name}/correction/{STRUCTURES[month.corrected[0].structure]} (corrigé).csv"] = _text(
        table(list(month.corrected))
    )
    events: list[list[Cell]] = [["Ce qui arrive", "Séance", "À qui (la première qui s'y prête)", "Motif"]]
    events += [[one.what, one.session, " ".join(one.who), one.reason] for one in month.events]
    found[f"{month.name}/evenements.csv"] = delimited(events, ";", "\r\n", "utf-8-sig")
    return found


def _text(rows: list[list[Cell]]) -> bytes:
    return delimited(rows, ";", "\r\n", "cp1252")


def files() -> dict[str, bytes]:
    """Every file that is not written by hand, by its path within the folder; the same bytes every time."""
    found = service_files()
    for number in range(len(months())):
        found |= month_files(number)
    return found


def main(folder: Path = YEAR) -> None:
    """Write the year."""
    for month in months():
        shutil.rmtree(folder / month.name, ignore_errors=True)
    for name, data in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
