"""The time of a solve, shared between its components: what the easy ones leave goes to the hard ones."""

from __future__ import annotations

import threading
import time
from typing import Any

LEAST = 1.0
"""Seconds that work may take however small its part: in a tenth of one nothing is found, and a thousand components that
all get nowhere help nobody. Whoever comes too late keeps the first agenda."""


class Budget:
    """A deadline and the work that is still to be done before it.

    Parameters
    ----------
    seconds : from now; None for no limit.
    workers : components solved side by side.
    weight : the whole work, in any unit.
    """

    def __init__(self, seconds: float | None = None, workers: int = 1, weight: int = 0) -> None:
        # The clock of the day, since a component may be solved by another process.
        self.deadline = None if seconds is None else time.time() + seconds
        self._workers = workers
        self._open = weight
        self._lock = threading.Lock()

    def left(self) -> float | None:
        """Seconds until the deadline; None for ever."""
        return None if self.deadline is None else self.deadline - time.time()

    def share(self, weight: int) -> float | None:
        """Seconds that work of this weight may take now: its part of what is left, or `LEAST`, until the deadline."""
        left = self.left()
        if left is None:
            return None
        with self._lock:
            return min(left, max(LEAST, left * self._workers * weight / max(weight, self._open)))

    def done(self, weight: int) -> None:
        """Work of this weight is finished."""
        with self._lock:
            self._open -= weight

    def lend(self) -> Budget:
        """The same time for whoever does a part of the work, anywhere: what they say is done, the owner counts."""
        return _Lent(self)

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._lock = threading.Lock()


class _Lent(Budget):
    """A budget in a worker's hands; once sent to another process it stays as it was when sent."""

    def __init__(self, owner: Budget) -> None:
        self.deadline, self._owner = owner.deadline, owner

    def share(self, weight: int) -> float | None:
        return self._owner.share(weight)

    def done(self, weight: int) -> None:
        pass

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
