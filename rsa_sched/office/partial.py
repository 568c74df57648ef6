"""Files in the making: for their owner only, known by their name, and removed by the next run where one was killed."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX, SUFFIX = ".rsa-sched-", ".partiel"

if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Lock an open file for this process; False where another one has it. Raises OSError where nothing can."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Lock an open file for this process; False where another one has it. Raises OSError where nothing can."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def is_still_there(handle: int, path: Path) -> bool:
    """Whether an open file is the one of that name: a lock on a file that was removed keeps nobody out."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


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
            if sys.platform == "win32":  # where an open file cannot be renamed
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
        if sys.platform == "win32":  # where nobody can remove a file that is open
            return path, handle
        try:
            is_ours = try_lock(handle)
        except OSError:  # a file system without locks, where nothing is removed either
            is_ours = True
        if is_ours and is_still_there(handle, path):
            return path, handle
        os.close(handle)  # another run found it before it was locked


def _remove_unless_locked(path: Path) -> None:
    if sys.platform == "win32":
        path.unlink()
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        if try_lock(handle):
            path.unlink()
    finally:
        os.close(handle)
