"""The problem: one arbitration to be made, read strictly and checked once (contract, section 3)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from os import PathLike
from typing import Any, Self

from pydantic import (
    ModelWrapValidatorHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    ValidationError,
    ValidationInfo,
    model_serializer,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from rsa_sched.domain.base import READ
from rsa_sched.domain.canonical import fingerprint
from rsa_sched.domain.crosschecks import crosscheck
from rsa_sched.domain.edits import Editable
from rsa_sched.domain.files import InFiles, look_up
from rsa_sched.domain.instead import refusal, refuse_no_mapping
from rsa_sched.domain.notebook import ShownInNotebooks
from rsa_sched.domain.reading import Location, Source, checked, faults_of, first_of, masked, naming_file, plain, read
from rsa_sched.domain.session import Session
from rsa_sched.domain.situation import Situation
from rsa_sched.domain.timechecks import known_zone
from rsa_sched.domain.values import Values
from rsa_sched.errors import Fault, InputError
from rsa_sched.heap import collector_resting


class Problem(ShownInNotebooks, InFiles, Editable):
    """Everything one arbitration needs; frozen, and complete as soon as it exists.

    Build it with `from_json`, `from_dict` or `from_frames`; each raises `InputError` with every fault at once. The same
    reader stands behind ``Problem(...)``, `model_copy` and pydantic's own ways, which raise its ValidationError with
    these faults (in FastAPI: a 422). Dumped by pydantic it is the document again, nothing filled in.
    """

    _source: dict[str, Any] = PrivateAttr(default_factory=dict)
    _by_id: dict[str, dict[str, Any]] = PrivateAttr(default_factory=dict)
    _sha256: str | None = PrivateAttr(None)

    @model_validator(mode="wrap")
    @classmethod
    def _read_strictly(cls, raw: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Whatever pydantic is given is read as `from_dict` reads it."""
        if info.context is READ:
            return handler(raw)
        if isinstance(raw, cls) and raw._source:  # noqa: SLF001 - its own
            return raw  # complete since it exists
        document = _document(raw)
        problem: Self | None = None
        found: list[tuple[Location, Fault]] = []
        try:
            problem = handler(document)
        except ValidationError as error:
            found += faults_of(error, document)
        if isinstance(document, dict):
            found += crosscheck(masked(document, [at for at, _ in found]) if found else document)
        if problem is None or found:
            raise _validation_error(found)
        problem._source.update(document)  # noqa: SLF001
        return problem

    @model_serializer(mode="wrap")
    def _as_it_was_read(self, handler: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]
        # no return type: with one, JSON Schema would know no key
        return _as_read(handler(self), self._source) if self._source else handler(self)

    @classmethod
    def from_json(cls, source: Source) -> Self:
        """Read a problem document from JSON text or bytes, or from the file at a path.

        Raises
        ------
        InputError
            With every fault of the document (contract, section 3).
        """
        with collector_resting():
            raw, doubled, name = read(source)
            with naming_file(name):
                return cls._of_raw(raw, doubled)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """The problem of a document already parsed; as strict as `from_json`, the mapping is not kept.

        Values may be numpy's, dates and times datetimes (those with a zone are taken to the problem's), rows objects of
        this package.
        """
        refuse_no_mapping("Problem", document)
        return cls._of_raw(_document(document), [])

    @classmethod
    def of_rows(cls, document: dict[str, Any]) -> Self:
        """As `from_dict`, of plain JSON data that is given away: `rows` changed. Just as strict."""
        return cls._of_raw(document, [])

    @classmethod
    def from_frames(cls, **tables: Any) -> Self:
        """The problem of pandas frames, one a list of the document, and of plain values for the rest.

        Parameters
        ----------
        **tables
            ``situations=``, ``sessions=``, ... each a DataFrame (columns named as the document's keys; a missing cell
            is an omitted key; dates and times may be datetimes) or a list of dicts; ``id=``, ``as_of=`` and the
            other keys as in the document.

        Raises
        ------
        InputError
            As `from_json`; ``situations[12].referent`` is row 12 of that frame, counted from 0.
        """
        from rsa_sched.domain.frames import document_of_frames

        return cls._of_raw(document_of_frames(tables), [])

    @classmethod
    def _of_raw(cls, raw: Any, doubled: list[tuple[Location, Fault]]) -> Self:
        raw, ready, beyond = checked(cls, raw, READ)
        found = [*doubled, *beyond]
        problem: Self | None = None
        try:
            problem = cls.model_validate(ready, context=READ)
        except ValidationError as error:
            found += faults_of(error, raw)
        if isinstance(raw, dict) and not beyond and all(at for at, _ in found):  # else nothing of it was read
            found += first_of(crosscheck(masked(raw, [at for at, _ in found]) if found else raw))
        if found:
            raise InputError(_in_order(found))
        assert problem is not None
        problem._source.update(raw)  # noqa: SLF001
        return problem

    def to_dict(self) -> dict[str, Any]:
        """The document as it was read, nothing filled in."""
        document: dict[str, Any] = plain(self._source)
        return document

    def rows(self) -> dict[str, Any]:
        """The same for edits that put new values in rows: these are copies, what they hold is not and has to stay."""
        return {
            key: [dict(row) if isinstance(row, dict) else row for row in value] if isinstance(value, list) else value
            for key, value in self._source.items()
        }

    def to_json(self) -> str:
        """The document as it was read, as indented JSON text."""
        return json.dumps(self._source, ensure_ascii=False, indent=1) + "\n"

    @property
    def sha256(self) -> str:
        """Fingerprint of the document as it was read (contract, section 4)."""
        if self._sha256 is None:
            self._sha256 = fingerprint(self._source)
        return self._sha256

    def frames(self) -> dict[str, Any]:
        """Each list of the document as a new DataFrame, everything else as it is; `from_frames` takes them back."""
        from rsa_sched.domain.frames import frames_of_document

        return frames_of_document(self._source)

    def situation(self, id: str) -> Situation:  # noqa: A002 - as the document calls it
        """The situation of this id, as it was read. Raises KeyError, naming ids that resemble it."""
        row: Situation = look_up(self._indexed("situations"), id, "a situation")
        return row

    def session(self, id: str) -> Session:  # noqa: A002
        """The session of this id, as it was read. Raises KeyError, naming ids that resemble it."""
        row: Session = look_up(self._indexed("sessions"), id, "a session")
        return row

    def _indexed(self, name: str) -> dict[str, Any]:
        """The rows of a list by id, kept for the next look-up."""
        if name not in self._by_id:
            self._by_id[name] = {row.id: row for row in getattr(self, name)}
        return self._by_id[name]

    def _values_set(self) -> dict[str, Any]:
        return dict(self._source) or super()._values_set()

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, row by row; equal problems have one fingerprint."""
        if not isinstance(other, Problem):
            return NotImplemented
        return type(self) is type(other) and self.__dict__ == other.__dict__ and self._source == other._source

    def __hash__(self) -> int:
        return hash((self.id, self.as_of, self.sessions, self.situations))

    def __str__(self) -> str:
        day = dt.date.isoformat(self.as_of)
        return f"Problem {self.id} as of {day}: {len(self.situations)} situations, {len(self.sessions)} sessions"

    def __repr__(self) -> str:
        return f"<{self}>"


def the_problem(value: Any) -> Problem:
    """The same, where it is a problem; InputError saying what to pass where it is none."""
    if isinstance(value, Problem):
        return value
    if isinstance(getattr(value, "problem", None), Problem):
        raise refusal("problem", value, "holder-of-a-problem")
    if isinstance(value, str | bytes | PathLike):
        raise refusal("problem", value, "text-for-a-problem")
    if isinstance(value, Mapping):
        raise refusal("problem", value, "mapping-for-a-problem")
    raise refusal("problem", value, "not-a-problem")


def _document(raw: Any) -> Any:
    """Whatever pydantic may be given, as plain data; datetimes with a zone on the clocks of the problem."""
    name = raw.get("timezone") if isinstance(raw, Mapping) else getattr(raw, "timezone", None)
    return Values(known_zone(name)).document(raw)


def _validation_error(found: list[tuple[Location, Fault]]) -> ValidationError:
    """The same faults, each with its way through the document; what stands there as far as it is safe to show."""
    lines = [
        InitErrorDetails(
            type=PydanticCustomError(
                "bad_input", "{value}: expected {expected}", {"value": fault.value, "expected": fault.expected}
            ),
            loc=at,
            input=fault.value,
        )
        for at, fault in _each_place_once(found)
    ]
    return ValidationError.from_exception_data("Problem", lines, hide_input=True)


def _as_read(written: Any, source: Any) -> Any:
    """What pydantic dumps of a document, with the keys and nulls that it was read with."""
    if source is None:
        return None
    if isinstance(written, dict) and isinstance(source, dict):
        return {key: _as_read(item, source[key]) for key, item in written.items() if key in source}
    if isinstance(source, list) and source and isinstance(source[0], dict) and len(written) == len(source):
        return type(written)(map(_as_read, written, source))
    return written


_ORDER = {key: position for position, key in enumerate(Problem.model_fields)}


def _in_order(found: list[tuple[Location, Fault]]) -> tuple[Fault, ...]:
    """One fault a place, in the order of the document's keys and rows."""
    return tuple(fault for _, fault in _each_place_once(found))


def _each_place_once(found: list[tuple[Location, Fault]]) -> list[tuple[Location, Fault]]:
    def position(at: Location) -> tuple[int, int]:
        row = at[1] if len(at) > 1 and isinstance(at[1], int) else -1
        return _ORDER.get(str(at[0]) if at else "", -1), row

    first: dict[Location, Fault] = {}
    for at, fault in found:
        first.setdefault(at, fault)
    return [(at, first[at]) for at in sorted(first, key=position)]
