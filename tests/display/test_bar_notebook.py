"""The bar of progress in a real notebook: a widget, and no text that floods the page."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

SOLVE = """
from rsa_sched import ProgressBar, load_demo, solve
result = solve(load_demo(), on_progress=ProgressBar())
result.points
"""
FAIL = """
from rsa_sched import Progress
try:
    with ProgressBar() as bar:
        bar(Progress(0.0, 1, 2, "search", 0, 1))
        raise KeyboardInterrupt
except KeyboardInterrupt:
    pass
"""


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    """A notebook of two cells, run by a kernel of its own, with the widgets as they stand at the end."""
    blank: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    cells = [{**blank, "id": f"cell-{number}", "source": source} for number, source in enumerate((SOLVE, FAIL))]
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    page: nbformat.NotebookNode = nbformat.reads(json.dumps(document), as_version=4)
    NotebookClient(page, timeout=120, kernel_name="python3", store_widget_state=True).execute()
    return page


def widgets(notebook: nbformat.NotebookNode, cell: int) -> list[dict[str, Any]]:
    """The states of the parts of the one bar that the cell shows: text, bar, text."""
    (view,) = [output for output in notebook.cells[cell].outputs if output.output_type == "display_data"]
    states = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    box = states[view.data["application/vnd.jupyter.widget-view+json"]["model_id"]]["state"]
    return [states[name.removeprefix("IPY_MODEL_")]["state"] for name in box["children"]]


def words(widget: dict[str, Any]) -> str:
    """The text of a widget, its blanks as blanks."""
    return str(widget["value"]).replace("\u2007", " ")


def test_a_notebook_shows_a_widget_with_the_last_state(notebook: nbformat.NotebookNode) -> None:
    """Full and as after success, with the figures of the result beside it."""
    left, bar, right = widgets(notebook, 0)
    assert (bar["value"], bar["max"], bar["bar_style"]) == (1.0, 1.0, "success")
    assert words(left).endswith(" 1 sur 1 finie ")
    assert words(right) == " 17 221 points, au plus 17 221, marge 0,00 %"


def test_a_notebook_shows_nothing_else(notebook: nbformat.NotebookNode) -> None:
    """No text on standard output or error, a warning for instance."""
    kinds = [[output.output_type for output in cell.outputs] for cell in notebook.cells]
    assert kinds == [["display_data", "execute_result"], ["display_data"]]
    assert notebook.cells[0].outputs[1].data["text/plain"] == "17221"


def test_a_solve_that_failed_is_marked(notebook: nbformat.NotebookNode) -> None:
    """The bar stays where it was, in the colour of danger."""
    _, bar, right = widgets(notebook, 1)
    assert (bar["value"], bar["bar_style"]) == (0.0, "danger")
    assert words(right) == " 1 points, au plus 2, marge 50,00 %"
