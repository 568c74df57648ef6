"""Letters of a publication, beside those that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rsa_sched.publish.changes.record import Issue


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters as they are to stand in a folder.

    Attributes
    ----------
    files : by path.
    kept : paths of those that are left as they stand there, edited or not.
    issues : what the manifest keeps of each, by kind and id.
    paths : path of the HTML form of each, by kind and id.
    """

    files: dict[str, bytes]
    kept: frozenset[str]
    issues: dict[str, Issue]
    paths: dict[str, str]


NO_LETTERS: Final = Letters({}, frozenset(), {}, {})
"""Those of every audience but the service."""
