"""The notebooks of the examples: each is its script, kept without output; `.ci/run` executes them."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "notebooks"
SCRIPTS = sorted(FOLDER.glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_notebook_is_its_script(script: Path) -> None:
    """Cell by cell, and no output, which would be that of another day."""
    said, kept = jupytext.read(script).cells, jupytext.read(script.with_suffix(".ipynb")).cells
    assert [(cell.cell_type, cell.source) for cell in said] == [(cell.cell_type, cell.source) for cell in kept]
    assert not any(cell.get("outputs") for cell in kept)


def test_every_notebook_has_its_script() -> None:
    """And there are some."""
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == {path.stem for path in SCRIPTS}
    assert len(SCRIPTS) == 6
