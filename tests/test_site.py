"""The site shows each public name and each page once, and its glossary names modules that exist. Without Sphinx."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PUBLIC = (
    "rsa_sched",
    "rsa_sched.publish",
    "rsa_sched.register",
    "rsa_sched.certify",
    "rsa_sched.simulate",
    "rsa_sched.plot",
)
GLOSSARY = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| Word |", "|---"))
]


def documented() -> Iterator[object]:
    """What the API pages take from the docstrings."""
    for page in sorted((DOCS / "api").glob("*.rst")):
        module = ""
        for directive, name in re.findall(
            r"^\.\. (\w+):: (\S+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE
        ):
            if directive == "currentmodule":
                module = name
            elif directive.startswith("auto"):
                home, _, last = name.rpartition(".")
                yield getattr(import_module(home or module), last)


def test_the_api_pages_have_every_public_name_and_no_other() -> None:
    """Once each, wherever else it can be imported from too."""
    public = {
        id(what): f"{home}.{name}"
        for home in PUBLIC
        for module in [import_module(home)]
        for name in getattr(module, "__all__", vars(module))
        for what in [getattr(module, name)]
        if not name.startswith("_") and not isinstance(what, ModuleType)
    }
    shown = [id(what) for what in documented()]
    assert sorted(public[what] for what in public if what not in shown) == []
    assert set(shown) == set(public)
    assert len(shown) == len(set(shown))


def pages() -> Iterator[str]:
    """Every page of the site, as its path in the clone."""
    for pattern in ("*.md", "docs/*.md", "docs/dev/*.md", "docs/reference/*.md", "docs/api/index.rst"):
        yield from (path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))
    for pattern in ("benchmarks/*.md", "examples/*/LISEZMOI.md", "examples/notebooks/*.ipynb", "tests/found/*.md"):
        yield from (path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))


def test_every_page_has_one_section() -> None:
    """In the toctrees of the index, and in its table, which GitHub shows."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    trees = "\n".join(re.findall(r"^```\{toctree\}\n(.*?)^```$", index, flags=re.MULTILINE | re.DOTALL))
    entries = re.findall(r"^(?:.*<)?([\w./-]+)>?$", re.sub(r"^:.*$", "", trees, flags=re.MULTILINE), flags=re.MULTILINE)
    named = sorted(posixpath.normpath(f"docs/{entry}") for entry in entries)
    expected = {Path(page).with_suffix("").as_posix(): page for page in pages() if page != "docs/index.md"}
    assert named == sorted(expected)
    links = {posixpath.normpath(f"docs/{link}") for link in re.findall(r"\]\(([^)#]+)", index)}
    assert set(expected.values()) <= links


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_a_word_of_the_glossary_has_a_meaning_and_a_home(row: list[str]) -> None:
    """A sentence, and a module to open first."""
    assert row[-2].endswith(".") or row[-2].endswith(").")
    assert (ROOT / "rsa_sched" / row[-1].strip("`")).is_file()


def test_the_glossary_names_each_word_once() -> None:
    """And has some."""
    words = [word for row in GLOSSARY for word in row[0].split(", ")]
    assert len(words) == len(set(words)) > 60
