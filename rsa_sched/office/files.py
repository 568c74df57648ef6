"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from rsa_sched.errors import InputError


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
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new = 0o600 if private else 0o666 & ~_umask()
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else new)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritable(error.strerror or "unwritable", str(path)) from None


def resolved(path: Path) -> Path:
    """Where a path leads in the end; itself where its links lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # the circle, as Python 3.11 and 3.12 report it
        return path.absolute()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def unwritable(why: str, name: str) -> InputError:
    """The error that says why an output cannot be written."""
    return InputError.of("output", why, "unwritable-file", file=name)


def unreadable(error: OSError, name: str) -> InputError:
    """The error of a file that cannot be read."""
    return InputError.of("document", error.strerror or "unreadable", "unreadable-file", file=name)


def read_toml(path: Path) -> dict[str, Any]:
    """The data of a TOML file in UTF-8. Raises InputError where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise unreadable(error, path.name) from None
    except (ValueError, RecursionError):  # no TOML, no UTF-8; thousands of figures or of brackets
        raise InputError.of("document", "unreadable", "not-toml-in-utf-8", file=path.name) from None
