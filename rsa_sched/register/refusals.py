"""Why the register does not do what it was asked: one French sentence, nothing touched."""

from __future__ import annotations

import sqlite3
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
