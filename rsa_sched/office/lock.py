"""One at a time: what is read, changed and written again is held by one process until it is whole."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rsa_sched.errors import InputError
from rsa_sched.office.files import resolved, unwritable

PATIENCE = 60.0
"""Seconds that a second process waits for the first."""


@contextmanager
def held(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a file or folder, which need not exist yet, against everybody else who holds it by this function.

    The lock is the file ``.NAME.lock`` beside it. It stays there, empty, between two uses: whoever removed it could
    let two in. The system takes it back from a process that is killed.

    Raises
    ------
    InputError
        Where another process still holds it after `patience` seconds, saying which; where no lock can be made.
    """
    from filelock import FileLock, Timeout

    path = resolved(path)
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
