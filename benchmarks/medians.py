"""Medians over the seeds, and figures as the tables write them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from benchmarks.records import Record

NOTHING = "–"


def middle(values: Iterable[float | None]) -> float | None:
    """The median, in which "never" (None) counts as longer than anything; None where that is the median."""
    listed = [math.inf if value is None else value for value in values]
    if not listed:
        return None
    found = median(listed)
    return found if math.isfinite(found) else None


def of(records: Sequence[Record], figure: Callable[[Record], float | None]) -> float | None:
    """The median of a figure over runs."""
    return middle(figure(record) for record in records)


def ratio(peers: Sequence[Record], ours: Sequence[Record], figure: Callable[[Record], float | None]) -> float | None:
    """The median over the seeds that both were run on of the peer's figure divided by ours."""
    base = {record.seed: figure(record) for record in ours}
    found = []
    for record in peers:
        mine, theirs = base.get(record.seed), figure(record)
        if mine and theirs is not None:
            found.append(theirs / mine)
    return median(found) if found else None


def seconds(value: float | None) -> str:
    """As 0.31, 4.2 or 310."""
    if value is None:
        return NOTHING
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def percent(value: float | None, digits: int = 3) -> str:
    """A share in per cent; a whole nothing as 0 %."""
    if value is None:
        return NOTHING
    return "0 %" if value == 0 else f"{100 * value:.{digits}f} %"


def whole(value: float | None) -> str:
    """As 1,234."""
    return NOTHING if value is None else f"{value:,.0f}"


def times(value: float | None) -> str:
    """As ×1.53 or ×120."""
    if value is None:
        return NOTHING
    return f"×{value:.2f}" if value < 10 else f"×{value:,.0f}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> list[str]:
    """A Markdown table; all columns but the first, of words, flush right."""
    rule = ["---"] * words + ["---:"] * (len(heads) - words)
    return [f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows)] + [""]
