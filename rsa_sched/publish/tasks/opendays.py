"""By when something has to be done, on days on which offices are open."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rsa_sched.opendays import Calendar


class DueDate(NamedTuple):
    """Last day to act, and whether it comes later than it should."""

    day: dt.date
    is_short: bool = False


class Deadlines:
    """Last days to act, on open days, never before the day of the arbitration."""

    def __init__(self, as_of: dt.date, timezone: str) -> None:
        self._as_of, self._open = as_of, Calendar(timezone)

    def within(self, days: int) -> DueDate:
        """So many days after the arbitration."""
        due = self._open.open_before(_shifted(self._as_of, days))
        return DueDate(due if due >= self._as_of else self._open.open_from(self._as_of))

    def before(self, date: dt.date, days: int) -> DueDate:
        """So many days before a session's date; where that is past, as soon as offices are open."""
        wanted = self._open.open_before(_shifted(date, -days))
        if wanted >= self._as_of:
            return DueDate(wanted)
        # Better on a closed day than once the session is over.
        return DueDate(min(self._open.open_from(self._as_of), max(date, self._as_of)), is_short=True)


def _shifted(date: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, min(dt.date.max.toordinal(), date.toordinal() + days)))
