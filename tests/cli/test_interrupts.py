"""SIGINT and SIGTERM at any moment: a whole agenda or none, never half of one."""

import json
import random
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from rsa_sched.cli import main
from tests.support.quick import mostly_slow
from tests.support_cli import ROOT, Doc, command, read, run, session, situation, small, write

RUNS, AT_A_TIME = 8, 2
PATIENCE = 120
"""Seconds after which nothing will come any more, on whatever machine."""


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


def coming_to_the_package() -> float:
    """Seconds that a new interpreter may take on this machine, as busy as it is, until somebody answers a signal."""
    began = time.monotonic()
    pair = [subprocess.Popen(command("--help"), cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(AT_A_TIME)]
    for helping in pair:
        helping.wait()
    return 2 * (time.monotonic() - began)


def interrupted(number: int, moment: float, early: float, problem: Path, folder: Path) -> tuple[str, Path]:
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
    if number % 4 == 0:  # somebody presses Ctrl-C twice
        time.sleep(0.05)
        solving.send_signal(signum)
    is_ours = moment >= early
    try:
        try:
            out, err = solving.communicate(timeout=PATIENCE if is_ours else 10)
        except subprocess.TimeoutExpired:
            if is_ours:
                raise
            solving.send_signal(signum)  # Python may swallow one while it starts: somebody presses again
            out, err = solving.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        solving.kill()
        solving.communicate()
        return f"{signum.name} after {moment:.2f} s: still running {PATIENCE} s later", target
    left = sorted(path.name for path in folder.iterdir())
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


@pytest.mark.slow
def test_interrupt_leaves_a_whole_agenda_or_none(problem: Path, tmp_path: Path) -> None:
    """Eight moments of the first four seconds, half of them while the package loads, both signals in turn."""
    chance = random.Random(130)
    half, early = RUNS // 2, coming_to_the_package()
    moments = [1.2 * (number + chance.random()) / half for number in range(half)]
    moments += [1.2 + 2.8 * (number + chance.random()) / half for number in range(half)]
    busy_by = max(1.0, early / 0.4)  # times as long as on a machine with nothing else to do
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        starts = [
            pool.submit(interrupted, number, busy_by * moment, early, problem, tmp_path / f"run-{number:02}")
            for number, moment in enumerate(chance.sample(moments, RUNS))
        ]
        outcomes = [start.result() for start in starts]
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
    _, err = solving.communicate(timeout=PATIENCE)
    assert b"Traceback" not in err
    if solving.returncode:
        assert target.read_text(encoding="utf-8") == "last month"
    else:
        assert main(["check", str(problem), str(target)]) == 0
    assert [path.name for path in folder.iterdir()] == ["agenda.json"]


@pytest.mark.slow
def test_interrupt_late_in_the_search_with_standard_output(problem: Path) -> None:
    """Without ``-o`` what is printed is a whole agenda; the search ends long before its time limit."""
    solving = subprocess.Popen(
        command("solve", problem, "--time-limit", 600), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(max(5, 10 * coming_to_the_package()))
    solving.send_signal(signal.SIGINT)
    try:
        out, err = solving.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        solving.kill()
        solving.communicate()
        pytest.fail(f"still running {PATIENCE} s after SIGINT")
    assert solving.returncode == 0, err.decode()
    assert b"Traceback" not in err
    assert json.loads(out)["problem"] == "hard"


HOOK = """
import atexit, os, signal, sys, time
from importlib.abc import MetaPathFinder

MODULE, NUMBER = {module!r}, {number}


def strike():
    os.kill(os.getpid(), NUMBER)
    time.sleep(0.01)


class Finder(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == MODULE:
            sys.meta_path.remove(self)
            try:
                strike()
            except BaseException:  # as compiled modules do
                raise ImportError("initialization failed") from None


if MODULE == "the end":
    atexit.register(strike)
else:
    sys.meta_path.insert(0, Finder())
"""
BOTH = (signal.SIGINT, signal.SIGTERM)
MODULES = ("pydantic", "rsa_sched.cli.commands", "rsa_sched.arbitration", "ortools.sat.python.cp_model_helper")


def solve_with_hook(module: str, number: int, folder: Path) -> tuple[subprocess.CompletedProcess[bytes], Path, Path]:
    """Solves a small problem in an interpreter that gets a signal when it comes to import a module, or ends."""
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(HOOK.format(module=module, number=number), encoding="utf-8")
    source, target = write(folder / "p.json", small([session(1)], [situation(1), situation(2)])), folder / "a.json"
    done = run("solve", source, "-o", target, env={"PYTHONPATH": str(folder / "hook")})
    return done, source, target


@pytest.mark.parametrize(("module", "number"), mostly_slow(product(MODULES, BOTH), (MODULES[2], signal.SIGINT)))
def test_interrupt_while_a_module_loads(module: str, number: int, tmp_path: Path) -> None:
    """A compiled module turns what a signal raises into an ImportError; the user still gets exit code 130."""
    done, _, target = solve_with_hook(module, int(number), tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 130, said
    assert "Traceback" not in said
    assert not target.exists()


@pytest.mark.parametrize("number", mostly_slow(BOTH, signal.SIGTERM))
def test_interrupt_while_the_interpreter_leaves(number: int, tmp_path: Path) -> None:
    """Once the agenda is written the exit code says so."""
    done, source, target = solve_with_hook("the end", int(number), tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert "Traceback" not in said
    assert main(["check", str(source), str(target)]) == 0
