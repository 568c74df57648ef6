"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from rsa_sched.errors import InputError
from rsa_sched.office.inert import escaped
from rsa_sched.office.partial import partial_file


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write beside the target, then take its place: no reader ever sees half a file.

    A link is followed; a device or pipe is written to as it is. A file that is replaced keeps its permissions.

    Parameters
    ----------
    path : where to.
    data : the whole content.
    private : a new file is for its owner only (mode 0600).

    Raises
    ------
    InputError
        Where it cannot be written.
    """
    path = resolved(path)
    with written_to(str(path)):
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        with partial_file(path.parent, data) as temporary:
            new = 0o600 if private else 0o666 & ~_umask()
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else new)
            temporary.replace(path)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that nobody else may read (mode 0600), whole or not at all.

    Raises
    ------
    OSError
        FileExistsError where it is already there, and any other where it cannot be written.
    """
    with partial_file(path.parent, data) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            temporary.rename(path)


def read_bytes(path: Path, most: int) -> bytes:
    """The content of an ordinary file of at most so many bytes: a device or a pipe might never end.

    Raises OSError, with what is wrong as its `strerror`.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
            raise OSError(errno.EINVAL, "a device or a pipe")
        too_large = stat.S_ISREG(about.st_mode) and about.st_size > most
        with path.open("rb") as file:
            data = b"" if too_large else file.read(most + 1)
    except ValueError:  # a zero byte
        raise OSError(errno.EINVAL, "no name of a file") from None
    if too_large or len(data) > most:
        raise OSError(errno.EFBIG, f"more than {most >> 20} MiB")
    return data


def is_folder(path: Path) -> bool:
    """Whether it is a folder; False where it may not be looked at, as its reader will say."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether something stands there: also a loop of links, or what may not be looked at, as its reader will say."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return True


def is_open_to_others(path: Path) -> bool:
    """Whether others than its owner may read or change a file; False where the system does not say."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & 0o077)
    except (OSError, ValueError):
        return False


def resolved(path: Path) -> Path:
    """Where a path leads in the end; itself where its links lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # the circle, as Python 3.11 and 3.12 report it
        return path.absolute()


_ASKING = Lock()


def _umask() -> int:
    with _ASKING:  # it is the process's: another thread must not take ours for it
        mask = os.umask(0o077)
        os.umask(mask)
    return mask


@contextmanager
def written_to(name: str) -> Iterator[None]:
    """Around what looks at the place of an output or writes to it: what the machine refuses is an InputError."""
    try:
        yield
    except OSError as error:
        raise unwritable(error.strerror or "unwritable", name) from None


def unwritable(why: str, name: str) -> InputError:
    """The error that says why an output cannot be written."""
    return InputError.of("output", why, "unwritable-file", file=name)


def unreadable(error: OSError, name: str) -> InputError:
    """The error of a file that cannot be read; its name as it can be printed."""
    return InputError.of("document", error.strerror or "unreadable", "unreadable-file", file=escaped(name))
