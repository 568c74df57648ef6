"""Values of cells as the text that a `Sheet` holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from rsa_sched.french.sentences import words

_TRUTH = words("vocabulary.truth")


def text_of(value: Any) -> str:
    """What a cell reads: « 12 », « 2.5 », « 2010-08-19 », « 2010-08-19T09:30 », « 09:30 », « VRAI »; "" for nothing.

    Seconds stand there only where there are any; what is less than a second is rounded away (spreadsheets keep times as
    fractions of a day). A length of time below a day is a time of day; longer, it reads « PT30H00M00S ».
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUTH["true" if value else "false"]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return _length(dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second,
                                    microseconds=value.microsecond))  # fmt: skip
    if isinstance(value, dt.timedelta):
        return _length(value)
    return str(value)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return "" if value != value else str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    # 15 figures are what spreadsheets keep: 0.1 + 0.2 is 0.3 there
    return format(Decimal(format(value, ".15g")), "f")


def _moment(value: dt.datetime) -> str:
    try:
        value = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    except OverflowError:
        value = value.replace(microsecond=0)
    if value.tzinfo is None and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")


def _length(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    if not sign and hours < 24:
        return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
    return f"{sign}PT{hours:02}H{minutes:02}M{seconds:02}S"
