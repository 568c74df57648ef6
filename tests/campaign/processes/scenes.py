"""Folders and the command that is run in them: small months of invented people, each command a matter of a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.campaign.processes.child import Order, Told
from tests.campaign.processes.commands import Command
from tests.cli import month

KEY = bytes(range(32))
"""What every key is made of, so that two runs may be compared."""
OTHER_SITUATIONS = """\
N° de situation;Civilité;Nom;Prénom;Date de naissance;Quartier;Structure;Référent;Date de la demande;Reçu le;Rang
d-3;Mme;Vornique;Elpide;02/03/1969;Argoule;Maison Vulbane;p-1;20/08/2010;20/08/2010;1
d-4;M.;Astouf;Guémar;04/05/1971;Argoule;Maison Vulbane;p-1;21/08/2010;21/08/2010;2
d-5;M.;Brelande;Ykor;06/07/1977;Argoule;Maison Vulbane;p-1;22/08/2010;22/08/2010;3
"""
OTHER_SESSIONS = """\
N° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure
s-1;standard;S1;v-1;12/10/2010;14h00
s-2;standard;S1;v-1;19/10/2010;9h00
"""
PEOPLE = {"tableaux": ("Milteau", "Quérin"), "autres": ("Vornique", "Astouf", "Brelande")}
"""Last names, by the folder of tables that they stand in."""
SECRETS = (
    *(name for names in PEOPLE.values() for name in names),
    "Zorbane",
    "Tavöl",
    "Elpide",
    "Guémar",
    "Ykor",
    KEY.hex(),
)

IDENTITIES = ("--names", "noms/noms.csv", "--key", "clé/cle.txt")
LETTERS = ("--names", "noms/noms.csv", "--profile", "profil.toml", "--official-letters", "all")


def imports(tables: str, output: str) -> tuple[str, ...]:
    """``import`` of a folder of tables."""
    return ("import", tables, "--profile", "profil.toml", *IDENTITIES, "-o", output, "--report", f"{output}.csv")


def whole_month(tables: str) -> tuple[str, ...]:
    """``month`` of a folder of tables."""
    return ("month", tables, *LETTERS, "--key", "clé/cle.txt", "-o", "mois", "--workers", "1")


def publishes(tables: str, output: str = "envoi") -> tuple[str, ...]:
    """``publish`` of what `ready` has made of a folder of tables."""
    return ("publish", f"problème-{tables}.json", f"ordre-{tables}.json", *LETTERS, "-o", output)


def lay_out(folder: Path) -> None:
    """The tables of two months, the profile, and folders for key and name table."""
    for name in ("noms", "clé"):
        (folder / name).mkdir()
    month.profile(folder)
    month.tables(folder, situations=OTHER_SITUATIONS, sessions=OTHER_SESSIONS).rename(folder / "autres")
    month.tables(folder)


def ready(folder: Path) -> None:
    """Import and solve both months."""
    for tables in PEOPLE:
        run(folder, imports(tables, f"problème-{tables}.json"))
        run(folder, ("solve", f"problème-{tables}.json", "-o", f"ordre-{tables}.json", "--workers", "1"))


def run(folder: Path, arguments: tuple[str, ...], *, key: bytes = KEY) -> Told:
    """Run a command undisturbed."""
    said = folder.with_name(f"{folder.name}.said")
    command = Command(Order(arguments, str(folder), str(said), key=key))
    told = command.heard()
    command.end()
    assert told is not None and told.code == 0, said.read_text("utf-8")
    return told


@dataclass(frozen=True)
class Scene:
    """What lies in a folder, and a command on it."""

    name: str
    prepare: Callable[[Path], None]
    command: tuple[str, ...]
    held: str | None = None
    """What it waits for, where somebody else holds it."""


def _after(*commands: tuple[str, ...], both: bool = False) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        lay_out(folder)
        if both:
            ready(folder)
        for command in commands:
            run(folder, command)

    return prepare


SCENES = (
    Scene("import", _after(), imports("tableaux", "octobre.json"), "noms/noms.csv"),
    Scene("import, a name table is there", _after(imports("autres", "octobre.json")),
          imports("tableaux", "octobre.json"), "noms/noms.csv"),
    Scene("publish", _after(both=True), publishes("tableaux"), "envoi"),
    Scene("publish another", _after(publishes("tableaux"), both=True), publishes("autres"), "envoi"),
    Scene("publish a smaller one", _after(publishes("autres"), both=True), publishes("tableaux"), "envoi"),
    Scene("month", _after(), whole_month("tableaux"), "mois"),
    Scene("month, another is there", _after(whole_month("autres")), whole_month("tableaux"), "clé/cle.txt"),
)  # fmt: skip
