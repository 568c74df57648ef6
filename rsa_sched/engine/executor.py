"""Work side by side on an executor of `concurrent.futures`: each piece of work is answered, or said to be lost."""

from __future__ import annotations

import os
import sys
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing import current_process
from types import TracebackType
from typing import Any

from rsa_sched.engine.stop import Stop, begetting_deaf_children, turn_deaf
from rsa_sched.heap import HEAPS

GRACE = 2.0
"""Seconds after a stop, or the end of the time, within which workers elsewhere should have answered."""
LOOKS_EVERY = 0.1
IDLE = 60.0
"""Seconds without work after which a process of ours leaves: also where who asked for it was killed."""
ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "MALLOC_ARENA_MAX": str(HEAPS),
}
"""For processes of ours: there are as many of them as cores."""

Piece = Callable[[], tuple[int, Any]]
"""Gives back the number of the piece and its answer, and raises nothing; goes to other processes as a pickle."""


@dataclass(frozen=True)
class Lost:
    """No answer, and why not."""

    why: str


class _Died(Lost):
    """Lost together with its worker, which may have been another piece's fault."""


class WorkerPool:
    """The workers of one search, which no other search depends on: its own threads or processes, or the caller's.

    Parameters
    ----------
    executor : the caller's, which is never shut down; None for what the caller's ``joblib.parallel_config`` names, and
        where there is none for threads or processes of our own.
    workers : how many pieces are done side by side; None for as many as the executor has workers, or cores.
    processes : rather than threads, where the caller chose nothing.
    stop, left : the work is over once a stop is asked for, or with no seconds left (None: for ever).

    Raises
    ------
    ValueError : for an executor that is none, or a ``parallel_config`` that names none.
    """

    def __init__(
        self,
        executor: Executor | None,
        workers: int | None,
        processes: bool,
        stop: Stop,
        left: Callable[[], float | None],
    ) -> None:
        if executor is None:
            executor, number, processes = _configured(workers, processes)
        elif isinstance(executor, Executor):
            number = workers or _size(executor)
        else:
            kind = type(executor).__name__
            expected = "a concurrent.futures.Executor (of a Dask client: client.get_executor())"
            raise ValueError(f"executor: {kind}: expected {expected}")
        self.number = max(1, number)
        self._theirs = executor
        self._own: Any = None
        self._own_size = 0
        # A process that a pool of another kind holds may have no children; a single one of them would help nobody.
        ours_apart = processes and self.number > 1 and not current_process().daemon
        self.apart: bool = ours_apart if executor is None else not isinstance(executor, ThreadPoolExecutor)
        """Whether the workers are other processes, here or on other machines."""
        self._stop, self._left = stop, left
        self._has_begun = self._is_fresh = self._is_late = False

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if kind is not None:
            self._stop.set()  # nobody will ask for the answers of whoever still works
        self._dismiss(kill=kind is not None or self._is_late)

    def over(self) -> bool:
        """Whether nothing more is to be begun."""
        left = self._left()
        return self._stop.asked or (left is not None and left <= 0)

    def answers(self, numbers: Sequence[int], piece: Callable[[int], Piece]) -> Iterator[tuple[int, Any]]:
        """Each piece of work with its answer, or `Lost`, as they come; what nobody began when it was over is left out.

        A worker that dies may break its pool, and what others were doing is gone as well: that is done again in ever
        smaller companies, so that only what dies alone is lost.
        """
        died = {}
        for number, answer in self._round(numbers, piece):
            if isinstance(answer, _Died):
                died[number] = answer
            else:
                yield number, answer
        suspects, middle = list(died), (len(died) + 1) // 2
        for half in (suspects[:middle], suspects[middle:]) if len(numbers) > 1 else ():
            for number, answer in self.answers(half, piece):
                del died[number]
                yield number, answer
        yield from died.items()

    def _round(self, numbers: Sequence[int], piece: Callable[[int], Piece]) -> Iterator[tuple[int, Any]]:
        """Every piece once; a pool that breaks is replaced by one of our own."""
        queue, flying = deque(numbers), dict[Future[Any], tuple[int, Piece]]()
        is_broken, over_since = False, None
        try:
            while True:
                # Who works elsewhere has the next piece at hand, since it takes a while to get there.
                while queue and not is_broken and not self.over() and len(flying) < self.number * (1 + self.apart):
                    work = piece(queue[0])
                    try:
                        future = self._submitted(work, len(numbers))
                    except Exception as error:
                        if not self._has_begun:
                            if self._theirs is not None or not self.apart:
                                raise  # nobody died: the pool was of no use in the first place
                            self.apart, is_broken = False, True  # this machine has no processes for us
                        elif self._is_fresh:
                            yield queue.popleft(), _Died(_fate(error))  # nor will there be another pool
                        else:
                            is_broken = True
                    else:
                        flying[future] = queue.popleft(), work
                if flying:
                    done, _ = wait(flying, timeout=LOOKS_EVERY, return_when=FIRST_COMPLETED)
                    if not done:
                        self._help(flying)
                    for future in done:
                        number, _ = flying.pop(future)
                        try:
                            answer = future.result()
                        except Exception as error:  # the pool's own, since no piece of work raises anything
                            is_broken |= isinstance(error, BrokenExecutor)
                            yield number, _Died(_fate(error))
                        else:
                            yield answer
                elif is_broken:
                    self._theirs, is_broken = None, False
                    self._dismiss(kill=True)
                elif not queue or self.over():
                    return
                if not self.over():
                    continue
                over_since = over_since or time.monotonic()
                if not self.apart:  # threads always answer, and cannot be left; what none has begun is left out
                    for future in [future for future in flying if future.cancel()]:
                        del flying[future]
                elif time.monotonic() - over_since > GRACE:
                    self._is_late |= bool(flying)
                    yield from ((number, Lost("its worker did not answer in time")) for number, _ in flying.values())
                    return
        finally:
            for future in flying:
                future.cancel()

    def _submitted(self, work: Piece, pieces: int) -> Future[Any]:
        """Handed to the caller's executor, or to one of our own of as many workers as so many pieces can use."""
        size = min(self.number, pieces)
        if self._theirs is None and self._own_size < size:
            self._dismiss()
            self._is_fresh = True
            self._own = _processes(size) if self.apart else ThreadPoolExecutor(size, "rsa_sched")
            self._own_size = size
        # Dask takes what was called alike for the same task, also where that failed: each is called in its own way.
        with begetting_deaf_children() if self._theirs is None and self.apart else nullcontext():
            future: Future[Any] = (self._theirs or self._own).submit(_done, work, uuid.uuid4().hex)
        self._has_begun, self._is_fresh = True, False
        return future

    def _help(self, flying: dict[Future[Any], tuple[int, Piece]]) -> None:
        """Where none of the caller's threads is free, since they wait for us perhaps, do a piece in one of our own."""
        if self._theirs is None or self.apart or any(future.running() for future in flying):
            return
        first = next(iter(flying))
        if first.cancel():
            self._own = self._own or ThreadPoolExecutor(1, "rsa_sched")
            number, work = flying.pop(first)
            flying[self._own.submit(work)] = number, work

    def _dismiss(self, kill: bool = False) -> None:
        """Our own workers; the caller's are not ours to send away."""
        own, self._own, self._own_size = self._own, None, 0
        if isinstance(own, ThreadPoolExecutor):
            own.shutdown(wait=True, cancel_futures=True)
        elif own is not None:
            own.shutdown(wait=True, kill_workers=kill)


