"""The file of a memory: what solves found, under a seal, since a proof that anybody can write is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rsa_sched._version import __version__
from rsa_sched.errors import InputError
from rsa_sched.office.files import is_there, read_bytes, unreadable, write_whole
from rsa_sched.office.seal import Seal

MARK = b"rsa_sched memory 1"
"""The first line; the second is the seal, the third the content."""
LARGEST = 1 << 30
"""Bytes."""


def read(path: Path) -> dict[str, Any] | None:
    """The content of a file: nothing where there is none, or of another version; None where it is not to be believed.

    Raises
    ------
    InputError : for a file that is no memory, which is never taken for one that may be written over; or where file or
        key cannot be read.
    """
    seal = Seal.of_this_user()
    if not is_there(path):
        return {}
    try:
        data = read_bytes(path, LARGEST)
    except OSError as error:
        raise unreadable(error, str(path)) from None
    mark, _, rest = data.partition(b"\n")
    if mark != MARK:
        raise InputError.of("memory", "something else", "not-a-memory", file=str(path))
    stated, _, body = rest.partition(b"\n")
    if not seal.is_on(body, stated):
        return None
    content: dict[str, Any] = json.loads(body)
    return content if content["made_by"] == _maker() else {}


def write(path: Path, content: dict[str, Any]) -> None:
    """Write a content under the seal. Raises InputError where it cannot be written."""
    body = json.dumps({"made_by": _maker(), **content}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    write_whole(path, b"\n".join([MARK, Seal.of_this_user().of(body), body]), private=True)


def _maker() -> list[str]:
    """The versions of what searches: another one may come to another agenda, or may have had a fault."""
    from importlib.metadata import version

    return [__version__, version("ortools"), version("numpy"), version("highspy")]
