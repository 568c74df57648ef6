"""The bundled month as requests with invented people, and the ways in which offices write dates and answers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rsa_sched.names import Identity

ROOT = Path(__file__).resolve().parents[3]
TABLES = ROOT / "examples" / "tables"
FAULTY = ROOT / "examples" / "tables-fautifs"
DOCUMENT: dict[str, Any] = json.loads((ROOT / "examples" / "grenoble-2010-10.json").read_text(encoding="utf-8"))

Cell = str | int | date | bool | None

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HEADS = (
    "Zor",
    "Mil",
    "Tav",
    "Qué",
    "Plo",
    "Dra",
    "Vul",
    "Bré",
    "Sol",
    "Nim",
    "Gau",
    "Fer",
    "Lué",
    "Cral",
    "Hob",
    "Œr",
)
_MIDDLES = ("ba", "ti", "vo", "ru", "né", "lo", "ki", "da", "çu", "me")
_SURNAME_TAILS = ("neau", "quet", "rdin", "steu", "vrac", "mbel", "lloz", "gnat")
_GIVEN_TAILS = ("ne", "lo", "rik", "mée", "va", "ldo", "ssa", "nis")
_STREETS = ("rue des Tavards", "place du Milquet", "allée Zorbin", "chemin de la Vuloire")


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A situation of the bundled month and the invented person behind it."""

    raw: dict[str, Any]
    who: Identity

    def get(self, key: str, otherwise: Any = None) -> Any:
        """A key of the situation."""
        return self.raw.get(key, otherwise)

    def day(self, key: str) -> date:
        """A date of the situation."""
        return date.fromisoformat(self.raw[key])

    @property
    def born(self) -> date:
        """When the person was born."""
        return date.fromisoformat(self.who.birth_date)

    @property
    def partners(self) -> list[str]:
        """Ids of the external partners; the month has no others."""
        return [partner["professional"] for partner in self.raw.get("partners", [])]


Column = tuple[str, Callable[[Request], Cell]]
"""Heading of a column, and what stands in it for a request."""


def invented(number: int, ids: list[str], sort: str, seed: int) -> list[Identity]:
    """People whose names are put together from syllables; the same seed gives the same people."""
    draw = random.Random(seed)
    seen: set[tuple[str, str]] = set()
    people = []
    for n in range(number):
        while True:
            last = draw.choice(_HEADS) + draw.choice(_MIDDLES) + draw.choice(_SURNAME_TAILS)
            first = draw.choice(_HEADS) + draw.choice(_MIDDLES) + draw.choice(_GIVEN_TAILS)
            if (last, first) not in seen:
                break
        seen.add((last, first))
        civility = draw.choice(("Mme", "M."))
        born = (date(1948, 1, 1) + timedelta(days=draw.randrange(15_000))).isoformat()
        case = f"{draw.randrange(3_000, 90_000):07}"
        if sort == "person":
            people.append(Identity(ids[n], "person", civility, last, first, born, case))
        else:
            people.append(Identity(ids[n], "professional", civility, last, first))
    return people


def requests() -> list[Request]:
    """All situations of the month, in the order of their ids."""
    rows = sorted(DOCUMENT["situations"], key=lambda row: str(row["id"]))
    people = invented(len(rows), [row["person"] for row in rows], "person", seed=2010)
    return [Request(row, who) for row, who in zip(rows, people, strict=True)]


def professionals() -> dict[str, Identity]:
    """Invented names of the referents, but for those of Pôle emploi, and of one external partner."""
    ids = [
        row["id"]
        for row in DOCUMENT["professionals"]
        if ("structure" in row and not row["structure"].startswith("pe-")) or row["id"] == "ext-ai-isere"
    ]
    return {one.id: one for one in invented(len(ids), ids, "professional", seed=38)}


def letter_of(who: Identity) -> tuple[str, str]:
    """An invented postal address and e-mail of somebody."""
    draw = random.Random(who.id)
    street = f"{draw.randrange(1, 90)} {draw.choice(_STREETS)}"
    return f"{street}\n38000 Grenoble", f"{_ascii(who.first_name)}.{_ascii(who.last_name)}@exemple.invalid"


def _ascii(name: str) -> str:
    pairs = (("é", "e"), ("ç", "c"), ("œ", "oe"), ("Œ", "oe"))
    for accented, plain in pairs:
        name = name.replace(accented, plain)
    return name.lower()


# --- ways to write ----------------------------------------------------------------------------------------------------


def slashes(day: date) -> str:
    """« 05/09/2010 »."""
    return f"{day:%d/%m/%Y}"


def short(day: date) -> str:
    """« 5/9/2010 »."""
    return f"{day.day}/{day.month}/{day.year}"


def dots(day: date) -> str:
    """« 05.09.2010 »."""
    return f"{day:%d.%m.%Y}"


def words(day: date) -> str:
    """« 5 septembre 2010 », « 1er septembre 2010 »."""
    return f"{day.day}{'er' if day.day == 1 else ''} {_MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """« dimanche 5 septembre 2010 »."""
    return f"{_WEEKDAYS[day.weekday()]} {words(day)}"


def serial_1904(day: date) -> int:
    """How a workbook that counts from 1904 stores a day."""
    return (day - date(1904, 1, 1)).days


def answer(yes: str, no: str, key: str, default: bool = False) -> Callable[[Request], Cell]:
    """A yes-or-no column."""
    return lambda request: yes if request.get(key, default) else no


def of(key: str, otherwise: Cell = None) -> Callable[[Request], Cell]:
    """A column that is a key of the situation as it stands."""

    def cell(request: Request) -> Cell:
        found: Cell = request.get(key, otherwise)
        return found

    return cell
