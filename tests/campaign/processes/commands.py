"""Start commands as processes, and say what a folder holds."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.campaign.processes import child
from tests.campaign.processes.child import Order, Told

_SECONDS = re.compile(rb'"seconds": [0-9.]+')
LONGEST = 300.0
"""Seconds after which a command is taken for one that hangs, on a machine as busy as may be."""
INPUTS = ("tableaux", "autres", "profil.toml", "problème", "ordre")
"""What of a folder was there before, by how its path begins; the tests wrote it, for anybody to read."""

NO_COMMANDS = "" if sys.platform == "linux" else "forks and kills as Linux does"
if not NO_COMMANDS:
    _FORKS = multiprocessing.get_context("forkserver")
    _FORKS.set_forkserver_preload(
        ["tests.support.trials_child"]
    )  # the one of the trials: a process has one such server


class Command:
    """A command that runs in a process, and a session, of its own."""

    def __init__(self, order: Order) -> None:
        self._here, there = _FORKS.Pipe()
        self._process = _FORKS.Process(target=child.run, args=(there, order))
        self._process.start()
        there.close()

    def heard(self, seconds: float = LONGEST) -> Told | None:
        """What it tells next: that it waits or came to a step, how it ended; also None where it is dead."""
        try:
            if not self._here.poll(seconds):
                self.kill()
                raise TimeoutError("a command that hangs")
            told = self._here.recv()
        except (EOFError, OSError):
            return None
        assert told is None or isinstance(told, Told)
        return told

    def go(self) -> None:
        """Let one begin that waits."""
        self._here.send(None)

    def ends_within(self, seconds: float) -> bool:
        """Whether it ends by itself, or says anything."""
        return self._here.poll(seconds)

    def kill(self) -> None:
        """Kill it, `kill -9`, with whatever it started."""
        assert self._process.pid is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):  # before it had a session of its own
            os.kill(self._process.pid, signal.SIGKILL)
        self.end()

    def end(self) -> int | None:
        """Wait for it; its exit code as the system has it."""
        self._process.join(LONGEST)
        self._here.close()
        return self._process.exitcode


@dataclass(frozen=True)
class Entry:
    """A file: its content and who may use it."""

    data: bytes
    mode: int


def contents(folder: Path) -> dict[str, Entry]:
    """Every file of a folder, by its path, but for the seconds that an agenda says its search took."""
    return {
        path.relative_to(folder).as_posix(): Entry(
            _SECONDS.sub(b"", path.read_bytes()) if path.is_file() and not path.is_symlink() else b"",
            stat.S_IMODE(path.lstat().st_mode),
        )
        for path in sorted(folder.rglob("*"))
        if not path.is_dir()
    }


REPORTS = ("octobre.json.csv", "mois/controle.xlsx")
"""Reports on an import, which say whether the name table was there before: after a kill it may be."""


def differences(
    found: Mapping[str, Entry], expected: Mapping[str, Entry], again: Mapping[str, Entry] | None = None
) -> list[str]:
    """Where two folders are not the same files with the same bytes.

    `again` is what is expected where the command had been run before: a report may be of either.
    """
    again = expected if again is None else again
    faults = []
    for name in sorted({*found, *expected}):
        if name not in found or name not in expected:
            faults.append(f"{name}: {'missing' if name in expected else 'left behind'}")
        elif found[name].data not in (expected[name].data, again[name].data if name in REPORTS else None):
            faults.append(f"{name}: other bytes")
    return faults


def exposed(found: Mapping[str, Entry], secrets: Iterable[str]) -> list[str]:
    """Files that somebody else may read though names stand in them, or a key; half-written ones too.

    One that others may read in the end is theirs to read a moment before it has its name.
    """
    words = [word.encode(coding) for word in secrets for coding in ("utf-8", "cp1252", "utf-16-le")]
    return [
        f"{name}: mode {entry.mode:o}"
        for name, entry in found.items()
        if entry.mode & 0o077 and not name.startswith(INPUTS)
        if name.endswith("cle.txt") or "courriers/" in name or any(word in entry.data for word in words)
    ]
