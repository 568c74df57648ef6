"""Days and hours of cells: day first, as French offices write them, or as spreadsheets count them.

Nothing is guessed: a year of two figures, a month before the day and an hour like « 9,30 » are refused. What is read as
something else than it says (a spreadsheet's day number, a wrong name of the weekday) is a repair.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from fractions import Fraction

from rsa_sched.french.sentences import lookup, words
from rsa_sched.intake.cells.cells import VOID, Read, Repair, fault, in_figures, is_void, repair, repaired
from rsa_sched.intake.cells.words import folded
from rsa_sched.intake.sheet import Epoch

EARLIEST, LATEST = 1900, 2100
"""Years outside are slips of the keyboard."""

_WEEKDAYS: list[str] = lookup("vocabulary.weekdays")
_MONTHS = {name: number for number, names in enumerate(lookup("vocabulary.months"), 1) for name in names.split()}
_AROUND = words("vocabulary.clock")

_LEAD = rf"(?:(?P<weekday>{'|'.join(name[:3] for name in _WEEKDAYS)})[a-z]*\.?,? ?)?{_AROUND['before-day']}"
_NUMERIC = re.compile(_LEAD + r"(?P<d>\d{1,2}) ?(?P<sep>[/.\- ]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<y>\d+)", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4}) ?(?P<sep>[/.\-]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<d>\d{1,2})", re.ASCII)
_WRITTEN = re.compile(
    _LEAD
    + rf"(?P<d>\d{{1,2}})(?P<first>{_AROUND['first']})?"
    + r"(?P<sep>[ \-/.]?) ?(?P<month>[a-z]{3,9})[ \-/,.]*+(?P<y>\d++)",
    re.ASCII,
)
_COMPACT = re.compile(r"\d{8}", re.ASCII)
_SERIAL = re.compile(r"(?P<day>\d{5})(?:[.,](?P<part>\d{1,15}))?", re.ASCII)
_INCOMPLETE = re.compile(
    r"\d{4}|\d{1,2} ?[/.\-] ?(?:\d{4}|\d{1,2})"
    + rf"|(?:(?:1{_AROUND['first']}|\d{{1,2}}) ?)?[a-z]{{3,9}}\.?(?: \d{{4}})?",
    re.ASCII,
)
_SOME_DATE = re.compile(r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{2,4}", re.ASCII)

_H, _MIN, _NOON = _AROUND["hours"], rf" ?(?:{_AROUND['minutes']})\.?", _AROUND["noon"]
_CLOCK = (
    rf"(?:\d{{1,2}} ?{_H}\.? ?(?:\d{{2}}(?:{_MIN})?)?"
    rf"|\d{{1,2}} ?: ?\d{{2}}(?: ?: ?\d{{2}}(?:\.\d{{1,9}})?)?(?: ?[ap]\.?m\.?)?|{_NOON})"
)
_HOURS = re.compile(rf"(?P<h>\d{{1,2}}) ?{_H}\.? ?(?:(?P<m>\d{{2}})(?:{_MIN})?)?", re.ASCII)
_COLONS = re.compile(
    r"(?P<h>\d{1,2}) ?: ?(?P<m>\d{2})(?: ?: ?(?P<s>\d{2})(?:\.\d{1,9})?)?(?: ?(?P<half>[ap])\.?m\.?)?", re.ASCII
)
_DAY_AND_CLOCK = re.compile(rf"(?P<day>.*?\d)(?:t|[ ,]+{_AROUND['before-hour']})(?P<clock>{_CLOCK})", re.ASCII)
_FRACTION = re.compile(r"0?[.,](?P<part>\d{1,15})", re.ASCII)
_WHOLE = re.compile(r"\d{1,2}", re.ASCII)
_DECIMAL_HOUR = re.compile(r"\d{1,2}[.,]\d{1,2}", re.ASCII)


def read_date(text: str, epoch: Epoch = 1900, *, show: bool = False) -> Read:
    """The ISO date of a cell: « 5/10/2010 », « lundi 5 oct. 2010 », « 2010-10-05 », a spreadsheet's day number.

    Parameters
    ----------
    epoch : year from which the workbook counts its days.
    show : whether a repair says which date was read; leave it off for dates of birth.
    """
    cell, wide = in_figures(text)
    if not cell:
        return Read()
    if is_void(cell):
        return VOID
    low = folded(cell)
    day = _day(low, epoch, show)
    parts = _DAY_AND_CLOCK.fullmatch(low) if day.at_fault else None
    if parts is None:
        return day if day.at_fault else _dated(day, "", *wide)
    day = _day(parts["day"], epoch, show)
    hour = _clock(parts["clock"])
    if day.at_fault or hour.at_fault:
        return day if day.at_fault else hour
    dropped = () if hour.value == "00:00" else (repair("hour-behind-dropped"),)
    return _dated(day, "", *wide, behind=dropped)


def read_moment(text: str, epoch: Epoch = 1900, *, day: str | None = None, show: bool = False) -> Read:
    """The local ISO minute of a cell: « 05/10/2010 9h30 », « 2010-10-05T09:30:00 », « 40456,5 ».

    Parameters
    ----------
    day : ISO date that an hour alone belongs to; without it such a cell is the fault ``day-missing``. A date without
        an hour stays one: its value has no « T ».
    epoch, show : as for `read_date`.
    """
    cell, wide = in_figures(text)
    if not cell:
        return Read()
    if is_void(cell):
        return VOID
    low = folded(cell)
    serial = _SERIAL.fullmatch(low)
    if serial is not None and serial["part"]:
        whole = _of_serial(int(serial["day"]), epoch)
        if whole is None:
            return fault("date-unreadable")
        at = dt.datetime.combine(whole, dt.time()) + dt.timedelta(minutes=_minutes(serial["part"]))
        return _dated(_day_number(at.date(), show), f"T{at:%H:%M}", *wide)
    parts = _DAY_AND_CLOCK.fullmatch(low)
    if parts is not None:
        found, hour = _day(parts["day"], epoch, show), _clock(parts["clock"])
        if found.at_fault or hour.at_fault:
            return found if found.at_fault else hour
        return _dated(found, f"T{hour.value}", *wide, behind=hour.repairs)
    found = _day(low, epoch, show)
    if not found.at_fault:
        return found
    hour = _hour(low)
    if hour.value is None:
        return hour if hour.code in ("hour-24", "hour-none") else found
    if day is None:
        return fault("day-missing")
    return repaired(f"{day}T{hour.value}", *wide, *hour.repairs, code=hour.code or "figures-wide")


def read_hour(text: str) -> Read:
    """The hour of a cell, ``HH:MM``: « 9h », « 9 h 30 », « 09h30min », « 09:30 », a spreadsheet's fraction of a day."""
    cell, wide = in_figures(text)
    if not cell:
        return Read()
    if is_void(cell):
        return VOID
    hour = _hour(folded(cell).removeprefix("a "))
    if hour.value is None:
        return hour
    return repaired(hour.value, *wide, *hour.repairs, code=hour.code or "figures-wide")


