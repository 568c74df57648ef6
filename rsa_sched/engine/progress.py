"""Progress of a solve: what the caller hears while it runs, and the record that stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

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


OnProgress = Callable[[Progress], None]


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
    """Adds up the components' news for the caller, from whatever thread they come.

    An error in the caller's function stops the search and is raised once the solver has let go.
    """

    def __init__(self, caller: OnProgress | None, stop: Stop, constant: int) -> None:
        self._caller, self._stop = caller, stop
        self._began = time.perf_counter()
        self._lock = threading.Lock()
        self._points: list[int] = []
        self._bounds: list[int] = []
        self._total = self._total_bound = self._constant = constant
        self._solved: set[int] = set()
        self.trace: list[Progress] = []
        self.error: Exception | None = None

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self._began

    def begin(self, points: list[int], bounds: list[int]) -> None:
        """The first agenda of every component is there."""
        self._points, self._bounds = list(points), list(bounds)
        self._total, self._total_bound = self._constant + sum(points), self._constant + sum(bounds)
        self._solved = {n for n, (reached, bound) in enumerate(zip(points, bounds, strict=True)) if reached == bound}
        self._tell("greedy")

    def better(self, component: int, points: int, bound: int | None, finished: bool = False) -> None:
        """News of one component."""
        with self._lock:
            more = max(0, points - self._points[component])
            less = 0 if bound is None else max(0, self._bounds[component] - bound)
            self._points[component] += more
            self._bounds[component] -= less
            self._total += more
            self._total_bound -= less
            if finished:
                self._solved.add(component)
        if more or less or finished:
            self._tell("search")

    def of(self, component: int) -> Tell:
        """Hears the news of one component."""
        return Tell(self, component)

    def end(self) -> None:
        """The search is over, for those as well that nobody came to."""
        self._solved = set(range(len(self._points)))
        self._tell("done")

    def _tell(self, stage: str) -> None:
        with self._lock:
            solved, components = len(self._solved), len(self._points)
            news = Progress(self.elapsed, self._total, self._total_bound, stage, solved, components)
            self.trace.append(news)
            if self._caller is None or self.error is not None:
                return
            try:
                self._caller(news)
            except Exception as error:  # the caller's own, raised again by `solve`
                self.error = error
                self._stop.set()
