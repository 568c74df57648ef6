"""Marks of punctuation, and sessions as they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rsa_sched.domain.agenda import Mode
from rsa_sched.french.figures import NARROW_SPACE
from rsa_sched.french.sentences import say

COLON, SEMICOLON = f"{NARROW_SPACE}: ", f"{NARROW_SPACE}; "


def count_modes(modes: Iterable[Mode]) -> str:
    """« 6 tenues, 1 pour la première heure, 1 annulée »."""
    found = Counter(modes)
    order: tuple[Mode, ...] = ("held", "first_hour", "cancelled")
    counted = [say(f"labels.counted-modes.{mode}", number=found[mode]) for mode in order if found[mode]]
    return ", ".join(counted) or say("labels.counted-modes.none")
