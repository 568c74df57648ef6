"""Errors for what is no document: what was given, and what to pass instead."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike

from rsa_sched.errors import Fault, InputError


def kind_of(value: object) -> str:
    """What sort of thing it is, never its content."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, PathLike):
        return "a path"
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def refusal(argument: str, value: object, code: str, **facts: object) -> InputError:
    """The error for an argument of a type that will not do; the sentence of the code says what to pass instead."""
    return InputError((Fault(argument, kind_of(value), code, facts),))


def is_frame(value: object) -> bool:
    """Whether it is a pandas frame, without loading pandas."""
    return any(kind.__name__ == "DataFrame" and kind.__module__.startswith("pandas") for kind in type(value).__mro__)


def refuse_no_mapping(kind: str, value: object) -> None:
    """Raise InputError for what `from_dict` of that kind of document is given by mistake."""
    if isinstance(value, str | bytes | PathLike):
        raise refusal("document", value, "text-for-a-mapping", kind=kind)
    frames = "problem" if kind == "Problem" else "mapping"  # a problem is read from frames as well
    if is_frame(value):
        raise refusal("document", value, f"frame-for-a-{frames}")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if is_frame(item):
                raise refusal(str(key), item, f"frame-in-a-{frames}")
    elif callable(getattr(value, "to_dict", None)):
        raise refusal("document", value, "read-already")
