"""Progress of ``rsa-sched solve`` on standard error: a bar for whoever watches, nothing for files and pipes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rsa_sched import Progress, ProgressBar
from rsa_sched.cli import output
from tests.support.terminal import Terminal
from tests.support_cli import GRENOBLE, ROOT, command, read, run

AT_ONCE = """
import rsa_sched.cli.output
rsa_sched.cli.output.PATIENCE = 0.0
rsa_sched.cli.output.ProgressLine.BEAT = 0.01
"""
WITHOUT_TQDM = """
import sys
sys.modules["tqdm.auto"] = None
"""


def solved(folder: Path, *, prelude: str = "") -> tuple[Terminal, bytes, Path]:
    """Solves the bundled month with standard error on a terminal; its code, run first, is `prelude`."""
    (folder / "sitecustomize.py").write_text(prelude, encoding="utf-8")
    target = folder / "agenda.json"
    with Terminal(90) as terminal:
        solving = subprocess.Popen(
            command("solve", GRENOBLE, "-o", target),
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))},
            stdout=subprocess.PIPE,
            stderr=terminal.stream,
        )
        terminal.stream.close()
        out, _ = solving.communicate(timeout=120)
    assert solving.returncode == 0, terminal.text
    return terminal, out, target


def test_the_line_is_kept_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without tqdm: the newest figures after the first seconds, blank at the end."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    monkeypatch.setattr(output, "PATIENCE", 0.0)
    monkeypatch.setattr(output.ProgressLine, "BEAT", 0.01)
    with Terminal() as terminal:
        with output.progress_on(terminal.stream) as progress:
            assert isinstance(progress, output.ProgressLine)
            for points in (10, 11):
                progress(Progress(0.0, points, 12, "search", 0, 3))
                assert terminal.waits_for(f" s  {points} points, au plus 12, marge ")
        assert terminal.waits_for("\r\x1b[K")
    assert terminal.drawn[-1].endswith("11 points, au plus 12, marge 8,33 %, 0 sur 3 finies")


def test_a_bar_is_for_terminals_alone(tmp_path: Path) -> None:
    """Files, pipes and no standard error at all have what they had, and tqdm is not even asked for."""
    with Terminal() as terminal:
        assert isinstance(output.progress_on(terminal.stream), ProgressBar)
    with (tmp_path / "log").open("w") as log:
        for stream in (log, None):
            with output.progress_on(stream) as progress:
                assert isinstance(progress, output.ProgressLine)
                progress(Progress(0.0, 10, 12, "search", 0, 3))
    assert (tmp_path / "log").read_bytes() == b""
    assert isinstance(output.progress_on(log), output.ProgressLine)


def test_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    """From the start; its last state has the figures of the agenda and stays."""
    terminal, out, target = solved(tmp_path, prelude=AT_ONCE)
    assert not out
    assert "| premier ordre du jour" in terminal.drawn[0]
    agenda = read(target)
    points, bound = (f"{agenda[key]:,}".replace(",", " ") for key in ("points", "bound"))
    words = f"{points} points, au plus {bound}, marge {100 * agenda['gap']:.2f} %".replace(".", ",")
    assert re.fullmatch(rf"\d\d:\d\d 1 sur 1 finie \|█+\| {words}", terminal.drawn[-1])
    assert terminal.text.count("\n") == 1


@pytest.mark.slow
def test_a_terminal_gets_a_line_where_tqdm_is_not_installed(tmp_path: Path) -> None:
    """The line that rsa-sched draws itself; it is gone at the end."""
    terminal, _, target = solved(tmp_path, prelude=AT_ONCE + WITHOUT_TQDM)
    points = read(target)["points"]
    assert "|" not in terminal.text
    assert all(re.search(r" s  [\d ]+ points, au plus [\d ]+, marge .+ finies?$", line) for line in terminal.drawn)
    assert int(re.findall(r" s  ([\d ]+) points", terminal.text)[-1].replace(" ", "")) <= points
    assert terminal.text.endswith("\r\x1b[K")


@pytest.mark.slow
def test_a_short_run_says_nothing(tmp_path: Path) -> None:
    """Less than two seconds: neither a bar nor an empty line."""
    terminal, _, _ = solved(tmp_path)
    assert terminal.drawn == []
    assert "\n" not in terminal.text


@pytest.mark.slow
def test_files_and_pipes_get_no_progress(tmp_path: Path) -> None:
    """Not a character, with tqdm installed, however long it takes."""
    (tmp_path / "sitecustomize.py").write_text(AT_ONCE, encoding="utf-8")
    done = run("solve", GRENOBLE, "-o", tmp_path / "agenda.json", env={"PYTHONPATH": str(tmp_path)})
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    with (tmp_path / "log").open("wb") as log:
        subprocess.run(
            command("solve", GRENOBLE, "-o", tmp_path / "agenda.json"),
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            stderr=log,
            check=True,
        )
    assert (tmp_path / "log").read_bytes() == b""
