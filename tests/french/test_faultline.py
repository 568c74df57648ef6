"""Faults of a profile, a name table, decisions: in French, with file, place, value and what was expected."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from rsa_sched.cli import main
from rsa_sched.domain.reading import CODES
from rsa_sched.errors import Fault, InputError
from rsa_sched.french.faultline import fault_line
from rsa_sched.intake.profile import Profile
from tests.french.test_findings import names_in
from tests.french.test_sentences import CATALOGUE, PACKAGE

FILES = (
    "intake/profile_check.py", "intake/profile_crossed.py",
    "intake/rows/verdicts.py", "intake/rows/key.py", "names.py", "office/toml.py",
    "office/files.py", "register/settings.py", "publish/letterhead.py", "cli/month_settings.py", "cli/month_by_name.py",
    "calendar/crossed.py", "calendar/year.py",
    "review/declared.py", "review/review.py", "review/outputs/write.py",
)  # fmt: skip
"""What reads the files that officials write."""

PROFILE = """sectons = 1
[[services]]
id = "grenoble"
[[subsectors]]
id = "S1"
service = "grenoble"
neighbourhoods = "Mistral"
[aliases.urgency]
"vite" = 2
[columns.situations]
"Référant" = ["Envoi du"]
"""


def codes() -> set[str]:
    """Codes of faults that these files make, and of what the contract refuses in a profile."""
    found = set(CODES.values())
    for name in FILES:
        for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CATALOGUE["faults"]:
                found.add(node.value)
    return found


@pytest.mark.parametrize("code", sorted(codes()))
def test_whatever_officials_write_has_its_faults_in_french(code: str) -> None:
    """With no other facts than the English has."""
    entry = CATALOGUE["faults"][code]
    assert names_in(entry["official"]) <= names_in(entry["expected"])


def test_a_line_says_file_place_value_and_what_was_expected() -> None:
    """Rows are counted from one; an id stays as it is."""
    facts = {"names": ("PE", "PER")}
    line = fault_line("profil.toml", "structures[2].kind", '"X"', "not-one-of", facts)
    assert line == 'profil.toml : structures n° 3.kind : "X" ; attendu : l\'un de : PE, PER.'
    assert fault_line("", "document", "", "not-toml", {}).startswith("le fichier ; attendu : un fichier TOML")  # type: ignore[union-attr]
    assert Fault("a", "a list of 1", "not-a-text").official == "a : liste de 1 valeur ; attendu : un texte."
    assert Fault("document", "b", "no-source-of-json").official is None


def test_every_fault_of_a_profile_is_told_in_french(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the section among the aliases that another one says."""
    path = tmp_path / "profil.toml"
    path.write_text(PROFILE, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        Profile.from_toml(path)
    assert main(["import", str(tmp_path), "--profile", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(refused.value.faults) == 4
    assert all(line.startswith("profil.toml : ") and " ; attendu : " in line for line in lines)
    assert any("dans [urgency]" in line for line in lines)
    assert not any("Mistral" in line or "Envoi du" in line for line in lines)


@pytest.mark.parametrize("name", ["mois.xls", "mois.XLSX", "mois.ods", "mois.csv"])
def test_a_table_in_place_of_a_problem_points_to_import(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever bytes it holds."""
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    assert main(["solve", str(path)]) == 2
    assert "rsa-sched import" in capsys.readouterr().err
