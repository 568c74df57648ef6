"""Progress of a solve: what the caller hears while it runs, and the record that stays."""

from __future__ import annotations

import contextvars
import math
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rsa_sched.engine.stop import Stop


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve stands.

    Attributes
    ----------
    elapsed : seconds since it began.
    points, bound : of the whole problem: of the best agenda known, and proven.
    stage : ``greedy``, ``search`` or ``done``.
    solved, components : independent sub-problems finished, and in all.
    """

    elapsed: float
    points: int
    bound: int
    stage: str
    solved: int
    components: int

    @property
    def gap(self) -> float:
        """What may be missing, as a share of the bound."""
        return relative_gap(self.points, self.bound)


def relative_gap(points: int, bound: int) -> float:
    """``(bound - points) / max(1, |bound|)`` to 6 decimals (contract, section 4)."""
    return round((bound - points) / max(1, abs(bound)), 6)


OnProgress = Callable[[Progress], object]
"""What a caller gives to be told; where it returns True, the search ends with the best agenda so far."""

PATIENCE = 1.0
"""Seconds after the search for a caller's function that is behind; then it is told of the end alone."""
LOOKS_EVERY = 0.1


@dataclass(frozen=True)
class Enough:
    """When an agenda is good enough to end the search.

    Attributes
    ----------
    gap : as a share of the bound, as `Progress.gap`; None: only proof is enough.
    patience : seconds without a better agenda; None: for ever.
    """

    gap: float | None = None
    patience: float | None = None


NOT_ENOUGH = Enough()


class Tell:
    """Hears of better points and bounds of one component; in another process it hears and says nothing."""

    def __init__(self, reporter: Reporter | None, component: int) -> None:
        self._reporter, self._component = reporter, component

    def __call__(self, points: int, bound: int | None) -> None:
        if self._reporter is not None:
            self._reporter.better(self._component, points, bound)

    def __reduce__(self) -> tuple[type[Tell], tuple[None, int]]:
        return Tell, (None, self._component)


class Reporter:
    """Adds up the components' news, from whatever thread they come, and tells the caller from a thread of its own.

    No search waits for the caller's function, so that none is held up; it hears everything in order. Where it raises an
    error it is not called again, and the search goes on; what is no `Exception`, as `SystemExit`, ends the search.

    Attributes
    ----------
    trace : all that there was to be told.
    remarks : what went wrong with the caller's function, in words; no error's text, which may hold anything.
    """

    def __init__(self, caller: OnProgress | None, stop: Stop, constant: int, enough: Enough = NOT_ENOUGH) -> None:
        self._caller, self._stop, self._enough = caller, stop, enough
        self._better_since = math.inf
        self._began = time.perf_counter()
        self._changed = threading.Condition()
        self._points: list[int] = []
        self._bounds: list[int] = []
        self._total = self._total_bound = self._constant = constant
        self._solved: set[int] = set()
        self._untold: deque[Progress] = deque()
        self._is_telling, self._is_closed, self._is_over = False, caller is None, False
        self.trace: list[Progress] = []
        self.remarks: tuple[str, ...] = ()

    def __enter__(self) -> Reporter:
        if self._caller is not None:
            # In the caller's context, by which notebooks and loggers know whose output it is.
            run = contextvars.copy_context().run
            threading.Thread(target=run, args=(self._tell_caller,), daemon=True, name="rsa_sched progress").start()
        if self._enough.patience is not None:
            threading.Thread(target=self._wait_for_better, daemon=True, name="rsa_sched patience").start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._close()
            self._is_over = True
            self._changed.notify_all()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self._began

    def begin(self, points: list[int], bounds: list[int]) -> None:
        """The first agenda of every component is there."""
        self._points, self._bounds = list(points), list(bounds)
        self._total, self._total_bound = self._constant + sum(points), self._constant + sum(bounds)
        self._solved = {n for n, (reached, bound) in enumerate(zip(points, bounds, strict=True)) if reached == bound}
        with self._changed:
            self._note("greedy")

    def better(self, component: int, points: int, bound: int | None, finished: bool = False) -> None:
        """News of one component."""
        with self._changed:
            more = max(0, points - self._points[component])
            less = 0 if bound is None else max(0, self._bounds[component] - bound)
            self._points[component] += more
            self._bounds[component] -= less
            self._total += more
            self._total_bound -= less
            if finished:
                self._solved.add(component)
            if more or less or finished:
                self._note("search")

    def of(self, component: int) -> Tell:
        """Hears the news of one component."""
        return Tell(self, component)

    def end(self, left: Callable[[], float | None]) -> None:
        """The search is over, for those as well that nobody came to; the caller hears the rest while there is time.

        Without a time limit there is time until a stop.
        """
        with self._changed:
            self._solved = set(range(len(self._points)))
            self._note("done")
            due = time.monotonic() + PATIENCE
            while (self._untold or self._is_telling) and not self._is_closed:
                if time.monotonic() > due:
                    rest = left()
                    if self._stop.asked or (rest is not None and rest <= 0):
                        self.remarks = ("on_progress did not return in time: it did not hear of the end",)
                        return
                    while len(self._untold) > 1:
                        self._untold.popleft()
                self._changed.wait(LOOKS_EVERY)

    def _note(self, stage: str) -> None:
        """Needs the lock."""
        solved, components = len(self._solved), len(self._points)
        news = Progress(self.elapsed, self._total, self._total_bound, stage, solved, components)
        if not self.trace or news.points > self.trace[-1].points:
            self._better_since = time.monotonic()
        self.trace.append(news)
        if self._enough.gap is not None and news.gap <= self._enough.gap and stage != "done":
            self._stop.set()
        if not self._is_closed:
            self._untold.append(news)
            self._changed.notify_all()

    def _wait_for_better(self) -> None:
        """What the other thread does: ends the search where nothing better came for too long."""
        assert self._enough.patience is not None
        with self._changed:
            while not self._is_over:
                rest = self._better_since + self._enough.patience - time.monotonic()
                if rest <= 0:
                    self._stop.set()
                    return
                self._changed.wait(min(rest, 1.0))

    def _close(self) -> None:
        """Needs the lock."""
        self._is_closed = True
        self._untold.clear()
        self._changed.notify_all()

    def _tell_caller(self) -> None:
        """What the thread does, until it is closed."""
        assert self._caller is not None
        while True:
            with self._changed:
                self._is_telling = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._untold or self._is_closed)
                if self._is_closed:
                    return
                news, self._is_telling = self._untold.popleft(), True
            try:
                is_enough = self._caller(news) is True
            except BaseException as error:  # the caller's own, whose agenda it shall not cost
                is_enough = not isinstance(error, Exception)
                with self._changed:
                    self.remarks = (
                        f"on_progress raised {type(error).__name__}{_place(error)}: it was not called again",
                    )
                    self._close()
            if is_enough and news.stage != "done":
                self._stop.set()


def _place(error: BaseException) -> str:
    """Where an error was raised, by file and line."""
    frames = traceback.extract_tb(error.__traceback__)
    return f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
