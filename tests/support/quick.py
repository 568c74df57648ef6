"""Which of a test's parameters the README's command tries, which `.ci/run` alone, and which neither."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def mostly_slow(values: Iterable[Any], *quick: Any) -> list[Any]:
    """Parameters of what all of them keep: those named are for the quick suite, the others are marked slow."""
    found = list(values)
    assert all(name in found for name in quick)
    return [value if value in quick else _marked(value, pytest.mark.slow) for value in found]


def mostly_long(values: Iterable[Any], quick: Iterable[Any], slow: Iterable[Any]) -> list[Any]:
    """Parameters of what all of them keep: for the quick suite, for `.ci/run`, and the others marked long."""
    found, quick, slow = list(values), list(quick), list(slow)
    assert all(name in found for name in (*quick, *slow))
    return [
        value if value in quick else _marked(value, pytest.mark.slow if value in slow else pytest.mark.long)
        for value in found
    ]


def one_in(number: int, values: Iterable[Any], *, slow: int = 1) -> list[Any]:
    """Parameters of which the quick suite tries the first of each so many.

    The others are marked slow; where `slow` is more than 1, only the first of each so many, and the rest long.
    """
    rest = {True: pytest.mark.slow, False: pytest.mark.long}
    return [_marked(value, rest[place % slow == 0]) if place % number else value for place, value in enumerate(values)]


def _marked(value: Any, mark: pytest.MarkDecorator) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else [value]), marks=mark)
