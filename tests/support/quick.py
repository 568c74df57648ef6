"""Which of a test's parameters the README's command tries, and which `.ci/run` alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def mostly_slow(values: Iterable[Any], *quick: Any) -> list[Any]:
    """Parameters of what all of them keep: those named are for the quick suite, the others are marked slow."""
    found = list(values)
    assert all(name in found for name in quick)
    return [value if value in quick else _slow(value) for value in found]


def one_in(number: int, values: Iterable[Any]) -> list[Any]:
    """Parameters of which the quick suite tries the first of each so many; the others are marked slow."""
    return [_slow(value) if place % number else value for place, value in enumerate(values)]


def _slow(value: Any) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else [value]), marks=pytest.mark.slow)
