"""Frames written as JSON, so that a case that holds some can be kept: columns with their type, odd values by name."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

ODD: Mapping[str, Callable[[], Any]] = {
    "NaT": lambda: pd.NaT,
    "NA": lambda: pd.NA,
    "NaN": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "-0.0": lambda: -0.0,
    "complex": lambda: 1j,
    "bytes": lambda: b"x\xff",
    "decimal": lambda: decimal.Decimal("sNaN"),
    "huge": lambda: 10**5000,
    "int64": lambda: np.int64(-(2**63)),
    "uint64": lambda: np.uint64(2**64 - 1),
    "float16": lambda: np.float16("inf"),
    "array": lambda: np.zeros((2, 2)),
    "object array": lambda: np.array([None, {}], dtype=object),
    "matrix of none": lambda: np.zeros((0, 3)),
    "datetime64": lambda: np.datetime64("NaT"),
    "far": lambda: np.datetime64("290000-01-01"),
    "timedelta": lambda: dt.timedelta(days=1),
    "date": lambda: dt.date(1, 1, 1),
    "moment": lambda: dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
    "zoned": lambda: dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))),
    "last zoned": lambda: dt.datetime(9999, 12, 31, 23, tzinfo=dt.timezone(dt.timedelta(hours=-12))),
    "time": lambda: dt.time(9, 30),
    "stamp": lambda: pd.Timestamp("1677-09-21 00:12:43.145224193"),
    "period": lambda: pd.Period("2010-10", freq="M"),
    "interval": lambda: pd.Interval(0, 1),
    "series": lambda: pd.Series([1, None]),
    "frame": lambda: pd.DataFrame({"id": ["a"]}),
    "empty frame": pd.DataFrame,
    "set": lambda: {1},
    "range": lambda: range(3),
    "iterator": lambda: iter([1]),
    "type": lambda: int,
    "lambda": lambda: lambda: 1,
    "loop": lambda: _loop(),
    "deep": lambda: _deep(),
    "surrogate": lambda: "\ud800",
    "tuple key": lambda: {(1, 2): 3},
    "none key": lambda: {None: 1, "": 2},
}
"""Values that JSON cannot say, by name."""

TYPES = ("", "object", "string", "category", "Int64", "float64", "boolean", "datetime64[ns]", "timedelta64[ns]", "str")
"""Types that a column may be given; "": what pandas makes of it. A column that cannot be of its type stays as it is."""


def _loop() -> list[Any]:
    listed: list[Any] = []
    listed.append(listed)
    return listed


def _deep() -> list[Any]:
    listed: list[Any] = []
    for _ in range(100_000):
        listed = [listed]
    return listed


def frames_of(text: str) -> dict[str, Any]:
    """Tables for `Problem.from_frames`: ``{"situations": {"frame": [["id", "object", ["d-1", {"odd": "NaT"}]]]}}``."""
    return {key: _value(value) for key, value in json.loads(text).items()}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"odd"}:
        return ODD[value["odd"]]()
    if set(value) == {"frame"}:
        return _frame(value["frame"])
    return {key: _value(item) for key, item in value.items()}


def _frame(columns: list[tuple[Any, str, list[Any]]]) -> pd.DataFrame:
    """A frame whose columns are put side by side, so that two may have one name."""
    made = []
    for name, kind, values in columns:
        heading = _value(name)
        column = pd.Series([_value(value) for value in values], dtype=object)
        try:
            with warnings.catch_warnings(record=True):  # of what is odd to pandas already, which warns "always"
                warnings.simplefilter("ignore")
                column = column.astype(kind) if kind else column.infer_objects()  # type: ignore[call-overload]
        except Exception:  # whatever pandas makes of odd values
            column = column.astype(object)
        made.append(column.rename(heading if isinstance(heading, str | int | float) else str(heading)))
    return pd.concat(made, axis=1) if made else pd.DataFrame()
