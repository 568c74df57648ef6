"""SIGINT and SIGTERM on the command line: they end a run that has no agenda yet; any other finishes its work.

Before a search is under way nothing is lost by leaving on the spot, and a signal may come anywhere, in the middle of
loading the solver as well, where an exception would be mistaken for a broken installation.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    from rsa_sched.engine.stop import Stop

EXIT_INTERRUPTED = 130


class Interrupt(BaseException):
    """Interrupted before any agenda existed; no library on the way may mistake it for an ordinary error."""


class Guard:
    """Handles both signals for the length of a command.

    Parameters
    ----------
    process_is_ours : leave the process at once when interrupted, and ignore signals once the work is done. False
        for callers in a process of their own: then `Interrupt` is raised, and their handlers are restored.
    """

    def __init__(self, process_is_ours: bool) -> None:
        self.process_is_ours = process_is_ours
        self._message = f"rsa-sched: {say('cli.interrupted')}\n"  # read before a signal may come
        self._stop: Stop | None = None
        self._finishing = False
        self._before: dict[signal.Signals, Any] = {}

    def hand_over(self, stop: Stop) -> None:
        """From here on a signal asks this search to stop, and ends nothing else."""
        self._stop, self._finishing = stop, False

    def finish(self) -> None:
        """From here on a signal ends nothing: what is being written takes no time, and half of it is worse than all."""
        self._finishing = True

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if self._finishing:
            return
        if self._stop is not None:
            self._stop.set()
        elif self.process_is_ours:
            if sys.stderr is not None:
                os.write(2, self._message.encode())
            os._exit(EXIT_INTERRUPTED)
        else:
            raise Interrupt

    def __enter__(self) -> Guard:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self.process_is_ours else handler)
