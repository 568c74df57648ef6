"""Days and hours of cells: day first, as French offices write them, or as spreadsheets count them.

Nothing is guessed: a year of two figures, a month before the day and an hour like « 9,30 » are refused. What is read as
something else than it says (a spreadsheet's day number, a wrong name of the weekday) is a repair.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from fractions import Fraction

from rsa_sched.intake.cells.cells import VOID, Read, fault, in_figures, is_void, repaired
from rsa_sched.intake.sheet import Epoch

EARLIEST, LATEST = 1900, 2100
"""Years outside are slips of the keyboard."""

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv jan", "fevrier fevr fev", "mars mar", "avril avr", "mai", "juin", "juillet juil jui jul",
            "aout aou", "septembre sept sep", "octobre oct", "novembre nov", "decembre dec",
        ),
        start=1,
    )
    for word in words.split()
    if word != "jui"  # juin or juillet
}  # fmt: skip

_LEAD = r"(?:(?P<weekday>lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,? ?)?(?:le )?"
_NUMERIC = re.compile(_LEAD + r"(?P<d>\d{1,2}) ?(?P<sep>[/.\- ]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<y>\d+)", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4}) ?(?P<sep>[/.\-]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<d>\d{1,2})", re.ASCII)
_WRITTEN = re.compile(
    _LEAD + r"(?P<d>\d{1,2})(?P<er> ?er)?(?P<sep>[ \-/.]?) ?(?P<month>[a-z]{3,9})\.?[ \-/,.]*(?P<y>\d+)", re.ASCII
)
_COMPACT = re.compile(r"\d{8}", re.ASCII)
_SERIAL = re.compile(r"(?P<day>\d{5})(?:[.,](?P<part>\d{1,15}))?", re.ASCII)
_INCOMPLETE = re.compile(
    r"\d{4}|\d{1,2} ?[/.\-] ?(?:\d{4}|\d{1,2})|(?:(?:1 ?er|\d{1,2}) ?)?[a-z]{3,9}\.?(?: \d{4})?", re.ASCII
)
_SOME_DATE = re.compile(r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{2,4}", re.ASCII)

_CLOCK = (
    r"(?:\d{1,2} ?h(?:eures?|rs?)?\.? ?(?:\d{2}(?: ?(?:mn|min|minutes?)\.?)?)?"
    r"|\d{1,2} ?: ?\d{2}(?: ?: ?\d{2}(?:\.\d{1,9})?)?(?: ?[ap]\.?m\.?)?|midi)"
)
_HOURS = re.compile(r"(?P<h>\d{1,2}) ?h(?:eures?|rs?)?\.? ?(?:(?P<m>\d{2})(?: ?(?:mn|min|minutes?)\.?)?)?", re.ASCII)
_COLONS = re.compile(
    r"(?P<h>\d{1,2}) ?: ?(?P<m>\d{2})(?: ?: ?(?P<s>\d{2})(?:\.\d{1,9})?)?(?: ?(?P<half>[ap])\.?m\.?)?", re.ASCII
)
_DAY_AND_CLOCK = re.compile(rf"(?P<day>.*?\d)(?:t|[ ,]+(?:a )?)(?P<clock>{_CLOCK})", re.ASCII)
_FRACTION = re.compile(r"0?[.,](?P<part>\d{1,15})", re.ASCII)
_WHOLE = re.compile(r"\d{1,2}", re.ASCII)
_DECIMAL_HOUR = re.compile(r"\d{1,2}[.,]\d{1,2}", re.ASCII)

_SERIAL_DAY = "Numéro de jour d'un tableur lu comme une date{}."
_SERIAL_HOUR = "Fraction de jour d'un tableur lue comme une heure{}."
_WRONG_WEEKDAY = "Le jour de la semaine ne correspond pas à la date ; la date compte."


def read_date(text: str, epoch: Epoch = 1900, *, tell: bool = False) -> Read:
    """The ISO date of a cell: « 5/10/2010 », « lundi 5 oct. 2010 », « 2010-10-05 », a spreadsheet's day number.

    Parameters
    ----------
    epoch : year from which the workbook counts its days.
    tell : whether a repair says which date was read; leave it off for dates of birth.
    """
    written, wide = in_figures(text)
    if not written:
        return Read()
    if is_void(written):
        return VOID
    low = _folded(written)
    day, said, code = _day(low, epoch)
    if day is not None:
        return _told(day, "", tell, wide, said)
    parts = _DAY_AND_CLOCK.fullmatch(low)
    if parts is not None:
        found, said, its_code = _day(parts["day"], epoch)
        if found is None:
            return fault(its_code)
        hour = _clock(parts["clock"])
        if hour.fault:
            return hour
        dropped = "" if hour.value == "00:00" else "L'heure qui suit la date est laissée de côté."
        return _told(found, "", tell, wide, said, dropped)
    return fault(code)


def read_moment(text: str, epoch: Epoch = 1900, *, day: str | None = None, tell: bool = False) -> Read:
    """The local ISO minute of a cell: « 05/10/2010 9h30 », « 2010-10-05T09:30:00 », « 40456,5 ».

    Parameters
    ----------
    day : ISO date that an hour alone belongs to; without it such a cell is the fault ``day-missing``. A date without
        an hour is the fault ``hour-missing``.
    epoch, tell : as for `read_date`.
    """
    written, wide = in_figures(text)
    if not written:
        return Read()
    if is_void(written):
        return VOID
    low = _folded(written)
    serial = _SERIAL.fullmatch(low)
    if serial is not None and serial["part"]:
        whole = _of_serial(int(serial["day"]), epoch)
        if whole is None:
            return fault("date-unreadable")
        minutes = _minutes(serial["part"])
        at = dt.datetime.combine(whole, dt.time()) + dt.timedelta(minutes=minutes)
        return _told(at.date(), f"T{at:%H:%M}", tell, wide, _SERIAL_DAY)
    parts = _DAY_AND_CLOCK.fullmatch(low)
    if parts is not None:
        found, said, code = _day(parts["day"], epoch)
        hour = _clock(parts["clock"])
        if found is None:
            return fault(code)
        return hour if hour.fault else _told(found, f"T{hour.value}", tell, wide, said, hour.repaired)
    found, said, code = _day(low, epoch)
    if found is not None:
        return fault("hour-missing")
    hour = _hour(low)
    if hour.value is None:
        return hour if hour.code in ("hour-24", "hour-none") else fault(code)
    if day is None:
        return fault("day-missing")
    return repaired(f"{day}T{hour.value}", wide, hour.repaired, code=hour.code or "figures-wide")


def read_hour(text: str) -> Read:
    """The hour of a cell, ``HH:MM``: « 9h », « 9 h 30 », « 09h30min », « 09:30 », a spreadsheet's fraction of a day."""
    written, wide = in_figures(text)
    if not written:
        return Read()
    if is_void(written):
        return VOID
    hour = _hour(_folded(written).removeprefix("a "))
    if hour.value is None:
        return hour
    return repaired(hour.value, wide, hour.repaired, code=hour.code or "figures-wide")


