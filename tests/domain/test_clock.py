"""Wall-clock time as whole minutes."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsa_sched.domain.clock import (
    DAY,
    exists_once,
    iso_minute,
    overlap,
    parse_day,
    parse_minute,
    steady_between,
    to_minute,
    to_moment,
)


def test_times_and_dates_are_read() -> None:
    assert parse_minute("2010-10-05T09:30") == dt.datetime(2010, 10, 5, 9, 30)
    assert parse_minute("2012-02-29T23:59") == dt.datetime(2012, 2, 29, 23, 59)
    assert parse_day("2010-10-05") == dt.date(2010, 10, 5)
    assert parse_day("2012-02-29") == dt.date(2012, 2, 29)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        *((parse_minute, text) for text in (
            "", "09:30", "2010-10-05", "2010-10-05 09:30", "2010-10-05T9:30", "2010-10-05T09:30:00", "2010-10-05T0930",
            "2010-10-05T09:30Z", "2010-10-05T09:30+02:00", "2010-10-05T09:30\n", " 2010-10-05T09:30",
            "05/10/2010 09:30", "20101005T09:30", "2010-W40-2T09:30", "٢٠١٠-١٠-٠٥T٠٩:٣٠",
        )),
        *((parse_day, text) for text in (
            "", "2010-10-5", "20101005", "2010-W40-2", "2010-278", "2010-10-05T09:30", "05/10/2010", "2010-10-05\n",
            "٢٠١٠-١٠-٠٥",
        )),
    ],
)  # fmt: skip
def test_other_forms_are_refused(reader: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ValueError, match="2010-10-05"):
        reader(text)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (parse_minute, "2010-02-29T09:00"),
        (parse_minute, "2010-10-05T24:00"),
        (parse_minute, "2010-10-05T09:60"),
        (parse_minute, "2010-13-01T09:00"),
        (parse_minute, "0000-01-01T00:00"),
        (parse_day, "2010-02-29"),
        (parse_day, "2010-04-31"),
        (parse_day, "2010-00-01"),
        (parse_day, "0000-01-01"),
    ],
)
def test_what_the_calendar_does_not_have_is_refused(reader: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ValueError, match="that exists"):
        reader(text)


def test_minutes_are_counted_from_the_first_year() -> None:
    assert to_minute(dt.datetime(1, 1, 1)) == 0
    assert to_minute(dt.datetime(1, 1, 2, 1, 1)) == DAY + 61
    assert to_minute(dt.datetime(2010, 10, 6)) - to_minute(dt.datetime(2010, 10, 5, 23, 45)) == 15
    # No clock change: Sunday 31 October 2010 has as many minutes as any day.
    assert to_minute(dt.datetime(2010, 11, 1)) - to_minute(dt.datetime(2010, 10, 31)) == DAY


@settings(deadline=None)
@given(st.datetimes())
def test_minutes_and_moments_are_each_others_inverse(moment: dt.datetime) -> None:
    whole = moment.replace(second=0, microsecond=0)
    assert to_moment(to_minute(whole)) == whole
    assert parse_minute(iso_minute(whole)) == whole
    assert iso_minute(to_minute(whole)) == iso_minute(whole)


def test_a_minute_is_written_as_the_contract_has_it() -> None:
    assert iso_minute(dt.datetime(2010, 10, 5, 9, 0)) == "2010-10-05T09:00"
    assert iso_minute(0) == "0001-01-01T00:00"


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ((0, 30), (30, 60), False),  # touching is not overlapping
        ((0, 31), (30, 60), True),
        ((0, 60), (15, 30), True),
        ((0, 30), (0, 30), True),
        ((0, 30), (40, 60), False),
        ((0, 60), (30, 30), False),  # an empty interval shares no minute
        ((30, 30), (30, 30), False),
    ],
)
def test_half_open_intervals_overlap(first: tuple[int, int], second: tuple[int, int], shared: bool) -> None:
    assert overlap(first, second) is overlap(second, first) is shared


@pytest.mark.parametrize(
    ("zone", "text", "once"),
    [
        ("Europe/Paris", "2010-10-05T09:00", True),
        ("Europe/Paris", "2010-03-28T01:59", True),
        ("Europe/Paris", "2010-03-28T02:00", False),  # skipped in spring
        ("Europe/Paris", "2010-03-28T02:59", False),
        ("Europe/Paris", "2010-03-28T03:00", True),
        ("Europe/Paris", "2010-10-31T01:59", True),
        ("Europe/Paris", "2010-10-31T02:00", False),  # repeated in autumn
        ("Europe/Paris", "2010-10-31T02:59", False),
        ("Europe/Paris", "2010-10-31T03:00", True),
        ("UTC", "2010-10-31T02:30", True),
        ("Europe/London", "2010-10-31T02:30", True),
        ("Europe/London", "2010-10-31T01:30", False),
        ("America/Sao_Paulo", "2010-10-16T23:59", True),
        ("America/Sao_Paulo", "2010-10-17T00:00", False),  # clocks go forward at midnight
        ("America/Sao_Paulo", "2010-10-17T01:00", True),
        ("America/Sao_Paulo", "2011-02-19T22:59", True),
        ("America/Sao_Paulo", "2011-02-19T23:00", False),  # and back at midnight
        ("America/Sao_Paulo", "2011-02-20T00:00", True),
        ("Australia/Lord_Howe", "2010-04-04T01:30", False),  # by half an hour
        ("Australia/Lord_Howe", "2010-04-04T02:00", True),
        ("Australia/Lord_Howe", "2010-10-03T02:15", False),
        ("Pacific/Apia", "2011-12-29T23:59", True),
        ("Pacific/Apia", "2011-12-30T12:00", False),  # a day that was left out
        ("Pacific/Apia", "2011-12-31T00:00", True),
        ("Europe/Paris", "0001-01-01T00:00", True),
        ("Pacific/Apia", "9999-12-31T23:45", True),
    ],
)
def test_a_local_time_exists_once_unless_the_clocks_change(zone: str, text: str, once: bool) -> None:
    assert exists_once(parse_minute(text), ZoneInfo(zone)) is once


@pytest.mark.parametrize(
    ("first", "last", "steady"),
    [
        ("2026-03-29T00:30", "2026-03-29T01:59", True),  # ends as the clocks change: touching is not overlapping
        ("2026-03-29T00:30", "2026-03-29T02:29", False),  # an hour that does not exist
        ("2026-03-29T00:30", "2026-03-29T04:29", False),
        ("2026-03-28T22:00", "2026-03-29T03:59", False),
        ("2026-03-29T03:00", "2026-03-29T05:59", True),
        ("2026-10-25T00:30", "2026-10-25T01:59", True),
        ("2026-10-25T00:30", "2026-10-25T02:29", False),  # an hour that comes twice
        ("2026-10-25T03:00", "2026-10-25T05:59", True),
        ("2026-07-01T09:00", "2026-07-01T11:59", True),
    ],
)
def test_clocks_change_between_two_times_or_not(first: str, last: str, steady: bool) -> None:
    assert steady_between(parse_minute(first), parse_minute(last), ZoneInfo("Europe/Paris")) == steady
