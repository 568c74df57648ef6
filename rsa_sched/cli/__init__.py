"""The command line ``rsa-sched`` (contract, section 5): thin, all work is the public API's.

This module imports nothing heavy, so that signals are handled before the half second that the solver takes to load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rsa_sched.cli.interrupts import Guard, Interrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code of contract section 5. Usage errors raise SystemExit(2), as in argparse."""
    with Guard() as guard:
        try:
            from rsa_sched.cli.commands import dispatch

            return dispatch(arguments, guard)
        except Interrupt:
            print("rsa-sched: interrompu avant tout ordre du jour", file=sys.stderr)  # noqa: T201
            return 130


def run() -> None:
    """Entry point of the console script."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
