"""Months as officials name them: « octobre », « oct », « octobre 2010 », « 2010-10 », « 10/2010 »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import folded

_MONTHS = {word: number for number, words in enumerate(lookup("vocabulary.months"), start=1) for word in words.split()}
_PARTS = re.compile(r"[a-z]+|\d+")
_SEPARATORS = re.compile(r"[a-z0-9 ._/-]+", re.ASCII)
_LONGEST = 40
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class MonthNamed:
    """A month of the year; `year` is None where the name does not say it."""

    month: int
    year: int | None = None

    def __str__(self) -> str:
        """As ``2010-10``; as the month's word where the year is not said."""
        if self.year is None:
            word: str = lookup("vocabulary.months")[self.month - 1].split()[0]
            return word
        return f"{self.year}-{self.month:02}"

    def suits(self, other: MonthNamed) -> bool:
        """Whether both may be the same month."""
        return self.month == other.month and len({self.year, other.year} - {None}) < 2

    def with_year(self, year: int | None) -> MonthNamed:
        """The month in this year, where it names none itself."""
        return self if self.year is not None else MonthNamed(self.month, year)


def month_named(text: str) -> MonthNamed | None:
    """The month that a text names, with nothing besides; None where it names none.

    >>> str(month_named("Oct. 2010")), str(month_named("10/2010")), month_named("recus")
    ('2010-10', '2010-10', None)
    """
    low = folded(text[: _LONGEST + 1])
    if len(low) > _LONGEST or not _SEPARATORS.fullmatch(low):
        return None
    months, years = set[int](), set[int]()
    for part in _PARTS.findall(low):
        if part in _MONTHS:
            months.add(_MONTHS[part])
        elif len(part) == 4 and part.isdigit() and int(part) >= _FIRST_YEAR:
            years.add(int(part))
        elif len(part) <= 2 and part.isdigit() and 1 <= int(part) <= 12:
            months.add(int(part))
        else:
            return None
    if len(months) != 1 or len(years) > 1 or (not years and not re.search("[a-z]", low)):
        return None
    return MonthNamed(months.pop(), years.pop() if years else None)
