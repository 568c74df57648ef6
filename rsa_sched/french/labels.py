"""What sessions, parts of the points and marks of punctuation are called, output by output where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rsa_sched.domain.agenda import Mode, Parts
from rsa_sched.french.figures import NARROW_SPACE, count, figure

COLON, SEMICOLON = f"{NARROW_SPACE}: ", f"{NARROW_SPACE}; "

SHARE = "en %"
"""Unit of shares; a lone « % » is what some spreadsheets take for the beginning of a formula."""

MODES: dict[Mode, str] = {"held": "tenue", "first_hour": "première heure seulement", "cancelled": "annulée"}
SHORT_MODES: dict[Mode, str] = MODES | {"first_hour": "1re heure"}
"""The same where there is little room."""
FREE: dict[Mode, str] = MODES | {"held": "libre"}
"""What the empty end of a session is."""

TERMS = {
    "priority": "Priorité (ancienneté, urgence)",
    "equity": "Équilibre entre structures",
    "travel": "Déplacements",
    "idle": "Attente entre deux situations",
    "stability": "Places annoncées puis changées",
}


def signed_parts(parts: Parts) -> Iterator[tuple[str, str, int]]:
    """Name, label and points of each part: what it adds, or takes away where it is a cost."""
    for name, label in TERMS.items():
        points = getattr(parts, name)
        yield name, label, points if name == "priority" else -points


def modes_told(modes: Iterable[Mode]) -> str:
    """« 6 tenues, 1 pour la première heure, 1 annulée »."""
    found = Counter(modes)
    told: dict[Mode, str] = {
        "held": count(found["held"], "tenue"),
        "first_hour": f"{found['first_hour']} pour la première heure",
        "cancelled": count(found["cancelled"], "annulée"),
    }
    return ", ".join(words for mode, words in told.items() if found[mode]) or "aucune"


def heard_told(heard: int, deferred: int) -> str:
    """« 32 situations à entendre, 36 ajournées »."""
    return f"{count(heard, 'situation')} à entendre, {figure(deferred)} ajournée{'s' if deferred > 1 else ''}"
