"""Periods of a review: whole days, both ends included, and the period of the same length before."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class Span(NamedTuple):
    """From a first day to a last one, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def before(self) -> Span:
        """The period before, as many whole months where it is some, else as many days."""
        end = self.first - dt.timedelta(days=1)
        if self.first.day == 1 and self.last == end_of_month(self.last):
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            count = self.first.year * 12 + self.first.month - 1 - months
            return Span(dt.date(count // 12, count % 12 + 1, 1), end)
        return Span(end - (self.last - self.first), end)


def end_of_month(day: dt.date) -> dt.date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def of_month(text: str) -> Span | None:
    """The days of a month written as « 2010-10 »; None for any other text."""
    found = _MONTH.fullmatch(text)
    if found is None or not int(found[1]):
        return None
    first = dt.date(int(found[1]), int(found[2]), 1)
    return Span(first, end_of_month(first))
