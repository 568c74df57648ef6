"""The example months of the two presets of today, with invented people; ``python -m tests.intake.making.today``.

Each folder holds what the structures sent (``recus``) and what the service keeps itself (``service``); the name table
and the bundled problem are what their import gives. Profiles and LISEZMOI.md are written by hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from rsa_sched.intake.options import Identities, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.intake.rows.pseudonyms import Key
from tests.intake.making.month import ROOT, Cell, invented, slashes, weekday
from tests.intake.making.writing import delimited, fill, saved

KEY = Key(bytes(range(32)))
"""Everybody is invented: the key needs no hiding."""
_TOWN = "99100 Rives-sur-Vuloire"
_STREETS = ("rue des Tavards", "place du Milquet", "allée Zorbin", "chemin de la Vuloire")
_PARTNERS = {
    "CCAS": "ext-ccas", "Centre d'hébergement": "ext-hebergement", "Organisme de formation": "ext-formation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """One month: how many requests each structure makes, what is asked for, when sessions are held."""

    folder: Path
    bundled: Path
    seed: int
    prefix: str
    requests: dict[str, int]
    """By structure of the profile; one file for those of one kind."""
    staff: dict[str, str]
    sessions: tuple[tuple[str, ...], ...]
    """Id, type, sub-sector, venue, date, hour, staff."""
    special: str = ""
    """A word for a type besides the first, asked for by one in four."""
    heard: int = 3
    """One in so many comes with the beneficiary."""

    def profile(self) -> Profile:
        """The département's profile, written by hand."""
        return Profile.from_toml(self.folder / "service" / "profil.toml")


EP = Example(
    folder=ROOT / "examples" / "equipe-pluridisciplinaire",
    bundled=ROOT / "rsa_sched" / "data" / "equipe-pluridisciplinaire.json",
    seed=262,
    prefix="ep",
    requests={"pole-insertion": 10, "passerelle": 5, "ft-rives": 9, "ml-rives": 4, "cap-emploi": 2},
    staff={
        "presidence-ep": "Présidence de l'équipe pluridisciplinaire", "secretariat-ep": "Secrétariat",
        "representant-ep": "Représentant des bénéficiaires", "conseil-ft": "Conseil, France Travail",
    },
    sessions=(
        ("EP-2026-03-10", "EP", "", "Maison du département", "2026-03-10", "9h00",
         "presidence-ep ; secretariat-ep ; representant-ep ; conseil-ft"),
        ("EP-2026-03-26", "", "", "Maison du département", "2026-03-26", "14h00",
         "presidence-ep ; secretariat-ep ; representant-ep ; conseil-ft"),
    ),
)  # fmt: skip
NETWORK = Example(
    folder=ROOT / "examples" / "reseau-emploi",
    bundled=ROOT / "rsa_sched" / "data" / "reseau-emploi.json",
    seed=2025,
    prefix="re",
    requests={"pole-insertion": 8, "passerelle": 5, "ft-rives": 8, "ml-rives": 4, "cap-emploi": 2},
    staff={
        "animation-rives": "Animation territoriale", "conseil-ft": "Conseil, France Travail",
        "coach-remob": "Accompagnement à la remobilisation",
    },
    sessions=(
        ("nord-2026-03", "commission territoriale", "nord", "Centre social du Port", "2026-03-10", "9h00",
         "animation-rives ; conseil-ft"),
        ("centre-2026-03", "", "Rives centre", "Maison du département", "2026-03-12", "14h00",
         "animation-rives ; conseil-ft"),
        ("sud-2026-03", "Commissions territoriales", "sud", "Centre social des Vignes", "2026-03-17", "9h00",
         "animation-rives ; conseil-ft"),
        ("remob-2026-03", "remobilisation", "", "Maison du département", "2026-03-19", "9h00", "coach-remob"),
    ),
    special="Remobilisation",
    heard=4,
)  # fmt: skip
EXAMPLES = (EP, NETWORK)
_REFERENTS = {"pole-insertion": 3, "passerelle": 2, "ft-rives": 2, "ml-rives": 1, "cap-emploi": 1}


