"""Progress as a bar, for those who wait for a solve in a terminal or a notebook."""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from time import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from rsa_sched.engine.progress import Progress
from rsa_sched.errors import brought_by
from rsa_sched.french.figures import NARROW_SPACE, decimal
from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    from tqdm import tqdm

BEAT = 0.25
"""Seconds between two drawings: the clock goes on where there is no news."""


class _Shown(NamedTuple):
    """A bar on the screen, and the thread that draws it until `over` is set."""

    meter: tqdm[Any]
    over: threading.Event
    clock: threading.Thread


class ProgressBar:
    """Hears of a solve and shows it: elapsed, components finished and in all, points, bound and gap.

    ``solve(problem, on_progress=ProgressBar())`` shows it from the first agenda on, until the search is over.
    ``with ProgressBar() as bar: solve(problem, on_progress=bar)`` shows it at once, and ends it whatever happens.

    Drawn by tqdm, at most four times a second however much news there is, on standard error or as a notebook's
    widget; where standard error is a file or a pipe it shows nothing. It hears from any thread, and may be used again
    for the next solve.

    Parameters
    ----------
    file : drawn there, if that is a terminal; by default on standard error.
    delay : seconds that a solve may take before a bar appears.
    leave : whether the last state stays on the screen.

    Raises
    ------
    MissingExtra : where tqdm is not installed.
    """

    def __init__(self, *, file: TextIO | None = None, delay: float = 0.0, leave: bool = True) -> None:
        self._meter = _meter()
        self._file, self._delay, self._leave = file, delay, leave
        self._lock = threading.Lock()
        self._news: Progress | None = None
        self._shown: _Shown | None = None

    def __call__(self, news: Progress) -> None:
        """Take note of progress; it is drawn at the next beat, so that no screen holds up a solver."""
        with self._lock:
            self._news = news
            if self._shown is None:
                self._open()
        if news.stage == "done":
            self.close()

    def close(self) -> None:
        """Show the last state and draw no more; does nothing where no bar is open."""
        with self._lock:
            shown, self._shown = self._shown, None
            news, self._news = self._news, None
        if shown is None or shown.meter.disable:
            return
        shown.over.set()
        shown.clock.join()
        _state(shown.meter, news)
        with suppress(OSError, ValueError):
            shown.meter.close()

    def __enter__(self) -> ProgressBar:
        with self._lock:
            if self._shown is None:
                self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> None:
        """Needs the lock. A screen that cannot be written to is no reason to end a search."""
        stream = sys.stderr if self._file is None else self._file
        if stream is None or getattr(stream, "closed", False):
            return
        with suppress(OSError, ValueError):
            meter = self._meter(
                total=1.0,
                file=stream,
                delay=self._delay,
                leave=self._leave,
                disable=None,
                miniters=0,
                dynamic_ncols=True,
                bar_format=_format(self._news),
            )
            over = threading.Event()
            # The thread only borrows the bar: one that was forgotten in the midst of a solve goes away by itself.
            clock = threading.Thread(target=_redraw, args=(weakref.WeakMethod(self._draw), over), daemon=True)
            self._shown = _Shown(meter, over, clock)
            if not meter.disable:
                clock.start()

    def _draw(self) -> None:
        with self._lock:
            shown, news = self._shown, self._news
        if shown is not None:
            _state(shown.meter, news)
            shown.meter.update(0)


def _redraw(borrowed: weakref.WeakMethod[Callable[[], None]], over: threading.Event) -> None:
    """What the thread does."""
    with suppress(OSError, ValueError):
        while not over.wait(BEAT):
            draw = borrowed()
            if draw is None:
                return
            draw()
            del draw


def _meter() -> type[tqdm[Any]]:
    """tqdm's bar for where we are: a terminal or a notebook."""
    with brought_by("sim"):
        from tqdm.auto import tqdm

    class Meter(tqdm):  # type: ignore[type-arg]  # generic for mypy alone
        monitor_interval = 0  # tqdm's own thread redraws bars that nobody updates; ours are updated at each beat

    return Meter


def _state(meter: tqdm[Any], news: Progress | None) -> None:
    """Set what the next drawing shows."""
    if news is None:
        return
    # Since the solve began, or since the bar was opened if that was before.
    meter.start_t = min(meter.start_t, time() - news.elapsed)
    meter.n = 1.0 if news.stage == "done" else min(1.0, news.solved / max(1, news.components))
    meter.bar_format = _format(news)


def _format(news: Progress | None) -> str:
    """As tqdm wants it: words with places for the clock and the bar."""
    if news is None:
        return f"{{elapsed}} |{{bar}}| {say('cli.progress.first')}"
    done, state = (_plain(say(f"cli.progress.{code}", **progress_facts(news))) for code in ("done", "state"))
    return f"{{elapsed}} {done} |{{bar}}| {state}"


def progress_facts(news: Progress) -> dict[str, object]:
    """What the sentences of a progress tell."""
    facts = {"points": news.points, "bound": news.bound, "solved": news.solved, "components": news.components}
    return {**facts, "gap": decimal(100 * news.gap, 2)}


def _plain(text: str) -> str:
    """With spaces that every terminal has."""
    return text.replace(NARROW_SPACE, " ")
