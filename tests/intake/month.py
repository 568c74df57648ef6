"""A small month in tables: one service, two sub-sectors, a handful of professionals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import pandas as pd

from rsa_sched.intake.findings import Finding
from rsa_sched.intake.options import Identities, MonthContext, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.intake.rows.pseudonyms import Key

KEY = Key(bytes(range(32)))

ORGANISATION: dict[str, Any] = {
    "problem": {"id": "essai-2010-10", "as_of": "2010-09-28"},
    "services": [{"id": "grenoble", "label": "Service de Grenoble"}],
    "subsectors": [
        {"id": "S1", "service": "grenoble", "label": "Chorier", "neighbourhoods": ["Berriat", "Chorier"]},
        {"id": "S2", "service": "grenoble", "label": "Chanrion", "neighbourhoods": ["Vieux Temple"]},
        {"id": "SDF", "service": "grenoble", "label": "Sans domicile"},
    ],
    "venues": [{"id": "cs-1", "label": "Centre social Un"}, {"id": "cs-2", "label": "Centre social Deux"}],
    "structures": [
        {"id": "sls", "kind": "PSSI", "label": "Service social"},
        {"id": "pe", "kind": "PE", "label": "Agence nord", "aliases": ["Agence du nord"]},
        {"id": "asso", "kind": "PER", "label": "Association Tremplin"},
    ],
}

PEOPLE = [
    {"Identifiant": "p-1", "Nom": "Milteau", "Prénom": "Zorbane", "Structure": "sls", "Courriel": "zm@sls.example"},
    {"Identifiant": "p-2", "Nom": "Quéflin", "Prénom": "Darsine", "Structure": "Agence nord"},
    {"Identifiant": "p-3", "Nom": "Vaurmel", "Prénom": "Ostrède", "Structure": "asso"},
    {"Identifiant": "p-4", "Fonction": "Chargée de secteur"},
    {"Identifiant": "p-5", "Fonction": "Psychologue"},
]

SESSIONS = [
    {"N° de séance": "s-1", "Type d'instance": "standard", "Sous-secteur": "S1", "Lieu": "cs-1", "Date": "12/10/2010",
     "Heure": "9h00", "Équipe": "p-4"},
    {"N° de séance": "s-2", "Type d'instance": "standard", "Sous-secteur": "S2", "Lieu": "Centre social Deux",
     "Date": "14/10/2010", "Heure": "14:00"},
    {"N° de séance": "s-3", "Type d'instance": "SDF", "Sous-secteur": "SDF", "Lieu": "cs-1", "Date": "15/10/2010",
     "Heure": "9h00"},
]  # fmt: skip


def request(n: int = 1, /, **cells: str) -> dict[str, str]:
    """A request without a fault: d-n, of the structure sls, for a person of its own."""
    row = {
        "N° de situation": f"d-{n}",
        "N° de dossier": f"D{n:04}",
        "Sous-secteur": "S1",
        "Structure": "sls",
        "Référent": "p-1",
        "Date de la demande": "19/08/2010",
    }
    return row | cells


def read(situations: Sequence[Mapping[str, str]] | None = None, **given: Any) -> Import:
    """The import of these requests in the small month; `given` replaces tables (rows) and arguments of read_tables."""
    tables = {
        "situations": [request()] if situations is None else situations,
        "sessions": given.pop("sessions", SESSIONS),
        "people": given.pop("people", PEOPLE),
    }
    tables |= {kind: given.pop(kind) for kind in ("absences", "decisions", "history", "heard") if kind in given}
    frames = {kind: pd.DataFrame(list(rows)).fillna("") for kind, rows in tables.items() if rows}
    given.setdefault("mapping", Profile.from_dict(ORGANISATION))
    identities = Identities(given.pop("key", KEY), given.pop("names", None), given.pop("verdicts", None))
    about = {field.name: given.pop(field.name) for field in fields(MonthContext) if field.name in given}
    if "keep" in given:
        return read_tables(
            TableFiles(frames, keep=given.pop("keep")), identities=identities, context=MonthContext(**about), **given
        )
    return read_tables(frames, identities=identities, context=MonthContext(**about), **given)


def found(of: Import, code: str) -> list[Finding]:
    """The findings of a code."""
    return [finding for finding in of.report.findings if finding.code == code]


def only(of: Import, code: str) -> Finding:
    """The one finding of a code."""
    (finding,) = found(of, code)
    return finding


def codes(of: Import, *levels: Any) -> list[str]:
    """Codes of the findings of some levels (all, without any), in order."""
    return [finding.code for finding in (of.report.of(*levels) if levels else of.report.findings)]


def of(month: Import, holder: str) -> list[dict[str, Any]]:
    """A raw list of the problem."""
    assert month.problem is not None, str([str(finding) for finding in month.report.errors])
    listed: list[dict[str, Any]] = month.problem.to_dict()[holder]
    return listed


def situations_of(month: Import) -> list[dict[str, Any]]:
    """The raw situations of the problem."""
    return of(month, "situations")
