"""The page of findings: every code with its level, its sentences filled with an example, made from the catalogue."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.french.sentences import fill, words
from tests.french.test_findings import AROUND, ENTRIES, MAKERS, choices, names_in, sentences, wordings
from tests.french.test_sentences import PACKAGE

ROOT = PACKAGE.parent
PAGE = ROOT / "docs" / "constats.md"
SHARED = ("repairs", "name-unknown", "name-ambiguous")
"""Groups of sentences of several codes."""
LEVEL_AT = {"Finding": 0, "at": 1, "report_column": 0, "report": 0}

INTRO = """\
# Les constats de l'import

Tout ce que `rsa-sched import` peut dire d'un tableau, par code. Le code est stable : il figure dans la colonne « code »
du rapport (`--report`). Les chiffres et les noms des phrases sont des exemples. Trois niveaux :

- **erreur** : la ligne, ou le fichier, ne peut pas servir ;
- **corrigé** : lu autrement que ce qui est écrit, comme la phrase le dit ;
- **à vérifier** : pris tel quel.

Les phrases sont dans `rsa_sched/french/findings.toml` ; cette page en est faite
(`UPDATE_DOCS=1 pytest tests/french/test_catalogue.py`).
"""

FACTS: dict[str, Any] = {
    "action": "Corriger la cellule.", "choices": ("matin", "après-midi"), "cells": 30, "day": dt.date(2010, 10, 5),
    "due": dt.date(2010, 9, 25), "end": dt.datetime(2010, 10, 5, 22), "entry": "structures[2].kind",
    "expected": ("Mistral", "Abbaye"), "filled": 12,
    "first": "C", "heading": "Nom", "holiday": "Toussaint", "home": "sls-s1", "hour": dt.time(9, 30),
    "id": "sls-s3-1f2e",
    "ids": ("sls-s3-ref1", "sls-s3-ref2"), "kind": "PSSI", "label": "Référent", "labels": ("Structure", "Référent"),
    "last": "E", "least": 30, "letters": ("C", "F"), "lines": 3, "lists": ("lieux",), "minutes": 15,
    "missing": ("le code postal", "la ville"), "month": "10/2010", "most": 100, "near": "Mistral", "number": 2,
    "opened": 12, "others": ("séances",), "professional": "sls-s3-ref1", "rows": (7, 8, 9),
    "said": "09/2010",
    "service": "grenoble", "session": dt.date(2010, 10, 12), "situations": 4, "start": dt.datetime(2010, 10, 5, 21),
    "structure": "sls-s3", "subsector": "S3", "table": "situations", "text": "La valeur n'est pas admise.",
    "problem": "grenoble-2010-09", "value": "grenoble-2010-09",
    "type": "instance SDF", "types": ("instance SDF",), "usual": 11, "where": "ligne 12 de sls3.csv", "written": "S4",
    "years": 10,
}  # fmt: skip


@cache
def levels() -> dict[str, set[str]]:
    """Levels by code, as the package makes its findings; codes may hold a « * »."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((PACKAGE / "intake").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            maker = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if maker in LEVEL_AT and len(node.args) > MAKERS[maker]:
                for code in choices(node.args[MAKERS[maker]]):
                    found[code] |= set(choices(node.args[LEVEL_AT[maker]]))
            elif maker in ("RefusedError", "fault") and node.args:
                for code in choices(node.args[0]):
                    found[code].add("error")
            elif maker == "repaired" or (maker == "Read" and len(node.args) > 1):
                given = next((word.value for word in node.keywords if word.arg == "code"), None)
                for text in choices(given if maker == "repaired" else node.args[1]):
                    found[text].add("repaired")
    return found


CHOSEN = {
    "health-in-text": {"warning"}, "email-in-text": {"warning"}, "phone-in-text": {"warning"},
    "number-hidden": {"warning"}, "number-letters": {"warning"}, "names-among-tables": {"warning"},
    "date-unreadable": {"error", "warning"},
}  # fmt: skip
"""Levels of codes that are put together as the program runs; `tests/intake/finding_codes.py` says where they differ."""


def codes() -> dict[str, list[str]]:
    """Every code with its levels, in the order of the catalogue; those of shared sentences last."""
    made = {code: found & set(words("findings.levels")) for code, found in levels().items()}
    made |= {code: made.get(code, set()) | found for code, found in CHOSEN.items()}
    listed = {code: made.get(code, set()) for code in ENTRIES if code not in (*AROUND, *SHARED)}
    order = list(words("findings.levels"))
    return {code: sorted(found or {"error"}, key=order.index) for code, found in listed.items()}


def filled(code: str, wording: str) -> Iterator[str]:
    """Text and action of a wording, with the facts of the example."""
    for key in ("text", "action"):
        sentence = sentences(code, wording).get(key, "")
        facts = {name: FACTS.get(name, 3) for name in names_in(sentence)}
        for name in re.findall(r"{(\w+):(?:listed|several)}", sentence):
            if not isinstance(facts[name], tuple):
                facts[name] = ("2010-0012", "2010-0034")
        if isinstance(facts.get("letters"), tuple) and "{letters}" in sentence:
            facts["letters"] = "F"
        yield re.sub(r"\s+", " ", fill(sentence, facts, code)).replace("|", "\\|").strip()


def rows(code: str) -> Iterator[tuple[str, str]]:
    """What is said in each wording of a code."""
    own = {key for key, value in ENTRIES[code].items() if isinstance(value, str)}
    for wording in [*([""] if "text" in own else []), *wordings(code)]:
        text, action = filled(code, wording)
        if text or action:
            yield text, action


def page() -> str:
    """The page, from the catalogue."""
    names = words("findings.levels")
    parts = [INTRO, "| Code | Niveau | Ce que dit l'outil | Que faire |", "|---|---|---|---|"]
    for code, found in codes().items():
        for number, (text, action) in enumerate(rows(code)):
            head = f"`{code}` | {', '.join(names[level] for level in found)}" if not number else " | "
            parts.append(f"| {head} | {text} | {action} |")
    parts += ["", "## Noms de la liste", ""]
    parts += ["Codes `structure-unknown`, `professional-unknown`… et `…-ambiguous`, erreurs :", ""]
    parts += ["| Groupe | Ce que dit l'outil | Que faire |", "|---|---|---|"]
    parts += [f"| `{c}` | {text} | {action} |" for c in ("name-unknown", "name-ambiguous") for text, action in rows(c)]
    parts += ["", "## Corrections dans une cellule", ""]
    parts += ["Plusieurs peuvent se suivre, sous les codes `date-repaired`, `hour-repaired`, `count-repaired`… :", ""]
    parts += [f"- {text}" for text, _ in rows("repairs")]
    return "\n".join(parts) + "\n"


def test_the_page_lists_every_finding() -> None:
    """As the catalogue has it today; ``UPDATE_DOCS=1`` writes it anew."""
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


TESTS = "\n".join(
    path.read_text(encoding="utf-8-sig")
    for folder, pattern in (("tests", "**/*.py"), ("examples/tables-fautifs", "*.csv"))
    for path in sorted((ROOT / folder).glob(pattern))
    if path != Path(__file__)
)


@pytest.mark.parametrize("code", codes())
def test_every_finding_has_a_level_and_a_test(code: str) -> None:
    """The code stands in a test or in the list of planted faults."""
    assert any(fnmatch(code, made) for made in levels()), "no level found"
    assert re.search(rf"\b{re.escape(code)}\b", TESTS)
