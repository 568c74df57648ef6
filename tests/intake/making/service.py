"""The service's own files: profile, calendar, professionals, absences, decisions and the name table."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from rsa_sched.names import NameTable
from tests.intake.making.cells import HOMES, LABELS, spelt
from tests.intake.making.month import DOCUMENT, Cell, professionals, requests, slashes, weekday
from tests.intake.making.writing import converted, delimited, fill, saved

ALIASES = {
    "pe-nord": ("France Travail Grenoble nord", "PE nord", "Agence nord"),
    "pe-sud": ("France Travail Grenoble sud", "PE sud"),
    **{f"sls-s{n}": (f"SLS secteur {n}", f"SLS {n}") for n in range(1, 7)},
}  # fmt: skip
MORE = {"sls-s2": ("SLS Vieux Temple",)}
TYPES = {"standard": "standard", "sdf": "SDF", "psychologist": "psychologue"}

MONTH = """\
# Avec cette section, « rsa-sched month octobre » suffit. Les chemins partent du dossier de ce fichier.
[month]
tables = "../tableaux"
own = ["seances.csv", "professionnels.xlsx", "indisponibilites.ods"]
names = "../secret/noms.csv"
key = "../secret/cle.txt"
output = "../mois"
days_before = 6
register = "../registre.sqlite"
"""


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else f'"{value}"'


PLACES = {
    "cs-chorier-berriat": ("10 rue de l'Essai", "tram A, arrêt Essai, puis 3 minutes à pied"),
    "cs-marcel-porte": ("4 place du Modèle", "bus 12, arrêt Modèle, devant l'entrée"),
    "cs-vieux-temple": ("2 rue du Vieil Exemple", "bus 16, arrêt Vieil Exemple, puis 2 minutes à pied"),
    "cs-chanrion": ("18 rue du Brouillon", "tram B, arrêt Brouillon, puis 5 minutes à pied"),
    "cs-mistral": ("7 avenue du Spécimen", "tram A, arrêt Spécimen, puis 4 minutes à pied"),
    "cs-eaux-claires": ("33 rue des Essais Clairs", "tram C, arrêt Essais Clairs, puis 2 minutes à pied"),
    "cs-capuche": ("51 rue du Prototype", "tram C, arrêt Prototype, puis 6 minutes à pied"),
    "cs-allies-alpins": ("60 rue de la Maquette", "tram C, arrêt Maquette, puis 3 minutes à pied"),
    "cs-abbaye": ("1 place de l'Ébauche", "bus 13, arrêt Ébauche, devant l'entrée"),
    "cs-teisseire": ("110 avenue du Croquis", "bus 14, arrêt Croquis, puis 1 minute à pied"),
    "cs-arlequin": ("85 galerie de l'Esquisse", "tram A, arrêt Esquisse, puis 2 minutes à pied"),
    "cs-premol": ("7 rue de l'Épreuve", "tram A, arrêt Épreuve, puis 5 minutes à pied"),
    "cs-baladins": ("20 place des Gabarits", "bus 12, arrêt Gabarits, devant l'entrée"),
    "equipe-sdf": ("16 rue du Patron", "tram B, arrêt Patron, puis 4 minutes à pied"),
}
"""Address of each venue and how to come there; both are invented."""


def profile() -> str:
    """The profile: the organisation of the bundled month, the words in use there, letters and delays."""
    parts = [
        "# Profil du secteur de Grenoble : l'organisation, les mots des tableaux, les courriers, les délais.\n"
        "# Les noms de lieux et de structures sont ceux de la note de 2010 ; aucune personne n'y figure.\n",
        f'[problem]\nid = "{DOCUMENT["id"]}"\nas_of = {DOCUMENT["as_of"]}\ntimezone = "{DOCUMENT["timezone"]}"\n',
    ]
    for name in ("services", "subsectors", "venues", "structures"):
        for row in DOCUMENT[name]:
            extra: dict[str, Any] = {}
            if name == "subsectors":
                extra["neighbourhoods"] = HOMES[row["id"]]
            if row["id"] in ALIASES:
                extra["aliases"] = (*ALIASES[row["id"]], *MORE.get(row["id"], ()))
            lines = [f"{key} = {_toml(value)}" for key, value in {**row, **extra}.items()]
            parts.append("\n".join([f"[[{name}]]", *lines, ""]))
    travel = DOCUMENT["travel"]
    pairs = "".join(f"    {_toml(pair)},\n" for pair in travel["between"])
    parts.append(f"[travel]\ndefault_minutes = {travel['default_minutes']}\nbetween = [\n{pairs}]\n")
    parts += [
        "\n".join(["[[history]]", *(f"{key} = {_toml(value)}" for key, value in row.items()), ""])
        for row in DOCUMENT["history"]
    ]
    parts.append(
        "# Titres de colonnes propres au secteur, en plus de ceux que l'outil connaît.\n[columns.situations]\n"
        'structure = ["Structure prescriptrice"]\nreferent = ["Nom et prénom du référent"]\n'
    )
    partners = "".join(f'"{label}" = "{name}"\n' for name, label in LABELS.items())
    parts.append(f"# Autres noms des partenaires.\n[aliases.professionals]\n{partners}")
    parts.append(
        "[letters]\n"
        'sender = "Conseil général de l\'Isère, service insertion, secteur Grenoble"\n'
        'address = "1 place de l\'Exemple\\n38000 Grenoble"\n'
        'contact = "04 65 71 00 38, insertion.grenoble@exemple.invalid"\n'
        'town = "Grenoble"\nsignatory = "La cheffe de service insertion"\n'
        'rules_contact = "insertion.grenoble@exemple.invalid"\n'
    )
    parts.append(
        "# Adresses et trajets inventés.\n[letters.addresses]\n"
        + "".join(f'{name} = "{street}, 38000 Grenoble"\n' for name, (street, _) in PLACES.items())
    )
    parts.append("[letters.access]\n" + "".join(f'{name} = "{way}"\n' for name, (_, way) in PLACES.items()))
    parts.append("[delays]\ntell_prescribers = 2\ntell_people = 7\nconfirm_partners = 7\n")
    parts.append(MONTH)
    return "\n".join(parts)


def sessions() -> list[list[Cell]]:
    """The calendar."""
    rows: list[list[Cell]] = [["N° de séance", "Type d'instance", "Sous-secteur", "Lieu", "Date", "Heure", "Équipe"]]
    labels = {row["id"]: row["label"] for row in DOCUMENT["venues"]}
    for row in DOCUMENT["sessions"]:
        start = datetime.fromisoformat(row["start"])
        rows.append([row["id"], TYPES[row["type"]], row.get("subsector"), labels[row["venue"]], weekday(start.date()),
                     f"{start.hour}h{start.minute:02}", " ; ".join(row["staff"])])  # fmt: skip
    return rows


def people() -> list[list[Cell]]:
    """The professionals; most referents have an invented name."""
    rows: list[list[Cell]] = [["Identifiant", "Civilité", "Nom", "Prénom", "Fonction", "Structure"]]
    named = professionals()
    for row in DOCUMENT["professionals"]:
        who = named.get(row["id"])
        names: list[Cell] = [who.civility, who.last_name, who.first_name] if who else [None, None, None]
        rows.append([row["id"], *names, row.get("label"), row.get("structure")])
    return rows


def absences() -> list[list[Cell]]:
    """When they cannot come, half-days by their names, the rest by their hours."""
    rows: list[list[Cell]] = [["Professionnel", "Date", "Demi-journée", "De", "À"]]
    halves = {("08:00", "12:00"): "matin", ("13:00", "18:00"): "après-midi", ("08:00", "18:00"): "journée"}
    named = professionals()
    for number, row in enumerate(DOCUMENT["professionals"]):
        who = named.get(row["id"])
        shown = f"{who.first_name} {who.last_name}" if who and number % 3 == 0 else row["id"]
        for nth, (start, end) in enumerate(row.get("unavailable", [])):
            day, hours = date.fromisoformat(start[:10]), (start[11:], end[11:])
            if end[:10] != start[:10]:
                raise SystemExit("an absence over several days: write it as Du / Au")
            if hours in halves and nth % 3 < 2:
                rows.append([shown, day, halves[hours], None, None])
            else:
                first, last = (f"{int(hour[:2])}h{hour[3:]}" for hour in hours)
                rows.append([shown, day, None, first, last])
    return rows


def name_table() -> NameTable:
    """Everybody of the month as the name table knows them once the tables are imported."""
    people = [spelt(request.who, request) for request in requests()]
    return NameTable([*people, *professionals().values()])


def decisions() -> list[list[Cell]]:
    """The one place that the service fixed."""
    rows: list[list[Cell]] = [["N° de situation", "Décision", "N° de séance", "Date"]]
    starts = {row["id"]: date.fromisoformat(row["start"][:10]) for row in DOCUMENT["sessions"]}
    return [
        *rows,
        *([row["situation"], "fixée", row["session"], slashes(starts[row["session"]])] for row in DOCUMENT["pins"]),
    ]


def write(folder: Path) -> None:
    """All of them."""
    (folder / "profil.toml").write_text(profile(), encoding="utf-8")
    (folder / "seances.csv").write_bytes(delimited(sessions(), ";", "\r\n", "utf-8-sig"))
    (folder / "decisions.csv").write_bytes(delimited(decisions(), ";", "\r\n", "utf-8-sig"))
    book = Workbook()
    fill(book.worksheets[0], people())
    book.worksheets[0].title = "Professionnels"
    book.worksheets[0].freeze_panes = "A2"
    saved(book, folder / "professionnels.xlsx")
    book = Workbook()
    fill(book.worksheets[0], absences())
    book.worksheets[0].title = "Indisponibilités"
    converted(book, folder / "indisponibilites.ods")
    (folder / "noms.csv").write_bytes(name_table().to_csv())
