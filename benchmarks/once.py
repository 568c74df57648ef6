"""Measuring what is too long to be repeated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytest_benchmark.fixture import BenchmarkFixture

T = TypeVar("T")


def once(benchmark: BenchmarkFixture, work: Callable[[], T]) -> T:
    """Do the work once, measured; what it gave back."""
    found: T = benchmark.pedantic(work, rounds=1)  # type: ignore[no-untyped-call]
    return found
