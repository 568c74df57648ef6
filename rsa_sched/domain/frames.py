"""Problem documents from pandas frames, and back: a frame for each list of the document, plain values for the rest.

Nothing is repaired on the way: whatever JSON or the contract cannot say arrives at the strict reader in a form that
it refuses, so that its place is reported like any other fault. pandas is loaded when first used.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from rsa_sched.domain.document import ProblemDocument
from rsa_sched.domain.instead import is_frame
from rsa_sched.domain.reading import place
from rsa_sched.domain.timechecks import known_zone
from rsa_sched.domain.values import Values
from rsa_sched.errors import Fault, InputError

if TYPE_CHECKING:
    import pandas as pd

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
        Where a frame has two columns of one name, or a value is nested too deeply or holds itself.
    """
    values = FromFrames(known_zone(tables.get("timezone")))
    document: dict[str, Any] = {"schema_version": "1"}
    try:
        for name, table in tables.items():
            document[name] = _travel(table, values) if name == "travel" else values.table(table, name)
    except RecursionError:
        raise InputError.of("document", "nested too deeply", "nested-too-deeply") from None
    if isinstance(document.get("situations"), list):
        for row in document["situations"]:
            if isinstance(row, dict) and isinstance(row.get("partners"), list):
                row["partners"] = [_partner(item) for item in row["partners"]]
    return document


class FromFrames(Values):
    """The conversion of frames, and of rows that were made from frames."""

    def table(self, value: Any, name: str) -> Any:
        """A list of the document, or one of its plain values."""
        return self.rows(value, (name,)) if is_frame(value) else self.of(value, name)

    def number(self, value: float) -> float | None:
        """A float; NaN is a missing cell."""
        return None if value != value else value

    def rows(self, frame: pd.DataFrame, at: tuple[str, ...]) -> list[dict[str, Any]]:
        """The rows of a frame; InputError where two columns have one name. `at` leads to them."""
        from pandas.api.types import is_float_dtype

        keys = [_label(key) for key in frame.columns]
        doubled = [key for n, key in enumerate(keys) if keys.index(key) < n]
        if doubled:
            columns = [place((*at, key)) for key in dict.fromkeys(doubled)]
            raise InputError(tuple(Fault(column, "twice", "column-twice") for column in columns))
        rows: list[dict[str, Any]] = [{} for _ in range(len(frame))]
        for n, key in enumerate(keys):
            column = frame.iloc[:, n]
            made_float = is_float_dtype(column.dtype)
            for row, cell in zip(rows, column, strict=True):
                value = self.of(cell, key)
                if made_float and isinstance(value, float) and value.is_integer():
                    value = int(value)
                if value is not None:
                    row[key] = value
        return rows


def _partner(item: Any) -> Any:
    """An id stands for a partner; null, which columnar files write for what is missing, for nothing."""
    if isinstance(item, str):
        return {"professional": item}
    return {key: value for key, value in item.items() if value is not None} if isinstance(item, dict) else item


def _travel(table: Any, values: FromFrames) -> Any:
    if _is_pairs(table):
        table = {"between": table}
    if isinstance(table, Mapping) and _is_pairs(table.get("between")):
        rows = values.rows(table["between"], ("travel", "between"))
        table = {**table, "between": [[row.get(key) for key in _PAIRS] for row in rows]}
    return values.table(table, "travel")


def _is_pairs(table: Any) -> bool:
    return is_frame(table) and sorted(map(str, table.columns)) == sorted(_PAIRS)


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
    annotation = ProblemDocument.model_fields[name].annotation
    return get_args(annotation)[0] if get_origin(annotation) is tuple else None


def _frame(rows: list[dict[str, Any]], model: type[BaseModel]) -> pd.DataFrame:
    import pandas as pd

    fields = model.model_fields
    keys = [key for key in fields if not rows or any(key in row for row in rows)]
    columns = {key: _column([row.get(key) for row in rows], set(_types(fields[key].annotation))) for key in keys}
    return pd.DataFrame(columns, columns=keys)


def _label(key: object) -> str:
    """A column's label as text; its type where it has no text, as a number of over 4,300 digits has none."""
    try:
        return str(key)
    except ValueError:
        return type(key).__name__


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
