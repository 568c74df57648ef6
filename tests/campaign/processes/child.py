"""The process of a command: forked from one that has loaded the package, counted in what it does to files, killed."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from rsa_sched.cli import main

WATCHED = frozenset({"open", "fcntl.flock", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"})
"""Audit events (PEP 578) that are steps of a command: between two of them nothing else happens to a folder."""


@dataclass(frozen=True)
class Order:
    """What a process is to do.

    Attributes
    ----------
    arguments : of `rsa-sched`.
    folder : that it runs in; steps are what it does to paths in it.
    umask : of the process.
    said : file that holds what it says.
    dies_at : the step before which it kills itself; 0: at none.
    tells_at : the step before which it says so; 0: at none.
    key : bytes of each key that it makes; empty: random ones.
    waits : it begins when it is told to.
    """

    arguments: tuple[str, ...]
    folder: str
    said: str
    umask: int = 0o022
    dies_at: int = 0
    tells_at: int = 0
    key: bytes = b""
    waits: bool = False


@dataclass(frozen=True)
class Told:
    """Its exit code, how many steps it took and how many seconds."""

    code: int
    steps: int
    seconds: float


def run(connection: Connection, order: Order) -> None:
    """Run a command and tell how it ended."""
    os.setsid()
    os.chdir(order.folder)
    os.umask(order.umask)
    for descriptor in (1, 2):
        os.dup2(os.open(order.said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
    sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
    if order.key:
        secrets.token_bytes = lambda nbytes=None: order.key
    if order.waits:
        connection.send(None)
        connection.recv()
    steps = _Steps(order, connection)
    sys.addaudithook(steps.watch)
    began = time.monotonic()
    try:
        code = main(order.arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    connection.send(Told(code, steps.number, time.monotonic() - began))
    connection.close()
    os._exit(0)


class _Steps:
    def __init__(self, order: Order, connection: Connection) -> None:
        self._order, self._connection = order, connection
        self._inside = (order.folder, *(name for name in (os.path.realpath(order.folder),) if name != order.folder))
        self.number = 0

    def watch(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook."""
        if event not in WATCHED or not self._in_folder(arguments[0]):
            return
        self.number += 1
        if self.number == self._order.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.number == self._order.tells_at:
            self._connection.send(None)

    def _in_folder(self, what: object) -> bool:
        if isinstance(what, int):  # of a file that is open; there is no other lock
            return True
        if isinstance(what, bytes):
            what = os.fsdecode(what)
        return isinstance(what, str | os.PathLike) and (
            not Path(what).is_absolute() or os.fspath(what).startswith(self._inside)
        )