def _dated(day: Read, clock: str, *before: Repair, behind: Iterable[Repair] = ()) -> Read:
    """The date, with its hour and what was repaired around it."""
    return repaired(f"{day.value}{clock}", *before, *day.repairs, *behind, code=day.code or "date-repaired")


def _day_number(day: dt.date, show: bool, *more: Repair) -> Read:
    number = repair("day-number-shown", day=day) if show else repair("day-number")
    return repaired(day.isoformat(), number, *more, code="date-repaired" if more else "date-serial")


def _day(low: str, epoch: Epoch, show: bool) -> Read:
    """The day that a folded text says, without an hour."""
    serial = _SERIAL.fullmatch(low)
    if serial is not None:
        day = _of_serial(int(serial["day"]), epoch)
        dropped = (repair("hour-dropped"),) if serial["part"] and _minutes(serial["part"]) else ()
        return _day_number(day, show, *dropped) if day is not None else fault("date-unreadable")
    if _COMPACT.fullmatch(low):
        return _compact(low, show)
    found = _YEAR_FIRST.fullmatch(low) or _NUMERIC.fullmatch(low)
    if found is not None:
        month = int(found["m"])
    else:
        found = _WRITTEN.fullmatch(low)
        if found is None or found["month"] not in _MONTHS or (found["first"] and int(found["d"]) != 1):
            return fault(_why_not(low))
        month = _MONTHS[found["month"]]
    if len(found["y"]) == 2:
        return fault("date-century")
    if len(found["y"]) != 4:
        return fault("date-unreadable")
    day, code = _real(int(found["y"]), month, int(found["d"]))
    if day is None:
        return fault(code)
    weekday = found.groupdict().get("weekday") or ""
    right = _WEEKDAYS[day.weekday()].startswith(weekday)
    return repaired(day.isoformat(), *(() if right else (repair("weekday-wrong"),)), code="date-repaired")


