"""The rows of a document as the cross-checks read them: plain data in which every faulty value has become null."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rsa_sched.domain.reading import Location, place, safe_text
from rsa_sched.domain.session_type import TYPES_OF_THE_NOTE, SessionType
from rsa_sched.errors import Fault

Row = tuple[int, dict[str, Any]]
Checks = Iterator[tuple[Location, Fault]]


def rows(holder: Mapping[str, Any], name: str) -> list[Row]:
    """The readable rows of a list, with their indices."""
    listed = holder.get(name)
    return [(n, row) for n, row in enumerate(listed) if isinstance(row, dict)] if isinstance(listed, list) else []


def items(holder: dict[str, Any], name: str) -> list[tuple[int, Any]]:
    """The readable entries of a list, with their indices."""
    listed = holder.get(name)
    return [(n, item) for n, item in enumerate(listed) if item is not None] if isinstance(listed, list) else []


def types_of(document: dict[str, Any]) -> dict[str, dict[str, Any]] | None:
    """The types of session by id, defaults filled in and faulty values null; None where the list is not whole."""
    given = (document.get("regulation") or {}).get("types")
    if given is None:
        given = [kind.model_dump(exclude_unset=True) for kind in TYPES_OF_THE_NOTE]
    if not given or not all(isinstance(row, dict) and row.get("id") is not None for row in given):
        return None
    return {row["id"]: {**_DEFAULTS, **row} for row in reversed(given)}


_DEFAULTS = {key: field.default for key, field in SessionType.model_fields.items() if not field.is_required()}


def minutes_of(session: dict[str, Any], types: dict[str, dict[str, Any]] | None) -> int:
    """Length of a session; 0 where neither it nor its type can be read."""
    kind = (types or {}).get(session.get("type") or "", {})
    minutes: int = session.get("minutes") or kind.get("minutes") or 0
    return minutes


def fault_at(at: Location, value: Any, code: str, **facts: object) -> tuple[Location, Fault]:
    """One fault at one place."""
    return at, Fault(place(at), safe_text(value, at), code, facts)
