"""The rows of a document as the cross-checks read them: plain data in which every faulty value has become null."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rsa_sched.domain.reading import Location, place, shown
from rsa_sched.errors import Fault

Row = tuple[int, dict[str, Any]]
Checks = Iterator[tuple[Location, Fault]]


def rows(holder: dict[str, Any], name: str) -> list[Row]:
    """The readable rows of a list, with their indices."""
    listed = holder.get(name)
    return [(n, row) for n, row in enumerate(listed) if isinstance(row, dict)] if isinstance(listed, list) else []


def items(holder: dict[str, Any], name: str) -> list[tuple[int, Any]]:
    """The readable entries of a list, with their indices."""
    listed = holder.get(name)
    return [(n, item) for n, item in enumerate(listed) if item is not None] if isinstance(listed, list) else []


def found(at: Location, value: Any, expected: str) -> tuple[Location, Fault]:
    """One fault at one place."""
    return at, Fault(place(at), shown(value, at), expected)
