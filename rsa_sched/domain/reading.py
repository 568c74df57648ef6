"""From the bytes of a document to plain data, and from what is wrong with it to faults that are safe to print."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from rsa_sched.domain.base import Checked
from rsa_sched.domain.instead import refusal
from rsa_sched.domain.printable import Location as Location
from rsa_sched.domain.printable import place as place
from rsa_sched.domain.printable import quoted as quoted
from rsa_sched.domain.printable import safe_text as safe_text
from rsa_sched.domain.printable import species
from rsa_sched.errors import BadValue, Fault, InputError
from rsa_sched.office.files import read_bytes, unreadable
from rsa_sched.office.inert import escaped

Model = TypeVar("Model", bound=BaseModel)

Source = str | bytes | PathLike[str]
"""A document: its text, its bytes, or the path of its file."""


TABLE_SUFFIXES = frozenset({".xls", ".xlsx", ".xlsm", ".ods", ".csv", ".tsv"})
"""Ends of names of tables, of which an import makes a document."""

LARGEST = 1 << 30
"""Bytes of a document; the largest ones known, of a whole country, have a fifth of it."""


def read(source: Source) -> tuple[Any, list[tuple[Location, Fault]], str]:
    """The document as plain data, its doubled keys as faults, and the file's name.

    Raises InputError where it is no JSON at all.
    """
    name = ""
    if not isinstance(source, str | bytes | PathLike):
        raise refusal("document", source, "no-source-of-json")
    if isinstance(source, PathLike):
        path = Path(source)
        name = str(path)
        try:
            source = read_bytes(path, LARGEST)
        except OSError as error:
            raise unreadable(error, name) from None
    with naming_file(name):
        try:
            return (*decode(source), name)
        except InputError:
            if Path(name).suffix.lower() in TABLE_SUFFIXES:
                raise InputError.of("document", "a table", "table-for-json") from None
            raise


@contextmanager
def naming_file(name: str) -> Iterator[None]:
    """Around the reading of a file: every fault gets its name, as it can be printed."""
    try:
        yield
    except InputError as error:
        raise InputError(tuple(replace(fault, file=escaped(name)) for fault in error.faults)) from None


def validated(model: type[Model], raw: Any, context: object = None) -> Model:
    """The model of plain data. Raises InputError with every fault."""
    raw, ready, beyond = checked(model, raw, context)
    try:
        return model.model_validate(ready, context=context)  # a list that is cut has rows with faults
    except ValidationError as error:
        raise InputError(tuple(fault for _, fault in (*faults_of(error, raw), *beyond))) from None


def decode(data: str | bytes) -> tuple[Any, list[tuple[Location, Fault]]]:
    """Plain data of a JSON text (UTF-8, a BOM is tolerated), with a fault for each doubled key."""
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError.of("document", f"byte {error.start}", "not-utf-8") from None
    doubled: list[Location] = []
    try:
        raw = json.loads(
            data.removeprefix("\ufeff"),
            object_pairs_hook=lambda pairs: _object(pairs, doubled),
            parse_int=_whole_number,
        )
        faults = [(at, Fault(place(at), "twice", "key-twice")) for at in _doubled_keys(raw)] if doubled else []
    except json.JSONDecodeError as error:
        # a text of one line without a bracket is most likely meant as the name of a file
        name = "{" not in data and "[" not in data and "\n" not in data and bool(data.strip())
        at = f"line {error.lineno}, column {error.colno}"
        raise InputError.of("document", at, "file-name-for-json" if name else "not-json") from None
    except RecursionError:
        raise InputError.of("document", "nested too deeply", "nested-too-deeply") from None
    return raw, faults


def plain(value: Any) -> Any:
    """A deep copy in plain dicts and lists; what JSON does not know becomes an object that no key asks for.

    Raises InputError where the value holds itself.
    """
    try:
        return _plain(value)
    except RecursionError:
        raise InputError.of("document", "nested too deeply", "nested-too-deeply") from None


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else f"<{type(key).__name__}>": _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return {f"<{type(value).__name__}>": None}


class _Doubled(dict[str, Any]):
    """A JSON object that had keys twice."""

    keys_twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]], doubled: list[Location]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    marked = _Doubled(plain)
    marked.keys_twice = tuple(dict.fromkeys(twice))
    doubled.append(marked.keys_twice)
    return marked


def _doubled_keys(node: Any, at: Location = ()) -> Iterator[Location]:
    if isinstance(node, dict):
        if isinstance(node, _Doubled):
            yield from ((*at, key) for key in node.keys_twice)
        for key, value in node.items():
            yield from _doubled_keys(value, (*at, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _doubled_keys(value, (*at, index))


def _whole_number(digits: str) -> int | float:
    # Python refuses to convert thousands of digits; no number of the contract has more than ten.
    return int(digits) if len(digits) <= 30 else math.inf


# --- documents that are none ------------------------------------------------------------------------------------------

MANY, MOST_FAULTY = 10_000, 1_000
"""A list of more rows than many is read no further than to the last of so many with faults."""
MOST_CROSSED = 50_000
"""Faults between the parts of a document, after which no more are sought."""


def checked(model: type[BaseModel], raw: Any, context: object = None) -> tuple[Any, Any, list[tuple[Location, Fault]]]:
    """The document, each list cut where too many rows have faults; the same with its long lists checked, where they
    have none; and a fault for each list that was cut.

    Ever more of the same faults would fill the memory before anybody reads them.
    """
    ready, found = raw, list[tuple[Location, Fault]]()
    for name, field in model.model_fields.items() if isinstance(raw, dict) else ():
        listed, row = raw.get(name), next(iter(get_args(field.annotation)), None)
        if (
            not isinstance(listed, list)
            or len(listed) <= MANY
            or not (isinstance(row, type) and issubclass(row, BaseModel))
        ):
            continue
        rows, faulty, check = [], 0, row.model_validate
        for n, value in enumerate(listed):
            try:
                rows.append(check(value, context=context))
            except ValidationError:
                faulty += 1
                if faulty > MOST_FAULTY:
                    raw, ready = {**raw, name: listed[:n]}, {**ready, name: listed[:n]}
                    found.append(((name, n), Fault(place((name, n)), species(listed[n:]), "rows-at-fault")))
                    break
        if not faulty:
            ready = {**ready, name: Checked(rows)}
    return raw, ready, found


def first_of(crossed: Iterable[tuple[Location, Fault]]) -> list[tuple[Location, Fault]]:
    """So many of the faults between the parts of a document, and one that says where there are more."""
    faults = iter(crossed)
    found = list(islice(faults, MOST_CROSSED))
    if next(faults, None) is not None:
        found.append(((), Fault(place(()), f"more than {MOST_CROSSED:,} faults", "rows-at-fault")))
    return found


# --- pydantic's findings as faults ------------------------------------------------------------------------------------

_MISSING = object()


def faults_of(error: ValidationError, raw: Any) -> Iterator[tuple[Location, Fault]]:
    """Each finding with its way through the document."""
    for finding in error.errors(include_url=False, include_input=False):
        at: Location = tuple(step for step in finding["loc"] if step != "[key]")
        value = _value_at(raw, at)
        # the value of an unknown key may be anything, a telephone number as well
        known = finding["type"] != "extra_forbidden"
        text = "nothing" if value is _MISSING else safe_text(value, at) if known else species(value)
        yield at, Fault(place(at), text, *_code(finding["type"], finding.get("ctx", {}), finding["msg"]))


def _value_at(raw: Any, at: Location) -> Any:
    for step in at:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return raw


CODES: Mapping[str, str] = {
    "missing": "missing-key", "extra_forbidden": "unknown-key", "string_type": "not-a-text",
    "string_too_short": "empty-id", "int_type": "not-a-whole-number", "int_from_float": "not-a-whole-number",
    "float_type": "not-a-number", "bool_type": "not-true-or-false", "tuple_type": "not-a-list",
    "list_type": "not-a-list", "dict_type": "not-an-object", "model_type": "not-an-object",
    "model_attributes_type": "not-an-object", "greater_than_equal": "too-small", "less_than_equal": "too-large",
    "multiple_of": "not-a-multiple", "literal_error": "not-one-of-the-words", "too_short": "too-few-entries",
    "too_long": "too-many-entries",
}  # fmt: skip
"""Our code for each of pydantic's types of findings."""
FIGURES = ("ge", "le", "multiple_of", "min_length", "max_length", "expected")
"""What the sentences of these codes tell of the findings' context."""


