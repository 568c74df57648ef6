"""Problem documents from pandas frames, and back: a frame for each list of the document, plain values for the rest.

Nothing is repaired on the way: whatever JSON or the contract cannot say arrives at the strict reader in a form that
it refuses, so that its place is reported like any other fault. pandas is loaded when first used.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import place
from rsa_sched.domain.timechecks import known_zone
from rsa_sched.errors import Fault, InputError

if TYPE_CHECKING:
    import pandas as pd

DAYS = frozenset({"as_of", "requested_on", "received_on", "not_before", "not_after"})
"""Keys that hold dates."""
MOMENTS = frozenset({"start", "unavailable"})
"""Keys that hold local times."""
_PAIRS = ["from", "to", "minutes"]


def document_of_frames(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The problem document of frames and plain values, by the document's own keys; nothing of the input is changed.

    A missing cell (None, NaN, NaT, NA) is an omitted key; whole numbers of a float column, which pandas makes where
    cells are missing, are whole numbers again; dates and times may be datetimes, those with a zone are taken to the
    problem's; ``partners`` may list ids; ``regulation`` and rows may be objects of this package; ``travel``, or its
    ``between``, may be a frame of ``from``, ``to``, ``minutes`` (alone, the default is 0 minutes).

    Raises
    ------
    InputError
        Where a frame has two columns of one name.
    """
    zone_name = tables.get("timezone")
    if zone_name is None:
        zone_name = Problem.model_fields["timezone"].default
    zone = known_zone(zone_name) if isinstance(zone_name, str) else None
    document: dict[str, Any] = {"schema_version": "1"}
    for name, table in tables.items():
        document[name] = _travel(table, zone) if name == "travel" else _plain(table, (name,), zone)
    return document


def _travel(table: Any, zone: ZoneInfo | None) -> Any:
    if _is_pairs(table):
        table = {"between": table}
    if isinstance(table, Mapping) and _is_pairs(table.get("between")):
        rows = _plain(table["between"], ("travel", "between"), zone)
        table = {**table, "between": [[row.get(key) for key in _PAIRS] for row in rows]}
    return _plain(table, ("travel",), zone)


def _is_pairs(table: Any) -> bool:
    import pandas as pd

    return isinstance(table, pd.DataFrame) and sorted(map(str, table.columns)) == sorted(_PAIRS)


def _plain(value: Any, at: tuple[str, ...], zone: ZoneInfo | None) -> Any:
    """A value as JSON says it; `at` leads to it, without indices."""
    if type(value) in (str, int, bool):  # most cells
        return value
    import numpy as np
    import pandas as pd

    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, pd.DataFrame):
        return _rows(value, at, zone)
    if isinstance(value, Mapping):
        return {str(key): _plain(item, (*at, str(key)), zone) for key, item in value.items()}
    if isinstance(value, list | tuple | pd.Series | pd.Index) or (isinstance(value, np.ndarray) and value.ndim):
        items = [_plain(item, at, zone) for item in value]
        if at == ("situations", "partners"):
            return [{"professional": item} if isinstance(item, str) else item for item in items]
        return items
    return _scalar(value, at[-1], zone)


def _scalar(value: Any, key: str, zone: ZoneInfo | None) -> Any:
    import numpy as np
    import pandas as pd

    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    elif isinstance(value, np.generic) and not isinstance(value, np.timedelta64):
        value = value.item()  # a length of time would become a bare number of who knows what
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, dt.date) and key in DAYS | MOMENTS:
        return _written(value, key, zone) if isinstance(value, dt.datetime) else value.isoformat()
    return {type(value).__name__: None}  # no cell may be an object, so the reader refuses it


def _written(moment: dt.datetime, key: str, zone: ZoneInfo | None) -> str:
    """A datetime as the contract writes that key; in full, which the reader refuses, where that would cut something."""
    if moment.tzinfo is not None:
        if zone is None:  # the reader will report it
            return moment.isoformat()
        try:
            moment = moment.astimezone(zone).replace(tzinfo=None)
        except (OverflowError, ValueError):  # at either end of the calendar
            return moment.isoformat()
    return moment.isoformat().removesuffix("T00:00:00" if key in DAYS else ":00")


def _rows(frame: pd.DataFrame, at: tuple[str, ...], zone: ZoneInfo | None) -> list[dict[str, Any]]:
    from pandas.api.types import is_float_dtype

    keys = [str(key) for key in frame.columns]
    doubled = [key for n, key in enumerate(keys) if keys.index(key) < n]
    if doubled:
        columns = [place((*at, key)) for key in dict.fromkeys(doubled)]
        raise InputError(tuple(Fault(column, "twice", "each column once") for column in columns))
    rows: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    for n, key in enumerate(keys):
        column = frame.iloc[:, n]
        made_float = is_float_dtype(column.dtype)
        for row, cell in zip(rows, column, strict=True):
            value = _plain(cell, (*at, key), zone)
            if made_float and isinstance(value, float) and value.is_integer():
                value = int(value)
            if value is not None:
                row[key] = value
    return rows


def frames_of_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Each list of a valid problem document as a new DataFrame, and a copy of everything else.

    Columns are the keys that occur (all keys, where there is no row), in the contract's order: ``Int64``,
    ``boolean``, ``str``, ``datetime64`` or, for lists, ``object``.
    """
    return {
        name: copy.deepcopy(value) if value is None or model is None else _frame(value, model)
        for name, value in document.items()
        for model in (_row_model(name),)
    }


def _row_model(name: str) -> type[BaseModel] | None:
    """What the rows of a list of the document are; None where the key holds no list."""
    annotation = Problem.model_fields[name].annotation
    return get_args(annotation)[0] if get_origin(annotation) is tuple else None


def _frame(rows: list[dict[str, Any]], model: type[BaseModel]) -> pd.DataFrame:
    import pandas as pd

    fields = model.model_fields
    keys = [key for key in fields if not rows or any(key in row for row in rows)]
    columns = {key: _column([row.get(key) for row in rows], set(_types(fields[key].annotation))) for key in keys}
    return pd.DataFrame(columns, columns=keys)


def _types(annotation: Any) -> Iterator[Any]:
    """The bare types that an annotation allows."""
    origin = get_origin(annotation)
    if origin is Literal:
        yield str
    elif origin is tuple or not get_args(annotation):
        yield origin or annotation
    else:
        # Annotated[X, ...] and X | None; what else Annotated carries is no type
        for part in get_args(annotation)[:1] if hasattr(annotation, "__metadata__") else get_args(annotation):
            yield from _types(part)


def _column(values: list[Any], types: set[Any]) -> pd.Series[Any]:
    import pandas as pd

    if types & {dt.date, dt.datetime}:
        moments = [pd.NaT if value is None else dt.datetime.fromisoformat(value) for value in values]
        return pd.Series(moments, dtype="datetime64[us]")
    if bool in types:
        return pd.Series(values, dtype="boolean")
    if int in types:
        return pd.Series(values, dtype="Int64")
    if str in types:
        return pd.Series(values, dtype="str")
    return pd.Series(copy.deepcopy(values), dtype="object")
