"""What does not come to what it must yet, by what is to be mended; a row goes with its mending."""

from __future__ import annotations

_BY_REASON: dict[str, tuple[str, ...]] = {}

STILL_FAILING = {name: reason for reason, names in _BY_REASON.items() for name in names}
"""Why each of the cases that fail does."""
