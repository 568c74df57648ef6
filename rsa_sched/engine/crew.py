"""Work side by side on whatever joblib offers: each piece of work is answered, or said to be lost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import current_process
from typing import Any

from joblib import Parallel
from joblib.externals.loky import get_reusable_executor
from joblib.parallel import LokyBackend, MultiprocessingBackend, get_active_backend

from rsa_sched.engine.stop import Stop, turn_deaf

GRACE = 2.0
"""Seconds after a stop, or the end of the time, within which workers elsewhere should have answered."""
LOOKS_EVERY = 0.1
WAVE = 8
"""Pieces for each worker at a time, where a backend hands over the results of a whole list only."""

Task = tuple[Callable[..., tuple[int, Any]], tuple[Any, ...], dict[str, Any]]
"""What `joblib.delayed` makes. The call gives back the number of the piece and its answer; it raises nothing."""


@dataclass(frozen=True)
class Lost:
    """No answer, and why not."""

    why: str


def worker_count(workers: int | None) -> int:
    """As many as asked for; where nobody asked, as the caller's ``parallel_config`` has, else as many as cores."""
    if workers is not None:
        return max(1, workers)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    _, configured = get_active_backend()
    backend, _ = get_active_backend(prefer="threads")
    number: int = backend.effective_n_jobs(configured or cores)
    return number


class Crew:
    """The workers of a search: those of the caller's ``parallel_config``, else threads or processes of this machine.

    Parameters
    ----------
    workers : how many; a cluster brings its own number.
    processes : rather than threads, where the caller chose nothing.
    stop, left : the work is over once a stop is asked for, or with no seconds left (None: for ever).
    """

    def __init__(self, workers: int, processes: bool, stop: Stop, left: Callable[[], float | None]) -> None:
        threads, _ = get_active_backend(prefer="threads")
        processes = processes and not current_process().daemon  # such a one may have no children
        self._backend, _ = get_active_backend(prefer="processes" if processes else "threads")
        self._is_ours = type(self._backend) is not type(threads)
        self.number: int = self._backend.effective_n_jobs(workers)
        # One process of this machine is this one; a cluster is elsewhere even with a single worker left.
        alone = self.number == 1 and isinstance(self._backend, LokyBackend | MultiprocessingBackend)
        self.apart: bool = not alone and not getattr(self._backend, "supports_sharedmem", False)
        """Whether the workers are other processes, here or on other machines."""
        self._stop, self._left = stop, left
        self._has_begun = self._has_pool = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_ours and self._has_pool:
            # joblib would keep them for five minutes, though their parent leave without them.
            get_reusable_executor(reuse=True).shutdown(wait=True)

    def over(self) -> bool:
        """Whether nothing more is to be begun."""
        left = self._left()
        return self._stop.asked or (left is not None and left <= 0)

    def answers(self, numbers: Sequence[int], task: Callable[[int], Task]) -> Iterator[tuple[int, Any]]:
        """Each piece of work with its answer, or `Lost`, as they come; what nobody began when it was over is left out.

        A worker that dies breaks its pool, and what others were doing is gone as well: that is done again in ever
        smaller companies, so that only what dies alone is lost.
        """
        waiting = list(numbers)
        while waiting and not self.over():
            company = _Company(waiting, task, self.over)
            try:
                yield from self._results(company)
            except Exception as error:  # the pool's own, since no piece of work raises anything
                self._has_begun |= bool(company.drawn)
                if not self._has_begun:
                    raise  # no pool was to be had in the first place: nobody died
                suspects = company.unanswered if company.drawn else waiting
                middle = len(suspects) // 2
                for half in (suspects[:middle], suspects[middle:]) if company.drawn and len(waiting) > 1 else ():
                    for number, answer in self.answers(half, task):
                        suspects.remove(number)
                        yield number, answer
                yield from ((number, Lost(company.fate(error))) for number in suspects)
                if not company.drawn:
                    return  # nor is there any more
            self._has_begun = True
            waiting = company.undrawn

    def _results(self, company: _Company) -> Iterator[tuple[int, Any]]:
        number = max(2 if self.apart else 1, min(self.number, len(company.numbers)))
        in_lists = not getattr(self._backend, "supports_return_generator", True)
        set_up: dict[str, Any] = {"initializer": turn_deaf} if self._is_ours and self.apart else {}
        return_as = "list" if in_lists else "generator_unordered"
        jobs = Parallel(n_jobs=number, backend=self._backend, return_as=return_as, batch_size=1, **set_up)
        self._has_pool = self.apart
        with self._watched(jobs, company):
            tasks = company.tasks()
            if not in_lists:
                yield from map(company.heard, jobs(tasks))
                return
            while wave := list(islice(tasks, WAVE * number)):
                yield from map(company.heard, jobs(wave))

    @contextmanager
    def _watched(self, jobs: Parallel, company: _Company) -> Iterator[None]:
        """While inside, no answer is waited for that will not come: joblib then raises its TimeoutError."""
        if not self.apart:
            yield  # threads always answer, and cannot be left
            return
        done = threading.Event()

        def watch() -> None:
            since = None
            while not done.wait(LOOKS_EVERY):
                if self.over():
                    since = since or time.monotonic()
                    company.is_late = time.monotonic() - since > GRACE
                if company.is_late or company.only_silent_ones_left:
                    jobs.timeout = 0.0

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        backend, own = self._backend, vars(self._backend)
        # joblib's Dask backend tells nobody of a task that Dask gave up (KilledWorker): its futures are asked as well.
        changed = {"submit": company.overhearing(backend.submit)}
        # Where a single worker is left, joblib would do its work here: what kills a worker shall not kill us.
        number_of = backend.effective_n_jobs
        changed["effective_n_jobs"] = lambda wanted: max(2, number_of(wanted))
        own.update(changed)
        try:
            yield
        finally:
            for name in changed:
                del own[name]
            done.set()
            thread.join()


