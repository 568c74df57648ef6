"""What the machine puts where a file is asked for: pipes, devices, loops, names too long, what may not be read."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.base import (
    KEY,
    STUDY,
    Case,
    Cases,
    documents,
    imported,
    letters_of,
    published,
)  # fmt: skip
from tests.support.trials import Trial

ODD = "odd"
"""Name of what is odd in a case's folder."""


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _unreadable(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0)


def _shut(path: Path) -> None:
    path.mkdir()
    (path / "x").write_bytes(b"x")
    path.chmod(0)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 << 30)


def _socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
    os.chdir(before)


def _link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


def _none(_path: Path) -> None:
    """Nothing is there."""


THINGS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a pipe": (ODD, _pipe),
    "a loop of links": (ODD, _loop),
    "unreadable": (ODD, _unreadable),
    "in a folder that is shut": (f"{ODD}/x", lambda path: _shut(path.parent)),
    "a folder": (ODD, Path.mkdir),
    "3 GiB of nothing": (ODD, _sparse),
    "a socket": (ODD, _socket),
    "zeros without end": (ODD, _link("/dev/zero")),
    "a link to nothing": (f"{ODD}/none", _none),
    "a name of 300 characters": ("n" * 300, _none),
    "a path of 5000 characters": ("n/" * 2_500 + "n", _none),
    "a file for a folder": ("p.txt/x", _none),
    "a name of half a pair": ("a\udcffb", _none),
}
"""What stands where a file is asked for: its path, and how it is made."""

_SOLVE = ("-o", "out.json", "--time-limit", "0", "--workers", "1")
_IMPORT = ("import", "tableaux/situations.csv", "tableaux/sessions.csv", "tableaux/people.csv", "-o", "p.json")


def _reading(option: str, thing: str) -> Trial:
    """The trial in which an option names a thing."""
    tables = dict(imported({}).files)
    given = {"profile": "profil.toml", "key": "cle.txt"} | {option: thing}
    common = ("--profile", given["profile"], "--key", given["key"])
    match option:
        case "problem":
            return Trial(("solve", thing, *_SOLVE), {"p.txt": b""}, ("out.json",))
        case "agenda":
            return Trial(("check", "p.json", thing), documents() | {"p.txt": b""})
        case "study":
            return Trial(("simulate", thing, "-o", "etude"), {"p.txt": STUDY})
        case "letterhead":
            return _publishing("--profile", thing)
        case "names of letters":
            return _publishing("--names", thing)
        case "templates":
            return published({"p.txt": b""}, "--templates", thing)
        case "table":
            arguments = ("import", thing, *_IMPORT[2:], *common)
        case "names" | "previous" | "announced" | "sessions":
            more = ("p2.json",) if option == "previous" else ()
            arguments = (*_IMPORT, *common, f"--{option}", *more, thing)
        case _:
            arguments = (*_IMPORT, *common)
    return Trial(arguments, tables | {"p2.json": documents()["p.json"], "p.txt": KEY}, ("p.json", thing))


def _publishing(option: str, thing: str) -> Trial:
    arguments = ("publish", "p.json", "a.json", "-o", "envoi", option, thing)
    return Trial(arguments, letters_of() | {"p.txt": b""}, ("envoi/*",))


READERS = ("problem", "agenda", "table", "profile", "key", "names", "previous", "announced", "sessions", "letterhead",
           "names of letters", "templates", "study")  # fmt: skip
_MADE_WHERE_MISSING = frozenset({"key", "names"})
_FOR_FILES = frozenset({"unreadable", "in a folder that is shut"})


def _read(reader: str, name: str) -> Case:
    path, make = THINGS[name]
    return Case(
        _reading(reader, path),
        codes=(0, 2) if reader in _MADE_WHERE_MISSING and name == "a name of half a pair" else (2,),
        lines=0 if reader in ("table", "sessions") else 1,
        prepare=lambda folder: make(folder / path),
        unprivileged=name in _FOR_FILES,
    )


