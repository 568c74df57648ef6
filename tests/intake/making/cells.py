"""What stands in the columns of the example tables: names, places, partners and answers of a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rsa_sched.names import Identity
from tests.intake.making.month import Cell, Request, letter_of, professionals, requests

LABELS = {
    "ext-mission-locale": "Mission locale", "ext-cap-emploi": "Cap emploi", "ext-caf": "CAF", "ext-ccas": "CCAS",
    "ext-csapa": "Centre d'addictologie", "ext-aci": "Chantier d'insertion",
    "ext-ai-isere": "Association intermédiaire",
}  # fmt: skip
HOMES = {
    "S1": ("Chorier-Berriat", "Marcel Porte", "Chorrier Berriat"), "S2": ("Vieux Temple", "Chanrion"),
    "S3": ("Mistral", "Eaux Claires", "EAUX-CLAIRES"), "S4": ("Capuche", "Alliés Alpins", "Allié Alpin"),
    "S5": ("Abbaye", "Teisseire"), "S6": ("Arlequin", "Prémol", "Baladins", "Villeneuve"),
    "SDF": ("Sans domicile fixe",),
}  # fmt: skip
URGENCY = ("non", "urgent", "très urgent", "critique")
REMARKS = (
    "Regard croisé souhaité sur le projet", "Parcours bloqué depuis le printemps", "Freins à la mobilité",
    "Projet de formation à discuter", "Étayage social ; emploi à reprendre", "",
)  # fmt: skip
NAMED = professionals()


def home(request: Request) -> str:
    """A neighbourhood of the request's sub-sector, in one of its spellings."""
    homes = HOMES[request.raw["subsector"]]
    return homes[int(request.raw["id"][-2:]) % len(homes)]


def remark(request: Request) -> str:
    """A harmless comment."""
    return REMARKS[int(request.raw["id"][-2:]) % len(REMARKS)]


def referent(request: Request) -> str:
    """« Prénom NOM », or the id where nobody was named."""
    who = NAMED.get(request.raw["referent"])
    return f"{who.first_name} {who.last_name.upper()}" if who else request.raw["referent"]


def referent_last_first(request: Request) -> str:
    """« Nom, Prénom »."""
    who = NAMED[request.raw["referent"]]
    return f"{who.last_name}, {who.first_name}"


def partners(separator: str) -> Callable[[Request], Cell]:
    """The external partners by their labels."""
    return lambda request: separator.join(LABELS[name] for name in request.partners)


def on(key: str, spelt: Callable[..., Cell]) -> Callable[[Request], Cell]:
    """A date of the request, as it is spelt here."""
    return lambda request: spelt(request.day(key))


def born(spelt: Callable[..., Cell]) -> Callable[[Request], Cell]:
    """The date of birth, as it is spelt here."""
    return lambda request: spelt(request.born)


def person(name: str, spelt: Callable[[str], str] = str) -> Callable[[Request], Cell]:
    """Something of the person's identity."""
    return lambda request: spelt(str(getattr(request.who, name)))


def constant(text: Cell) -> Callable[[Request], Cell]:
    """The same in every row."""
    return lambda request: text


def urgency(request: Request) -> str:
    """The urgency in words."""
    return URGENCY[request.raw["urgency"]]


def official(request: Request) -> bool:
    """Whether the prescriber of a table asks for a letter to the person: for two of them."""
    return request.raw["id"] in ("2010-0048", "2010-0022")


def contact(number: int) -> Callable[[Request], Cell]:
    """The postal address (0) or e-mail (1) of whoever is to get an official letter."""
    return lambda request: letter_of(request.who)[number] if official(request) else None


def proposed(structures: Sequence[str], *types: str) -> list[Request]:
    """The requests of some structures, of some types where given."""
    return [row for row in requests() if row.raw["structure"] in structures and (not types or row.raw["type"] in types)]


def spelt(who: Identity, request: Request) -> Identity:
    """Somebody as the name table knows them after the import: with what the tables add."""
    address, email = letter_of(who)
    if request.raw["structure"] == "sls-s1":
        return replace(who, address=address, email=email, official_letter=True) if official(request) else who
    upper = request.raw["structure"] in ("per-nord", "sls-s5")
    return replace(who, last_name=who.last_name.upper()) if upper else who
