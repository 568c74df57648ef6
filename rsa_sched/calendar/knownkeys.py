"""Keys of a year's file that nobody knows, told with those that its section may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from rsa_sched.domain.base import Part
from rsa_sched.domain.printable import Location
from rsa_sched.errors import Fault


def with_known_keys(model: type[Part], found: Iterable[tuple[Location, Fault]]) -> Iterator[tuple[Location, Fault]]:
    """The faults of a document of that model; that of an unknown key says which ones there are."""
    for at, fault in found:
        if fault.code == "unknown-key":
            expected = ", ".join(_section(model, at[:-1]).model_fields)
            fault = replace(fault, value="a key", code="none-of-these", facts={"expected": expected})
        yield at, fault


def _section(model: type[Part], at: Location) -> type[Part]:
    """The part of a document that stands there."""
    for step in at:
        if isinstance(step, str):
            model = next(_parts(model.model_fields[step].annotation))
    return model


def _parts(annotation: Any) -> Iterator[type[Part]]:
    """The parts of which a list or an optional value is made."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)
