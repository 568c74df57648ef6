"""Every word that people read, found by its code.

The TOML files beside this module hold them: one file an area, one table a group, one key a sentence. The code of a
sentence is its way there: ``deferrals.why.late`` is the key ``late`` of the table ``why`` in ``deferrals.toml``. To
change a wording, open that file and no code. A sentence names the facts it needs as ``{name}``, or ``{name:format}``
with one of `FORMATS`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Final

from rsa_sched.french.figures import (
    capital,
    count,
    day,
    day_month,
    decimal,
    duration,
    either,
    figure,
    hour,
    month,
    one_of,
    percent,
    quoted,
    rank_of,
    several,
    short_day,
    spans,
    year,
)


def _plural(number: int, forms: str) -> str:
    one, many = forms.split("|")
    return many if abs(number) > 1 else one


FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    "capital": capital,
    "count": count,
    "day": day,
    "day_month": day_month,
    "decimal": decimal,
    "duration": duration,
    "either": either,
    "figure": figure,
    "hour": hour,
    "listed": ", ".join,
    "month": month,
    "one_of": one_of,
    "percent": percent,
    "plural": _plural,
    "quoted": quoted,
    "rank": rank_of,
    "several": several,
    "short_day": short_day,
    "spans": spans,
    "year": year,
}
"""What may stand behind the colon: « {days:count jour} », « {n} séance{n:plural |s} », « {names:several} »."""


class MissingSentence(LookupError):
    """No sentence has this code, or it asks for a fact that was not given: a bug, found by tests."""


@cache
def _area(name: str) -> dict[str, Any]:
    text = files("rsa_sched.french").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def lookup(code: str) -> Any:
    """What stands at a code: a sentence, a list of words, or a table of them. Raises MissingSentence."""
    name, *keys = code.split(".")
    try:
        found: Any = _area(name)
        for key in keys:
            found = found[key]
    except (FileNotFoundError, KeyError, TypeError):
        raise MissingSentence(code) from None
    return found


def words(code: str) -> dict[str, str]:
    """A table of words that need no facts: ``words("labels.modes")["held"]``. Raises MissingSentence."""
    return dict(lookup(code))


def say(code: str, /, **facts: object) -> str:
    """The sentence of a code, with its facts. Raises MissingSentence."""
    return fill(lookup(code), facts, code)


def fill(sentence: str, facts: Mapping[str, object], code: str = "") -> str:
    """A sentence with its facts. Raises MissingSentence for a fact that is not given."""
    parts: list[str] = []
    for literal, name, way in _parsed(sentence):
        parts.append(literal)
        if name is not None:
            if name not in facts:
                raise MissingSentence(f"{code}: {name}")
            parts.append(_formatted(facts[name], way))
    return "".join(parts)


@cache
def _parsed(sentence: str) -> tuple[tuple[str, str | None, str], ...]:
    return tuple((literal, name, way or "") for literal, name, way, _ in Formatter().parse(sentence))


def _formatted(value: object, way: str) -> str:
    if not way:
        return str(value)
    name, _, rest = way.partition(" ")
    return FORMATS[name](value, rest) if rest else FORMATS[name](value)
