"""Where the next month begins: who waits, the counters of equity, who has left (contract, section 9)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr

from rsa_sched.domain.base import READ, Id, Part, Rows
from rsa_sched.domain.files import InFiles
from rsa_sched.domain.instead import refuse_no_mapping
from rsa_sched.domain.reading import Source, naming_file, plain, quoted, read, validated
from rsa_sched.domain.situation import Situation
from rsa_sched.domain.values import Values
from rsa_sched.errors import Fault, InputError


class Departure(Part):
    """A situation that waits no more, and how it ended."""

    situation: Id
    outcome: Literal["heard", "withdrawn"]


class CarriedUnits(Part):
    """Units of a kind in a service, as section 9 reckons them: without the bound that a problem sets to its history."""

    service: Id
    kind: Id
    units: Annotated[int, Field(ge=0)]


class NextMonth(InFiles, Part):
    """What is carried from a month to the next one: the document of `close_month`.

    Attributes
    ----------
    problem, problem_sha256 : the month that was closed.
    waiting : who waits on, by id; `to_dict` gives the rows as they stood in that problem's document.
    history : units of every service and kind, as the next problem's ``history``.
    left : who has left, by id.
    """

    schema_version: Literal["1"]
    problem: Id
    problem_sha256: str
    waiting: Rows[Situation]
    history: Rows[CarriedUnits]
    left: Rows[Departure]

    _source: dict[str, Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_json(cls, source: Source) -> Self:
        """Read the document from JSON text or bytes, or from the file at a path. Raises InputError with every fault."""
        raw, doubled, name = read(source)
        faults = [fault for _, fault in doubled]
        found: Self | None = None
        with naming_file(name):
            try:
                found = cls.from_dict(raw)
            except InputError as error:
                faults += error.faults
            if found is None or faults:
                raise InputError(tuple(faults))
        return found

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """The same of a document already parsed. Raises InputError with every fault."""
        refuse_no_mapping("NextMonth", document)
        raw = Values().document(document)
        found = validated(cls, raw, READ)
        faults = [
            *_twice("waiting", ".id", (row.id for row in found.waiting)),
            *_twice("left", ".situation", (row.situation for row in found.left), {row.id for row in found.waiting}),
            *_twice("history", "", ((line.service, line.kind) for line in found.history)),
        ]
        if faults:
            raise InputError(tuple(faults))
        found._source.update(raw)  # noqa: SLF001 - its own
        return found

    def to_dict(self) -> dict[str, Any]:
        """The document in plain values; rows that wait as they were read."""
        document: dict[str, Any] = plain(self._source)
        return document

    def to_json(self) -> str:
        """The document as indented JSON text."""
        return json.dumps(self._source, ensure_ascii=False, indent=1) + "\n"

    def __eq__(self, other: object) -> bool:
        """Whether both say the same."""
        return self._source == other._source if isinstance(other, NextMonth) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.problem, self.problem_sha256, len(self.waiting)))

    def __repr__(self) -> str:
        return f"<NextMonth after {self.problem}: {len(self.waiting)} waiting, {len(self.left)} left>"

    __str__ = __repr__


def _twice(place: str, key: str, names: Iterable[Any], known: Iterable[Any] = ()) -> Iterator[Fault]:
    """A fault for each row whose name another row has."""
    seen = set(known)
    for number, name in enumerate(names):
        if name in seen:
            shown = quoted(name) if isinstance(name, str) else ", ".join(map(quoted, name))
            yield Fault(f"{place}[{number}]{key}", shown, "line-twice")
        seen.add(name)
