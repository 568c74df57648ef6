"""Shares and measures as officials read them: a comma, a true minus sign, « – » where there is nothing to tell."""

from __future__ import annotations

NONE = "–"
"""Stands where there is nothing to tell."""


def decimal(value: float, places: int = 1, *, signed: bool = False) -> str:
    """« 1,5 », « −0,5 », with `signed` « +1,5 »; `NONE` for NaN."""
    if value != value:
        return NONE
    return f"{value:{'+' if signed else ''}.{places}f}".replace(".", ",").replace("-", "−")


def percent(share: float, places: int = 1, *, space: str = " ") -> str:
    """A share of 1 as « 12,5 % »; `NONE` for NaN."""
    return NONE if share != share else f"{decimal(100 * share, places)}{space}%"
