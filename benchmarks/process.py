"""A program in a process of its own: how long it takes, and how much memory it ever holds."""

from __future__ import annotations

import compileall
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEAT = 0.03
"""Seconds between two looks at the memory."""
GRACE = 2.0
"""Seconds in which what a process has started may end after it."""


@dataclass(frozen=True)
class Spent:
    """What a process took.

    Attributes
    ----------
    code : its exit code; None where it was ended.
    wall : seconds from its start to its end.
    memory : MiB; of it and the children it had at one time the sum of the most that each had held; None where the
        system does not say. What children share is counted for each.
    left : whether something that it had started was still there when it had ended; it is ended as well.
    errors : what it wrote on standard error.
    ended : why it was ended, in words; None where it ended by itself.
    """

    code: int | None
    wall: float
    memory: float | None
    left: bool
    errors: str
    ended: str | None = None


def run(arguments: Sequence[str], patience: float, room: float = math.inf) -> Spent:
    """Run ``python ARGUMENTS`` in the project's folder; it is ended after `patience` seconds, or at `room` MiB.

    Not by ``ru_maxrss``: that begins with the memory of whoever started the process.
    """
    _compile()
    with tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *(argument.replace("{began}", repr(began)) for argument in arguments)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        watch = _Watch(process.pid, began + patience, room)
        watch.start()
        try:
            code: int | None = process.wait()  # with a time limit of its own it would only look every 50 ms
            wall = time.monotonic() - began
        finally:  # an interrupt as well: it is in a session of its own and hears nothing of that
            watch.over.set()
            watch.join()
            left = _end_all(process)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    ended = None
    if watch.ended_by is not None:
        code, ended = None, f"ended {watch.ended_by}after {wall:.0f} s"
    return Spent(code, wall, max(watch.held, default=None), left, said, ended)


@cache
def _compile() -> None:
    """As pip does with what it installs: where Python is told to keep no bytecode, each run would compile anew."""
    for name in ("rsa_sched", "benchmarks"):
        compileall.compile_dir(ROOT / name, quiet=2)


def _end_all(process: subprocess.Popen[bytes]) -> bool:
    """End a process and whatever it has started; whether anything of that was left when it had ended by itself."""
    left = False
    if process.poll() is not None:
        end = time.monotonic() + GRACE
        while (left := _is_alive(process.pid)) and time.monotonic() < end:
            time.sleep(BEAT)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return left


def _is_alive(group: int) -> bool:
    """Whether a process of the group still runs; one that nobody has asked for its exit code does not."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, number = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it has just ended
            continue
        if int(number) == group and state != "Z":
            return True
    return False


class _Watch(threading.Thread):
    """Notes what a process holds; ends it where that or its time is too much.

    Attributes
    ----------
    over : set by who knows that the process has ended.
    held : MiB, at each look.
    ended_by : begins the reason for which it was ended; None where it was not.
    """

    def __init__(self, process: int, until: float, room: float) -> None:
        super().__init__(daemon=True)
        self._process, self._until, self._room = process, until, room
        self.over = threading.Event()
        self.held: list[float] = []
        self.ended_by: str | None = None

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(BEAT):
            now = [size for number in _family(self._process) if (size := _high_water(number)) is not None]
            if now:
                self.held.append(sum(now))
            if now and self.held[-1] > self._room:  # before the system ends whatever it likes
                self._end(f"at {self._room:,.0f} MiB, ")
            elif time.monotonic() > self._until:
                self._end("")

    def _end(self, why: str) -> None:
        self.ended_by = why
        self.over.set()
        with suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)


def _family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for number in found:
        with suppress(OSError):  # it has just ended
            for task in Path(f"/proc/{number}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _high_water(process: int) -> float | None:
    """The most memory that a process ever held, in MiB, as Linux counts it."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return None if line is None else int(line.split()[1]) / 1024
