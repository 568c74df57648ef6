"""Columns of a table of past requests, read strictly: whatever is none of what is expected is told by its row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from rsa_sched.french.sentences import lookup

if TYPE_CHECKING:
    import pandas as pd

Value = TypeVar("Value")
MOST = 10
"""Rows that a refusal names."""
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def days_of(frame: pd.DataFrame, column: str) -> list[dt.date]:
    """Dates, or texts as ``2010-10-03`` or ``03/10/2010`` (day first). ValueError with the rows of any other."""
    return _each(column, frame[column], _day, "a date, as 2010-10-03 or 03/10/2010")


def texts_of(frame: pd.DataFrame, column: str) -> list[str]:
    """Texts that are there. ValueError with the rows where there is none."""
    return _each(column, frame[column], _text, "an id in each row")


def flags_of(frame: pd.DataFrame, column: str) -> list[bool]:
    """Yes or no: true or false, 1 or 0, oui or non, a list that has something in it; nothing is no."""
    return _each(column, frame[column], _flag, "true or false, 1 or 0, oui or non, or a list")


def _each(column: str, cells: Iterable[Any], read: Callable[[Any], Value | None], expected: str) -> list[Value]:
    found, wrong = [], []
    for number, cell in enumerate(cells):
        value = read(cell)
        if value is None:
            wrong.append(number)
        else:
            found.append(value)
    if wrong:
        shown = ", ".join(map(str, wrong[:MOST])) + (", ..." if len(wrong) > MOST else "")
        raise ValueError(f"{column}: expected {expected}; not so in {len(wrong)} rows, counted from 0: {shown}")
    return found


def _is_missing(cell: Any) -> bool:
    return cell is None or (not isinstance(cell, list | tuple | str) and bool(cell != cell))


def _day(cell: Any) -> dt.date | None:
    if _is_missing(cell):
        return None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, str):
        return None
    try:
        if match := _DAY_FIRST.fullmatch(cell.strip()):
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        return dt.date.fromisoformat(cell.strip()[:10])
    except ValueError:
        return None


def _text(cell: Any) -> str | None:
    return cell if isinstance(cell, str) and cell.strip() else None


def _flag(cell: Any) -> bool | None:
    if isinstance(cell, list | tuple):
        return bool(len(cell))
    if _is_missing(cell):
        return False
    if isinstance(cell, str):
        yes, no = lookup("form.choices.yes-no")
        return {yes: True, no: False, "": False}.get(cell.strip().casefold())
    return bool(cell) if cell in (0, 1) else None
