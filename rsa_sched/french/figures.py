"""How officials read dates, hours, figures and shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

NARROW_SPACE = "\u202f"
"""Stands between thousands, and before « : » and « ; »."""

NONE = "–"
"""Stands where there is nothing to tell."""


def day(date: dt.date) -> str:
    """« mardi 5 octobre 2010 »."""
    number = "1er" if date.day == 1 else str(date.day)
    return f"{_DAYS[date.weekday()]} {number} {_MONTHS[date.month - 1]} {date.year}"


def day_month(date: dt.date) -> str:
    """« 5 octobre », « 1er octobre »: within a text that says the year."""
    return f"{'1er' if date.day == 1 else date.day} {_MONTHS[date.month - 1]}"


def month(text: str) -> str:
    """A month written as ``2010-11``: « novembre 2010 »."""
    year, _, number = text.partition("-")
    return f"{_MONTHS[int(number) - 1]} {int(year)}"


def year(date: dt.date) -> str:
    """« 2010 »."""
    return f"{date.year}"


def short_day(date: dt.date | str) -> str:
    """« 05/10/2010 », of a date or of ``2010-10-05``."""
    date = dt.date.fromisoformat(date) if isinstance(date, str) else date
    return f"{date.day:02}/{date.month:02}/{date.year:04}"


def hour(moment: dt.datetime) -> str:
    """« 9 h », « 9 h 30 », with spaces that do not break."""
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02}" if moment.minute else "")


def period(first: dt.datetime, last: dt.datetime) -> str:
    """« 9 h – 9 h 30 », which does not break."""
    return f"{hour(first)}\u00a0–\u00a0{hour(last)}"


def duration(minutes: int) -> str:
    """« 2 h », « 1 h 45 », « 30 min »; less than none with its sign."""
    hours, rest = divmod(abs(minutes), 60)
    told = f"{hours}\u00a0h" + (f"\u00a0{rest:02}" if rest else "") if hours else f"{rest}\u00a0min"
    return f"-{told}" if minutes < 0 else told


def rank_of(number: int) -> str:
    """« 1re », « 8e »: a rank of a situation."""
    return f"{number}{'re' if number == 1 else 'e'}"


def figure(number: int) -> str:
    """« 13 687 », with the narrow space of the printers."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def several(names: Iterable[str], most: int = 12, *, before_last: str = "et") -> str:
    """« a, b et c »; beyond `most` the rest is counted, not named."""
    listed = list(names)
    if len(listed) > most:
        listed = [*listed[:most], f"{len(listed) - most} autres"]
    return listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + f" {before_last} " + listed[-1] if listed else ""


def either(names: Collection[str]) -> str:
    """« a, b ou c », however many they are."""
    return several(names, len(names), before_last="ou")


def one_of(names: Iterable[str]) -> str:
    """« « a » ou « b » ou « c » », each name in its quotation marks."""
    return " ou ".join(f"« {name} »" for name in names)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    first = last = None
    for number in sorted(numbers):
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def spans(numbers: Iterable[int]) -> str:
    """« 4, 7 à 9 »; of more than eight runs the first ones and how many more there are."""
    shown = [str(first) if first == last else f"{first} à {last}" for first, last in runs(numbers)]
    more = len(shown) - 8
    return ", ".join(shown[:8]) + (f" et {count(more, 'autre')} endroit{'s' * (more > 1)}" if more > 0 else "")


def quoted(names: Iterable[str]) -> str:
    """« « a », « b » »."""
    return ", ".join(f"« {name} »" for name in names)


def capital(words: str) -> str:
    """The words with a capital at their head."""
    return words[:1].upper() + words[1:]


def count(number: int, noun: str) -> str:
    """« 1 point », « 2 points »: 0 and 1 are singular in French."""
    return f"{figure(number)} {noun}{'s' if abs(number) > 1 else ''}"


def decimal(value: float, places: int = 1, *, signed: bool = False) -> str:
    """« 1,5 », « −0,5 », with `signed` « +1,5 »; `NONE` for NaN."""
    if value != value:
        return NONE
    return f"{value:{'+' if signed else ''}.{places}f}".replace(".", ",").replace("-", "−")


def percent(share: float, places: int = 1, *, space: str = " ") -> str:
    """A share of 1 as « 12,5 % »; `NONE` for NaN."""
    return NONE if share != share else f"{decimal(100 * share, places)}{space}%"
