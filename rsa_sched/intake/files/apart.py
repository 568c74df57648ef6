"""A workbook read in a process of its own, which may use so much time and memory and no more.

Limits of sizes are looked at before anything is read, expressions are linear; what nobody has thought of, in a reader
that is not ours, ends here. The process is a new interpreter (no fork, which threads do not survive, and no module
``__main__``, which a notebook or a script on standard input does not have); it is given the bytes and answers in JSON
(`wire`), since what has taken hostile bytes apart is not believed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.wire import WireError, read_lines
from rsa_sched.intake.files.workbook import ReadBook, load_reader, read_workbook

CLOCK = 6.0
"""A file may take so many times as long by the clock as by the processor: a machine may have much to do."""

_SMALL = Limits(file_bytes=128 << 10, unpacked_bytes=1 << 20, cells=20_000, characters=500_000)
"""A file within these is read in this process, and costs less than a new one.

It is safe for what is XML: whatever asks for room or repeats itself (repeated rows and cells, the area from one far
cell to the other, shared texts, merged cells) is counted before a cell is read, within a megabyte of XML. Size says
nothing of xls, whose records are counts that a reader believes: it is always read apart.
"""

_START = """\
import json, sys
order = json.loads(sys.stdin.buffer.readline())
sys.path[:] = order.pop("path")
from rsa_sched.intake.files.apart_child import answer
answer(order)
"""


def read_book(file: str, data: bytes, container: Literal["zip", "ole"], limits: Limits) -> ReadBook:
    """As `read_workbook`, within the budget of the limits.

    Raises
    ------
    RefusedError
        Where `read_workbook` raises it, and where the budget does not suffice.
    MissingExtra
        Without the extra ``excel``.
    """
    load_reader()
    if not _has_processes():
        return read_workbook(file, data, container, limits)
    if container == "zip" and len(data) <= _SMALL.file_bytes:
        try:
            return read_workbook(file, data, container, _within(_SMALL, limits))
        except RefusedError as refused:
            if not refused.code.startswith("too-"):
                raise
    return _read_apart(file, data, container, limits)


def _has_processes() -> bool:
    """Whether a new interpreter can be started: not from a program that brings its own, nor in a browser."""
    return bool(sys.executable) and not getattr(sys, "frozen", False) and sys.platform not in ("emscripten", "wasi")


def _within(small: Limits, limits: Limits) -> Limits:
    names = ("unpacked_bytes", "cells", "characters")
    return replace(limits, **{name: min(getattr(small, name), getattr(limits, name)) for name in names})


def _read_apart(file: str, data: bytes, container: str, limits: Limits) -> ReadBook:
    try:
        process = start()
    except OSError:
        raise RefusedError("reading-stopped", "unstarted") from None
    with process:
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(CLOCK * limits.seconds, end)
        clock.daemon = True
        clock.start()
        try:
            send(process, file, data, container, limits)
            assert process.stdout is not None
            return read_lines(file, process.stdout, limits)  # type: ignore[arg-type]
        except WireError:
            raise _stopped(_code_of(process), late.is_set(), limits) from None
        finally:
            clock.cancel()
            process.kill()
            with suppress(OSError):  # what it has not read is still to be written
                assert process.stdin is not None
                process.stdin.close()


def start() -> subprocess.Popen[bytes]:
    """An interpreter that waits for an order: without site, environment and the folder that it is started in."""
    return subprocess.Popen(  # noqa: S603 - this interpreter, and nothing of a file
        [sys.executable, "-I", "-S", "-c", _START],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "RUST_BACKTRACE": "0"},  # without memory it would wait for ever for that of its backtrace
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


def send(process: subprocess.Popen[bytes], file: str, data: bytes, container: str, limits: Limits) -> None:
    """Give a process its order and the bytes; whether it took them shows in its answer."""
    home = str(Path(__file__).absolute().parents[3])  # an editable install may not be on the path
    path = [*(one for one in sys.path if Path(one).is_absolute()), home]
    order = {"path": path, "file": file, "bytes": len(data), "container": container, "limits": asdict(limits)}
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.write(json.dumps(order).encode("ascii") + b"\n")
        process.stdin.write(data)
        process.stdin.flush()


def _code_of(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(1.0)
    except subprocess.TimeoutExpired:  # it says nonsense and goes on
        return None


def _stopped(code: int | None, late: bool, limits: Limits) -> RefusedError:
    from rsa_sched.intake.files.apart_child import OUT_OF_MEMORY

    if late:
        return RefusedError("reading-stopped", "clock", most=int(CLOCK * limits.seconds))
    ended_by = signal.Signals(-code).name if code is not None and code < 0 else ""
    if ended_by == "SIGXCPU":
        return RefusedError("reading-stopped", "time", most=limits.seconds)
    # a library that is given no memory aborts; a system that has none left kills
    if code == OUT_OF_MEMORY or ended_by in ("SIGABRT", "SIGKILL"):
        return RefusedError("reading-stopped", "memory", most=limits.memory_bytes >> 20)
    return RefusedError("reading-stopped", "failed")
