"""What every stage of a search works under: the time, the seed, a stop, and who hears of what it finds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rsa_sched.engine.budget import Budget
from rsa_sched.engine.stop import Stop

Listener = Callable[[int, int | None], None]
"""Hears of better points, and of a better bound where there is one."""


class OutOfTime(Exception):
    """The time was up, or a stop came, while a stage was at work."""


def _nobody(points: int, bound: int | None) -> None:
    pass


@dataclass(frozen=True)
class Control:
    """Time, seed, stop and progress of a search; a stage is ``stage(incumbent, control) -> incumbent``.

    Attributes
    ----------
    budget : the time of the whole search, shared between its components.
    seed : of every draw.
    stop : ends the search when it is asked for.
    tell : hears of better points and bounds.
    until : of the monotonic clock: this stage's own end, where that is nearer than the budget's.
    threads : searches of one component that may run side by side; the result is the same with one.
    """

    budget: Budget = field(default_factory=Budget)
    seed: int = 0
    stop: Stop = field(default_factory=Stop)
    tell: Listener = _nobody
    until: float | None = None
    threads: int = 1

    @classmethod
    def within(cls, seconds: float | None, stop: Stop | None = None, seed: int = 0) -> Control:
        """A control that ends after so many seconds; None for never."""
        return cls(Budget(seconds), seed, Stop() if stop is None else stop)

    def left(self) -> float | None:
        """Seconds left; None for ever. Below 0 where the time is up."""
        ends = [seconds for seconds in (self.budget.left(), self._own()) if seconds is not None]
        return min(ends, default=None)

    @property
    def alive(self) -> bool:
        """Whether there is time, and no stop."""
        left = self.left()
        return not self.stop.asked and (left is None or left > 0)

    def check(self) -> None:
        """Raise OutOfTime unless `alive`."""
        if not self.alive:
            raise OutOfTime

    def allot(self, weight: int) -> Control:
        """What work of this weight may take now of the time that all components share."""
        return self._ending(self.budget.share(weight))

    def part(self, share: float) -> Control:
        """Only this share of the time that is left."""
        left = self.left()
        return self._ending(None if left is None else share * left)

    def _own(self) -> float | None:
        return None if self.until is None else self.until - time.monotonic()

    def _ending(self, seconds: float | None) -> Control:
        if seconds is None:
            return self
        until = time.monotonic() + seconds
        return replace(self, until=until if self.until is None else min(until, self.until))