def machine_cases() -> Cases:
    """Every thing for every reader, by name: exit code 2 and one line, or a report of a table that is not read."""
    cases: Cases = {}
    for name in THINGS:
        for reader in READERS:
            if name == "a folder" and reader in ("table", "templates"):
                continue  # they are folders
            cases[f"machine: {reader} is {name}"] = partial(_read, reader, name)
    return cases | _outputs() | _templates() | _folders()


def _written(arguments: tuple[str, ...], name: str, make: Callable[[Path], None]) -> Case:
    path = arguments[-1]
    return Case(
        Trial(arguments, documents(), ("n*", ODD)),
        codes=(0, 2) if name in ("a name of 240 characters", "a loop of links") else (2,),
        prepare=None if path.startswith("/") else lambda folder: make(folder / path),
        unprivileged=name in _FOR_FILES,
    )


def _outputs() -> Cases:
    """Outputs that cannot be written where they are asked for."""
    lines = {
        "solve": ("solve", "p.json", *_SOLVE[2:], "-o"),
        "show": ("show", "p.json", "a.json", "-o"),
        "publish": ("publish", "p.json", "a.json", "-o"),
        "templates": ("templates",),
    }
    things = {
        "a loop of links": (ODD, _loop),
        "in a folder that is shut": (f"{ODD}/y", lambda path: _shut(path.parent)),
        "a name of 300 characters": ("n" * 300, _none),
        "a file for a folder": ("a.json/x", _none),
        "a full disk": ("/dev/full", _none),
        "a name of 240 characters": ("n" * 240, _none),
    }
    found: Cases = {}
    for command, arguments in lines.items():
        for name, (path, make) in things.items():
            found[f"machine: {command} writes to {name}"] = partial(_written, (*arguments, path), name, make)
    return found


def _templates() -> Cases:
    """Files of a folder of templates that are none."""
    found: Cases = {}
    for name in ("a pipe", "a loop of links", "unreadable", "a folder", "3 GiB of nothing", "zeros without end"):
        for template in ("mention.txt", "personne.docx"):
            found[f"machine: {template} is {name}"] = partial(_templated, template, THINGS[name][1], name in _FOR_FILES)
    for name, target in {"a link to a file elsewhere": "/etc/hostname", "a link to the key": "../cle.txt"}.items():
        found[f"machine: mention.txt is {name}"] = partial(_templated, "mention.txt", _link(target), False)
    return found


def _templated(template: str, make: Callable[[Path], None], unprivileged: bool) -> Case:
    return Case(
        published({"modeles/LISEZ-MOI.txt": b"", "cle.txt": KEY}, "--templates", "modeles"),
        prepare=lambda folder: make(folder / "modeles" / template),
        unprivileged=unprivileged,
    )


def _held(make: Callable[[Path], None], unprivileged: bool) -> Case:
    return Case(
        imported({}), (0, 2), 0, prepare=lambda folder: make(folder / "tableaux" / "x.csv"), unprivileged=unprivileged
    )


def _folders() -> Cases:
    """Folders of tables that hold what is no table."""
    found: Cases = {}
    for name in ("a pipe", "a loop of links", "unreadable", "3 GiB of nothing", "a socket", "zeros without end"):
        found[f"machine: a folder holds {name}"] = partial(_held, THINGS[name][1], name in _FOR_FILES)

    def shut_within(folder: Path) -> None:
        _shut(folder / "tableaux" / "x")

    def shut(folder: Path) -> None:
        (folder / "tableaux").chmod(0)

    def round_about(folder: Path) -> None:
        (folder / "tableaux" / "x").symlink_to("..")

    def many(folder: Path) -> None:
        for number in range(3_000):
            (folder / "tableaux" / f"{number}.txt.pdf").touch()

    return found | {
        "machine: a folder holds one that is shut": lambda: Case(
            imported({}), (0, 2), 0, prepare=shut_within, unprivileged=True
        ),
        "machine: a folder that is shut": lambda: Case(imported({}), lines=0, prepare=shut, unprivileged=True),
        "machine: a folder holds itself": lambda: Case(imported({}), (0, 2), 0, prepare=round_about),
        "machine: a folder holds 3000 other files": lambda: Case(imported({}), (0, 2), 0, prepare=many),
    }
