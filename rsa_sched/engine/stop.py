"""Stopping early: a request to stop that reaches every running solver, and the signals that make one."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """A request to stop, set at most once, seen by every search that runs or starts after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: list[Callable[[], None]] = []
        self._set = False

    @property
    def asked(self) -> bool:
        """Whether anybody has asked."""
        return self._set

    def set(self) -> None:
        """Ask every running search to end; later ones need not begin."""
        self._set = True
        threading.Thread(target=self._insist, daemon=True).start()

    def _insist(self) -> None:
        """A solver that is just being set up does not hear the first call: ask until nobody runs any more."""
        while True:
            with self._lock:
                running = list(self._running)
            if not running:
                return
            for end in running:
                end()
            time.sleep(0.02)

    @contextmanager
    def ends(self, end: Callable[[], None]) -> Iterator[Callable[[], bool]]:
        """While inside, a request calls `end`; yields a question: has there been a request?"""
        with self._lock:
            self._running.append(end)
        try:
            yield lambda: self._set
        finally:
            with self._lock:
                self._running.remove(end)

    def __reduce__(self) -> tuple[type[Stop], tuple[()]]:
        return Stop, ()  # in another process it stands for itself: nobody there can ask


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """SIGINT and SIGTERM ask for a stop instead of ending the process (only the main thread can arrange that)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
