"""What becomes of a frame's cells: numpy's and pandas' values, dates, times and zones; nothing is repaired."""

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rsa_sched.domain.frames import document_of_frames
from tests.domain.test_frames import faults_of, with_column

CELLS: dict[str, tuple[Any, Any]] = {
    "none": (pd.Series([None, "b"], dtype="object"), [None, "b"]),
    "nan": (pd.Series([float("nan"), "b"], dtype="object"), [None, "b"]),
    "numpy-nan": (pd.Series([np.float32("nan"), "b"], dtype="object"), [None, "b"]),
    "nat": (pd.Series([pd.NaT, np.datetime64("NaT")], dtype="object"), [None, None]),
    "na": (pd.Series([pd.NA, "b"], dtype="object"), [None, "b"]),
    "string": (pd.Series(["", None], dtype="string"), ["", None]),
    "numpy-string": (pd.Series([np.str_("a"), "b"], dtype="object"), ["a", "b"]),
    "category": (pd.Series(["a", None], dtype="category"), ["a", None]),
    "whole-floats": (pd.Series([2.0, None]), [2, None]),
    "whole-float32": (pd.Series([2.0, -0.0], dtype="float32"), [2, 0]),
    "nullable-floats": (pd.Series([2.0, None], dtype="Float64"), [2, None]),
    "other-floats": (pd.Series([2.75, 3.0]), [2.75, 3]),
    "no-end": (pd.Series([float("inf"), 1.0]), [float("inf"), 1]),
    "floats-among-objects": (pd.Series([2.0, "b"], dtype="object"), [2.0, "b"]),
    "int8": (pd.Series([1, 2], dtype="int8"), [1, 2]),
    "nullable-ints": (pd.Series([1, None], dtype="Int64"), [1, None]),
    "numpy-int": (pd.Series([np.int64(1), "b"], dtype="object"), [1, "b"]),
    "bools": (pd.Series([True, False]), [True, False]),
    "bools-with-holes": (pd.Series([True, None], dtype="object"), [True, None]),
    "nullable-bools": (pd.Series([True, None], dtype="boolean"), [True, None]),
    "numpy-bool": (pd.Series([np.True_, None], dtype="object"), [True, None]),
    "tuple": (pd.Series([("a", "b"), []], dtype="object"), [["a", "b"], []]),
    "array": (pd.Series([np.array(["a", "b"]), np.array([1, 2])], dtype="object"), [["a", "b"], [1, 2]]),
    "series": (pd.Series([pd.Series(["a"]), pd.Index([1])], dtype="object"), [["a"], [1]]),
    "nested": (pd.Series([[["a", np.nan]], [{"b": pd.NA}]], dtype="object"), [[["a", None]], [{}]]),
    "decimal": (pd.Series([Decimal(1), None], dtype="object"), [{"Decimal": None}, None]),
    "bytes": (pd.Series([b"a", None], dtype="object"), [{"bytes": None}, None]),
    "set": (pd.Series([{"a"}, None], dtype="object"), [{"set": None}, None]),
    "zero-dimensional": (pd.Series([np.array(1), None], dtype="object"), [{"ndarray": None}, None]),
    "length-of-time": (pd.Series(pd.to_timedelta([3, None], unit="m")), [{"Timedelta": None}, None]),
    "numpy-length": (pd.Series([[np.timedelta64(3, "ns")], None], dtype="object"), [[{"timedelta64": None}], None]),
    "time-under-a-label": (pd.Series([pd.Timestamp("2010-10-05"), pd.NaT]), [{"Timestamp": None}, None]),
    "day-under-a-label": (pd.Series([dt.date(2010, 10, 5), None], dtype="object"), [{"date": None}, None]),
}


