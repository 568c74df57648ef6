"""A small month as its tables: a folder of csv files and the profile of an invented département."""

from __future__ import annotations

from pathlib import Path

PROFILE = """\
[problem]
id = "vulb-2010-10"
as_of = 2010-09-28

[[services]]
id = "A"

[[subsectors]]
id = "S1"
service = "A"
neighbourhoods = ["Argoule"]

[[venues]]
id = "v-1"
label = "Centre social Plon"

[[structures]]
id = "st-1"
kind = "PSSI"
label = "Maison Vulbane"

[letters]
sender = "Service insertion de Vulb"

[delays]
tell_prescribers = 3
"""
SITUATIONS = """\
N° de situation;Civilité;Nom;Prénom;Date de naissance;Quartier;Structure;Référent;Date de la demande;Reçu le;Rang
d-1;Mme;Milteau;Zorbane;31/01/1980;Argoule;Maison Vulbane;p-1;01/09/2010;01/09/2010;1
d-2;M.;Quérin;Tavöl;15/02/1975;Argoule;Maison Vulbane;p-1;15/08/2010;15/08/2010;2
"""
SESSIONS = """\
N° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure
s-1;standard;S1;v-1;12/10/2010;9h00
"""
PEOPLE = """\
Identifiant;Fonction;Nom;Prénom;Structure
p-1;Assistante sociale;Ploncard;Fuma;st-1
"""
SECRETS = ("Milteau", "Zorbane", "1980", "Quérin", "Tavöl", "1975", "Ploncard", "Fuma")
"""What only the name table and the letters may hold."""


def tables(folder: Path, **changed: str) -> Path:
    """Writes the tables into a new folder; `changed` holds other texts for some, by name."""
    place = folder / "tableaux"
    place.mkdir()
    texts = {"situations": SITUATIONS, "sessions": SESSIONS, "people": PEOPLE} | changed
    for name, text in texts.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def profile(folder: Path, text: str = PROFILE) -> Path:
    """Writes the profile."""
    path = folder / "profil.toml"
    path.write_text(text, encoding="utf-8")
    return path
