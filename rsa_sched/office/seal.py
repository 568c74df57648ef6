"""A seal under a key of this user's: what bears it, programs of this user wrote, and nobody has changed since."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

from rsa_sched.errors import InputError
from rsa_sched.office.files import is_open_to_others, read_bytes, write_new

KEY_BYTES = 32
NAME = "seal.key"


class Seal:
    """Sets and checks seals (HMAC-SHA-256); its repr does not show the key."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def of_this_user(cls) -> Seal:
        """The seal of who runs this program; its key is made where there is none, or where others may know it.

        Raises
        ------
        InputError : where it can be neither read nor made.
        """
        path = _folder() / NAME
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            secret = _read(path)
            if secret is None:
                path.unlink(missing_ok=True)
                with suppress(FileExistsError):  # another process was quicker
                    write_new(path, secrets.token_bytes(KEY_BYTES))
                secret = _read(path)
        except OSError as error:
            raise InputError.of("seal", error.strerror or "unwritable", "unwritable-seal", file=str(path)) from None
        if secret is None:
            raise InputError.of("seal", "unreadable", "unwritable-seal", file=str(path))
        return cls(secret)

    def of(self, data: bytes) -> bytes:
        """The seal of a content, in hexadecimal digits."""
        return hmac.new(self._secret, data, hashlib.sha256).hexdigest().encode()

    def is_on(self, data: bytes, stated: bytes) -> bool:
        """Whether that is the seal of this content."""
        return hmac.compare_digest(self.of(data), stated)

    def __repr__(self) -> str:
        return "<Seal>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a seal is not pickled: its key stays in its own file")


def _read(path: Path) -> bytes | None:
    """The key of a file that is ours alone; None where it is none, or others may know it."""
    if not path.exists() or is_open_to_others(path) or _is_anothers(path):
        return None
    secret = read_bytes(path, KEY_BYTES + 1)
    return secret if len(secret) == KEY_BYTES else None


def _is_anothers(path: Path) -> bool:
    return os.name == "posix" and path.stat().st_uid != os.geteuid()


def _folder() -> Path:
    """Where programs keep what is this user's on this machine."""
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME")
    own = ("AppData", "Local") if sys.platform == "win32" else (".local", "state")
    return (Path(base) if base else Path.home().joinpath(*own)) / "rsa-sched"
