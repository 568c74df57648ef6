"""SIGINT and SIGTERM at any moment: a whole agenda or none, never half of one."""

import json
import random
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from rsa_sched.cli import main
from tests.support_cli import ROOT, Doc, command, read, write

RUNS, AT_A_TIME = 20, 2
EARLY = 0.25
"""Seconds in which the interpreter may not have come to the package: nobody is there yet to answer the signal."""


def hard_problem() -> Doc:
    """Forty sessions that are all alike, of one subsector over eight weeks, for 280 situations that share partners."""
    chance = random.Random(40280)
    days = [date(2010, 10, 11) + timedelta(days=7 * week + day) for week in range(8) for day in range(5)]
    people = [{"id": f"p-{number:03}", "unavailable": [busy(chance, days) for _ in range(6)]} for number in range(90)]
    sessions = [
        {"id": f"se-{number:02}", "type": "standard", "service": "s", "subsector": "S1", "venue": f"v-{number % 2}"}
        | {"start": f"{day}T{'09' if number % 3 else '14'}:00"}
        for number, day in enumerate(days)
    ]
    situations = [
        {"id": f"d-{number:03}", "subsector": "S1", "structure": f"st-{number % 3}"}
        | {"referent": f"p-{chance.randrange(80):03}", "urgency": chance.randrange(4)}
        | {"requested_on": str(date(2010, 9, 20) - timedelta(days=chance.randrange(200)))}
        | {"partners": [{"professional": f"p-{80 + chance.randrange(10):03}"}] if chance.random() < 0.4 else []}
        for number in range(280)
    ]
    return {
        "schema_version": "1",
        "id": "hard",
        "as_of": "2010-09-27",
        "services": [{"id": "s"}],
        "subsectors": [{"id": "S1", "service": "s"}],
        "venues": [{"id": "v-0"}, {"id": "v-1"}],
        "travel": {"default_minutes": 20},
        "structures": [{"id": f"st-{number}", "kind": kind} for number, kind in enumerate(("PSSI", "PER", "PE"))],
        "professionals": people,
        "sessions": sessions,
        "situations": situations,
    }


def busy(chance: random.Random, days: list[date]) -> list[str]:
    """A morning or an afternoon of one of the days."""
    day, hour = chance.choice(days), chance.choice(("09", "14"))
    return [f"{day}T{hour}:00", f"{day}T{int(hour) + 3}:00"]


def interrupted(number: int, moment: float, problem: Path, folder: Path) -> tuple[str, Path]:
    """Starts a solve, sends the signal, and says what is wrong with what it left (nothing: an empty text)."""
    folder.mkdir()
    target = folder / "agenda.json"
    signum = (signal.SIGINT, signal.SIGTERM)[number % 2]
    solving = subprocess.Popen(
        command("solve", problem, "-o", target, "--workers", "1", "--seed", number),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(moment)
    solving.send_signal(signum)
    try:
        out, err = solving.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        solving.kill()
        solving.communicate()
        return f"{signum.name} after {moment:.2f} s: still running 30 s later", target
    left = sorted(path.name for path in folder.iterdir())
    is_ours = moment >= EARLY or b"rsa_sched" in err
    wrong = [
        f"exit code {solving.returncode}" if is_ours and solving.returncode not in (0, 130) else "",
        f"left {left}" if left != (["agenda.json"] if solving.returncode == 0 else []) else "",
        "a traceback" if is_ours and b"Traceback" in err else "",
        "something on standard output" if out else "",
    ]
    faults = ", ".join(filter(None, wrong))
    if not faults:
        return "", target
    return (
        f"{signum.name} after {moment:.2f} s: {faults} (exit code {solving.returncode}): {err.decode()[-900:]}",
        target,
    )


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hard problem's file."""
    return write(tmp_path_factory.mktemp("hard") / "problem.json", hard_problem())


def test_interrupt_leaves_a_whole_agenda_or_none(problem: Path, tmp_path: Path) -> None:
    """Twenty moments of the first four seconds, both signals in turn."""
    chance = random.Random(130)
    moments = [4 * (number + chance.random()) / RUNS for number in range(RUNS)]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        runs = [
            pool.submit(interrupted, number, moment, problem, tmp_path / f"run-{number:02}")
            for number, moment in enumerate(chance.sample(moments, RUNS))
        ]
        outcomes = [run.result() for run in runs]
    assert not [wrong for wrong, _ in outcomes if wrong]
    agendas = [target for _, target in outcomes if target.exists()]
    assert agendas, "no run got as far as an agenda"
    for target in agendas:
        assert main(["check", str(problem), str(target)]) == 0
        agenda = read(target)
        assert agenda["bound"] >= agenda["points"]
        assert agenda["status"] == "optimal" or agenda["run"]["reproducible"] is False


def test_interrupt_keeps_an_agenda_that_was_there(problem: Path, tmp_path: Path) -> None:
    """A signal before any new agenda exists leaves last month's file as it was."""
    folder = tmp_path / "run"
    folder.mkdir()
    target = folder / "agenda.json"
    target.write_text("last month", encoding="utf-8")
    solving = subprocess.Popen(
        command("solve", problem, "-o", target), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    time.sleep(0.6)
    solving.send_signal(signal.SIGTERM)
    _, err = solving.communicate(timeout=30)
    assert b"Traceback" not in err
    if solving.returncode:
        assert target.read_text(encoding="utf-8") == "last month"
    else:
        assert main(["check", str(problem), str(target)]) == 0
    assert [path.name for path in folder.iterdir()] == ["agenda.json"]


def test_interrupt_with_standard_output_is_whole_or_nothing(problem: Path) -> None:
    """Without ``-o`` the same holds of what is printed."""
    solving = subprocess.Popen(command("solve", problem), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(3)
    solving.send_signal(signal.SIGINT)
    out, err = solving.communicate(timeout=30)
    assert b"Traceback" not in err
    assert solving.returncode in (0, 130)
    assert bool(out) == (solving.returncode == 0)
    if out:
        assert json.loads(out)["problem"] == "hard"
