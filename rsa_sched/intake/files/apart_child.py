"""The process that reads one workbook: limited, and gone as soon as whoever started it is."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.wire import line_of_refusal, lines_of
from rsa_sched.intake.files.workbook import load_reader, read_workbook

OUT_OF_MEMORY, FAILED, LEFT_ALONE = 3, 4, 5
"""Exit codes beside 0."""
_LAST = 16 << 20
"""Bytes within which a library may have failed for want of memory."""


def answer(order: dict[str, Any]) -> NoReturn:
    """Read the workbook that follows on standard input, and write what is in it to standard output.

    Parameters
    ----------
    order : ``file`` (its name), ``bytes``, ``container`` and ``limits``, as `apart` sends them.
    """
    code = FAILED
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides, and ends it
        limits = Limits(**order["limits"])
        load_reader()
        data = sys.stdin.buffer.read(order["bytes"])
        threading.Thread(target=_watch, daemon=True).start()
        _limit(limits)
        try:
            lines = lines_of(read_workbook(order["file"], data, order["container"], limits))
        except RefusedError as refused:
            if refused.code == "file-damaged" and _is_short_of_memory(limits):
                raise MemoryError from None  # some libraries say of a file that they had no memory for it
            lines = iter([line_of_refusal(refused)])
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _watch() -> None:
    """Standard input stays open as long as somebody waits for the answer."""
    os.read(0, 1)
    os._exit(LEFT_ALONE)


def _is_short_of_memory(limits: Limits) -> bool:
    """Whether all but the last of the memory was taken at some time; False where the system does not say."""
    with suppress(OSError), Path("/proc/self/status").open(encoding="ascii", errors="replace") as status:
        peaks = [int(line.split()[1]) << 10 for line in status if line.startswith("VmPeak:")]
        return any(peak > limits.memory_bytes - _LAST for peak in peaks)
    return False


def _limit(limits: Limits) -> None:
    try:
        import resource
    except ModuleNotFoundError:  # Windows: the clock of whoever waits is the only limit
        return
    most = {
        resource.RLIMIT_AS: (limits.memory_bytes, limits.memory_bytes),
        resource.RLIMIT_CPU: (limits.seconds, limits.seconds + 1),  # the first says what it was, the second ends it
        resource.RLIMIT_CORE: (0, 0),
    }
    for what, (soft, hard) in most.items():
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        with suppress(ValueError, OSError):  # macOS knows no limit of addresses
            resource.setrlimit(what, (soft, hard))
