"""Stopping early: a request to stop that reaches every running solver, and the signals that make one."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import current_process, resource_tracker
from pathlib import Path
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
HEARS_EVERY = 0.1
"""Seconds after which another process looks again whether it should stop."""


class Stop:
    """A request to stop, from any thread: `set` it, and every search that was given it ends with its best agenda.

    It stays set: a search that begins after that ends before any agenda exists.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: list[Callable[[], None]] = []
        self._set = False
        self._file: Path | None = None

    @property
    def asked(self) -> bool:
        """Whether anybody has asked."""
        return self._set

    def set(self) -> None:
        """Ask every running search to end; later ones need not begin."""
        if self._set:
            return
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

    @contextmanager
    def followed_by(self, other: Stop) -> Iterator[None]:
        """While inside, a request made here is made of the other too; not the other way round."""
        with self.ends(other.set) as asked:
            if asked():
                other.set()
            yield

    @contextmanager
    def shared(self) -> Iterator[None]:
        """While inside, copies sent to other processes hear a request too, wherever they see this machine's files.

        A file is the signal: empty, the search goes on; no longer empty, or gone, it is over.
        """
        handle, name = tempfile.mkstemp(prefix="rsa_sched-", suffix=".stop")
        os.close(handle)
        file = self._file = Path(name)
        try:
            with self.ends(lambda: _told(file)) as asked:
                if asked():
                    _told(file)  # whoever asked before did not know of the file
                yield
        finally:
            self._file = None
            file.unlink(missing_ok=True)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """While inside, a request is heard wherever it was made; in its own process it always is."""
        yield

    def __reduce__(self) -> tuple[type[Stop], tuple[Path | None, int]]:
        return _Echo, (self._file, os.getpid())


def _told(file: Path) -> None:
    """Write into a file that is there; none is made."""
    with suppress(FileNotFoundError), file.open("r+b") as signal_file:
        signal_file.write(b"stop")


class _Echo(Stop):
    """A stop as another process has it: it listens to the file; where it sees none, nobody can reach it."""

    def __init__(self, file: Path | None, owner: int) -> None:
        super().__init__()
        self._file, self._owner = file, owner

    @contextmanager
    def heard(self) -> Iterator[None]:
        if self._file is None or not self._file.exists():
            yield  # another machine: whoever made the request will not wait long
            return
        if self._is_over(self._file):
            self.set()
        done = threading.Event()

        def listen(file: Path) -> None:
            while not done.wait(HEARS_EVERY):
                if self._is_over(file):
                    self.set()
                    return

        thread = threading.Thread(target=listen, args=(self._file,), daemon=True)
        thread.start()
        try:
            with _deaf_to_keys():
                yield
        finally:
            done.set()
            thread.join()

    def _is_over(self, file: Path) -> bool:
        if self._owner == _parent != os.getppid():
            return True  # whoever asked for the work was our parent, and died without a word (kill -9)
        try:
            return file.stat().st_size > 0
        except FileNotFoundError:
            return True


def turn_deaf() -> None:
    """For a process that only works for another: signals to all of a terminal or a group are that one's to answer."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def begetting_deaf_children() -> Iterator[None]:
    """Processes begun meanwhile are deaf from their first moment: they take a second or more to get to `turn_deaf`.

    What this thread blocks, they and the threads begun meanwhile inherit; a signal that comes now waits for the end.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # which up to Python 3.12 takes the mask away when it is begun
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _deaf_to_keys() -> Iterator[None]:
    """The same for Ctrl-C alone and a while, in a process that somebody else set up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)


_parent = os.getppid()
_handlers: set[object] = set()
"""Handlers that are installed now."""


def is_orphaned() -> bool:
    """Whether this process worked for another that is gone; of a process of its own that is never said."""
    return current_process().name != "MainProcess" and os.getppid() != _parent


def _in_a_fork() -> None:
    """A forked worker has another parent; that one's handlers would keep it from ending the worker."""
    global _parent
    _parent = os.getppid()
    for number in SIGNALS:
        if signal.getsignal(number) in _handlers:
            signal.signal(number, signal.SIG_DFL)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_a_fork)


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """SIGINT and SIGTERM ask for a stop instead of ending the process (only the main thread can arrange that)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    _handlers.add(ask)
    before = {number: signal.signal(number, ask) for number in SIGNALS}
    try:
        yield
    finally:
        _handlers.discard(ask)
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