def _why_not(low: str) -> str:
    """The code of what a text that is no whole date lacks."""
    if len(_SOME_DATE.findall(low)) > 1:
        return "date-several"
    found = _INCOMPLETE.fullmatch(low)
    if found is None:
        return "date-unreadable"
    words = re.findall("[a-z]{3,}", low)
    return "date-incomplete" if not words or words[0] in _MONTHS else "date-unreadable"


def _compact(low: str, show: bool) -> Read:
    """Eight figures: one reading at most falls into the years allowed."""
    for year, month, day in ((low[4:], low[2:4], low[:2]), (low[:4], low[4:6], low[6:])):
        found, _ = _real(int(year), int(month), int(day))
        if found is not None:
            figures = repair("eight-figures-shown", day=found) if show else repair("eight-figures")
            return repaired(found.isoformat(), figures, code="date-repaired")
    return fault("date-unreadable")


def _real(year: int, month: int, day: int) -> tuple[dt.date | None, str]:
    if not 1 <= month <= 12:
        return None, "date-month"
    if not EARLIEST <= year <= LATEST:
        return None, "date-year"
    try:
        return dt.date(year, month, day), ""
    except ValueError:
        return None, "date-none"


def _of_serial(number: int, epoch: Epoch) -> dt.date | None:
    """The day a spreadsheet's number stands for; numbers of five figures only: shorter ones are years or counts."""
    if number < 10_000:
        return None
    day = (dt.date(1899, 12, 30) if epoch == 1900 else dt.date(1904, 1, 1)) + dt.timedelta(days=number)
    return day if day.year <= LATEST else None


def _minutes(part: str) -> int:
    """Minutes of the decimals of a day, to the nearest."""
    return round(Fraction(int(part), 10 ** len(part)) * 1440)


def _hour(low: str) -> Read:
    """The hour of a folded text that holds no date."""
    bare_end = low.rstrip(" ")
    if bare_end.endswith(","):
        low = bare_end[:-1].rstrip(" ")
    elif low.endswith("."):
        low = low[:-1]
    clock = _clock(low)
    if clock.value is not None or clock.code in ("hour-none", "hour-24"):
        return clock
    fraction = _FRACTION.fullmatch(low)
    if fraction is not None:
        minutes = _minutes(fraction["part"])
        if minutes == 1440:
            return fault("hour-24")
        at = dt.time(minutes // 60, minutes % 60)
        return repaired(f"{at:%H:%M}", repair("hour-fraction", hour=at), code="hour-serial")
    if _DECIMAL_HOUR.fullmatch(low):
        return fault("hour-ambiguous")
    if _WHOLE.fullmatch(low):
        if int(low) >= 24:
            return fault("hour-24" if int(low) == 24 else "hour-none")
        at = dt.time(int(low))
        return repaired(f"{at:%H:%M}", repair("hour-number", hour=at), code="hour-number")
    if len(re.findall(r"\d{1,2} ?[h:]", low, re.ASCII)) > 1:
        return fault("hour-several")
    return fault("hour-unreadable")


def _clock(low: str) -> Read:
    """The hour of a folded « 9h30 », « 09:30 », « 2:30 pm », « midi »."""
    if low == _NOON:
        return Read("12:00")
    found = _HOURS.fullmatch(low) or _COLONS.fullmatch(low)
    if found is None:
        return fault("hour-unreadable")
    parts = found.groupdict()
    hour, minute, second = int(parts["h"]), int(parts["m"] or 0), int(parts.get("s") or 0)
    half = parts.get("half")
    if hour == 24 and not minute and not half:
        return fault("hour-24")
    if hour > 23 or minute > 59 or second > 59 or (half and not 1 <= hour <= 12):
        return fault("hour-none")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    at = dt.time(hour, minute)
    repairs = [repair("hour-english", hour=at)] if half else []
    if second:
        repairs.append(repair("seconds-dropped"))
    return repaired(f"{at:%H:%M}", *repairs, code="hour-repaired")
