"""The days on which a load holds its sessions."""

from __future__ import annotations

import datetime as dt
from functools import cache

FIRST_MONTH = (2010, 10)
"""October 2010: the note's first month."""

HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)})
"""French public holidays of fixed date; those that go by Easter are left out."""


@cache
def workdays(month: int) -> tuple[dt.date, ...]:
    """Mondays to Fridays of the four weeks from a month's first Monday, but for holidays: 16 to 20 days.

    Parameters
    ----------
    month
        Counted from 0, the first.
    """
    year, months = divmod(FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + month, 12)
    first = dt.date(year, months + 1, 1)
    monday = first + dt.timedelta(days=-first.weekday() % 7)
    days = (monday + dt.timedelta(days=n) for n in range(28))
    return tuple(day for day in days if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS)


AS_OF = workdays(0)[0] - dt.timedelta(days=10)
"""The last day that is in time for the very first session [R47]."""
