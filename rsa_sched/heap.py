"""Memory: what solvers have given back goes back to the system, where the C library is glibc and would keep it, and
Python's collector rests while much is made of which nothing dies.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

HEAPS = 2
"""glibc gives each new thread a heap of its own, up to eight a core, and every solve of ours has a thread: what one
solver frees there the next one does not find."""
_ARENA_MAX = -8
"""What `mallopt` calls the number of heaps."""


def share_heaps() -> None:
    """From now on no more than `HEAPS` in this process."""
    _ask("mallopt", _ARENA_MAX, HEAPS)


def give_back() -> None:
    """Whatever is free in any heap."""
    _ask("malloc_trim", 0)


@contextmanager
def room_for_solver(large: bool = True) -> Iterator[None]:
    """Around a solver that takes much more than it is given: what was free before is given back, and what it frees.

    Parameters
    ----------
    large : whether it takes so much that the hundredth of a second is worth it.
    """
    if large:
        give_back()
    yield
    if large:
        give_back()


@contextmanager
def collector_resting() -> Iterator[None]:
    """Around the reading of a long document: the collector would look through all that was read again and again, which
    takes twice as long as the reading itself, and find no ring.

    Two threads may read at once: the first to end lets the collector work again, also for the other one, and where the
    caller had it at rest before, it stays so.
    """
    worked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if worked:
            gc.enable()


def _ask(name: str, *numbers: int) -> None:
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # another C library
        function: Any = getattr(ctypes.CDLL(None), name)
        function(*numbers)
