"""Small tables of people who do this job, each one of a kind: on the example's service, by the command line."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rsa_sched.cli import main
from rsa_sched.names import NameTable
from tests.intake.making.month import TABLES

SERVICE = TABLES / "service"
FULL = (
    "N°;Civilité;Nom;Prénom;Date de naissance;N° de dossier;Quartier;Structure;Référent;Date de la demande;Reçu le;"
    "Urgence;Ordre de priorité"
)
SHORT = "N°;Nom;Prénom;Né(e) le;Quartier;Structure;Référent;Date de la demande"
SLS = "Mistral;SLS 3;sls-s3-ref1"
PER = "Mistral;PER Grenoble sud;per-sud-ref1"


class Told(NamedTuple):
    """What an import did: exit code, situations, the name table, and the places and codes of what it found."""

    code: int
    situations: list[dict[str, Any]]
    names: NameTable
    found: Counter[tuple[str, str, str]]
    texts: list[str]


def told(folder: Path, tables: dict[str, list[str]], *options: str) -> Told:
    """Import these tables of text (names to lines) on the example's service; a second import goes on from the first."""
    received = folder / "recus"
    received.mkdir(exist_ok=True)
    for old in received.iterdir():
        old.unlink()
    for name, lines in tables.items():
        (received / name).write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    names, problem, report = folder / "noms.csv", folder / "p.json", folder / "constats.csv"
    problem.unlink(missing_ok=True)
    if not names.exists():
        names.write_bytes((SERVICE / "noms.csv").read_bytes())
    service = ["--profile", SERVICE / "profil.toml", "--sessions", SERVICE / "seances.csv"]
    service += ["--people", SERVICE / "professionnels.xlsx", "--names", names, "--key", folder / "cle.txt"]
    code = main(["import", *map(str, (received, *service, "-o", problem, "--report", report)), *options])
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    situations = json.loads(problem.read_text())["situations"] if problem.exists() else []
    found = Counter((row["fichier"], row["ligne"], row["code"]) for row in rows)
    return Told(code, situations, NameTable.from_csv(names), found, [str(row) for row in rows])


def people(found: Told) -> list[str | None]:
    """The person of each situation, in the order of their numbers."""
    return [row.get("person") for row in sorted(found.situations, key=lambda row: str(row["id"]))]


def test_a_shortened_name_and_a_name_swapped_are_doubts(tmp_path: Path) -> None:
    """Each with both rows; a hyphen, capitals and an apostrophe are none."""
    tables = {
        "sls3.csv": [
            FULL,
            f"d1;Mme;BRELLOU-TAVIN;Marie-Anne;02/03/1980;;{SLS};01/09/2010;20/09/2010;0;1",
            f"d4;M.;MARTIN;Pierre;14/07/1975;;{SLS};02/09/2010;20/09/2010;0;2",
            f"d7;M.;D'ORVAN;Loïc;05/05/1985;;{SLS};02/09/2010;20/09/2010;0;3",
        ],
        "per.csv": [
            FULL,
            f"d2;Mme;BRELLOU TAVIN;MARIE ANNE;02/03/1980;;{PER};03/09/2010;20/09/2010;0;1",
            f"d3;Mme;Brellou;Marie-Anne;02/03/1980;;{PER};03/09/2010;20/09/2010;0;4",
            f"d5;M.;Pierre;Martin;14/07/1975;;{PER};04/09/2010;20/09/2010;0;2",
            f"d8;M.;DORVAN;LOIC;05/05/1985;;{PER};04/09/2010;20/09/2010;0;3",
        ],
    }
    first = told(tmp_path, tables)
    assert first.code == 0
    near = {place for place in first.found if place[2] == "identity-near"}
    assert near == {("per.csv", "3", "identity-near"), ("sls3.csv", "3", "identity-near")}
    d1, d2, d3, d4, d5, d7, d8 = people(first)
    assert (d1, d7) == (d2, d8)
    assert len({d1, d3, d4, d5, d7}) == 5
    # Decided once, in both ways, and read again with the name table of the month before.
    decided = tmp_path / "identites.csv"
    decided.write_text(f"Pseudonyme;Autre pseudonyme;Décision\n{d1};{d3};autre\n{d5};{d4};même\n", encoding="utf-8")
    again = told(tmp_path, tables, "--identities", str(decided))
    assert people(again) == [d1, d2, d3, d5, d5, d7, d8]
    assert {(file, row) for file, row, code in again.found if code == "identity-decided"} == {("sls3.csv", "3")}
    assert "identity-near" not in {code for *_, code in again.found}
    # The same person twice by one structure, in two ways: somebody decides, leaving out bad rows does not.
    decided.write_text(f"{d3};{d2};même\n{d5};{d4};autre\n", encoding="utf-8")
    stopped = told(tmp_path, tables, "--identities", str(decided), "--skip-bad-rows")
    assert (stopped.code, stopped.found["per.csv", "3", "request-differs"]) == (2, 1)


