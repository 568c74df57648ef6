"""What people read in French stands in `french/` and in templates, nowhere else in the package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "rsa_sched"
ALONE = PACKAGE / "certify" / "verify.py"
"""Runs without the rest of the package (contract, section 8), so it brings its own sentences."""
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if PACKAGE / "french" not in path.parents and path != ALONE]

ACCENTED = re.compile(r"[àâçèéêëîïôùûüÿœæÀÂÇÈÉÊËÎÏÔÙÛŒ«»]")
WORDS = re.compile(
    r"\b(le|la|les|des|du|une|un|et|ou|dans|pour|par|sur|avec|sans|est|sont|pas|cette|ce|ces|qui|que|aucune?|au|aux|"
    r"jours?|heures?|lieu|feuille|ligne|colonne|mois|moins|structure du|personne)\b",
    re.IGNORECASE,
)
"""Words that a French sentence hardly does without; two of them make one."""


def is_french(text: str) -> bool:
    """Whether a text holds letters that English has not, or reads as French."""
    return bool(ACCENTED.search(text)) or len(set(WORDS.findall(text.lower()))) > 1


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string that is not there for the reader of the code: docstrings, and those below an attribute, are."""
    spared = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spared:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_french_in_the_code(path: Path) -> None:
    """A wording is changed in a TOML file or a template, found by its words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [f"{line}: {text!r}" for line, text in texts(tree) if is_french(text)]
    assert not found, "\n".join(found)


def test_what_is_french() -> None:
    """Letters or words tell; English is left alone."""
    assert is_french("séance") and is_french("Il y a des places pour la suite") and is_french("« Oui »")
    assert not is_french("no such session: expected the id of one of the sessions")
