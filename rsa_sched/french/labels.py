"""Marks of punctuation, and labels of sessions and points as counted and signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rsa_sched.domain.agenda import Mode, Parts
from rsa_sched.french.figures import NARROW_SPACE
from rsa_sched.french.sentences import say, words

COLON, SEMICOLON = f"{NARROW_SPACE}: ", f"{NARROW_SPACE}; "


def signed_parts(parts: Parts) -> Iterator[tuple[str, str, int]]:
    """Name, label and points of each part: what it adds, or takes away where it is a cost."""
    for name, label in words("labels.terms").items():
        points = getattr(parts, name)
        yield name, label, points if name == "priority" else -points


def count_modes(modes: Iterable[Mode]) -> str:
    """« 6 tenues, 1 pour la première heure, 1 annulée »."""
    found = Counter(modes)
    order: tuple[Mode, ...] = ("held", "first_hour", "cancelled")
    counted = [say(f"labels.counted-modes.{mode}", number=found[mode]) for mode in order if found[mode]]
    return ", ".join(counted) or say("labels.counted-modes.none")