def test_a_name_of_birth_finds_the_person(tmp_path: Path) -> None:
    """Both names are known, in one import or in months that follow; it is told."""
    first = told(tmp_path, {
        "sls3.csv": [
            "N°;Nom de naissance;Nom d'usage;Prénom;Né(e) le;Quartier;Structure;Référent;Date de la demande",
            f"g1;BRELLOU;TAVIN;Ana;02/03/1980;{SLS};01/09/2010",
            f"g2;QUÉNÉSTEU;;Lou;02/03/1981;{SLS};01/09/2010",
        ],
    })  # fmt: skip
    assert (first.code, first.found) == (0, Counter())
    g1, g2 = people(first)
    assert (first.names[str(g1)].last_name, first.names[str(g1)].birth_name) == ("TAVIN", "BRELLOU")
    assert (first.names[str(g2)].last_name, first.names[str(g2)].birth_name) == ("QUÉNÉSTEU", "")
    crossed = {
        "sls3.csv": [SHORT, f"g1;TAVIN;Ana;02/03/1980;{SLS};01/09/2010"],
        "per.csv": [SHORT, f"g3;BRELLOU;Ana;02/03/1980;{PER};01/09/2010"],
    }
    second = told(tmp_path, crossed)
    assert people(second) == [g1, g1]
    assert ("sls3.csv", "2", "person-twice") in second.found
    assert {place[2] for place in second.found} == {"person-twice", "identity-other-name"}
    assert (second.names[str(g1)].last_name, second.names[str(g1)].birth_name) == ("TAVIN", "BRELLOU")
    (tmp_path / "noms.csv").unlink()
    alone = told(tmp_path, crossed)  # nobody ever said that the two names are one person's
    assert len(set(people(alone))) == 2
    assert {place[2] for place in alone.found} == {"identity-near"}


VERSION = "d1;Mme;BRELLOU;Ana;02/03/1980;;Mistral;SLS 3;sls-s3-ref1;01/09/2010;20/09/2010;{};1"
JO = f"d2;M.;TAVIN;Jo;14/07/1975;;{SLS};02/09/2010;20/09/2010;0;2"


@pytest.mark.parametrize("numbered", [True, False])
def test_two_versions_stop_the_import_until_one_is_chosen(tmp_path: Path, numbered: bool) -> None:
    """The newer is proposed with what differs; leaving out bad rows does not choose; each choice is obeyed."""

    def table(urgency: int) -> list[str]:
        lines = [FULL, VERSION.format(urgency), JO]
        return lines if numbered else [line.partition(";")[2] for line in lines]

    tables = {"sls3.csv": table(0), "sls3 (v2 corrigé).csv": table(2)}
    for options in ((), ("--skip-bad-rows",)):
        stopped = told(tmp_path, tables, *options)
        assert stopped.code == 2
        assert stopped.found["sls3.csv", "", "table-versions"] == 1
        assert stopped.found["sls3.csv", "2", "version-row"] == 1
        assert any("« sls3 (v2 corrigé).csv » semble plus récent" in text for text in stopped.texts)
        assert any("Urgence : 0 ici, 2 là" in text for text in stopped.texts)
        assert {code for *_, code in stopped.found} <= {"table-versions", "version-row", "id-given"}
    for keep, urgency in (("sls3 (v2 corrigé).csv", 2), ("sls3", 0)):
        chosen = told(tmp_path, tables, "--keep", keep)
        assert chosen.code == 0
        assert sorted(row["urgency"] for row in chosen.situations) == [0, urgency]
        assert {code for *_, code in chosen.found} <= {"table-left-out", "id-given"}


