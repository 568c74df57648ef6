"""A solver in a thread of its own, so that the thread that waits for it hears signals and the time limit."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

PATIENCE = 0.5
"""Seconds that a solver may take to end when it should have, before it is left alone."""


def run_in_thread(work: Callable[[], int], seconds: float | None, ended: Callable[[], bool]) -> int | None:
    """Run in a thread of its own: a thread inside the solver hears no signal, the waiting one does.

    A solver that is deep in its presolve may hear neither the clock nor a stop for many seconds; it is then left to
    end by itself, unheard: None.
    """
    outcome: list[int] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # handed on below, whatever it is
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True, name=SOLVER_THREAD)
    thread.start()
    due = None if seconds is None else time.monotonic() + seconds + PATIENCE
    while thread.is_alive() and (due is None or time.monotonic() < due):
        thread.join(0.05)
        if ended():
            due = min(due or math.inf, time.monotonic() + PATIENCE)
            thread.join(PATIENCE)
    if failure:
        raise failure[0]
    return outcome[0] if outcome else None


SOLVER_THREAD = "rsa_sched solver"
"""Name of the threads in which solvers run."""
