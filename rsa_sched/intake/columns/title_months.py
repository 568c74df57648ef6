"""The month that title lines, a sheet's or a file's name say: « octobre 2010 », « Séance du 05/10/2010 ».

Days that lack month or year are completed by it where the profile or an option says so, and that is told; else one
finding says that it could be. The day on which a table was sent (« envoyé le 24 septembre 2010 ») says no month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import clean, folded
from rsa_sched.intake.columns.recognised import RecognisedTable
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.findings import Finding

_MONTHS = {word: number for number, words in enumerate(lookup("vocabulary.months"), start=1) for word in words.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_HELD = lookup("vocabulary.titles.held")
_NUMERIC = r"(?P<month>0?[1-9]|1[0-2])[-/.](?P<year>20\d\d)(?!\d)"
_SAID = (
    re.compile(rf"(?<![a-z])(?P<month>{_MONTH})\b\.?[-_ ]{{0,3}}(?P<year>20\d\d)(?!\d)"),
    re.compile(r"(?<![\d/.-])(?P<year>20\d\d)[-_ ](?P<month>0[1-9]|1[0-2])(?![-_./ ]?\d)"),
    re.compile(rf"(?<![\d/.-]){_NUMERIC}"),
)
_DAY_BEFORE = re.compile(r"(?<![a-z0-9])\d{1,2}(?:er)?[-_ ]{0,3}$")
_WRITTEN = rf"[-_ ]+(?P<word>{_MONTH})\b\.?[-_ ]+(?P<in>20\d\d)(?!\d)"
_HELD_ON = re.compile(rf"(?:{_HELD})\b[^\d]{{0,20}}\d{{1,2}}(?:er)?(?:[-/.]{_NUMERIC}|{_WRITTEN})")
_WEEKDAY = rf"(?:(?:{'|'.join(name[:3] for name in lookup('vocabulary.weekdays'))})[a-z]*\.?,? )?(?:le )?"
_DAY = re.compile(rf"{_WEEKDAY}(?:\d{{1,2}}|1 ?er)")
_DAY_AND_MONTH = re.compile(rf"{_WEEKDAY}\d{{1,2}}(?: ?er)?(?P<sep> ?[/-] ?| )(?P<month>\d{{1,2}}|{_MONTH})\.?")
_LONGEST = 300
"""Characters of a title that are looked at."""

Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True)
class MonthSaid:
    """A month, and where it stands: ``title`` (with its place), ``sheet`` or ``file``."""

    month: Month
    where: str
    row: int | None = None
    column: int | None = None


def month_said(table: RecognisedTable) -> MonthSaid | None:
    """The one month that the titles of a table say, else the name of its sheet, else of its file; None for several."""
    sheet = table.sheet
    titles = [
        MonthSaid(month, "title", row, column)
        for row in range(table.header)
        for column, cell in enumerate(sheet.rows[row])
        for month in months_in(cell)
    ]
    names = ((sheet.name, "sheet"), (PurePath(sheet.file).stem, "file"))
    for said in (titles, *([MonthSaid(month, where) for month in months_in(name)] for name, where in names)):
        if said:
            return said[0] if len({one.month for one in said}) == 1 else None
    return None


def months_in(text: str) -> Iterator[Month]:
    """The months that a text says, as years and months; of whole dates only those on which a session is held.

    >>> list(months_in("Instance d'octobre 2010, reçu le 24 septembre 2010"))
    [(2010, 10)]
    """
    low = folded(text[:_LONGEST])
    for found in _HELD_ON.finditer(low):
        if found["word"]:
            yield int(found["in"]), _MONTHS[found["word"]]
        else:
            yield int(found["year"]), int(found["month"])
    for pattern in _SAID:
        for found in pattern.finditer(low):
            if not _DAY_BEFORE.search(low[: found.start()]):
                yield int(found["year"]), _MONTHS.get(found["month"]) or int(found["month"])


def days_completed(table: RecognisedTable, *, wanted: bool) -> tuple[RecognisedTable, list[Finding]]:
    """The table with its days completed by the month that its titles say, and what is to be told of it.

    Parameters
    ----------
    wanted : whether titles may be read; else nothing is completed, and told where it could be.
    """
    if table.kind not in ("sessions", "situations"):
        return table, []
    keys = [one.key for one in TABLES[table.kind] if one.sort == "date" and one.privacy == "needed"]
    cells = [
        (index, key, text)
        for key in keys
        if table.columns.get(key)
        for index in table.rows
        if (text := folded(table.text(index, key))) and _lacks_month(text, table.kind)
    ]
    said = month_said(table) if cells else None
    if said is None:
        return table, []
    month, number = f"{said.month[1]:02}/{said.month[0]}", len(cells)
    if not wanted:
        return table, [
            Finding.at(table.sheet, "warning", "title-month-unread", row=said.row, column=said.column,
                       wording=said.where, month=month, number=number)
        ]  # fmt: skip
    told = Finding.at(table.sheet, "repaired", "title-month", row=said.row, column=said.column,
                      wording=said.where, month=month, number=number)  # fmt: skip
    written = {(index, key): f"{clean(table.text(index, key))}{_end(text, said.month)}" for index, key, text in cells}
    return replace(table, written={**table.written, **written}), [told]


def _lacks_month(text: str, kind: str) -> bool:
    return bool(_DAY_AND_MONTH.fullmatch(text) or (kind == "sessions" and _DAY.fullmatch(text)))


def _end(text: str, said: Month) -> str:
    """What completes a day: the month and year of the titles, or the year in which its own month is nearest to it."""
    year, month = said
    found = _DAY_AND_MONTH.fullmatch(text)
    if found is None:
        return f" {lookup('vocabulary.months')[month - 1].split()[0]} {year}"
    own = _MONTHS.get(found["month"]) or int(found["month"])
    nearest = min((year - 1, year, year + 1), key=lambda one: abs(12 * (one - year) + own - month))
    return f"{found['sep'] if found['sep'].strip() else ' '}{nearest}"