def test_rows_numbered_from_one_by_two_structures_are_all_kept(tmp_path: Path) -> None:
    """Under the structure's name; with bad rows left out too."""
    tables = {
        "sls3.csv": [
            FULL,
            f"1;Mme;BRELLOU;Ana;02/03/1980;;{SLS};01/09/2010;20/09/2010;0;1",
            f"2;M.;TAVIN;Jo;14/07/1975;;{SLS};02/09/2010;20/09/2010;0;2",
        ],
        "per.csv": [
            FULL,
            f"1;Mme;LOUNIS;Ana;02/05/1980;;{PER};01/09/2010;20/09/2010;0;1",
            f"2;M.;GAREL;Jo;14/01/1975;;{PER};02/09/2010;20/09/2010;0;2",
        ],
    }
    for options in ((), ("--skip-bad-rows",)):
        found = told(tmp_path, tables, *options)
        assert [row["id"] for row in found.situations] == ["per-sud-1", "per-sud-2", "sls-s3-1", "sls-s3-2"]
        assert Counter(code for *_, code in found.found) == {"id-qualified": 4}
        assert len(set(people(found))) == 4


def test_a_number_in_scientific_notation_identifies_nobody(tmp_path: Path) -> None:
    """Neither of the two is the other; the name table does not keep it."""
    found = told(tmp_path, {
        "per.csv": [
            "N°;Nom;Prénom;Né(e) le;N° de dossier;Quartier;Structure;Référent;Date de la demande",
            f"j1;BRELLOU;Ana;02/03/1980;1,23457E+11;{SLS};01/09/2010",
            f"j3;;;;1,23457E+11;{PER};02/09/2010",
        ],
    })  # fmt: skip
    j1, j3 = people(found)
    assert j3 is None
    assert found.names[str(j1)].case_number == ""
    assert Counter(code for *_, code in found.found) == {"number-rounded": 2, "person-missing": 1}


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    """A first name is, not the date that stands there."""
    found = told(tmp_path, {
        "per.csv": [SHORT, f"2a;NOMB;;02/03/1981;{PER};01/09/2010", f"3a;;Jo;02/03/1982;{PER};01/09/2010"],
    })  # fmt: skip
    assert [code for *_, code in sorted(found.found)] == ["identity-weak", "identity-weak"]
    assert "Le prénom manque" in found.texts[0]
    assert "Le nom manque" in found.texts[1]


def test_births_that_cannot_be_are_refused_or_doubted(tmp_path: Path) -> None:
    """To come: refused; of a child or of more than a century: doubted."""
    lines = [
        f"k{n};NOM{letter};Ana;{born};{SLS};01/09/2010"
        for n, (letter, born) in enumerate(
            [("ab", "02/03/2080"), ("cd", "03/02/2009"), ("ef", "01/01/1900"), ("gh", "28/09/1994")]
        )
    ]
    found = told(tmp_path, {"sls3.csv": [SHORT, *lines]})
    assert found.code == 2
    assert {place: number for place, number in found.found.items() if place[2] != "rank-missing"} == Counter({
        ("sls3.csv", "2", "birth-future"): 1, ("sls3.csv", "3", "birth-young"): 1, ("sls3.csv", "4", "birth-old"): 1,
    })  # fmt: skip
