"""Python's, numpy's and pandas' values as JSON says them: the one conversion in front of every strict reader.

Nothing is repaired: what JSON or the contract cannot say (a second, a length of time, a set) arrives in a form that the
reader refuses, so that its place is reported like any other fault. numpy and pandas are not loaded for it: where they
are not loaded, no value is theirs.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from rsa_sched.errors import InputError

DAYS = frozenset({"as_of", "requested_on", "received_on", "not_before", "not_after"})
"""Keys that hold dates."""
MOMENTS = frozenset({"start", "end", "unavailable"})
"""Keys that hold local times."""

_JSON = frozenset({str, int, bool, float, type(None)})
_KNOWN = _JSON | {dt.datetime, dt.date}


class Values:
    """The conversion; `FromFrames` knows frames as well.

    Parameters
    ----------
    zone : the problem's, which datetimes with a zone are taken to; without one they are refused by the reader.
    """

    def __init__(self, zone: ZoneInfo | None = None) -> None:
        self.zone = zone

    def document(self, value: Any) -> Any:
        """A deep copy in plain dicts and lists. Raises InputError where the value holds itself."""
        try:
            return self.of(value)
        except RecursionError:
            raise InputError.of("document", "nested too deeply", "nested-too-deeply") from None

    def of(self, value: Any, key: str = "") -> Any:
        """One value, which stands under that key or in a list that does."""
        kind = type(value)
        if kind in _JSON:
            return self.number(value) if kind is float else value
        if kind is dict:
            return self.mapping(value)
        if kind is list or kind is tuple:
            of = self.of
            return [item if type(item) is str else of(item, key) for item in value]
        return self.other(value, key)

    def mapping(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        """An object; a key whose value is missing (NaT, NA) is left out, null stays null."""
        of, made = self.of, {}
        for name, item in value.items():
            if type(item) is str:
                made[_key(name)] = item
            elif (converted := of(item, name)) is not None or item is None:
                made[_key(name)] = converted
        return made

    def number(self, value: float) -> float | None:
        """A float; NaN stays, for the reader to refuse."""
        return value

    def other(self, value: Any, key: str) -> Any:
        """A value that json.loads never makes."""
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, int):
            return int.__int__(value)
        if isinstance(value, float):
            return self.number(float.__float__(value))
        if isinstance(value, BaseModel):
            return {name: self.of(item, name) for name, item in values_set(value).items()}
        if isinstance(value, Mapping):
            return self.mapping(value)
        if isinstance(value, list | tuple):
            return [self.of(item, key) for item in value]
        numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
        if numpy is not None and isinstance(value, numpy.ndarray) and value.ndim:
            return [self.of(item, key) for item in value]
        if numpy is not None and isinstance(value, numpy.generic):
            return self._numpy(value, key)
        if pandas is not None and (value is pandas.NA or value is pandas.NaT):
            return None
        if pandas is not None and isinstance(
            value, pandas.Series | pandas.Index | pandas.api.extensions.ExtensionArray
        ):
            return [self.of(item, key) for item in value]
        if isinstance(value, dt.date) and key in DAYS | MOMENTS:
            return iso_text(value, key, self.zone) if isinstance(value, dt.datetime) else value.isoformat()
        return foreign(value)

    def _numpy(self, value: Any, key: str) -> Any:
        import numpy as np

        if isinstance(value, np.datetime64):
            import pandas as pd

            return self.of(pd.Timestamp(value), key)
        # a length of time would become a bare number of who knows what
        item = value if isinstance(value, np.timedelta64) else value.item()
        return foreign(value) if isinstance(item, np.generic) else self.of(item, key)


def foreign(value: Any) -> dict[str, None]:
    """What stands for a value that JSON does not know: no cell may be an object, so the reader refuses it."""
    return {type(value).__name__: None}


def values_set(part: BaseModel) -> dict[str, Any]:
    """What was set of a model, nothing filled in."""
    given, held = part.model_fields_set, part.__dict__
    return {name: held[name] for name in type(part).model_fields if name in given and name in held}


def odd(value: Any) -> bool:
    """Whether a value given to a model in Python has to be converted before pydantic looks at it."""
    kind = type(value)
    if kind in _KNOWN:
        return False
    if kind is tuple or kind is list:
        return any(map(odd, value))
    if kind is dict:
        return any(map(odd, value.values()))
    return not isinstance(value, BaseModel)  # which comes to a door of its own


def iso_text(moment: dt.datetime, key: str, zone: ZoneInfo | None = None) -> str:
    """A datetime as the contract writes that key; in full, which the reader refuses, where that would cut something."""
    if moment.tzinfo is not None:
        if zone is None:
            return moment.isoformat()
        try:
            moment = moment.astimezone(zone).replace(tzinfo=None)
        except (OverflowError, ValueError):  # at either end of the calendar
            return moment.isoformat()
    return moment.isoformat().removesuffix("T00:00:00" if key in DAYS else ":00")


def _key(name: Any) -> str:
    if type(name) is str:
        return name
    return str.__str__(name) if isinstance(name, str) else f"<{type(name).__name__}>"
