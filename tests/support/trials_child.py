"""The process of a trial: loaded once with the package, forked for each trial, limited, and told of at its end."""

from __future__ import annotations

import ctypes
import gc
import io
import os
import sys
import tempfile
import threading
import time
import traceback
import warnings
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import rsa_sched.arbitration
import rsa_sched.cli.commands
import rsa_sched.display.html
import rsa_sched.display.svg
import rsa_sched.display.text
import rsa_sched.intake.form
import rsa_sched.intake.read
import rsa_sched.publish.letters
import rsa_sched.publish.pages.pages
import rsa_sched.publish.publication
import rsa_sched.simulate.studies.study  # noqa: F401 - all loaded before the fork
from rsa_sched import InputError, Problem
from rsa_sched.cli import main
from tests.support.frames import frames_of

ROOT = Path(__file__).parents[2]
SECONDS, MEBIBYTES = 10, 512
ROOM = 2048
"""MiB of addresses beyond which nothing is given: above the limit, since threads take addresses that they never use."""
LARGEST = 256 << 20
"""Bytes of a file that a trial may write."""

LONGEST = 20_000
"""Characters of an error that are told: what is told must fit into a pipe that nobody empties before the end."""


@dataclass
class Told:
    """What the process says of itself at its end."""

    code: int = 0
    error: str = ""
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0
    mebibytes: int = 0


def run(
    there: Connection, arguments: tuple[str, ...], folder: str, beside: str, process: bool, unprivileged: bool
) -> None:
    """Run a command line in a folder, and tell how that ended; its output goes to the files ``out`` and ``err``."""
    os.setsid()
    os.chdir(folder)
    os.environ.update(TMPDIR=f"{beside}/tmp", PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    tempfile.tempdir = None
    for descriptor, name in ((0, os.devnull), (1, f"{beside}/out"), (2, f"{beside}/err")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o644), descriptor)
    limit()
    if unprivileged and os.geteuid() == 0:
        _as_anybody()
    if process:
        os.execv(sys.executable, [sys.executable, "-X", "dev", "-m", "rsa_sched", *arguments])
    told = called(arguments)
    there.send(told)
    there.close()
    os._exit(0)


def limit() -> None:
    """Limit this process: its addresses, time of the processor, files; a longer time may be given it later."""
    import resource

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = {
        resource.RLIMIT_AS: pages * resource.getpagesize() + (ROOM << 20),
        resource.RLIMIT_CPU: SECONDS + 1 + int(time.process_time()),
        resource.RLIMIT_FSIZE: LARGEST,
        resource.RLIMIT_CORE: 0,
    }
    for what, much in most.items():
        hard = resource.getrlimit(what)[1] if what == resource.RLIMIT_CPU else much
        resource.setrlimit(what, (much, hard))


_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2


def _as_anybody() -> None:
    """Give up root's right to read and write whatever it likes (capabilities(7)); its own files stay its own.

    The user stays, who may be the only one that can read the interpreter.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    for right in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
        libc.prctl(24, right, 0, 0, 0)  # PR_CAPBSET_DROP: for whatever is executed from here
    head, rights = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(head, rights)
    for held in (0, 1, 2):  # effective, permitted, inheritable
        rights[held] &= ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    if libc.capset(head, rights):
        raise OSError(ctypes.get_errno(), "capset")


def called(arguments: tuple[str, ...]) -> Told:
    """Run a command line here; what it says goes to the files open as 1 and 2."""
    told = Told()
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(
        io.FileIO(2, "w", closefd=False), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    stray: list[str] = []
    sys.unraisablehook = lambda caught: stray.append("".join(traceback.format_exception(caught.exc_value)))
    threading.excepthook = lambda caught: stray.append("".join(traceback.format_exception(caught.exc_value)))
    began = time.process_time()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            told.code = _CALLS.get(arguments[0], _command)(arguments)
        except SystemExit as end:
            told.code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            told.code, told.error = 1, traceback.format_exc()
        told.seconds = time.process_time() - began
        gc.collect()
    told.error = (told.error or (stray[0] if stray else ""))[-LONGEST:]
    told.warnings = [f"{one.category.__name__}: {one.message}"[:200] for one in warned[:20]]
    told.mebibytes = _peak()
    return told


def _peak() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def _command(arguments: tuple[str, ...]) -> int:
    return main(arguments)


def _study(arguments: tuple[str, ...]) -> int:
    from rsa_sched.simulate.studies.study import Study

    return _refusable(lambda: Study.from_toml(Path(arguments[1])))


def _frames(arguments: tuple[str, ...]) -> int:
    try:
        tables = frames_of(Path(arguments[1]).read_bytes().decode("utf-8", "surrogatepass"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return 0  # it describes no frames, or such as pandas itself does not make
    return _refusable(lambda: Problem.from_frames(**tables))


def _refusable(call: Any) -> int:
    try:
        call()
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


_CALLS = {"study": _study, "frames": _frames}
