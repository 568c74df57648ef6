"""Files in the making: for their owner only, known by their name, and removed by the next run where one was killed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]

PREFIX, SUFFIX = ".rsa-sched-", ".partiel"


@contextmanager
def partial_file(folder: Path, data: bytes) -> Iterator[Path]:
    """A new file of a folder with this content, to be renamed; gone in the end where it was not.

    It is locked as long as its process lives: that tells it from what a killed one left.

    Raises
    ------
    OSError
        Where the folder does not let us, or the disk is full.
    """
    remove_partial_files(folder)
    path, handle = _locked_file(folder)
    with os.fdopen(handle, "wb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(handle)
            if fcntl is None:  # where an open file cannot be renamed either
                file.close()
            yield path
        finally:
            path.unlink(missing_ok=True)


def remove_partial_files(folder: Path) -> None:
    """Remove what killed runs left in a folder; what another run is writing just now is left alone."""
    with suppress(OSError):
        for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
            with suppress(OSError):
                _remove_unless_locked(path)


def _locked_file(folder: Path) -> tuple[Path, int]:
    while True:
        handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
        path = Path(name)
        if fcntl is None:
            return path, handle
        with suppress(OSError):  # a file system without locks removes nothing either
            fcntl.flock(handle, fcntl.LOCK_EX)
        if path.exists():
            return path, handle
        os.close(handle)  # another run found it before it was locked


def _remove_unless_locked(path: Path) -> None:
    if fcntl is None:
        path.unlink()
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(handle)
