"""What a caller of `solve` may ask for, checked: plain types, or a ValueError with name, value and what is expected."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from operator import index

EXPECTED = {
    "time_limit": "seconds, 0 or more, or None",
    "seed": "a whole number from 0 to 2147483647",
    "workers": "1 or more, or None",
    "gap": "a share of the bound, 0 or more, or None",
    "patience": "seconds, 0 or more, or None",
}
WHOLE = ("seed", "workers")
OPTIONAL = ("time_limit", "workers", "gap", "patience")
RANGE = {"seed": (0, 2**31 - 1), "workers": (1, math.inf)}


@dataclass(frozen=True)
class SolveOptions:
    """Limits, seed and workers of one solve; numpy's numbers become Python's.

    Raises
    ------
    ValueError : for a value that makes no sense.
    """

    time_limit: float | None = 60.0
    seed: int = 0
    workers: int | None = None
    gap: float | None = None
    patience: float | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            plain = _plain(field.name, value)
            low, high = RANGE.get(field.name, (0, math.inf))
            # an infinite limit is none, and no number is below or above itself unless it is not one
            if plain is not None and not (low <= plain <= high and plain < math.inf):
                raise ValueError(f"{field.name}: {value!r}: expected {EXPECTED[field.name]}")
            object.__setattr__(self, field.name, plain)


def _plain(name: str, value: object) -> float | int | None:
    if value is None and name in OPTIONAL:
        return None
    try:
        if isinstance(value, str | bool):
            raise TypeError
        return index(value) if name in WHOLE else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"{name}: {value!r}: expected {EXPECTED[name]}") from None
