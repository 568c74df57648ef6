"""Dates of birth that nobody has who asks for an instance: refused, or doubted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rsa_sched.intake.rows.reader import FindingLog, SourceRow

YOUNGEST, OLDEST = 16, 110
"""Years; who is younger may not work, who is older is rather a date that a spreadsheet made."""


def check_births(log: FindingLog, lines: Iterable[SourceRow], as_of: str) -> None:
    """Errors for births after the day of the arbitration, which identify nobody; doubts for the very young and old."""
    if not as_of:
        return
    today = dt.date.fromisoformat(as_of)
    for line in lines:
        born = line.text("birth_date")
        if not born:
            continue
        if born > as_of:
            del line.values["birth_date"]
            line.unread.add("birth_date")
            log.report("error", "birth-future", line=line, key="birth_date")
            continue
        age = _age(dt.date.fromisoformat(born), today)
        if age < YOUNGEST:
            log.report("warning", "birth-young", line=line, key="birth_date", years=YOUNGEST)
        elif age >= OLDEST:
            log.report("warning", "birth-old", line=line, key="birth_date", years=OLDEST)


def _age(born: dt.date, today: dt.date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
