"""The command line ``rsa-sched`` (contract, section 5): thin, all work is the public API's.

This module imports nothing heavy, so that signals are handled before the half second that the solver takes to load.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Sequence

from rsa_sched.cli.interrupts import EXIT_INTERRUPTED, Guard, Interrupt
from rsa_sched.heap import share_heaps

RARELY = 100_000, 20, 50
"""New objects between two looks for rings of dead ones, young looks before one at older objects, those before one at
all. By default one in eight seconds of a command goes into them, and most of the reading of a whole country, though
hardly anything that a command makes dies before its end."""


def main(arguments: Sequence[str] | None = None, *, process_is_ours: bool = False) -> int:
    """Run a command; returns the exit code of contract section 5. Usage errors raise SystemExit(2), as in argparse."""
    if process_is_ours:
        gc.set_threshold(*RARELY)
        share_heaps()
    with Guard(process_is_ours) as guard:
        try:
            from rsa_sched.cli.commands import dispatch

            return dispatch(arguments, guard)
        except Interrupt:
            return EXIT_INTERRUPTED
        finally:
            if process_is_ours:
                gc.freeze()  # else a tenth of a second goes into a last look for dead ones, as the interpreter ends


def run() -> None:
    """Entry point of the console script."""
    code = main(process_is_ours=True)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            try:
                stream.flush()
            except OSError:  # the reader is gone; the exit code says the rest
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if any(thread.daemon and thread.is_alive() for thread in threading.enumerate()):
        # A solver that was left alone still runs: it shall not keep the process, nor outlive the interpreter.
        os._exit(code)
    sys.exit(code)
