"""Every regular expression of the package is linear, since the texts that they are tried on come from outside."""

from __future__ import annotations

import ast
import importlib
import re
import time
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import rsa_sched

with warnings.catch_warnings():  # the module of the standard library has another name since Python 3.11
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

CAPPED = {
    "rsa_sched.intake.columns.headings._TRAILING_NOTE": 120,
    "rsa_sched.intake.columns.headings._PART_OF_NAME": 120,
    "rsa_sched.intake.columns.headings._NUMBERED": 120,
    "rsa_sched.intake.columns.headings._NIR": 120,
    "rsa_sched.intake.columns.titles._SAID": 240,
}
"""Expressions that are tried on texts of so many characters at most (`headings.LONGEST`, twice that for titles)."""
UNBOUNDED = 64
"""A repetition that may go on beyond this is held to have no bound."""
LETTERS = (
    "a", "1", " ", "\t", "\n", ".", ",", "-", "_", "/", ":", "(", "()", "'", '"', '"""', "\\", '\\"', "<", "<!--",
    "<!---->", "[", "{", "=", "#", "@", "a@", "a.", "1 ", "1.", "1,", " 000", ". ", "1h", "9h30 ", "n°", "\u00e9",
    "\u0301", "oct ", "_-", "e", "total ", "url ", "x;", "; ", "\r", "\u00c3",
)  # fmt: skip


PACKAGE = Path(rsa_sched.__file__).parent
FUNCTIONS = frozenset({"search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})


class Expression(NamedTuple):
    """An expression, and the methods by which its module tries it."""

    pattern: re.Pattern[Any]
    ways: frozenset[str]


@cache
def expressions() -> dict[str, Expression]:
    """Every expression by its module and name: those that a module holds compiled, and those written in a call."""
    found: dict[str, Expression] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "import re\n" not in source:
            continue
        module = ".".join(("rsa_sched", *path.relative_to(PACKAGE).with_suffix("").parts))
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, re.Pattern):
                ways = {node.attr for node in calls if ast.unparse(node.value) == name} & FUNCTIONS
                found[f"{module}.{name}"] = Expression(value, frozenset(ways or FUNCTIONS))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{name}" for name in FUNCTIONS}:
                text = ast.literal_eval(node.args[0])
                way = ast.unparse(node.func).removeprefix("re.")
                found[f"{module}:{text}"] = Expression(re.compile(text), frozenset({way}))
    return found


def _repeats(tree: Any, inside: bool = False) -> Iterator[str]:
    """Repetitions without a bound that stand in another one and may be given back, so that the ways multiply."""
    for code, argument in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            least, most, body = argument
            endless = most > UNBOUNDED
            if endless and inside:
                yield f"{code} {least} to {most}"
            yield from _repeats(body, inside or (endless and not _is_marked(body)))
        elif code in (codes.POSSESSIVE_REPEAT, codes.ATOMIC_GROUP):
            # Nothing of it is given back, but within one pass its body may try all of its ways.
            yield from _repeats(argument[2] if code is codes.POSSESSIVE_REPEAT else argument, inside)
        elif code is codes.SUBPATTERN:
            yield from _repeats(argument[3], inside)
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, inside)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(argument[1])


def _is_marked(body: Any) -> bool:
    """Whether a body begins or ends with one character that is always the same: its passes lie apart."""
    return len(body) > 1 and any(code is codes.LITERAL for code, _ in (body[0], body[-1]))


@pytest.mark.parametrize("name", sorted(expressions()))
def test_no_endless_repetition_stands_in_another(name: str) -> None:
    """Such an expression may take exponential time; a possessive quantifier (`*+`) or a bound mends it."""
    pattern, _ = expressions()[name]
    assert name in CAPPED or not list(_repeats(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)))


def _worst(expression: Expression, size: int) -> float:
    """Seconds of the slowest text of about so many characters, of a few that repeat a letter or two and then fail."""
    pattern, slowest = expression.pattern, 0.0
    ways = {way if way in ("match", "fullmatch") else "findall" for way in expression.ways}
    for piece in LETTERS:
        for end in ("", "\x00"):
            text: Any = piece * (size // len(piece)) + end
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            for way in ways:
                begin = time.process_time()
                getattr(pattern, way)(given)
                slowest = max(slowest, time.process_time() - begin)
    return slowest


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(expressions()))
def test_a_text_of_eight_times_the_length_takes_about_eight_times_as_long(name: str) -> None:
    """A quadratic one takes 64 times as long; what takes less than a fiftieth of a second is no matter."""
    expression = expressions()[name]
    if name in CAPPED:
        assert _worst(expression, CAPPED[name]) < 0.05
        return
    few = _worst(expression, 3_000)
    assert few < 0.5  # an exponential one would not come back from more
    assert _worst(expression, 24_000) < max(0.02, 30 * few)
