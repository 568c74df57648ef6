"""What is known not to hold yet, so that a campaign tells what is new; each row goes with its mending."""

from __future__ import annotations

from fnmatch import fnmatchcase

from tests.support.trials import kind

KNOWN: dict[str, str] = {}
"""Kinds of faults (patterns) and where they are told."""


def is_known(fault: str) -> bool:
    """Whether a fault is of a known kind."""
    return any(fnmatchcase(kind(fault), pattern) for pattern in KNOWN)