class _Company:
    """Pieces of work done in one pool: which were handed out, which were answered."""

    def __init__(self, numbers: Sequence[int], task: Callable[[int], Task], over: Callable[[], bool]) -> None:
        self.numbers = list(numbers)
        self._task, self._over = task, over
        self.drawn: list[int] = []
        self._answered: set[int] = set()
        self._submitted = 0
        self._silent: list[BaseException] = []
        self.is_late = False

    def tasks(self) -> Iterator[Task]:
        """The pieces, until it is over."""
        for number in self.numbers:
            if self._over():
                return
            self.drawn.append(number)
            yield self._task(number)

    def heard(self, result: tuple[int, Any]) -> tuple[int, Any]:
        """Note an answer."""
        self._answered.add(result[0])
        return result

    def overhearing(self, submit: Callable[..., Any]) -> Callable[..., Any]:
        """A backend's `submit` that also notes which futures fail."""

        def told(future: Any) -> None:
            if not future.cancelled() and future.exception() is not None:
                self._silent.append(future.exception())

        def submit_and_listen(*args: Any, **options: Any) -> Any:
            future = submit(*args, **options)
            self._submitted += 1
            if hasattr(future, "add_done_callback"):
                future.add_done_callback(told)
            return future

        return submit_and_listen

    @property
    def only_silent_ones_left(self) -> bool:
        """Whether whatever is still to be answered has failed without a word."""
        return bool(self._silent) and self._submitted - len(self._answered) <= len(self._silent)

    @property
    def unanswered(self) -> list[int]:
        """Handed out in vain."""
        return [number for number in self.drawn if number not in self._answered]

    @property
    def undrawn(self) -> list[int]:
        """Not handed out."""
        return self.numbers[len(self.drawn) :]

    def fate(self, error: Exception) -> str:
        """What became of the unanswered pieces; no error's text, which may hold anything."""
        if self.is_late:
            return "its worker did not answer in time"
        return f"its worker died ({type(self._silent[0] if self._silent else error).__name__})"
