"""The example tables' month, which takes its time: made once for whoever looks into it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support_cli import ROOT

TABLES = ROOT / "examples" / "tables"


def laid_out(folder: Path) -> Path:
    """The example tables in a folder, and the name table apart from them."""
    shutil.copytree(TABLES, folder / "tables")
    shutil.move(folder / "tables" / "service" / "noms.csv", folder / "noms.csv")
    return folder


MONTH = ("month", "tables/recus", "tables/service", "--profile", "tables/service/profil.toml", "--names", "noms.csv",
         "--key", "cle.txt", "-o", "octobre", "--official-letters", "all")  # fmt: skip


@pytest.fixture(scope="session")
def october(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The folder in which `rsa-sched month` has made `octobre`, and all that it said, in Python's developer mode."""
    folder = laid_out(tmp_path_factory.mktemp("month"))
    line = [sys.executable, "-X", "dev", "-m", "rsa_sched", *MONTH]
    ran = subprocess.run(line, cwd=folder, capture_output=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr.decode()
    return folder, ran.stdout + ran.stderr
