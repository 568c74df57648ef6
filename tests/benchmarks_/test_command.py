"""``python -m benchmarks`` on the smallest family: real processes, real records."""

from __future__ import annotations

from importlib.util import cache_from_source
from pathlib import Path

import pytest

from benchmarks import process
from benchmarks.__main__ import main
from benchmarks.again import AGAIN, CHANGES, measured_changes
from benchmarks.campaign import at_most
from benchmarks.commands import COMMANDS, EXAMPLE
from benchmarks.goals import verdicts
from benchmarks.peers import NAMES
from benchmarks.process import run
from benchmarks.records import Results
from benchmarks.registry import ENTRIES, LOCAL, OURS, SOLVERS


@pytest.mark.long
def test_a_smoke_run_from_end_to_end(tmp_path: Path) -> None:
    """Every solver leaves what the tables need, no folder of this machine is named, the page can be written anew."""
    page = tmp_path / "PAGE.md"
    assert main(["--smoke", "--families", "tiny", EXAMPLE, "--out", str(page)]) == 0
    records = Results.read(tmp_path / "results.json").records
    assert {solver for family, solver, _ in records if family == EXAMPLE} == {command.name for command in COMMANDS}
    runs = {solver: run for (family, solver, _), run in records.items() if family != EXAMPLE}
    assert set(runs) == {OURS, *NAMES}
    assert {run.failed for run in runs.values() if not (run.failed or "").startswith("cannot run here")} == {None}
    ours = runs[OURS]
    assert ours.points == ours.bound == runs["textbook-8"].points == runs["mip-highs"].points
    assert (ours.services, ours.services_optimal) == (1, 1)
    assert ours.search is not None
    assert ours.first is not None
    assert ours.search < ours.wall
    assert 0 < ours.first <= ours.wall
    assert ours.memory is None or ours.memory > 10
    written = page.read_text(encoding="utf-8")
    for text in (written, (tmp_path / "results.json").read_text(encoding="utf-8")):
        assert str(tmp_path) not in text
        assert str(Path.home()) not in text
    page.unlink()
    assert main(["--report-only", "--out", str(page)]) == 0
    assert page.read_text(encoding="utf-8") == written


@pytest.mark.slow
def test_a_month_is_solved_again_after_each_change() -> None:
    """Every record is of a command that came to its end, and has a goal."""
    found = list(measured_changes([0], "tiny", say=lambda line: None))
    assert [(record.solver, record.failed) for record in found] == [(command.name, None) for command in CHANGES]
    whole = Results({})
    for record in found:
        whole.add(record)
    assert [line[0] for line in verdicts(whole, [])] == [AGAIN] * len(CHANGES)


def test_how_long_it_may_take_is_the_sum_of_the_limits() -> None:
    """Ours on each seed, each peer that searches on the first; one seed of the country; officers need no time."""
    wanted = [ENTRIES["grenoble"], ENTRIES["france"]]
    both = at_most(wanted, None, peers=(), limit=None)
    assert both == 3 * ENTRIES["grenoble"].limit + ENTRIES["france"].limit
    searching = len(SOLVERS) + len(LOCAL)
    assert at_most(wanted[:1], [4, 5], limit=2.0) == 2.0 * (2 + searching)


def test_no_records_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, in words."""
    assert main(["--report-only", "--out", str(tmp_path / "PAGE.md")]) == 2
    assert "benchmarks:" in capsys.readouterr().err


def test_modules_are_compiled_before_they_are_timed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever the environment says of bytecode: what is installed has some."""
    (tmp_path / "rsa_sched").mkdir()
    (tmp_path / "rsa_sched/one.py").write_text("ONE = 1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(process, "ROOT", tmp_path)
    process._compile.cache_clear()
    run(["-c", "pass"], 60)
    assert Path(cache_from_source(str(tmp_path / "rsa_sched/one.py"))).exists()
    process._compile.cache_clear()


def test_a_process_is_ended_when_patience_is() -> None:
    """And has no exit code of its own."""
    assert run(["-c", "import time; time.sleep(60)"], patience=0.3).code is None


def test_what_a_process_leaves_behind_is_told_and_ended() -> None:
    """A worker that outlives its program would disturb the next run."""
    start = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    assert run(["-c", start], patience=60).left
    assert not run(["-c", "pass"], patience=60).left


def test_a_process_is_ended_before_it_takes_all_the_memory() -> None:
    """What it had is told with the reason."""
    spent = run(["-c", "import time; held = bytearray(200 << 20); time.sleep(60)"], patience=60, room=100)
    if spent.memory is None:
        pytest.skip("this system does not tell")
    assert spent.code is None
    assert (spent.ended or "").startswith("ended at 100 MiB")
    assert spent.wall < 50


def test_memory_is_that_of_the_process_and_its_children() -> None:
    """Not of whoever measures: 64 MiB in a child of the process are seen."""
    hold = "import time; held = bytearray(64 << 20); time.sleep(0.5)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    memory = run(["-c", code], patience=60).memory
    if memory is None:
        pytest.skip("this system does not tell")
    assert 64 < memory < 400


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell what is shared")
def test_what_a_process_shares_with_its_children_counts_once() -> None:
    """Four processes hold the same 100 MiB."""
    fork = "import os, time; held = bytearray(100 << 20); os.fork(); os.fork(); time.sleep(1)"
    memory = run(["-c", fork], patience=60).memory
    assert memory is not None
    assert 100 < memory < 190
