"""`rsa-sched month`: from a folder of tables to all that has to be sent, at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import MONTH, laid_out
from tests.support_cli import inside


def test_one_command_does_it_all(october: tuple[Path, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents, the report, and the folder to be sent, as the three commands make them."""
    out = october[0] / "octobre"
    assert sorted(path.name for path in out.iterdir()) == [
        "controle.xlsx",
        "envoi",
        "ordre-du-jour.json",
        "probleme.json",
    ]
    assert json.loads((out / "ordre-du-jour.json").read_text(encoding="utf-8"))["points"] == 17_221
    monkeypatch.chdir(october[0])
    apart = inside("publish", "octobre/probleme.json", "octobre/ordre-du-jour.json", "--names", "noms.csv", "--profile",
                   "tables/service/profil.toml", "-o", tmp_path / "apart", "--official-letters", "all")  # fmt: skip
    assert apart.returncode == 0, apart.stderr
    sent = {path.relative_to(out / "envoi"): path.read_bytes() for path in (out / "envoi").rglob("*") if path.is_file()}
    assert sent == {
        p.relative_to(tmp_path / "apart"): p.read_bytes() for p in (tmp_path / "apart").rglob("*") if p.is_file()
    }


def test_errors_in_the_tables_stop_it_before_the_agenda(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2; the report is there, nothing else."""
    monkeypatch.chdir(laid_out(tmp_path))
    (tmp_path / "tables" / "recus" / "faux.csv").write_text(
        "Structure;Référent;Date de la demande\nnulle part;x;y\n", "utf-8"
    )
    ran = inside(*MONTH)
    assert ran.returncode == 2
    assert [path.name for path in (tmp_path / "octobre").iterdir()] == ["controle.xlsx"]
    assert b"Traceback" not in ran.stderr
