"""What every hostile case is made of: sound inputs of each command, one of which it replaces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.cli.month import PEOPLE, PROFILE, SECRETS, SESSIONS, SITUATIONS
from tests.publish.letters import named, small, solved
from tests.support.trials import Trial

KEY = b"0123456789abcdef" * 4 + b"\n"
STUDY = b'title = "x"\nreplications = 2\nmonths = 1\n[[scenario]]\nname = "a"\n'
TABLES = {"situations": SITUATIONS.encode(), "sessions": SESSIONS.encode(), "people": PEOPLE.encode()}
IMPORT = ("import", "tableaux", "--profile", "profil.toml", "--key", "cle.txt", "--names", "noms.csv", "-o", "p.json")
PUBLISH = ("publish", "p.json", "a.json", "--names", "noms.csv", "--profile", "profil.toml", "-o", "envoi",
           "--official-letters", "none")  # fmt: skip
NAMES = tuple(word.casefold() for word in SECRETS if not word.isdigit())


@dataclass(frozen=True)
class Case:
    """A trial and what it must come to.

    Attributes
    ----------
    trial : its files and arguments.
    codes : exit codes, one of which it ends with.
    lines : how many lines it says on standard error at most where it ends with exit code 2; 0: any number.
    says : what stands there then.
    inert : where it ends well, bytes that no file may hold that it made, unpacked or not.
    prepare : lays out what is no plain file.
    unprivileged : only somebody who is not root is kept from reading it.
    """

    trial: Trial
    codes: tuple[int, ...] = (2,)
    lines: int = 1
    says: str = ""
    inert: tuple[bytes, ...] = ()
    prepare: Callable[[Path], None] | None = None
    unprivileged: bool = False


Cases = dict[str, Callable[[], Case]]
"""Cases by name, made when they are tried."""


@cache
def documents() -> dict[str, bytes]:
    """A small problem and its agenda."""
    problem = small()
    return {"p.json": problem.to_json().encode(), "a.json": solved(problem).to_json().encode()}


@cache
def letters_of() -> dict[str, bytes]:
    """All that `publish` reads of the small month but templates."""
    return documents() | {
        "noms.csv": named(small(), official=["b-1"]).to_csv(),
        "profil.toml": b'[letters]\nsender = "Service des Essais"\n',
    }


def imported(files: dict[str, bytes], *more: str, **keys: bytes) -> Trial:
    """An import of the small month: ``files`` beside or instead of its tables, ``keys`` other tables by name."""
    tables = {f"tableaux/{name}.csv": data for name, data in (TABLES | keys).items()}
    whole = tables | {"profil.toml": PROFILE.encode(), "cle.txt": KEY} | files
    return Trial((*IMPORT, *more), whole, outputs=("p.json", "noms.csv"), secrets=NAMES)


def table(data: bytes, name: str = "situations.csv") -> Case:
    """A table of requests in the place of the small month's: a report, and exit code 0 or 2."""
    trial = imported({})
    files = {path: content for path, content in trial.files.items() if path != "tableaux/situations.csv"}
    return Case(replace(trial, files=files | {f"tableaux/{name}": data}), codes=(0, 2), lines=0)


def refused_table(data: bytes, name: str = "situations.csv", says: str = "") -> Case:
    """A table that is refused."""
    return replace(table(data, name), codes=(2,), says=says)


def problem(data: bytes, codes: tuple[int, ...] = (2,), lines: int = 1) -> Case:
    """A problem document to be solved, its first agenda at once."""
    arguments = ("solve", "p.json", "-o", "a.json", "--time-limit", "0", "--workers", "1")
    return Case(Trial(arguments, {"p.json": data}, ("a.json",)), codes, lines)


def agenda(data: bytes, codes: tuple[int, ...] = (2,), lines: int = 1) -> Case:
    """An agenda document to be checked."""
    return Case(Trial(("check", "p.json", "a.json"), documents() | {"a.json": data}), codes, lines)


def profile(data: bytes, codes: tuple[int, ...] = (2,), lines: int = 1) -> Case:
    """A profile that an import reads."""
    return Case(imported({"profil.toml": data}), codes, lines)


def published(files: dict[str, bytes], *more: str) -> Trial:
    """A publication of the small month, with other files."""
    return Trial((*PUBLISH, *more), letters_of() | files, outputs=("envoi/*",))
