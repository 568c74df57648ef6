"""What every part of a document has in common: frozen, strict, and the field types of contract section 3."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import textwrap
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic import model_validator as _model_validator
from pydantic_core import CoreSchema, core_schema

from rsa_sched.domain.clock import UNIT, iso_minute, parse_day, parse_minute
from rsa_sched.domain.values import Values, odd, values_set
from rsa_sched.errors import BadValue
from rsa_sched.frozen import FrozenMapping
from rsa_sched.office.normal import normalised

T = TypeVar("T")

LARGEST = 1_000_000
"""No number of a problem document lies above this one (history units aside)."""


READ = object()
"""Validation context of a document that is plain JSON already."""


class Part(BaseModel):
    """A frozen part of a document: no unknown key, no value of another type; ``null`` for an optional key: omitted.

    Built in Python it takes what documents take and numpy's and pandas' values besides. A part that stands in another
    is checked again there, since pydantic has ways (``model_construct``) to make one without any check.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        revalidate_instances="always",
    )

    null_is_a_value: ClassVar[frozenset[str]] = frozenset()
    """Optional keys for which ``null`` says something of its own."""

    @_model_validator(mode="before")
    @classmethod
    def _null_means_omitted(cls, raw: Any, info: ValidationInfo) -> Any:
        if not isinstance(raw, dict):
            if not isinstance(raw, Mapping):
                return raw
            raw = dict(raw)
        if info.context is not READ and any(map(odd, raw.values())):
            raw = Values().of(raw)
        if None not in raw.values():
            return raw
        return {key: value for key, value in raw.items() if value is not None or not cls.omittable(key)}

    @classmethod
    def omittable(cls, key: str) -> bool:
        """Whether ``null`` for this key means that it was left out."""
        field = cls.model_fields.get(key)
        return field is not None and not field.is_required() and key not in cls.null_is_a_value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Its JSON Schema, where the docstrings of attributes are descriptions.

        pydantic's own `use_attribute_docstrings` reads the source of each class at each start: a tenth of a second.
        """
        reference = handler(core)
        properties = handler.resolve_ref_schema(reference)["properties"]
        for base in cls.__mro__:
            for name, text in attribute_docstrings(base).items() if issubclass(base, Part) else ():
                if name in properties:
                    properties[name].setdefault("description", text)
        return reference

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; with other values for some keys it is checked like any other (pydantic's own is not).

        Raises
        ------
        ValidationError
            Where the changed part is not one, or a key is unknown.
        """
        if not update:
            return super().model_copy(deep=deep)
        return self.model_validate({**self._values_set(), **update}, extra="forbid")

    def _values_set(self) -> dict[str, Any]:
        """What was set, nothing filled in."""
        return values_set(self)


def attribute_docstrings(of: type) -> Mapping[str, str]:
    """The text below each annotated attribute in the source of a class."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(of))).body
    assert isinstance(definition, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(definition.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


def unsafe_character(text: str) -> bool:
    """Whether the text holds a control character or half a surrogate pair."""
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


def _id(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        if unsafe_character(text):
            raise BadValue("control-characters")
        if not bare_form(text):
            raise BadValue("empty-id")
    elif not text.strip():
        raise BadValue("empty-id")
    return text


_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Characters that show nothing though their category does not say so (Unicode: Default_Ignorable_Code_Point)."""


def bare_form(text: str) -> str:
    """The form under which two ids count as the same: NFKC, without spaces and invisible characters."""
    if text.isascii():
        return "".join(text.split())
    seen = "".join(character for character in normalised("NFKC", text) if not _shows_nothing(character))
    return normalised("NFKC", seen)


def _shows_nothing(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        or character in _INVISIBLE
        or 0xFE00 <= code <= 0xFE0F  # variation selectors
        or 0xE0000 <= code <= 0xE0FFF  # tags and further selectors
    )


def _label(text: str) -> str:
    if not text.isascii() and any(unicodedata.category(character) == "Cs" for character in text):
        raise BadValue("not-unicode")
    return text


def _moment(raw: Any) -> Any:
    if type(raw) is dt.datetime:
        if raw.tzinfo is not None:
            raise BadValue("time-zone-in-a-local-time")
        if raw.second or raw.microsecond:
            raise BadValue("seconds-in-a-local-time")
        return raw
    if not isinstance(raw, str):
        raise BadValue("not-a-local-time")
    return parse_minute(raw)


def _day(raw: Any) -> Any:
    if type(raw) is dt.datetime:
        if raw.tzinfo is not None or raw.time() != dt.time():
            raise BadValue("hour-in-a-date")
        return raw.date()
    if type(raw) is dt.date:
        return raw
    if not isinstance(raw, str):
        raise BadValue("not-a-date")
    return parse_day(raw)


class Frozen:
    """In ``Annotated[Mapping[K, V], Frozen()]``: read as a dict, held as a `FrozenMapping`, written as a dict."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        key, value = get_args(source)
        return core_schema.no_info_after_validator_function(
            FrozenMapping,
            core_schema.no_info_before_validator_function(_as_dict, handler.generate_schema(dict[key, value])),  # type: ignore[valid-type]
            serialization=core_schema.plain_serializer_function_ser_schema(_as_dict),
        )


def _as_dict(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


Id = Annotated[str, Field(min_length=1), AfterValidator(_id)]
Label = Annotated[str | None, AfterValidator(lambda text: text and _label(text)), Field(repr=False)]
"""Free text for people: never shown in a repr, a log or an error."""
Count = Annotated[int, Field(ge=0, le=LARGEST)]
Positive = Annotated[int, Field(ge=1, le=LARGEST)]
Length = Annotated[int, Field(ge=UNIT, le=LARGEST, multiple_of=UNIT)]
"""Minutes, a multiple of 15."""
Moment = Annotated[
    dt.datetime,
    BeforeValidator(_moment),
    PlainSerializer(iso_minute, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"}),
]
"""A local time, to the minute, without a zone."""
Day = Annotated[
    dt.date,
    BeforeValidator(_day),
    PlainSerializer(dt.date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Interval = Annotated[tuple[Moment, Moment], Field(strict=False)]
"""Half open: from the first minute to before the second."""
Rows = Annotated[tuple[T, ...], Field(strict=False)]
"""A list, held as a tuple."""


class Checked(tuple[T, ...]):
    """Rows of a long list that the reader has checked one by one: they need not be checked again as a list."""


def _unless_checked(value: Any, check: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    return tuple(value) if type(value) is Checked and info.context is READ else check(value)


Listed = Annotated[tuple[T, ...], Field(strict=False), WrapValidator(_unless_checked)]
"""The same of a document itself, that may be as long as a country."""
Ids = Rows[Id]
