"""Days on which offices are open: neither a Saturday nor a Sunday nor a French public holiday."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rsa_sched.errors import brought_by

OVERSEAS = {
    "America/Guadeloupe": "971",
    "America/Martinique": "972",
    "America/Cayenne": "973",
    "Indian/Reunion": "974",
    "America/Miquelon": "PM",
    "Indian/Mayotte": "976",
    "America/St_Barthelemy": "BL",
    "America/Marigot": "MF",
    "Pacific/Noumea": "NC",
    "Pacific/Tahiti": "PF",
    "Pacific/Wallis": "WF",
}
"""Time zones of territories with holidays of their own; Alsace-Moselle has no zone of its own and follows Paris."""


class Calendar:
    """Open days where a time zone holds. Raises MissingExtra without the extra ``fr``."""

    def __init__(self, timezone: str) -> None:
        with brought_by("fr"):
            import holidays
        self._closed = holidays.country_holidays("FR", subdiv=OVERSEAS.get(timezone))

    def is_open(self, date: dt.date) -> bool:
        """Whether offices are open."""
        return date.weekday() < 5 and date not in self._closed

    def open_before(self, date: dt.date) -> dt.date:
        """The day itself, or the last open day before it."""
        while not self.is_open(date) and date > dt.date.min:
            date -= dt.timedelta(days=1)
        return date

    def open_from(self, date: dt.date) -> dt.date:
        """The day itself, or the first open day after it."""
        while not self.is_open(date) and date < dt.date.max:
            date += dt.timedelta(days=1)
        return date


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
