"""`rsa-sched month`: from a folder of tables to all that has to be sent, at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support_cli import ROOT

TABLES = ROOT / "examples" / "tables"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder."""
    line = [sys.executable, "-m", "rsa_sched", *arguments]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example tables, and the name table apart from them."""
    shutil.copytree(TABLES, tmp_path / "tables")
    shutil.move(tmp_path / "tables" / "service" / "noms.csv", tmp_path / "noms.csv")
    return tmp_path


MONTH = ("month", "tables/recus", "tables/service", "--profile", "tables/service/profil.toml", "--names", "noms.csv",
         "--key", "cle.txt", "-o", "octobre")  # fmt: skip


def test_one_command_does_it_all(folder: Path) -> None:
    """Documents, the report, and the folder to be sent, as the three commands make them."""
    ran = run(folder, *MONTH)
    assert ran.returncode == 0, ran.stderr
    out = folder / "octobre"
    assert sorted(path.name for path in out.iterdir()) == [
        "controle.xlsx",
        "envoi",
        "ordre-du-jour.json",
        "probleme.json",
    ]
    assert json.loads((out / "ordre-du-jour.json").read_text(encoding="utf-8"))["points"] == 17_221
    apart = run(folder, "publish", "octobre/probleme.json", "octobre/ordre-du-jour.json", "--names", "noms.csv",
                "--profile", "tables/service/profil.toml", "-o", "apart")  # fmt: skip
    assert apart.returncode == 0, apart.stderr
    sent = {path.relative_to(out / "envoi"): path.read_bytes() for path in (out / "envoi").rglob("*") if path.is_file()}
    assert sent == {
        p.relative_to(folder / "apart"): p.read_bytes() for p in (folder / "apart").rglob("*") if p.is_file()
    }


def test_errors_in_the_tables_stop_it_before_the_agenda(folder: Path) -> None:
    """Exit code 2; the report is there, nothing else."""
    (folder / "tables" / "recus" / "faux.csv").write_text(
        "Structure;Référent;Date de la demande\nnulle part;x;y\n", "utf-8"
    )
    ran = run(folder, *MONTH)
    assert ran.returncode == 2
    assert [path.name for path in (folder / "octobre").iterdir()] == ["controle.xlsx"]
    assert "Traceback" not in ran.stderr
