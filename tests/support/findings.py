"""Findings of any words, such as no check makes, for what shows findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rsa_sched.intake.findings import Finding, Level


@dataclass(frozen=True)
class Worded(Finding):
    """A finding whose words are given."""

    words: tuple[str, str] = ("", "")

    @property
    def text(self) -> str:
        return self.words[0]

    @property
    def action(self) -> str:
        return self.words[1]


def worded(level: Level, code: str, text: str, action: str, *place: Any, **more: Any) -> Worded:
    """A finding of these words at a place."""
    return replace(Worded(level, code, {}, *place, **more), words=(text, action))
