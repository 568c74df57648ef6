"""Which of two versions of a table is the newer, by what their names and titles say.

The time stamp of a file says when it was copied, and proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import folded
from rsa_sched.intake.columns.headers import RecognisedTable

Day = tuple[int, int, int]
"""Year, month and day, 0 where it is not said."""

_MONTHS = {word: number for number, words in enumerate(lookup("vocabulary.months"), start=1) for word in words.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)[-_. /]?(?P<month>0[1-9]|1[0-2])[-_. /]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])[-_. /](?P<month>0?[1-9]|1[0-2])[-_. /](?P<year>20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>20\d\d)(?!\d)"),
    re.compile(r"(?<![\d/.-])(?P<day>0[1-9]|[12]\d|3[01])[-_./](?P<month>0[1-9]|1[0-2])(?P<year>)(?![-_./]?\d)"),
    re.compile(
        rf"(?<!\d)(?:(?P<day>[12]\d|3[01]|0?[1-9])(?:er)?[-_ .]*)?\b(?P<month>{_MONTH})\b[-_ .]*(?P<year>20\d\d)?"
    ),
)  # fmt: skip
_NUMBER, _NEWER, _OLDER = (re.compile(lookup(f"identity.versions.{kind}")) for kind in ("number", "newer", "older"))
_LONGEST = 300
"""Characters of a title that are looked at."""


def newer(first: RecognisedTable, second: RecognisedTable) -> int | None:
    """0 or 1 for the newer of two tables; None where names and titles do not say, or contradict each other."""
    signs = [sign for sign in _signs(_texts(first), _texts(second)) if sign]
    if not signs or min(signs) != max(signs):
        return None
    return 0 if signs[0] < 0 else 1


def _texts(table: RecognisedTable) -> tuple[str, str]:
    """What the name of file and sheet says, and what stands above the header; folded."""
    sheet = table.sheet
    name = folded(f"{sheet.file.rpartition('.')[0] or sheet.file} {sheet.name}").replace("_", " ")
    titles = " ".join(cell[:_LONGEST] for row in sheet.rows[: table.header] for cell in row if cell)
    return name, folded(titles)


def _signs(first: tuple[str, str], second: tuple[str, str]) -> Iterator[int]:
    """For each thing that may be said: -1 where it makes the first table the newer one, 1 the second."""
    for one, two in zip(first, second, strict=True):
        days = [max(_days(text), default=None) for text in (one, two)]
        if days[0] is not None and days[1] is not None and bool(days[0][0]) == bool(days[1][0]):
            yield _sign(days[0], days[1])
        yield _sign(_number(one), _number(two))
        yield _sign(_standing(one), _standing(two))


def _sign(one: Day | int, two: Day | int) -> int:
    return (two > one) - (two < one)  # type: ignore[operator]


def _days(text: str) -> Iterator[Day]:
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            month = found["month"]
            yield int(found["year"] or 0), _MONTHS.get(month) or int(month), int(found["day"] or 0)


def _number(text: str) -> int:
    """The number of the version; a table without one is the first, « (1) » behind a name the one that came after it."""
    found = (match.groups() for match in _NUMBER.finditer(text))
    return max((int(version) if version else int(again) + 1 for version, again in found), default=1)


def _standing(text: str) -> int:
    return bool(_NEWER.search(text)) - bool(_OLDER.search(text))
