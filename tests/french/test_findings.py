"""Sentences of findings and the code that makes findings: none is missing, none is left over, each gets its facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from string import Formatter
from typing import Any, NamedTuple

import pytest

from tests.french.test_sentences import CALLS, CATALOGUE, PACKAGE, leaves, pattern_of

ENTRIES: dict[str, Any] = CATALOGUE["findings"]
AROUND = ("address-parts", "levels", "organisation-lists", "place", "value")
"""Tables of words that stand around the sentences."""
MAKERS = {"Finding": 1, "RefusedError": 0, "at": 2, "report_column": 1, "fault": 0, "repair": 0, "report": 1}
"""What makes findings, and which argument their code is; the wording follows it, or is a keyword."""
NO_FACTS = {
    "column", "file", "heading", "key", "line", "place", "row", "rule", "sentences", "sheet", "value", "wording",
}  # fmt: skip


class Made(NamedTuple):
    """A finding, a refused file or a cell at fault or repaired, as made somewhere in the package."""

    where: str
    code: str
    wordings: tuple[str, ...]
    """One of these; as the code, each may hold a « * »: a part that is known only when it runs."""
    facts: frozenset[str] | None
    """Names of the facts; None where they are known only when it runs."""

    def entries(self) -> list[tuple[str, str]]:
        """Every code and wording that may be meant."""
        if "*" not in "".join((self.code, *self.wordings)):
            return [(self.code, wording) for wording in self.wordings]
        codes = [code for code in ENTRIES if fnmatch(code, self.code) and code not in AROUND]
        pairs = [(code, name) for code in codes for name in ["", *wordings(code)]]
        return [(code, name) for code, name in pairs if any(fnmatch(name, wording) for wording in self.wordings)]


def wordings(code: str) -> list[str]:
    """The wordings of a code that has several."""
    return [key for key, value in ENTRIES[code].items() if isinstance(value, dict)]


def sentences(code: str, wording: str) -> dict[str, str]:
    """Text and action; what a wording leaves out stands at the code."""
    entry = {key: value for key, value in ENTRIES[code].items() if isinstance(value, str)}
    return entry | ENTRIES[code][wording] if wording else entry


def names_in(sentence: str) -> set[str]:
    """The facts that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def choices(node: ast.expr | None) -> list[str]:
    """A literal, both that a condition chooses from, or « * »."""
    if node is None:
        return [""]
    if isinstance(node, ast.IfExp):
        return [*choices(node.body), *choices(node.orelse)]
    pattern = pattern_of(node)
    return ["*" if pattern is None else pattern]


def made() -> Iterator[Made]:
    """What each call makes; nothing where it hands on a code."""
    for path in sorted((PACKAGE / "intake").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Finding" | "RefusedError" | "fault" | "repair" as maker)):
                    pass
                case ast.Call(func=ast.Attribute(attr="at" | "report_column" | "report" as maker)):
                    pass
                case _:
                    continue
            place, words = MAKERS[maker], {word.arg: word.value for word in node.keywords}
            if ast.unparse(node.args[place]).endswith("code"):
                continue
            facts: frozenset[str] | None = frozenset(str(word) for word in words if word not in NO_FACTS)
            if None in words or (maker == "Finding" and ("facts" in words or len(node.args) > 2)):
                facts = None
            given = node.args[place + 1] if maker in ("RefusedError", "fault") and node.args[place + 1 :] else None
            where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            found = ("*",) if "sentences" in words else tuple(choices(given or words.get("wording")))
            for code in choices(node.args[place]):
                yield Made(where, "repairs", (code,), facts) if maker == "repair" else Made(where, code, found, facts)


MADE = list(made())


@pytest.mark.parametrize("one", MADE, ids=lambda one: f"{one.where} {one.code} {' '.join(one.wordings)}")
def test_a_finding_has_its_sentences(one: Made) -> None:
    """Of its code and each of its wordings; the facts are those that they name."""
    found = [sentences(*entry) for entry in one.entries()]
    assert found, f"{one.where}: no sentence of {one.code}"
    named = [set().union(*map(names_in, entry.values())) for entry in found]
    if "*" in "".join((one.code, *one.wordings)):
        assert one.facts is None or one.facts in named, one.where
    else:
        assert all("text" in entry for entry in found)
        assert one.facts is None or one.facts == set().union(*named), one.where


@pytest.mark.parametrize("code", [code for code in ENTRIES if code not in AROUND])
def test_no_sentence_of_a_finding_is_left_over(code: str) -> None:
    """The code is made somewhere, in each of its wordings; nothing but text and action stands there."""
    asked = {wording for one in MADE for name, wording in one.entries() if name == code}
    assert asked
    assert set(wordings(code)) <= asked | ({"more"} if code in ("cell-error", "formula-without-result") else set())
    for wording in wordings(code):
        assert set(ENTRIES[code][wording]) <= {"text", "action"}
    assert {key for key, value in ENTRIES[code].items() if isinstance(value, str)} <= {"text", "action"}


@pytest.mark.parametrize("group", AROUND)
def test_the_words_around_are_asked_for(group: str) -> None:
    """Each by its code."""
    for code, _ in leaves(ENTRIES[group], f"findings.{group}"):
        assert any(call.matches(code) for call in CALLS if call.pattern != "findings.*"), code