@pytest.mark.parametrize("name", CELLS)
def test_cells(name: str) -> None:
    """Numpy's and pandas' values become Python's; what JSON cannot say becomes an object, which no cell may be."""
    column, expected = CELLS[name]
    made = document_of_frames({"services": pd.DataFrame({"label": column})})["services"]
    assert [row.get("label") for row in made] == expected
    assert all("label" in row for row, value in zip(made, expected, strict=True) if value is not None)
    assert all("label" not in row for row, value in zip(made, expected, strict=True) if value is None)
    for row in made:
        assert type(row.get("label")) in (str, int, float, bool, list, dict, type(None))


@pytest.mark.parametrize(
    ("column", "refused"),
    [
        ([2.75, 1.0], [0]),
        ([float("inf"), 1.0], [0]),
        (pd.Series([2.0, 1], dtype="object"), [0]),
        (["1", 1], [0]),
        ([True, 1], [0]),
        ([Decimal(1), 1], [0]),
        ([0, None], [0]),
        ([[1], 1], [0]),
    ],
)
def test_no_value_is_repaired(column: Any, refused: list[int]) -> None:
    """What is no whole number is refused at its row, as in a document."""
    if isinstance(column, list) and not all(isinstance(cell, float) for cell in column):
        column = pd.Series(column, dtype="object")
    assert faults_of(with_column("situations", "rank", column)) == [f"situations[{row}].rank" for row in refused]


def test_missing_cell_of_a_required_key_is_a_missing_key() -> None:
    """No row is dropped, no value made up."""
    assert faults_of(with_column("situations", "referent", ["p-1", None])) == ["situations[1].referent"]


# --- dates and times --------------------------------------------------------------------------------------------------

PARIS = "Europe/Paris"
TIMES: dict[str, tuple[Any, str]] = {
    "datetime": (dt.datetime(2010, 10, 11, 9), "2010-10-11T09:00"),
    "timestamp": (pd.Timestamp("2010-10-11T09:15"), "2010-10-11T09:15"),
    "numpy": (np.datetime64("2010-10-11T09:15"), "2010-10-11T09:15"),
    "numpy-day": (np.datetime64("2010-10-11"), "2010-10-11T00:00"),
    "midnight": (pd.Timestamp("2010-10-11"), "2010-10-11T00:00"),
    "text": ("2010-10-11T09:00", "2010-10-11T09:00"),
    "seconds": (pd.Timestamp("2010-10-11T09:00:30"), "2010-10-11T09:00:30"),
    "microseconds": (dt.datetime(2010, 10, 11, 9, microsecond=1), "2010-10-11T09:00:00.000001"),
    "nanoseconds": (pd.Timestamp("2010-10-11T09:00:00.000000001"), "2010-10-11T09:00:00.000000001"),
    "date": (dt.date(2010, 10, 11), "2010-10-11"),
    "paris": (pd.Timestamp("2010-10-11T09:00", tz=PARIS), "2010-10-11T09:00"),
    "utc": (pd.Timestamp("2010-10-11T07:00", tz="UTC"), "2010-10-11T09:00"),
    "utc-in-winter": (dt.datetime(2010, 11, 1, 8, tzinfo=dt.UTC), "2010-11-01T09:00"),
    "utc-seconds": (pd.Timestamp("2010-10-11T07:00:30", tz="UTC"), "2010-10-11T09:00:30"),
    "end-of-calendar": (dt.datetime.max.replace(tzinfo=dt.UTC), "9999-12-31T23:59:59.999999+00:00"),
}


@pytest.mark.parametrize("name", TIMES)
def test_local_times(name: str) -> None:
    """To the minute, on the problem's clocks; whatever would be cut stays in full, which the reader refuses."""
    value, expected = TIMES[name]
    tables = {"pins": pd.DataFrame({"start": pd.Series([value], dtype="object")}), "announced": [{"start": value}]}
    made = document_of_frames(tables)
    assert made["pins"] == made["announced"] == [{"start": expected}]


