"""One at a time: what is read, changed and written again is held by one process until it is whole."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from rsa_sched.errors import InputError
from rsa_sched.office.files import resolved, unwritable

PATIENCE = 60.0
"""Seconds that a second process waits for the first."""


@contextmanager
def held(*paths: Path | str, patience: float = PATIENCE) -> Iterator[None]:
    """Hold files or folders, which need not exist yet, against everybody else who holds one by this function.

    The command line holds the name table and the key that an import is to make, and the folders of `publish` and
    `month`; `Publication.write` holds its folder. The lock is the file ``.NAME.lock`` beside what is held. It stays
    there, empty, between two uses: whoever removed it could let two in. The system takes it back from a process that is
    killed. Whoever holds one already must not hold it again.

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


@contextmanager
def _held(path: Path, patience: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    beside = path.with_name(f".{path.name}.lock")
    lock = FileLock(beside, timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise InputError.of("output", _holder(beside), "held-file", file=str(path)) from None
    except OSError as error:
        raise unwritable(error.strerror or "unwritable", str(path)) from None
    try:
        with suppress(OSError):
            beside.write_text(f"process {os.getpid()} on {socket.gethostname()}", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            beside.write_bytes(b"")
        lock.release()


def _holder(lock: Path) -> str:
    try:
        return "held by " + (lock.read_text(encoding="utf-8")[:100] or "another process")
    except (OSError, ValueError):
        return "held by another process"
