"""One at a time: what is read, changed and written again is held by one process until it is whole."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from rsa_sched.errors import InputError
from rsa_sched.office.files import resolved, unwritable
from rsa_sched.office.partial import is_still_there, try_lock

PATIENCE = 60.0
"""Seconds that a second process waits for the first."""
_BEAT = 0.05


@contextmanager
def held(*paths: Path | str, patience: float = PATIENCE) -> Iterator[None]:
    """Hold files or folders, which need not exist yet, against everybody else who holds one by this function.

    The command line holds the name table and the key that an import is to make, and the folders of `publish` and
    `month`; `Publication.write` holds its folder. The lock is the file ``.NAME.lock`` beside what is held, as long as
    it is held; the system takes it back from a process that is killed, and the next one finds it free. (filelock leaves
    its file for ever, beside what is to be sent.) Whoever holds one already must not hold it again.

    Parameters
    ----------
    paths : what is held, all of it in one order, so that no two processes wait for each other.
    patience : seconds to wait for each.

    Raises
    ------
    InputError
        Where another process still holds one after `patience` seconds, saying which; where no lock can be made.
    """
    with ExitStack() as locks:
        for path in sorted({resolved(Path(path)) for path in paths}):
            locks.enter_context(_held(path, patience))
        yield


def lock_of(path: Path) -> Path:
    """The file that is there as long as a path is held, and after a kill."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def _held(path: Path, patience: float) -> Iterator[None]:
    beside = lock_of(path)
    try:
        handle = _locked(beside, time.monotonic() + patience)
    except OSError as error:
        raise unwritable(error.strerror or "unwritable", str(path)) from None
    if handle is None:
        raise InputError.of("output", _holder(beside), "held-file", file=str(path))
    try:
        with suppress(OSError):
            os.truncate(handle, 0)
            os.write(handle, f"process {os.getpid()} on {socket.gethostname()}".encode())
        yield
    finally:
        with suppress(OSError):  # Windows keeps it while it is open; whoever waits looks whether it is still there
            beside.unlink()
        os.close(handle)


def _locked(beside: Path, until: float) -> int | None:
    while True:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
        if try_lock(handle) and is_still_there(handle, beside):
            return handle
        os.close(handle)
        if time.monotonic() > until:
            return None
        time.sleep(_BEAT)


def _holder(lock: Path) -> str:
    try:
        return "held by " + (lock.read_text(encoding="utf-8")[:100] or "another process")
    except (OSError, ValueError):
        return "held by another process"