def _folded(text: str) -> str:
    """Lower case without accents, on one line."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("\n", " "))
    return "".join(c for c in parts if not unicodedata.combining(c))


def _told(day: dt.date, clock: str, tell: bool, *said: str) -> Read:
    """The date, with what was repaired on the way."""
    shown = f" : {day:%d/%m}/{day.year:04}" if tell else ""
    sentences = [sentence.replace("{}", shown) for sentence in said if sentence]
    code = "date-serial" if _SERIAL_DAY in said else "date-repaired"
    return repaired(f"{day.isoformat()}{clock}", *sentences, code=code)


def _day(low: str, epoch: Epoch) -> tuple[dt.date | None, str, str]:
    """The day a folded text says, what to tell of it, and the code of what is wrong if it says none."""
    serial = _SERIAL.fullmatch(low)
    if serial is not None:
        day = _of_serial(int(serial["day"]), epoch)
        dropped = " L'heure est laissée de côté." if serial["part"] and _minutes(serial["part"]) else ""
        return (day, _SERIAL_DAY + dropped, "") if day is not None else (None, "", "date-unreadable")
    if _COMPACT.fullmatch(low):
        return _compact(low)
    found = _YEAR_FIRST.fullmatch(low) or _NUMERIC.fullmatch(low)
    if found is not None:
        month = int(found["m"])
    else:
        found = _WRITTEN.fullmatch(low)
        if found is None or found["month"] not in _MONTHS or (found["er"] and int(found["d"]) != 1):
            return None, "", _why_not(low)
        month = _MONTHS[found["month"]]
    if len(found["y"]) == 2:
        return None, "", "date-century"
    if len(found["y"]) != 4:
        return None, "", "date-unreadable"
    day, code = _real(int(found["y"]), month, int(found["d"]))
    if day is None:
        return None, "", code
    weekday = found.groupdict().get("weekday")
    return day, _WRONG_WEEKDAY if weekday and not _WEEKDAYS[day.weekday()].startswith(weekday) else "", ""


def _why_not(low: str) -> str:
    """The code of what a text that is no whole date lacks."""
    if len(_SOME_DATE.findall(low)) > 1:
        return "date-several"
    found = _INCOMPLETE.fullmatch(low)
    if found is None:
        return "date-unreadable"
    words = re.findall("[a-z]{3,}", low)
    return "date-incomplete" if not words or words[0] in _MONTHS else "date-unreadable"


def _compact(low: str) -> tuple[dt.date | None, str, str]:
    """Eight figures: one reading at most falls into the years allowed."""
    said = "Suite de huit chiffres lue comme une date{}."
    for year, month, day in ((low[4:], low[2:4], low[:2]), (low[:4], low[4:6], low[6:])):
        found, _ = _real(int(year), int(month), int(day))
        if found is not None:
            return found, said, ""
    return None, "", "date-unreadable"


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
    low = re.sub(r" *, *$|\.$", "", low)
    clock = _clock(low)
    if clock.value is not None or clock.code in ("hour-none", "hour-24"):
        return clock
    fraction = _FRACTION.fullmatch(low)
    if fraction is not None:
        minutes = _minutes(fraction["part"])
        if minutes == 1440:
            return fault("hour-24")
        hour = f"{minutes // 60:02}:{minutes % 60:02}"
        return repaired(hour, _SERIAL_HOUR.format(f" : {_french(hour)}"), code="hour-serial")
    if _DECIMAL_HOUR.fullmatch(low):
        return fault("hour-ambiguous")
    if _WHOLE.fullmatch(low):
        if int(low) >= 24:
            return fault("hour-24" if int(low) == 24 else "hour-none")
        hour = f"{int(low):02}:00"
        return repaired(hour, f"Nombre lu comme une heure : {_french(hour)}.", code="hour-number")
    if len(re.findall(r"\d{1,2} ?[h:]", low, re.ASCII)) > 1:
        return fault("hour-several")
    return fault("hour-unreadable")


def _clock(low: str) -> Read:
    """The hour of a folded « 9h30 », « 09:30 », « 2:30 pm », « midi »."""
    if low == "midi":
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
    said = []
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
        said.append(f"Heure anglaise lue comme {_french(f'{hour:02}:{minute:02}')}.")
    if second:
        said.append("Les secondes sont laissées de côté.")
    return repaired(f"{hour:02}:{minute:02}", *said, code="hour-repaired")


def _french(hour: str) -> str:
    """« 9h30 »."""
    return f"{int(hour[:2])}h{hour[3:]}"
