"""What each imposed date costs: one more solve, without it."""

from __future__ import annotations

from dataclasses import dataclass

from rsa_sched.calendar.arrange import YearCalendar, arrange
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.year import Imposed
from rsa_sched.engine.stop import Stop


@dataclass(frozen=True)
class DatePrice:
    """The price of an imposed date.

    Attributes
    ----------
    imposed : the date.
    at_least, at_most : points that the best calendar without it saves; equal where that is proven.
    """

    imposed: Imposed
    at_least: int
    at_most: int


def prices(
    found: YearCalendar, *, seconds: float | None = 60.0, seed: int = 0, stop: Stop | None = None
) -> list[DatePrice]:
    """The price of each imposed date, all others kept. Raises Interrupted where a search is stopped before any plan."""
    year = found.index.year
    told = []
    for n, row in enumerate(year.imposed):
        others = tuple(other for m, other in enumerate(year.imposed) if m != n)
        index = YearIndex(year.model_copy(update={"imposed": others}), published=found.index.published)
        free = arrange(index, seconds=seconds, seed=seed, stop=stop, hint=found.placed)
        told.append(DatePrice(row, max(0, found.bound - free.points), found.points - free.bound))
    return told
