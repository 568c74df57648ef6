"""Sentences and the code that asks for them: none is missing, none is left over, each gets the facts it names."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

import pytest

from rsa_sched.domain.reading import CODES, FIGURES
from rsa_sched.french.sentences import FORMATS, MissingSentence, fill, lookup, say, words

PACKAGE = Path(__file__).parents[2] / "rsa_sched"
FRENCH = PACKAGE / "french"
CATALOGUE = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FRENCH.glob("*.toml"))}


def leaves(node: Any, code: str) -> Iterator[tuple[str, Any]]:
    """Every sentence or list of words with its code."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{code}.{key}")
    else:
        yield code, node


SENTENCES = {code: value for name, area in CATALOGUE.items() for code, value in leaves(area, name)}


class Asked(NamedTuple):
    """A code as written in the package; a part that is known only when it runs is a `*`."""

    where: str
    pattern: str
    facts: frozenset[str] | None
    """Names of the facts; None where some are known only when it runs."""

    def matches(self, code: str) -> bool:
        """Whether this place may ask for a code or for a table that holds it."""
        return expression_of(self.pattern).fullmatch(code) is not None


@cache
def expression_of(pattern: str) -> re.Pattern[str]:
    """What matches every code of a pattern and of the tables below."""
    return re.compile("[^.]+".join(re.escape(part) for part in pattern.split("*")) + r"(\..*)?")


def pattern_of(node: ast.expr) -> str | None:
    """« rules.*.* » of an f-string, the text of a constant, None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern_of(part) if isinstance(part, ast.Constant) else "*" for part in node.values)  # type: ignore[misc]
    return None


def patterns_of(code: ast.expr, where: str) -> Iterator[str]:
    """That of a code, or those of the two that it chooses from."""
    for choice in (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,):
        pattern = pattern_of(choice)
        assert pattern, f"{where}: write the code, or an f-string with the part that is known"
        yield pattern


def asked() -> Iterator[Asked]:
    """Every call of `say`, `words` and `lookup` in the package, and every violation."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ours = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "rsa_sched.french.sentences"
            for alias in node.names
        }
        for rule, node in calls(tree):
            where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            names = [word.arg for word in node.keywords]
            facts = frozenset(filter(None, names)) if None not in names else None
            match node.func:
                case ast.Name(id="say" | "words" | "lookup" as function) if function in ours:
                    for pattern in patterns_of(node.args[0], where):
                        if not pattern.startswith("faults.*"):  # of some fault, which is known where that is made
                            yield Asked(where, pattern, facts if function == "say" else None)
                case ast.Attribute(attr="broken"):
                    given = None if facts is None else facts | {"situation", "session"}
                    yield Asked(where, f"rules.{rule}.{pattern_of(node.args[0]) or '*'}", given)
                case ast.Name(id="Violation"):
                    yield Asked(where, f"rules.*.{pattern_of(node.args[1]) or '*'}", None)
                case function if ast.unparse(function) in MAKERS_OF_FAULTS:
                    yield from asked_by_fault(where, node, ast.unparse(function))
    for code in CODES.values():
        figures = names_in(CATALOGUE["faults"][code]["expected"]) & set(FIGURES)
        yield Asked("domain/reading.py", f"faults.{code}", frozenset(figures))
    yield Asked("domain/reading.py", "faults.not-as-the-model-says", frozenset({"message"}))


MAKERS_OF_FAULTS = {
    "BadValue": 0, "Fault": 2, "InputError.of": 2, "cell_fault": 2, "fault_at": 2, "refusal": 2,
    "reading.fault": 2, "self.fault": 2, "self.refuse": 3,
}  # fmt: skip
"""What makes a fault, and which argument its code is; the facts are keywords, or a dict that is called `facts`."""


def asked_by_fault(where: str, node: ast.Call, maker: str) -> Iterator[Asked]:
    """The code of a fault, or the two that it chooses from; nothing where a code is handed on."""
    place = MAKERS_OF_FAULTS[maker]
    code = node.args[place]
    if isinstance(code, ast.Starred) or ast.unparse(code) == "code":
        return
    given: ast.expr = ast.Dict([ast.Constant(word.arg) for word in node.keywords if word.arg != "file"], [])
    if maker == "Fault":
        named = [word.value for word in node.keywords if word.arg == "facts"]
        given = next(iter([*node.args[place + 1 :], *named]), ast.Dict([], []))
    facts = None
    if isinstance(given, ast.Dict):
        facts = frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))
    for pattern in patterns_of(code, where):
        yield Asked(where, f"faults.{pattern}", facts)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the id of the rule in whose class it stands."""
    ids: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "id":
                    ids |= dict.fromkeys(ast.walk(node), ast.literal_eval(part.value))
        if isinstance(node, ast.Call):
            yield ids.get(node, ""), node


def names_in(sentence: str) -> set[str]:
    """The facts that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


CALLS = list(asked())


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.where} {call.pattern}")
def test_a_code_has_its_sentence(call: Asked) -> None:
    """With the facts that it names."""
    found = [code for code in SENTENCES if call.matches(code)]
    assert found, f"{call.where}: no sentence of {call.pattern}"
    if call.facts is not None and "*" not in call.pattern:
        named = names_in(SENTENCES.get(f"{call.pattern}.expected") or SENTENCES[call.pattern])
        spared = {"situation", "session"} if call.pattern.startswith("rules.") else set()
        assert named <= call.facts <= named | spared, call.where


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_asked_for_and_can_be_filled(code: str) -> None:
    """No sentence is left over; its braces are names, its formats are known."""
    assert any(call.matches(code) for call in CALLS), f"nobody asks for {code}"
    value = SENTENCES[code]
    for text in [value] if isinstance(value, str) else value:
        assert isinstance(text, str)
        for _, name, way, _ in Formatter().parse(text):
            if name is not None:
                assert name.isidentifier()
                assert not way or way.partition(" ")[0] in FORMATS


def test_facts_and_formats() -> None:
    """Figures are written as officials read them, plurals agree, what is missing is a bug."""
    assert fill("{n:figure} séance{n:plural |s} : {who:several}.", {"n": 1200, "who": ["a", "b"]}) == (
        "1\u202f200 séances : a et b."
    )
    assert fill("{n:count jour} et {n} {n:plural est|sont}", {"n": 1}) == "1 jour et 1 est"
    with pytest.raises(MissingSentence, match="days"):
        fill("{days:count jour}", {}, "some.code")
    for code in ("nowhere", "rules.nothing", "rules.presence.sentence.deeper"):
        with pytest.raises(MissingSentence):
            lookup(code)
    with pytest.raises(MissingSentence):
        say("rules.nothing.at-all", situation="d-1")
    assert set(words("rules.presence")) >= {"sentence"}
