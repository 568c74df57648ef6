"""SIGINT and SIGTERM on the command line: they end a run that has no agenda yet; any other finishes its work."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any


class Interrupt(BaseException):
    """Raised in the main thread by a signal; no library on the way may mistake it for an ordinary error."""


class Guard:
    """Handles both signals for the length of a command."""

    def __init__(self) -> None:
        self._sheltered = False
        self._before: dict[signal.Signals, Any] = {}

    def shelter(self) -> None:
        """From here on a signal ends nothing: a solve hears it itself, and what follows takes no time."""
        self._sheltered = True

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if not self._sheltered:
            raise Interrupt

    def __enter__(self) -> Guard:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
