"""`rsa-sched simulate`: a study in, a folder out."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import joblib
import pytest

from tests.support_cli import command, inside

STUDY = """
title = "Essai"
months = {months}
replications = {replications}
[demand]
load = 0.3
[[scenario]]
name = "aujourd'hui"
[[scenario]]
name = "à l'ancienneté seule"
arbiter = "first come first served"
"""


def study(folder: Path, months: int = 2, replications: int = 2) -> Path:
    """The study's file."""
    path = folder / "essai.toml"
    path.write_text(STUDY.format(months=months, replications=replications), encoding="utf-8")
    return path


def simulated(path: Path, out: Path) -> subprocess.CompletedProcess[bytes]:
    """The command, in this process and no other: a pool would cost more than the months."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        return inside("simulate", path, "-o", out)


def test_a_study_becomes_a_folder(tmp_path: Path) -> None:
    """Page, tables, pictures and the campaign, which a second run goes on with."""
    path, out = study(tmp_path), tmp_path / "out"
    first = simulated(path, out)
    assert first.returncode == 0, first.stderr
    assert b"rapport.html" in first.stderr
    assert {"rapport.html", "attentes.csv", "attentes.svg", "parts.csv", "campagne"} <= {p.name for p in out.iterdir()}
    page = (out / "rapport.html").read_bytes()
    kept = {p: p.stat().st_mtime_ns for p in (out / "campagne").rglob("*.parquet")}
    assert len(kept) == 2 * 4  # of each scenario a file for each sort of row, with every replication
    assert simulated(path, out).returncode == 0
    assert (out / "rapport.html").read_bytes() == page
    assert kept == {p: p.stat().st_mtime_ns for p in (out / "campagne").rglob("*.parquet")}


@pytest.mark.parametrize("text", ["= no toml", 'title = "t"', 'title = "t"\n[[scenario]]\nname = "a"\nmonth = 3'])
def test_a_faulty_study_leaves_nothing_behind(text: str, tmp_path: Path) -> None:
    """Exit code 2, the faults, no folder."""
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    ran = simulated(path, tmp_path / "out")
    assert ran.returncode == 2
    assert b"wrong.toml : " in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_an_interrupt_keeps_what_was_played(tmp_path: Path) -> None:
    """The page tells that something is missing; the folder is gone on with another time."""
    path, out = study(tmp_path, months=1, replications=200), tmp_path / "out"
    process = subprocess.Popen(command("simulate", path, "-o", out), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(out.glob("campagne/months/*.parquet")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert "restent à jouer" in (out / "rapport.html").read_text(encoding="utf-8")