def _done(work: Piece, _name: str) -> tuple[int, Any]:
    return work()


def _fate(error: Exception) -> str:
    """No error's text, which may hold anything."""
    return f"its worker died ({type(error).__name__})"


def _processes(number: int) -> Any:
    """Processes that are nobody else's, unlike joblib's own."""
    from joblib.externals.loky.process_executor import ProcessPoolExecutor  # a tenth of the start of a small month

    return ProcessPoolExecutor(number, timeout=IDLE, initializer=turn_deaf, env=ENVIRONMENT)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(executor: Executor) -> int:
    """How many workers an executor has: those of `concurrent.futures` and loky say it, Dask's asks its cluster."""
    threads = getattr(getattr(executor, "_client", None), "nthreads", None)
    number = sum(threads().values()) if threads is not None else getattr(executor, "_max_workers", None)
    return number or _cores()


def _configured(workers: int | None, processes: bool) -> tuple[Executor | None, int, bool]:
    """What the caller's ``parallel_config`` names, its number of workers, and whether our own are to be processes."""
    if "joblib.parallel" not in sys.modules:  # nor has anybody configured it
        return None, workers or _cores(), processes
    from joblib.parallel import (
        LokyBackend,
        MultiprocessingBackend,
        SequentialBackend,
        ThreadingBackend,
        get_active_backend,
    )

    (backend, _), (other, number) = (get_active_backend(prefer=kind) for kind in ("threads", "processes"))
    if type(backend).__name__ == "DaskDistributedBackend":
        executor: Executor = backend.client.get_executor()
        return executor, workers or _size(executor), False
    if not isinstance(backend, SequentialBackend | ThreadingBackend | MultiprocessingBackend | LokyBackend):
        expected = "threading, loky, multiprocessing, sequential or dask, or an executor= in its place"
        raise ValueError(f"parallel_config(backend=...): {type(backend).__name__}: expected {expected}")
    if type(backend) is type(other):  # else the caller named none: joblib goes by what is preferred
        processes = isinstance(backend, MultiprocessingBackend | LokyBackend)
    return None, backend.effective_n_jobs(workers or number or _cores()), processes
