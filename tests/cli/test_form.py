"""``rsa-sched form``: the table to be sent out."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rsa_sched.cli import main
from rsa_sched.intake.form import form
from tests.support.terminal import Terminal
from tests.support_cli import run

PROFILE = '[[structures]]\nid = "st-1"\nkind = "PE"\nlabel = "Maison Vulbane"\n'


def test_the_form_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The workbook of `form`, in silence."""
    assert main(["form", "-o", str(tmp_path / "f.xlsx")]) == 0
    assert (tmp_path / "f.xlsx").read_bytes() == form()
    assert main(["form", "-o", str(tmp_path / "f.xlsx"), "--table", "people"]) == 0
    assert (tmp_path / "f.xlsx").read_bytes() == form(table="people")
    assert tuple(capsys.readouterr()) == ("", "")


def test_the_form_goes_to_standard_output() -> None:
    """The same bytes in another process, piped."""
    ran = run("form")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout == form()


def test_no_workbook_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes that a terminal would choke on, and a notebook cannot take, are refused with a word on it."""
    with Terminal() as terminal:
        monkeypatch.setattr(sys, "stdout", terminal.stream)
        assert main(["form"]) == 2
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main(["form"]) == 2
    told = capsys.readouterr().err
    assert (
        told
        == 2 * "sortie standard : la sortie : n'accepte que du texte ; attendu : un fichier où l'on puisse écrire.\n"
    )
    assert "PK" not in terminal.text


def test_the_profile_fills_the_lists(tmp_path: Path) -> None:
    """Entries of the profile stand among the lists."""
    (tmp_path / "p.toml").write_text(PROFILE, encoding="utf-8")
    assert main(["form", "-o", str(tmp_path / "f.xlsx"), "--profile", str(tmp_path / "p.toml")]) == 0
    book = load_workbook(tmp_path / "f.xlsx")
    assert "Maison Vulbane" in [cell.value for (cell,) in book["Listes"]["A1:A40"]]


def test_bad_profiles_and_targets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is told, no form is written, the profile stays."""
    profile = tmp_path / "p.toml"
    profile.write_text("structures = 1\n", encoding="utf-8")
    assert main(["form", "-o", str(tmp_path / "f.xlsx"), "--profile", str(profile)]) == 2
    assert "p.toml" in capsys.readouterr().err
    assert main(["form", "-o", str(profile), "--profile", str(profile)]) == 2
    assert "ce qui est à lire" in capsys.readouterr().err
    assert profile.read_text(encoding="utf-8") == "structures = 1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["p.toml"]


def test_without_the_extra_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the workbook writer is not installed, the command says what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["form", "-o", str(tmp_path / "f.xlsx")]) == 2
    assert ".venv/bin/pip install '.[office]'" in capsys.readouterr().err
    assert not (tmp_path / "f.xlsx").exists()
