"""A program in a process of its own: how long it takes, and how much memory it ever holds."""

from __future__ import annotations

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
    over = threading.Event()
    held: list[float] = []
    with tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *(argument.replace("{began}", repr(began)) for argument in arguments)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        watch = threading.Thread(target=_watch, args=(process.pid, room, over, held), daemon=True)
        watch.start()
        code: int | None = None
        ended: str | None = None
        try:
            try:
                code = process.wait(patience)
            except subprocess.TimeoutExpired:
                ended = f"ended after {patience:.0f} s"
            wall = time.monotonic() - began
        finally:  # an interrupt as well: it is in a session of its own and hears nothing of that
            over.set()
            watch.join()
            left = _end_all(process)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    memory = max(held, default=None)
    if memory is not None and memory > room:
        code, ended = None, f"ended at {room:,.0f} MiB, after {wall:.0f} s"
    return Spent(code, wall, memory, left, said, ended)


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


def _watch(process: int, room: float, over: threading.Event, held: list[float]) -> None:
    while not over.wait(BEAT):
        now = [mebibytes for number in _family(process) if (mebibytes := _high_water(number)) is not None]
        if now:
            held.append(sum(now))
            if held[-1] > room:  # before the system ends whatever it likes
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
                return


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
