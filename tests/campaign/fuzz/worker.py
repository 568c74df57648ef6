"""A process that tries one file after the other: a fresh one for each takes several times as long as the trial.

It has the time and memory of one trial each time. What is not as it should be, and whatever ends it, is tried again in
a process of its own before it is a find: a process that has tried a thousand files may not be as a new one is.

What is the same for every file is made once: the parser of commands, bundled templates, the columns of the sheets
beside the one that is changed. What earlier files left is frozen before the next, so that looking for what waits to be
collected costs no more than the file made (it was half of the time).
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
from functools import cache, lru_cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from rsa_sched.cli import commands
from rsa_sched.intake import sources
from rsa_sched.intake.columns.headers import RecognisedTable, recognise
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.sheet import Sheet
from rsa_sched.publish.letters import printing
from tests.campaign.fuzz.drawn import drawn
from tests.support import trials, trials_child
from tests.support.trials import Outcome, Trial, faults, lay_out, state

PATIENCE = 300.0
"""Seconds after which a file is tried alone, on a machine that is too busy to answer."""
MEMORY = Path("/dev/shm")
TRIED = 2_000
"""Files that one process tries: what it does not give back stays little."""
TEMPLATES = 40
"""Templates that are kept: the bundled ones, and the last of a trial."""
SHEETS = 200
"""Sheets of which it is kept where their columns are."""


class Worker:
    """A process that tries files, started when it is first asked, and again where it has ended."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._here: Connection | None = None
        self._place = Path()

    @property
    def number(self) -> int | None:
        """Of the process; None where none runs."""
        return None if self._process is None else self._process.pid

    def is_well(self, seed: str) -> str:
        """The name of the source whose trial comes to what it must; "" where it is to be tried alone."""
        if self._here is None:
            self._here, there = trials.FORKS.Pipe()
            self._place = Path(tempfile.mkdtemp(prefix="rsa-sched-fuzz-", dir=MEMORY if MEMORY.is_dir() else None))
            process = trials.FORKS.Process(target=serve, args=(there, self._place), daemon=True)
            process.start()
            self._process = process
            there.close()
        try:
            self._here.send(seed)
            if self._here.poll(PATIENCE):
                name: str = self._here.recv()
                return name
        except (EOFError, OSError):
            pass
        self.end()
        return ""

    def end(self) -> None:
        """End the process, and all that it started."""
        if self._process is not None and self._here is not None:
            assert self._process.pid is not None
            if self._process.is_alive():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.kill()  # before it had a session of its own
            self._process.join()
            self._here.close()
            shutil.rmtree(self._place, ignore_errors=True)
        self._process = self._here = None


def serve(there: Connection, place: Path) -> None:
    """Answer each seed with the name of its source, "" where its trial has faults or takes a new interpreter."""
    os.setsid()
    os.environ.update(TMPDIR=str(place / "said" / "tmp"), PYTHONPATH=str(trials_child.ROOT), PYTHONUTF8="1")
    tempfile.tempdir = None
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _keep_what_is_the_same()
    trials_child.limit()
    try:
        for _ in range(TRIED):
            source, trial = drawn(there.recv())
            there.send("" if trial.process or _faults_of(trial, place) else source.name)
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _keep_what_is_the_same() -> None:
    commands.parser = cache(commands.parser)
    for name in ("TextTemplate", "WordTemplate"):
        setattr(printing, name, lru_cache(TEMPLATES)(getattr(printing, name)))

    @lru_cache(SHEETS)
    def recognised(sheet: Sheet, profile: bytes, kind: str | None) -> tuple[RecognisedTable | None, list[Finding]]:
        return recognise(sheet, pickle.loads(profile), kind)

    def same(sheet: Sheet, profile: Profile, kind: str | None = None) -> tuple[RecognisedTable | None, list[Finding]]:
        return recognised(sheet, pickle.dumps(profile), kind)

    vars(sources)["recognise"] = same


def _faults_of(trial: Trial, place: Path) -> list[str]:
    import resource

    folder, beside = place / "f", place / "said"
    for path in (folder, beside):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
    (beside / "tmp").mkdir()
    lay_out(trial, folder)
    before = dict(state(folder))
    os.chdir(folder)
    for descriptor, name in ((1, "out"), (2, "err")):
        handle = os.open(beside / name, os.O_RDWR | os.O_CREAT, 0o644)
        os.dup2(handle, descriptor)
        os.close(handle)
    most = trials_child.SECONDS + 1 + int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak of memory begins anew
    gc.freeze()
    told = trials_child.called(trial.arguments)
    sys.stdout.flush()
    after = dict(state(folder))
    outcome = Outcome(
        told.code, (beside / "out").read_text("utf-8", "replace"), (beside / "err").read_text("utf-8", "replace"),
        told.error, tuple(told.warnings), told.seconds, told.mebibytes,
        made=tuple(sorted({*after} - {*before})) + tuple(f"tmp/{path.name}" for path in (beside / "tmp").iterdir()),
        changed=tuple(sorted(name for name, what in before.items() if after.get(name) != what)),
    )  # fmt: skip
    return faults(trial, outcome)
