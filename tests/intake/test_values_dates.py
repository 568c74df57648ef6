"""Days and hours: every French spelling is read, every doubtful one refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.cells.cells import Read, fault
from rsa_sched.intake.cells.values import read_date, read_hour, read_moment
from rsa_sched.intake.sheet import Epoch

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def spellings(day: dt.date) -> list[str]:
    """Every way of writing a day that is read without a word."""
    d, m, y = day.day, day.month, day.year
    first = "1er" if d == 1 else str(d)
    name = WEEKDAYS[day.weekday()]
    return [
        f"{y:04}-{m:02}-{d:02}", f"{y:04}-{m:02}-{d:02} 00:00:00", f"{y:04}-{m:02}-{d:02}T00:00", f"{y}/{m}/{d}",
        f"{d:02}/{m:02}/{y}", f"{d}/{m}/{y}", f"{d:02}.{m:02}.{y}", f"{d}-{m}-{y}", f"{d:02} / {m:02} / {y}",
        f"{d} {m} {y}", f"\u00a0{d:02}/{m:02}/{y}\u202f", f"{d}\u2011{m}\u2011{y}", f"{first} {MONTHS[m - 1]} {y}",
        f"{name} {d} {MONTHS[m - 1]} {y}", f"{name.upper()} {first} {MONTHS[m - 1].upper()} {y}",
        f"{name[:3]}. {d} {SHORT[m - 1]} {y}", f"{d} {SHORT[m - 1]} {y}", f"le {first} {MONTHS[m - 1]} {y}",
        f"{name}, le {d:02}/{m:02}/{y}", f"{d}-{SHORT[m - 1].rstrip('.')}-{y}", f"{d}/{m}/{y} 0h00",
    ]  # fmt: skip


@given(days, st.data())
def test_a_day_is_read_back_from_every_spelling(day: dt.date, data: st.DataObject) -> None:
    """And none of these is a repair."""
    read = read_date(data.draw(st.sampled_from(spellings(day))))
    assert read == Read(day.isoformat())


@given(st.dates(dt.date(1927, 5, 18), dt.date(2100, 12, 31)))
def test_day_numbers_of_a_spreadsheet_are_repairs(day: dt.date) -> None:
    """Counted from 1900; the date is told only where that is asked for."""
    number = (day - dt.date(1899, 12, 30)).days
    read = read_date(str(number))
    assert read.value == day.isoformat()
    assert read.code == "date-serial" and day not in read.repairs[0].facts.values()
    assert [one.facts for one in read_date(f"{number},25", show=True).repairs] == [{"day": day}, {}]


@pytest.mark.parametrize(("epoch", "day"), [(1900, "2010-10-05"), (1904, "2014-10-06")])
def test_both_epochs_of_day_numbers(epoch: Epoch, day: str) -> None:
    """Workbooks of old Macintoshes count from 1904: four years and a day later."""
    assert read_date("40456", epoch).value == day
    assert read_moment("40456.5", epoch).value == f"{day}T12:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/1/26", "date-century"), ("31 janvier 26", "date-century"), ("5-oct-10", "date-century"),
        ("05/10/10 9h30", "date-century"), ("10/25/2010", "date-month"), ("2010-13-01", "date-month"),
        ("29/02/2010", "date-none"), ("31 avril 2010", "date-none"), ("32/01/2010", "date-none"),
        ("0/1/2010", "date-none"), ("05/10/1810", "date-year"), ("5/10/2101", "date-year"),
        ("10/2010", "date-incomplete"), ("octobre 2010", "date-incomplete"), ("5 octobre", "date-incomplete"),
        ("2010", "date-incomplete"), ("05/10/2010 et 12/10/2010", "date-several"), ("bientôt", "date-unreadable"),
        ("12", "date-unreadable"), ("2er mars 2010", "date-unreadable"), ("5 brumaire 2010", "date-unreadable"),
        ("05/10/2010 ?", "date-unreadable"), ("05/10-2010", "date-unreadable"), ("٠٥/10/2010", "date-unreadable"),
        ("99999", "date-unreadable"), ("05/10/20100", "date-unreadable"), ("5/10/2010 25h", "hour-none"),
    ],
)  # fmt: skip
def test_doubtful_dates_are_refused(text: str, code: str) -> None:
    """With what is wrong and what to do, and no value."""
    read = read_date(text)
    assert read == fault(code)


@pytest.mark.parametrize("text", ["lundi 5 octobre 2010", "05102010", "20101005", "０５/１０/2010", "5/10/2010 9h30"])
def test_repairs_of_dates_are_told(text: str) -> None:
    """A wrong weekday, figures without separators, wide figures, an hour nobody asked for."""
    read = read_date(text)
    assert read.value == "2010-10-05"
    assert read.repairs and read.code


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\ufeff\n"])
def test_empty_cells_are_empty(text: str) -> None:
    """Blanks of any kind are nothing, without a word."""
    for read in (read_date(text), read_moment(text), read_hour(text)):
        assert read == Read()


@pytest.mark.parametrize("text", ["-", "—", "/", "néant", "Sans objet"])
def test_marks_for_nothing_are_repairs(text: str) -> None:
    """Read as an empty cell, which is told."""
    for read in (read_date(text), read_moment(text), read_hour(text)):
        assert read.value is None and read.repairs and not read.at_fault


@given(st.times(), st.data())
def test_an_hour_is_read_back_from_every_spelling(time: dt.time, data: st.DataObject) -> None:
    """Without a word."""
    h, m = time.hour, time.minute
    texts = [f"{h}h{m:02}", f"{h:02}H{m:02}", f"{h} h {m:02}", f"{h:02}h{m:02}min", f"{h:02}:{m:02}", f"{h}:{m:02}:00",
             f"à {h}h{m:02}", f" {h}h {m:02} mn\u00a0"]  # fmt: skip
    texts += [f"{h}h", f"{h} h", f"{h} heures"] if m == 0 else []
    read = read_hour(data.draw(st.sampled_from(texts)))
    assert read == Read(f"{h:02}:{m:02}")


@given(st.integers(1, 1439))
def test_fractions_of_a_day_are_repairs(minutes: int) -> None:
    """As a spreadsheet stores hours, with a point or a comma, rounded to the minute."""
    hour = f"{minutes // 60:02}:{minutes % 60:02}"
    for text in (f"{minutes / 1440:.10f}", f"{minutes / 1440:.6f}".replace(".", ",")):
        read = read_hour(text)
        assert read.value == hour and read.repairs and read.code == "hour-serial"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24h00", "hour-24"), ("24:00", "hour-24"), ("25h", "hour-none"), ("9h60", "hour-none"), ("31", "hour-none"),
        ("9.30", "hour-ambiguous"), ("9,5", "hour-ambiguous"), ("9h5", "hour-unreadable"), ("tôt", "hour-unreadable"),
        ("9h-12h", "hour-several"), ("minuit", "hour-unreadable"), ("-9h", "hour-unreadable"),
    ],
)  # fmt: skip
def test_doubtful_hours_are_refused(text: str, code: str) -> None:
    """Midnight of which day, minutes or tenths: nobody guesses."""
    read = read_hour(text)
    assert read == fault(code)


@pytest.mark.parametrize(("text", "hour"), [("9", "09:00"), ("2:30 pm", "14:30"), ("9:30:15", "09:30")])
def test_repairs_of_hours_are_told(text: str, hour: str) -> None:
    """A bare number, an English hour, seconds."""
    read = read_hour(text)
    assert read.value == hour and read.repairs


@given(days, st.times())
def test_moments_are_read_back(day: dt.date, time: dt.time) -> None:
    """A day and an hour in any usual pair of spellings."""
    clock = f"{time.hour:02}:{time.minute:02}"
    french = f"{time.hour}h{time.minute:02}"
    for text in (
        f"{day.isoformat()}T{clock}", f"{day.isoformat()} {clock}:00", f"{day.day}/{day.month}/{day.year} {french}",
        f"{day.day:02}/{day.month:02}/{day.year} à {french}", f"{day.day} {SHORT[day.month - 1]} {day.year}, {french}",
    ):  # fmt: skip
        read = read_moment(text)
        assert read == Read(f"{day.isoformat()}T{clock}"), text


def test_an_hour_alone_needs_its_day() -> None:
    """From another column; a day alone is no moment."""
    assert read_moment("9h30", day="2010-10-05").value == "2010-10-05T09:30"
    assert read_moment("9h30").code == "day-missing"
    assert read_moment("05/10/2010").value == "2010-10-05"
    assert read_moment("05/10/2010", day="2010-10-05").value == "2010-10-05"
    assert read_moment("24h", day="2010-10-05").code == "hour-24"
    assert read_moment("29/02/2010 9h").code == "date-none"
    assert read_moment("5/10/2010 9h60").code == "hour-none"


def test_the_last_minute_of_a_day_number_may_be_the_next_day() -> None:
    """Fractions are rounded to the minute before the day is counted."""
    assert read_moment("40456.99999").value == "2010-10-06T00:00"
