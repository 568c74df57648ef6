"""Kills whole register commands, at statements, at steps and at random moments; run as a program, since it forks.

python -m tests.register.killing_commands FOLDER KILLS SEED
"""

from __future__ import annotations

import datetime as dt
import os
import random
import secrets
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import rsa_sched.arbitration  # all of it is loaded before the fork
import rsa_sched.months.replacing
import rsa_sched.publish.letters
import rsa_sched.publish.publication
from rsa_sched.cli import main as command_line
from rsa_sched.register.store import Register
from tests.register import making
from tests.register.desk import month
from tests.support_cli import write

STEPS = frozenset({"open", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "sqlite3.connect"})
"""Audit events (PEP 578) at which a command is killed, beside each of its SQL statements."""
SCRIPT: tuple[str, ...] = (
    "init",
    "receive m-1.json",
    "open m-1",
    "propose --workers 1",
    "decide d-8 --pin se-1-0 --reason urgent --workers 1",
    "validate --reason réunion",
    "publish -o envoi",
    "cancel --session se-1-1 --reason malade",
    "replace --option 1 --reason première",
    "publish -o envoi",
    "hold --all --absent d-8",
    "withdraw d-0 --reason parti",
    "close",
    "receive m-2.json",
    "open m-2",
    "export -o copie.json",
    "import copie.json --register reprise.sqlite",
    "erase --before 2013-01-01",
)


class Stage(NamedTuple):
    """A folder as it is before a command, and what the command does when nobody disturbs it: read once, not each time.

    begun, done : the events of the register before and after; whole : every file after.
    """

    line: str
    before: Path
    begun: list[tuple[int, str, str]]
    done: list[tuple[int, str, str]]
    whole: dict[str, Any]
    steps: int
    seconds: float


def run(folder: Path, number: int, *, dies_at: int = 0, kill_after: float | None = None) -> tuple[int, int, float]:
    """Run a line of the script in a process of its own: its exit code (-9: killed), steps and seconds."""
    hears, said = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(hears)
        code = 70
        try:
            code = _in_child(folder, number, dies_at, lambda steps: os.write(said, f"{steps}\n".encode()))
        except BaseException:
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(code)
    os.close(said)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    steps = os.read(hears, 100)
    os.close(hears)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), int(steps or b"0"), time.monotonic() - began


def _in_child(folder: Path, number: int, dies_at: int, tell: Callable[[int], object]) -> int:
    os.chdir(folder)
    for descriptor in (1, 2):
        os.dup2(os.open(folder.with_name("dit.txt"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
    day = dt.datetime(2013 if number == len(SCRIPT) - 1 else 2010, 9, 28, 8, tzinfo=dt.UTC)
    moment = day + dt.timedelta(minutes=number)
    (Register.__init__.__kwdefaults__ or {})["clock"] = lambda: moment
    rsa_sched.register.store.now = lambda: moment  # type: ignore[attr-defined]
    secrets.token_bytes = lambda nbytes=None: bytes(nbytes or 32)
    for module in (rsa_sched.arbitration, rsa_sched.months.replacing):
        made = module.Run
        module.Run = lambda made=made, **keys: made(**keys | {"seconds": 0.0})  # type: ignore[attr-defined]
    steps = [0]

    def step(*_: Any) -> None:
        steps[0] += 1
        if steps[0] == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    class Counted(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            step()
            return super().execute(*arguments)

    connect = sqlite3.connect
    sqlite3.connect = lambda *a, **k: connect(*a, factory=Counted, **k)  # type: ignore[assignment]
    inside = str(folder)
    sys.addaudithook(lambda event, what: step() if event in STEPS and _is_ours(what, inside) else None)
    words = SCRIPT[number].split()
    code = command_line(["register", words[0], *words[1:], *(() if "import" in words else ("--by", "anne"))])
    tell(steps[0])
    return code


def _is_ours(what: tuple[Any, ...], folder: str) -> bool:
    name = what[0] if what else ""
    return isinstance(name, str | os.PathLike) and (not Path(name).is_absolute() or os.fspath(name).startswith(folder))


def events(path: Path) -> list[tuple[int, str, str]]:
    """Number, kind and hash of each event of a register that is whole; none where there is no file."""
    if not path.exists():
        return []
    with Register(path) as register:
        assert register.faults() == []
        return [(event.seq, event.kind, event.hash) for event in register.events()]


def everything(folder: Path) -> dict[str, Any]:
    """Every file: registers as their events, others as their bytes."""
    return {
        path.relative_to(folder).as_posix(): events(path) if path.suffix == ".sqlite" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def prepared(folder: Path) -> list[Stage]:
    """The script, run once from end to end."""
    here = folder / "mois"
    here.mkdir()
    write(here / "m-1.json", month())
    write(here / "m-2.json", month(2, range(20, 24)))
    stages = []
    for number, line in enumerate(SCRIPT):
        before = folder / f"avant-{number}"
        shutil.copytree(here, before)
        code, steps, seconds = run(here, number)
        assert code == 0, (line, (folder / "dit.txt").read_text("utf-8")[-2000:])
        begun, done = (events(one / "registre.sqlite") for one in (before, here))
        stages.append(Stage(line, before, begun, done, everything(here), steps, seconds))
    return stages


def main(folder: Path, kills: int, seed: int) -> int:
    """Kill so many commands, some of them twice; each then does, begun again, what it does undisturbed."""
    assert making, "which spares the tests the disk"
    chance, stages = random.Random(seed), prepared(folder)
    ways, kept = Counter[str](), Counter[str]()
    for trial in range(kills):
        number = trial % len(SCRIPT)
        stage, here = stages[number], folder / "essai"
        shutil.copytree(stage.before, here)
        before, after = stage.begun, stage.done
        for _ in range(chance.choice((1, 1, 2))):
            if chance.random() < 0.6:
                way, (code, _, _) = "at a step", run(here, number, dies_at=chance.randint(1, stage.steps))
            else:
                way = "at a moment"
                code, _, _ = run(here, number, kill_after=chance.uniform(0.0, stage.seconds))
            assert code in (-signal.SIGKILL, 0), (stage.line, way, code)
            ways[way] += code != 0
            found = events(here / "registre.sqlite")
            assert found in (before, after), (trial, stage.line, way, "half an act is there")
            kept["there" if found == after != before else "not there"] += 1
        code, _, _ = run(here, number)
        assert code == 0, (trial, stage.line, code, (folder / "dit.txt").read_text("utf-8")[-2000:])
        once, again = stage.whole, everything(here)
        assert again == once, (trial, stage.line, sorted(n for n in {*once, *again} if once.get(n) != again.get(n)))
        shutil.rmtree(here)
        if not (trial + 1) % len(SCRIPT):
            print(f"{trial + 1} commands", flush=True)
    told = ", ".join(f"{number} {way}" for way, number in sorted(ways.items()))
    print(f"{kills} commands: {told}; act {dict(kept)}; begun again each ends as it does undisturbed", flush=True)
    return 0


def parsed(arguments: Sequence[str]) -> tuple[Path, int, int]:
    """Folder, kills, seed."""
    return Path(arguments[0]).resolve(), int(arguments[1]), int(arguments[2])


if __name__ == "__main__":
    sys.exit(main(*parsed(sys.argv[1:])))
