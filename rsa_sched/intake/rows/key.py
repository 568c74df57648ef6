"""The secret under which pseudonyms are made: a file of its own, kept apart from everything."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from pathlib import Path

from rsa_sched.errors import InputError
from rsa_sched.office.files import read_bytes, write_new

_HEX = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
KEY_BYTES = 32


class Key:
    """The secret key of the pseudonyms; its repr does not show it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._secret = secret

    @classmethod
    def read(cls, path: Path) -> Key:
        """The key of a file that `create` wrote.

        Raises
        ------
        InputError
            Where the file cannot be read or is no key; its content is never shown.
        """
        try:
            text = read_bytes(Path(path), 1024).decode("ascii", "replace").strip()
        except OSError as error:
            raise _unusable(error.strerror or "unreadable", path) from None
        if not _HEX.fullmatch(text):
            raise _unusable("something else", path)
        return cls(bytes.fromhex(text))

    @classmethod
    def create(cls, path: Path) -> Key:
        """A new key, 32 random bytes as hex in a new file for its owner only (mode 0600).

        Raises
        ------
        InputError
            Where the file is already there (a lost key cannot be made again) or cannot be written.
        """
        key = cls(secrets.token_bytes(KEY_BYTES))
        try:
            write_new(Path(path), key._secret.hex().encode() + b"\n")
        except OSError as error:
            raise InputError.of("key", error.strerror or "unwritable", "unwritable-key", file=str(path)) from None
        return key

    def sign(self, text: str) -> str:
        """The first 16 hexadecimal digits of the HMAC-SHA-256 of a text."""
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]

    def __repr__(self) -> str:
        return "<Key>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a key is not pickled: it stays in its own file")


def _unusable(found: str, path: Path) -> InputError:
    return InputError.of("key", found, "not-a-key", digits=2 * KEY_BYTES, file=str(path))
