"""Documents in files, and their rows by id."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any, Self, TypeVar

from rsa_sched.domain.instead import refusal
from rsa_sched.domain.reading import Source, quoted
from rsa_sched.office.files import write_whole

Row = TypeVar("Row")


class InFiles(ABC):
    """A document that is read from and written to files: a `Problem` or an `Agenda`."""

    @classmethod
    @abstractmethod
    def from_json(cls, source: Source) -> Self:
        """Read a document from text, bytes or a path."""

    @abstractmethod
    def to_json(self) -> str:
        """The document as JSON text."""

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Self:
        """Read the document of a file; here a text is its path. Raises InputError as `from_json`."""
        return cls.from_json(_path(path))

    def write(self, path: str | PathLike[str]) -> None:
        """Write the document, the bytes of `to_json`, to a file: whole or, where that fails, not at all.

        Raises
        ------
        InputError
            Where the file cannot be written.
        """
        write_whole(_path(path), self.to_json().encode())


def _path(path: str | PathLike[str]) -> Path:
    if not isinstance(path, str | PathLike):
        raise refusal("path", path, "not-a-path")
    return Path(path)


def look_up(rows: Mapping[str, Row], name: Any, what: str, instead: str = "") -> Row:
    """The row of an id.

    Raises
    ------
    KeyError
        Saying what was expected: ``instead``, or ids that resemble it.
    """
    try:
        return rows[name]
    except (KeyError, TypeError):
        pass
    given = quoted(name) if isinstance(name, str) else f"a {type(name).__name__}"
    close = get_close_matches(name, rows, n=3) if isinstance(name, str) and not instead else []
    like = f", such as {' or '.join(map(quoted, close))}" if close else f", of which there are {len(rows)}"
    raise KeyError(f"{given}: {instead or f'expected the id of {what}{like}'}")
