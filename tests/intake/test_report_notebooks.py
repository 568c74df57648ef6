"""Notebooks: problems, agendas, results, reports and imports show themselves as accessible tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from rsa_sched import Import, Result, read_tables
from rsa_sched.intake import Identities, Key, Profile
from tests.cli.month import SITUATIONS, profile, tables
from tests.support.browser import launched
from tests.support.bundled import bundled
from tests.support.quick import mostly_long

KINDS = ("problem", "agenda", "result", "report", "import")


@pytest.fixture(scope="module")
def result() -> Result:
    """The month of the note, solved."""
    return bundled()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Import:
    """An import that found something of every level."""
    folder = tmp_path_factory.mktemp("month")
    text = SITUATIONS.replace("01/09/2010;1", "1285891200;1").replace("Argoule;", "Argoul;", 1)
    mapping, identities = Profile.from_toml(profile(folder)), Identities(Key(bytes(32)))
    return read_tables(tables(folder, situations=text), mapping=mapping, identities=identities)


@pytest.fixture(scope="module")
def shown(result: Result, read: Import) -> dict[str, str]:
    """What a notebook shows of each."""
    formatter: Any = DisplayFormatter()
    things = (result.problem, result.agenda, result, read.report, read)
    return {kind: formatter.format(thing)[0]["text/html"] for kind, thing in zip(KINDS, things, strict=True)}


@pytest.fixture(scope="module")
def tab() -> Iterator[Any]:
    """A browser's page."""
    with launched() as browser:
        yield browser.new_page()


@pytest.mark.parametrize("kind", KINDS)
def test_everything_shows_itself(shown: dict[str, str], kind: str) -> None:
    """Tables with captions and scopes, in French, without script or anything from outside."""
    html = shown[kind]
    assert html.count("<table") == html.count("<caption") > 0
    assert 'lang="fr"' in html
    assert 'scope="col"' in html
    for forbidden in ("<script", "href=", "url(", "@import"):
        assert forbidden not in html


@pytest.mark.parametrize("kind", mostly_long(KINDS, [], KINDS[-1:]))
def test_axe_finds_nothing(shown: dict[str, str], kind: str, tab: Any, tmp_path: Path) -> None:
    """axe-core has nothing to say of a notebook's page that holds it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install rsa_sched[test]")
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Notebook</title></head>'
        f"<body><main><h1>Notebook</h1>{shown[kind]}</main></body></html>",
        encoding="utf-8",
    )
    tab.goto(page.as_uri())
    assert axe.Axe().run(tab).response["violations"] == []
