"""The regulation of a random problem: its figures, its kinds of structure, its types of session."""

from __future__ import annotations

import random
from typing import Any

from tests.support.oracle_read import Doc

KINDS = [["PSSI", "PER", "PE"]] * 4 + [["PE", "PER", "PSSI"], ["PE", "PSSI"], ["W", "X", "Y", "Z"]]
NAMES = ["standard", "sdf", "psychologist", "commission", "thématique"]

FIGURES: dict[str, list[Any]] = {
    "slot_days": [0, 10, 60, 75],
    "age_cap_days": [0, 60, 365],
    "urgency_days": [[0, 60, 180, 400], [0, 0, 500, 20]],
    "guarantee_days": [0, 60, 120],
    "guarantee_deferrals": [0, 1, 2, 3],
    "guarantee_bonus_days": [0, 100, 365],
    "wait_percent_per_week": [0, 2, 10, 50, 100],
    "equity_days": [[0], [20, 40, 80, 160], [3, 3, 9, 12, 30, 200], [100]],
    "trip_days": [0, 10, 50, 400],
    "idle_days": [0, 1, 1, 20],
    "move_session_days": [0, 60, 500],
    "move_time_days": [0, 10, 100],
    "deadline_days": [0, 5, 10, 14],
    "psychologist_cancel_days": [8, 3],
    "short_minutes": [15, 30, 45],
    "long_minutes": [30, 45, 60],
    "single_situation_minutes": [None, 15, 30, 45, 45, 50, 60, 60],
    "late": ["fill", "fill", "refuse"],
    "rank": ["reorder", "reorder", "ignore"],
}

OF_A_TYPE: dict[str, tuple[float, list[Any]]] = {
    "label": (0.3, ["Séance"]),
    "scope": (0.6, ["subsector", "service"]),
    "length": (0.7, ["content", "content", "long", "short", 15, 30, 60]),
    "minutes": (0.5, [60, 90, 120, 180]),
    "max_situations": (0.5, [1, 2, 3, 4, 6, 12]),
    "admits": (0.6, ["rsa", "rsa_or_plie", "anyone"]),
    "empty": (0.4, ["first_hour", "cancelled", None]),
}
"""Keys of a type of session: how often they are stated, and as what."""


def random_types(rng: random.Random) -> list[Doc]:
    """A list of types of session other than that of the note, though some ids are the same."""
    return [
        {"id": name}
        | {key: rng.choice(options) for key, (chance, options) in OF_A_TYPE.items() if rng.random() < chance}
        for name in rng.sample(NAMES, rng.choice([1, 2, 2, 3]))
    ]


def random_regulation(rng: random.Random) -> Doc:
    """A regulation in which every key is stated sometimes; kinds come with their weights."""
    kinds = rng.choice(KINDS)
    rules: Doc = {key: rng.choice(options) for key, options in FIGURES.items() if rng.random() < 0.35}
    weighted = rng.random() < 0.35
    if weighted:
        rules["weights"] = {kind: rng.randint(1, 5) for kind in kinds}
    if weighted or kinds != KINDS[0]:
        rules["kinds"] = kinds
    if rng.random() < 0.5:
        rules["types"] = random_types(rng)
    return rules
