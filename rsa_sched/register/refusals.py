"""Why the register does not do what it was asked: one French sentence, nothing touched."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rsa_sched.errors import RsaSchedError
from rsa_sched.french.sentences import say


class RegisterRefused(RsaSchedError):
    """The register refuses; nothing was written.

    Attributes
    ----------
    code : which refusal, a key of ``french/register.toml``, table ``refused``.
    facts : what its sentence tells: ids, figures and dates.
    """

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(say(f"register.refused.{code}", **facts))
        self.code, self.facts = code, facts

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.code, self.facts)


class RegisterMoved(RegisterRefused):
    """Somebody else wrote first: what was decided upon is not the state any more.

    Attributes
    ----------
    since : a line for each event that was written meanwhile: who, what, when.
    """

    def __init__(self, since: tuple[str, ...]) -> None:
        super().__init__("moved", since="\n".join(f"  {line}" for line in since), number=len(since))
        self.since = since

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.since,)


def _again(kind: type[RegisterRefused], code: str, facts: dict[str, Any]) -> RegisterRefused:
    return kind(code, **facts)


_CODES = {
    "SQLITE_FULL": "disk-full",
    "SQLITE_READONLY": "read-only",
    "SQLITE_NOTADB": "not-a-register",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_BUSY": "busy",
    "SQLITE_CANTOPEN": "no-access",
    "SQLITE_PERM": "no-access",
    "SQLITE_IOERR": "machine",
    "SQLITE_NOMEM": "machine",
}


@contextmanager
def refused_by_the_file(path: Path) -> Iterator[None]:
    """Around what speaks to SQLite: what machine or file do not allow is a `RegisterRefused`; our own faults stay."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        code = next((code for start, code in _CODES.items() if name.startswith(start)), None)
        if code is None:
            raise
        raise RegisterRefused(code, file=path) from None


_STRICT_SINCE = (3, 37, 0)


def refuse_old_sqlite() -> None:
    """Raise RegisterRefused where SQLite does not know STRICT tables."""
    if sqlite3.sqlite_version_info < _STRICT_SINCE:
        raise RegisterRefused("old-sqlite", version=sqlite3.sqlite_version)


def refuse_place(path: Path, read_only: bool) -> None:
    """Raise RegisterRefused where the path leads to no ordinary file, or to one that may not be written.

    Only looked at from outside: opening a database beside SQLite would take its locks away in this process.
    """
    try:
        about = path.stat()
    except FileNotFoundError:
        raise RegisterRefused("none", file=path) from None
    except OSError:
        raise RegisterRefused("no-access", file=path) from None
    if not stat.S_ISREG(about.st_mode) or not about.st_size:
        raise RegisterRefused("not-a-register", file=path)
    if not read_only and not about.st_mode & 0o222:
        raise RegisterRefused("read-only", file=path)
