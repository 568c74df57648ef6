"""Several processes on one file, and processes that are killed: nothing lost, nothing half, every loser told."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rsa_sched.register.store import Register
from tests.register.making import made

WRITER = """
import sys
from pathlib import Path
from rsa_sched.register.refusals import RegisterMoved
from rsa_sched.register.store import Register
from tests.register.making import note

path, who, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
told = 0
sys.stdin.readline()
with Register(path, patience=60) as register:
    for number in range(count):
        while True:
            seen = register.head
            try:
                register.append([note(number, who), note(number, who, second=True)], upon=seen)
                break
            except RegisterMoved as moved:
                assert moved.since and all(str(line) in str(moved) for line in moved.since)
                told += 1
        print(number, flush=True)
print("told", told, flush=True)
"""


def started(path: Path, who: str, count: int) -> subprocess.Popen[str]:
    """A process that writes two events a time."""
    line = [sys.executable, "-c", WRITER, str(path), who, str(count)]
    return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def check_race(path: Path, processes: int, count: int) -> int:
    """All write at once: every event of each is there, in its own order, and in whole pairs.

    Returns how many times somebody lost a race, and was told.
    """
    made(path, 1).close()
    running = [started(path, f"p{number}", count) for number in range(processes)]
    told = 0
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        out, _ = process.communicate(timeout=600)
        assert process.returncode == 0
        told += int(out.split()[-1])
    with Register(path, read_only=True) as register:
        events = register.events()[1:]
        assert register.faults() == []
    assert Counter(event.by for event in events) == {f"p{number}": 2 * count for number in range(processes)}
    assert all(a.by == b.by for a, b in zip(events[::2], events[1::2], strict=True)), "pairs are never torn apart"
    return told


def check_kills(folder: Path, kills: int, seed: int, what: str = "killing") -> None:
    """In a process of its own, which forks."""
    line = [sys.executable, "-m", f"tests.register.{what}", str(folder), str(kills), str(seed)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0 and f"{kills} " in done.stdout, done.stderr


def test_processes_that_write_at_once(tmp_path: Path) -> None:
    """A small share of the eight times a hundred."""
    check_race(tmp_path / "r.sqlite", 3, 12)


def test_processes_that_are_killed(tmp_path: Path) -> None:
    """A small share of the thousand."""
    check_kills(tmp_path, 20, seed=1)


@pytest.mark.slow
def test_eight_processes_write_a_hundred_times(tmp_path: Path) -> None:
    """The whole race."""
    assert check_race(tmp_path / "r.sqlite", 8, 100), "with so many at once somebody loses"


@pytest.mark.long
def test_commands_that_are_killed(tmp_path: Path) -> None:
    """Each verb once, from `init` to `erase`; the campaign goes on: ``register --number 0 --commands 1000``."""
    check_kills(tmp_path, 18, 3, "killing_commands")


@pytest.mark.long
def test_two_hundred_processes_are_killed(tmp_path: Path) -> None:
    """The campaign kills a thousand."""
    check_kills(tmp_path, 200, seed=2)