def referents() -> dict[str, Any]:
    """Invented referents by id, the structure of each being what their id begins with."""
    ids = [f"{structure}-{n}" for structure, number in _REFERENTS.items() for n in range(1, number + 1)]
    return {one.id: one for one in invented(len(ids), ids, "professional", seed=39)}


Row = dict[str, Cell]


def rows(example: Example) -> dict[str, list[Row]]:
    """The requests of each structure, as facts; how they are written is the tables'."""
    draw = random.Random(example.seed)
    profile = example.profile()
    as_of = date.fromisoformat(profile.document["as_of"])
    homes = sorted(profile.neighbourhoods)
    total = sum(example.requests.values())
    people = iter(invented(total, [f"{n}" for n in range(total)], "person", seed=example.seed))
    made: dict[str, list[Row]] = {}
    number = 0
    for structure, wanted in example.requests.items():
        ranks = draw.sample(range(1, wanted + 1), wanted)
        for rank in ranks:
            number += 1
            who = next(people)
            requested = as_of - timedelta(days=draw.randrange(8, 210))
            comes = number % example.heard == 0
            row: Row = {
                "id": f"{example.prefix}-{number:03}", "last": who.last_name, "first": who.first_name,
                "civility": who.civility, "born": date.fromisoformat(who.birth_date), "case": who.case_number,
                "requested": requested, "received": requested + timedelta(days=draw.randrange(0, 6)),
                "referent": f"{structure}-{draw.randrange(1, _REFERENTS[structure] + 1)}", "structure": structure,
                "urgency": draw.choice((0, 0, 0, 1, 1, 2, 3)), "rank": rank if wanted > 2 else None,
                "deferrals": draw.choice((0, 0, 0, 1, 2)), "comes": comes,
                "partner": draw.choice([*_PARTNERS]) if number % 7 == 0 else None,
                "home": draw.choice(homes) if homes else None,
                "type": example.special if example.special and number % 4 == 1 else None,
                "from": as_of + timedelta(days=draw.randrange(12, 26)) if number % 9 == 4 else None,
                "until": as_of + timedelta(days=draw.randrange(10, 45)) if number % 5 == 2 else None,
                "street": f"{draw.randrange(1, 90)} {draw.choice(_STREETS)}, {_TOWN}" if comes else None,
            }  # fmt: skip
            made.setdefault(structure, []).append(row)
    return made


Column = tuple[str, Callable[[Row], Cell]]


def _key(name: str) -> Callable[[Row], Cell]:
    return lambda row: row[name]


def _day(name: str) -> Callable[[Row], Cell]:
    def shown(row: Row) -> Cell:
        day = row[name]
        return slashes(day) if isinstance(day, date) else None

    return shown


def _named(row: Row) -> Cell:
    who = referents()[str(row["referent"])]
    return f"{who.first_name} {who.last_name}"


def _yes(name: str) -> Callable[[Row], Cell]:
    return lambda row: "oui" if row[name] else "non"


def columns(example: Example, *, dates: Callable[[str], Callable[[Row], Cell]] = _day) -> list[Column]:
    """Headings as the form has them, without what this month has no need of."""
    place: list[Column] = [("Quartier", _key("home"))] if example.profile().neighbourhoods else []
    kind: list[Column] = [("Type d'instance", _key("type"))] if example.special else []
    return [
        ("N° de situation", _key("id")), ("Civilité", _key("civility")), ("Nom", _key("last")),
        ("Prénom", _key("first")), ("Date de naissance", dates("born")), ("N° de dossier", _key("case")),
        ("Adresse", _key("street")), ("Courrier officiel", _yes("comes")), *kind, *place,
        ("Structure", _key("structure")), ("Référent", _named), ("Date de la demande", dates("requested")),
        ("Reçu le", dates("received")), ("Pas avant le", dates("from")), ("Au plus tard le", dates("until")),
        ("Urgence", _key("urgency")), ("Ordre de priorité", _key("rank")), ("Ajournements", _key("deferrals")),
        ("Partenaires extérieurs", _key("partner")), ("Allocataire invité", _yes("comes")),
        ("Accord préalable", _yes("comes")),
    ]  # fmt: skip