DAYS: dict[str, tuple[Any, str]] = {
    "date": (dt.date(2010, 9, 1), "2010-09-01"),
    "timestamp": (pd.Timestamp("2010-09-01"), "2010-09-01"),
    "datetime": (dt.datetime(2010, 9, 1), "2010-09-01"),
    "numpy": (np.datetime64("2010-09-01"), "2010-09-01"),
    "zone": (pd.Timestamp("2010-08-31T22:00", tz="UTC"), "2010-09-01"),
    "hour": (pd.Timestamp("2010-09-01T09:00"), "2010-09-01T09:00:00"),
    "second": (pd.Timestamp("2010-09-01T00:00:01"), "2010-09-01T00:00:01"),
    "zone-hour": (pd.Timestamp("2010-09-01", tz="UTC"), "2010-09-01T02:00:00"),
}


@pytest.mark.parametrize("name", DAYS)
def test_days(name: str) -> None:
    """Dates without a time of day; a time of day is not cut, so that the reader refuses it."""
    value, expected = DAYS[name]
    rows = pd.DataFrame({"requested_on": pd.Series([value]), "received_on": pd.Series([value], dtype="object")})
    made = document_of_frames({"as_of": value, "situations": rows})
    assert made["as_of"] == expected
    assert made["situations"] == [{"requested_on": expected, "received_on": expected}]


@pytest.mark.parametrize("value", ["2010-10-11T09:00:30", "2010-10-11T09:00:00.5", "2010-10-11T09:00:00.000000001"])
def test_seconds_are_refused(value: str) -> None:
    """At the row and key where they stand."""
    assert faults_of(with_column("sessions", "start", [pd.Timestamp(value), pd.NaT])) == [
        "sessions[0].start",
        "sessions[1].start",
    ]


def test_time_of_day_of_a_date_is_refused() -> None:
    """At the row and key where it stands."""
    column = pd.to_datetime(["2010-09-01T09:00", "2010-09-01T00:00"])
    assert faults_of(with_column("situations", "requested_on", column)) == ["situations[0].requested_on"]


def test_zoned_time_that_the_clocks_show_twice_is_refused() -> None:
    """02:30 of the night on which the clocks go back is not guessed."""
    column = pd.Series(pd.to_datetime(["2010-10-31T00:30", "2010-10-31T03:30"])).dt.tz_localize("UTC")
    faults = faults_of(with_column("sessions", "start", column))
    assert "sessions[0].start" in faults
    assert "sessions[1].start" not in faults


@pytest.mark.parametrize("zone", ["Nowhere/At/All", 5])
def test_zoned_time_without_a_zone_to_take_it_to_is_refused(zone: Any) -> None:
    """The zone is reported, and the times that depend on it."""
    tables = with_column("sessions", "start", pd.to_datetime(["2010-10-11T07:00Z", "2010-10-12T07:00Z"]))
    assert faults_of(tables | {"timezone": zone}) == ["timezone", "sessions[0].start", "sessions[1].start"]


@pytest.mark.parametrize(("zone", "hour"), [(None, "09"), ("UTC", "07"), ("America/Cayenne", "04")])
def test_zone_of_the_problem(zone: str | None, hour: str) -> None:
    """Zoned times go to the problem's time zone, Paris where none is given."""
    made = document_of_frames({"pins": [{"start": pd.Timestamp("2010-10-11T07:00Z")}], "timezone": zone})
    assert made["pins"] == [{"start": f"2010-10-11T{hour}:00"}]


def test_calendars() -> None:
    """Intervals may be lists, tuples or arrays, of texts or times."""
    begin, end = pd.Timestamp("2010-10-11T09:00"), pd.Timestamp("2010-10-11T12:00")
    cells = [
        [["2010-10-11T09:00", "2010-10-11T12:00"]],
        ((begin, end),),
        np.array([[begin, end]], dtype="datetime64[ns]"),
        np.array([[begin, end]], dtype="object"),
        [(begin.tz_localize(PARIS), end.to_pydatetime())],
    ]
    made = document_of_frames({"professionals": pd.DataFrame({"unavailable": cells})})
    assert [row["unavailable"] for row in made["professionals"]] == [[["2010-10-11T09:00", "2010-10-11T12:00"]]] * 5
