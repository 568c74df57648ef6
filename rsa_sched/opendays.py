"""Days on which offices are open: neither a Saturday nor a Sunday nor a French public holiday."""

from __future__ import annotations

import datetime as dt

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

ALSACE_MOSELLE = "alsace-moselle"
"""Region whose local law has two holidays more: Good Friday and Saint Stephen's Day."""


class Calendar:
    """Open days where a time zone holds, or in a region. Raises MissingExtra without the extra ``fr``."""

    def __init__(self, timezone: str, region: str = "") -> None:
        with brought_by("fr"):
            import holidays
        subdivision = "57" if region == ALSACE_MOSELLE else OVERSEAS.get(timezone)
        self._closed = holidays.country_holidays("FR", subdiv=subdivision, language="fr")

    def holiday(self, date: dt.date) -> str:
        """The French name of the public holiday of a day; "" for any other day."""
        return str(self._closed.get(date, ""))

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
