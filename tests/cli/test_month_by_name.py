"""`rsa-sched month octobre`: all that it needs stands in the profile; what is missing is said at once."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rsa_sched.cli.month_names import MonthNamed, month_named
from rsa_sched.cli.month_settings import MonthSettings
from tests.cli.month import PEOPLE, PROFILE, SESSIONS, SITUATIONS
from tests.support_cli import ROOT, inside

SECTION = """
[month]
tables = "tableaux"
own = ["seances.csv", "professionnels.csv"]
names = "secret/noms.csv"
key = "secret/cle.txt"
output = "mois"
days_before = 3
"""
NOVEMBER = "s-2;standard;S1;v-1;09/11/2010;9h00\n"
ASTOUF = "d-3;M.;Astouf;Guémar;04/05/1971;Argoule;Maison Vulbane;p-1;01/10/2010;01/10/2010;3\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a service that keeps no register, and in which commands run: October's tables are there."""
    (tmp_path / "profil.toml").write_text(PROFILE + SECTION, "utf-8")
    (tmp_path / "secret").mkdir()
    october = tmp_path / "tableaux" / "Octobre 2010"
    october.mkdir(parents=True)
    (october / "demandes.csv").write_text(SITUATIONS, "utf-8")
    (tmp_path / "seances.csv").write_text(SESSIONS, "utf-8")
    (tmp_path / "professionnels.csv").write_text(PEOPLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def month(name: str, *more: str, code: int = 0) -> str:
    """Run the command; what it says."""
    ran = inside("month", name, *more)
    assert ran.returncode == code, ran.stderr.decode()
    return ran.stderr.decode()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def outcome(folder: Path) -> dict[str, bytes]:
    """The same, without what a run says of itself: its seconds, and that there was no name table yet."""
    return {
        name: data
        for name, data in contents(folder).items()
        if not name.endswith(("ordre-du-jour.json", "controle.xlsx"))
    }


def test_a_name_is_all_it_needs(desk: Path) -> None:
    """However the month is called; twice the same changes nothing, and the profile is found in ``service`` too."""
    month("octobre")
    made = outcome(desk / "mois")
    problem = json.loads(made["2010-10/probleme.json"])
    assert (problem["id"], problem["as_of"], len(problem["situations"])) == ("2010-10", "2010-09-28", 2)
    assert "2010-10/envoi/index.html" in made
    (desk / "service").mkdir()
    own = [desk / name for name in ("profil.toml", "seances.csv", "professionnels.csv")]
    for path in own:
        path.rename(desk / "service" / path.name)
    profile = desk / "service" / "profil.toml"
    text = profile.read_text("utf-8")
    for key in ("tableaux", "secret/noms.csv", "secret/cle.txt", "mois"):
        text = text.replace(f'"{key}"', f'"../{key}"')
    profile.write_text(text, "utf-8")
    month("OCT. 2010")
    assert outcome(desk / "mois") == made
    month("octobre", "--decided-by", "La cheffe")
    assert "PROJET" not in (desk / "mois" / "2010-10" / "envoi" / "index.html").read_text("utf-8")


def test_the_month_after_takes_up_who_waits(desk: Path) -> None:
    """Refused, with the command to type, until the month before is closed."""
    month("octobre")
    november = desk / "tableaux" / "2010-11"
    november.mkdir()
    (november / "demandes.csv").write_text(SITUATIONS.splitlines()[0] + "\n" + ASTOUF, "utf-8")
    (desk / "seances.csv").write_text(SESSIONS.splitlines()[0] + "\n" + NOVEMBER, "utf-8")
    said = month("novembre", code=2)
    close = "rsa-sched close mois/2010-10/probleme.json mois/2010-10/ordre-du-jour.json -o mois/2010-10/suite.json"
    assert close in said and not (desk / "mois" / "2010-11").exists()
    absent = desk / "absents.json"
    absent.write_text('[{"situation": "d-1", "outcome": "absent"}]', "utf-8")
    assert inside(*close.split()[1:], "--outcomes", absent).returncode == 0
    month("novembre")
    asked = json.loads((desk / "mois" / "2010-11" / "probleme.json").read_bytes())["situations"]
    assert sorted(row["id"] for row in asked) == ["d-1", "d-3"]


def test_all_that_is_missing_is_said_at_once(desk: Path) -> None:
    """Each with its place in the profile; nothing is written."""
    section = SECTION.replace("secret/", "ailleurs/").replace("seances.csv", "calendrier.csv") + 'couleur = "bleu"\n'
    (desk / "profil.toml").write_text(PROFILE.replace('sender = "Service insertion de Vulb"', "sender = 1") + section)
    said = month("octobre", code=2).splitlines()
    assert [line.split(" : ")[1] for line in said] == ["month.couleur", "letters.sender"]
    (desk / "profil.toml").write_text(PROFILE + section.replace('couleur = "bleu"\n', "").replace("tableaux", "reçus"))
    said = month("octobre", code=2).splitlines()
    places = ["month.tables", "month.own n° 1", "month.names", "month.key"]
    assert [line.split(" : ")[1] for line in said] == places
    (desk / "profil.toml").write_text(PROFILE + SECTION.replace("days_before = 3\n", ""))
    text = month("mars", code=2)
    assert "un dossier de ce mois dans « tableaux »" in text and "il y a : 2010-10" in text and "--as-of" in text
    (desk / "profil.toml").write_text(PROFILE)
    assert "une section [month]" in month("octobre", code=2)
    (desk / "profil.toml").unlink()
    assert "--profile" in month("octobre", code=2)
    assert not (desk / "mois").exists()


def test_a_month_of_two_years_wants_its_year(desk: Path) -> None:
    """And a folder that does not say it wants it from the command."""
    shutil.copytree(desk / "tableaux" / "Octobre 2010", desk / "tableaux" / "2011-10")
    assert "2010-10, 2011-10" in month("octobre", code=2)
    settings = MonthSettings.from_toml(desk / "profil.toml")
    settings = replace(settings, tables=(desk / "tableaux", ""))
    assert settings.found(MonthNamed(10, 2010)) == ("2010-10", desk / "tableaux" / "Octobre 2010")
    shutil.rmtree(desk / "tableaux" / "2011-10")
    (desk / "tableaux" / "Octobre 2010").rename(desk / "tableaux" / "octobre")
    assert "l'année aussi" in month("octobre", code=2)
    assert settings.found(MonthNamed(10, 2010))[0] == "2010-10"


def test_a_calendar_of_the_year_wants_a_register(desk: Path) -> None:
    """Sessions of other months would be filled at once: told before anything is arbitrated."""
    (desk / "seances.csv").write_text(SESSIONS + NOVEMBER, "utf-8")
    assert "s-2" in month("octobre", code=2)
    assert not (desk / "mois" / "2010-10" / "ordre-du-jour.json").exists()


def test_with_a_register_a_month_is_a_draft_until_somebody_adopts_it(desk: Path) -> None:
    """Pages without letters first, letters then; a month out of turn takes no table in; options that it knows better
    are refused."""
    (desk / "seances.csv").write_text(SESSIONS + NOVEMBER, "utf-8")
    (desk / "profil.toml").write_text(PROFILE + SECTION + 'register = "registre.sqlite"\n', "utf-8")
    shutil.copytree(desk / "tableaux" / "Octobre 2010", desk / "tableaux" / "2010-11")
    said = month("octobre")
    assert "clé des pseudonymes créée dans" in said and "d'autres que vous" not in said
    out = desk / "mois" / "2010-10"
    draft = contents(out)
    assert "projet/index.html" in draft and not any("courriers" in name for name in draft)
    for private in (desk / "secret").iterdir():
        private.chmod(0o644)
    said = month("octobre")
    assert "clé des pseudonymes créée" not in said and said.count("d'autres que vous peuvent lire") == 2
    assert "« rsa-sched register propose --again » la recalcule" in said
    assert contents(out) == draft
    log = inside("register", "log").stdout
    assert "2010-10" in month("novembre", code=2)
    assert inside("register", "log").stdout == log
    said = month("octobre", "--decided-by", "La cheffe")
    assert "validé par La cheffe" in said and said.count("état du registre") == 1
    sent = contents(out)
    assert any(name.startswith("envoi/courriers/") for name in sent)
    month("octobre")
    assert contents(out) == sent
    faults = month("octobre", "--keep", "x", "--id", "y", code=2).splitlines()
    assert [line.split(" ; ")[0] for line in faults] == ["--keep", "--id"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("octobre", "octobre"), ("Août", "aout"), ("févr. 2011", "2011-02"), ("2010-10", "2010-10"),
        ("10-2010", "2010-10"), ("10 octobre 2010", "2010-10"), ("recus", None), ("10", None), ("2010", None),
        ("octobre novembre", None), ("2010-13", None), ("09 octobre", None), ("octobre 2010 2011", None), ("", None),
        ("tables/recus", None), ("2010-10-05", None), ("octobre" * 9, None),
    ],
)  # fmt: skip
def test_months_are_told_by_their_names(text: str, meant: str | None) -> None:
    """Words, abbreviations, figures with a year; nothing else, and no day."""
    found = month_named(text)
    assert (None if found is None else str(found)) == meant


def test_the_example_profile_names_its_month() -> None:
    """As `docs/coordinateur.md` uses it."""
    assert "[month]" in (ROOT / "examples" / "tables" / "service" / "profil.toml").read_text("utf-8")
