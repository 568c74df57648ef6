"""Refusals of things that are no documents: what was given, and what to pass instead."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike

from rsa_sched.errors import Fault, InputError


def named(value: object) -> str:
    """What sort of thing it is, never what it says."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, PathLike):
        return "a path"
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def refused(argument: str, value: object, instead: str) -> InputError:
    """The error for an argument of a type that will not do."""
    return InputError((Fault(argument, named(value), instead),))


def is_frame(value: object) -> bool:
    """Whether it is a pandas frame, without loading pandas."""
    return any(kind.__name__ == "DataFrame" and kind.__module__.startswith("pandas") for kind in type(value).__mro__)


def refuse_no_mapping(kind: str, value: object, frames: str = "") -> None:
    """Raise InputError for what `from_dict` of that kind of document is given by mistake."""
    if isinstance(value, str | bytes | PathLike):
        raise refused("document", value, f"a mapping; {kind}.from_json reads text, bytes and paths")
    if is_frame(value):
        raise refused("document", value, f"a mapping{frames}")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if is_frame(item):
                raise refused(str(key), item, f"a list of objects{frames}")
    elif callable(getattr(value, "to_dict", None)):
        raise refused("document", value, "a mapping; this is read already, its to_dict() is one")