def _code(kind: str, context: Mapping[str, Any], message: str) -> tuple[str, dict[str, object]]:
    """The code and the facts of a finding of pydantic's."""
    error = context.get("error")
    if isinstance(error, BadValue):
        return error.code, {}
    if kind in CODES:
        return CODES[kind], {name: context[name] for name in FIGURES if name in context}
    return "not-as-the-model-says", {"message": str(error or message.replace("Input should be ", ""))}


def masked(raw: Any, faulty: Iterable[Location]) -> Any:
    """A copy of the document with null wherever a fault was found, so that the rest can still be checked."""
    copy = plain(raw)
    for at in faulty:
        holder = _value_at(copy, at[:-1])
        if at and isinstance(holder, dict | list) and _value_at(holder, at[-1:]) is not _MISSING:
            holder[at[-1]] = None  # type: ignore[index]  # just looked up
        if at == ("regulation",):
            copy["regulation"] = dict(_UNREADABLE)
        elif len(at) == 2 and at[0] == "regulation" and at[1] in _UNREADABLE:
            copy["regulation"][at[1]] = _UNREADABLE[str(at[1])]
    return copy


_UNREADABLE: dict[str, Any] = {"types": [], "kinds": [None]}
"""Lists of the regulation that others refer to: null would stand for the default."""
