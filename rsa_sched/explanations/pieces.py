"""Questions put side by side: each is a piece of work on a pool of workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from rsa_sched.engine.control import Control
from rsa_sched.engine.executor import Lost, WorkerPool

WORTH_PROCESSES = 12
"""From so many questions on, the second that it takes to start processes is little: plans are worked on in Python."""


@dataclass(frozen=True)
class Pieces:
    """Pieces of work on a pool."""

    pool: WorkerPool
    control: Control

    def done(self, pieces: Sequence[Callable[[], Any]]) -> dict[int, Any]:
        """The answers by place in the list, without those that were lost. Raises what a piece raised."""
        answers: dict[int, Any] = {}
        with self.control.stop.shared() if self.pool.apart else nullcontext():
            for number, answer in self.pool.answers(range(len(pieces)), lambda n: partial(_done, n, pieces[n])):
                if isinstance(answer, BaseException):
                    raise answer
                if not isinstance(answer, Lost):
                    answers[number] = answer
        return answers


def _done(number: int, work: Callable[[], Any]) -> tuple[int, Any]:
    """The answer of a piece, wherever this runs; an error is raised by whoever waits for it."""
    try:
        return number, work()
    except Exception as error:
        return number, error