def france_travail(example: Example) -> list[Column]:
    """Headings of an extraction of their own."""
    own = {"Référent": "Référent unique", "Date de la demande": "Date de saisine", "Au plus tard le": "Échéance légale"}
    return [(own.get(heading, heading), cell) for heading, cell in columns(example)]


def grid(listed: Sequence[Column], requests: Sequence[Row]) -> list[list[Cell]]:
    """Headings, then a row a request."""
    return [[heading for heading, _ in listed], *([cell(row) for _, cell in listed] for row in requests)]


def people(example: Example) -> list[list[Cell]]:
    """The professionals: referents by name, the others by their function."""
    head: list[Cell] = ["Identifiant", "Civilité", "Nom", "Prénom", "Fonction", "Structure"]
    named: list[list[Cell]] = [
        [one.id, one.civility, one.last_name, one.first_name, "Référent unique", one.id.rpartition("-")[0]]
        for one in referents().values()
    ]
    others = example.staff | {name: label for label, name in _PARTNERS.items()}
    rest: list[list[Cell]] = [[name, None, None, None, label, None] for name, label in others.items()]
    return [head, *named, *rest]


def absences() -> list[list[Cell]]:
    """A few half-days."""
    head: list[Cell] = ["Professionnel", "Date", "Demi-journée"]
    return [head, ["pole-insertion-1", "10/03/2026", "matin"], ["ft-rives-2", "17/03/2026", "journée"],
            ["ml-rives-1", "12/03/2026", "après-midi"]]  # fmt: skip


def calendar(example: Example) -> list[list[Cell]]:
    """The sessions; length and size are their type's."""
    head: list[Cell] = ["N° de séance", "Type d'instance", "Sous-secteur", "Lieu", "Date", "Heure", "Équipe"]
    listed: list[list[Cell]] = [
        [name, kind, place, venue, weekday(date.fromisoformat(day)), hour, staff]
        for name, kind, place, venue, day, hour, staff in example.sessions
    ]
    whole = [head, *listed]
    return whole if any(row[2] for row in listed) else [[*row[:2], *row[3:]] for row in whole]


def text_files(example: Example) -> dict[str, bytes]:
    """Every table that is text, by its path within the folder."""
    made = rows(example)
    rest = [row for name in ("passerelle", "ml-rives", "cap-emploi") for row in made[name]]
    service = {"seances": calendar(example), "professionnels": people(example), "indisponibilites": absences()}
    files = {
        "recus/extraction France Travail.csv": delimited(
            grid(france_travail(example), made["ft-rives"]), ";", "\r\n", "cp1252"
        ),
        "recus/partenaires.csv": delimited(grid(columns(example), rest), ";", "\r\n", "utf-8-sig"),
    }
    return files | {
        f"service/{name}.csv": delimited(table, ";", "\r\n", "utf-8-sig") for name, table in service.items()
    }


def book(example: Example) -> list[list[Cell]]:
    """What stands in the workbook of the département."""
    return grid(columns(example, dates=_key), rows(example)["pole-insertion"])


def read(example: Example) -> Import:
    """The import of the month."""
    service = example.folder / "service"
    tables = TableFiles(
        example.folder / "recus",
        sessions=service / "seances.csv",
        people=service / "professionnels.csv",
        absences=service / "indisponibilites.csv",
    )
    return read_tables(tables, mapping=service / "profil.toml", identities=Identities(KEY))


def main() -> None:
    """Write both months."""
    for example in EXAMPLES:
        (example.folder / "recus").mkdir(exist_ok=True)
        for name, data in text_files(example).items():
            (example.folder / name).write_bytes(data)
        workbook = Workbook()
        fill(workbook.worksheets[0], book(example))
        workbook.worksheets[0].title = "Situations"
        saved(workbook, example.folder / "recus" / "pôle insertion.xlsx")
        result = read(example)
        assert result.problem is not None, str(result.report)
        (example.folder / "service" / "noms.csv").write_bytes(result.names.to_csv())
        example.bundled.write_text(result.problem.to_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
