"""The plot of convergence: what is drawn is the trace, and it can be read without colour."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from rsa_sched import MissingExtra, load_demo, solve
from rsa_sched.plot import convergence
from tests.support_cli import ROOT

STEPS = pd.DataFrame(
    {
        "elapsed": [0.5, 2.0, 2.5, 60.0, 60.1],
        "points": [9_000, 9_500, 9_500, 10_000, 10_000],
        "bound": [13_000, 13_000, 12_500, 12_500, 12_500],
        "stage": ["greedy", "search", "search", "search", "done"],
    }
)
PROVEN = STEPS.assign(bound=[13_000, 12_000, 11_000, 10_000, 10_000])


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Figures are closed after each test; whoever calls `plt.show` fails it."""
    monkeypatch.setattr(plt, "show", lambda *_, **__: pytest.fail("plt.show was called"))
    plt.switch_backend("agg")
    yield
    plt.close("all")


def line(ax: Axes, label: str) -> Line2D:
    """The drawn line of that name."""
    (found,) = [drawn for drawn in ax.get_lines() if drawn.get_label() == label]
    return found


def labels(ax: Axes) -> list[str]:
    """The words beside the lines."""
    return [text.get_text().replace("\u202f", " ") for text in ax.texts]


def figure_of(ax: Axes) -> Figure:
    """The figure that holds the axes, drawn."""
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    return figure


def test_lines_are_the_trace_as_steps() -> None:
    """A value holds until the next row."""
    ax = convergence(STEPS)
    for name in ("points", "bound"):
        drawn = line(ax, name)
        assert drawn.get_drawstyle() == "steps-post"
        assert np.array_equal(drawn.get_xdata(), STEPS["elapsed"])
        assert np.array_equal(drawn.get_ydata(), STEPS[name])
    assert ax.get_xlim()[0] == 0
    assert ax.get_xlim()[1] >= 60.1


def test_lines_differ_without_colour_and_bear_their_names() -> None:
    """By dash and mark; name and last value beside the end, the bound above, the points below."""
    ax = convergence(STEPS)
    points, bound = line(ax, "points"), line(ax, "bound")
    assert points.get_linestyle() != bound.get_linestyle()
    assert points.get_marker() != bound.get_marker()
    assert labels(ax) == ["bound\n12 500", "10 000\npoints"]
    assert [text.get_verticalalignment() for text in ax.texts] == ["bottom", "top"]
    assert ax.get_legend() is None


@pytest.mark.parametrize(("points", "bound"), [(10_000, 12_500), (10_000, 10_001), (0, 1), (-5, -4)])
def test_labels_stand_in_the_figure_and_do_not_meet(points: int, bound: int) -> None:
    """However small the gap."""
    ax = convergence(STEPS.assign(points=points, bound=bound))
    figure = figure_of(ax)
    upper, lower = (text.get_window_extent() for text in ax.texts)
    assert upper.y0 >= lower.y1
    for box in (upper, lower):
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1
        assert box.x0 >= ax.get_window_extent().x1
        assert figure.bbox.y0 <= box.y0 < box.y1 <= figure.bbox.y1


def test_title_has_the_gap_or_the_proof() -> None:
    """And after how many seconds; where both lines end together they share a label."""
    assert convergence(STEPS).get_title(loc="left") == "Gap 20.00 %, after 60.1 s"
    proven = convergence(PROVEN)
    assert proven.get_title(loc="left") == "Proven: no agenda has more points, after 60.1 s"
    assert labels(proven) == ["10 000\npoints = bound"]


@pytest.mark.parametrize("limit", [0, 60], ids=["first agenda", "proven"])
def test_a_result_is_drawn_as_its_trace(limit: float) -> None:
    """Of the bundled month, with a search and without."""
    result = solve(load_demo(), time_limit=limit)
    ax = convergence(result)
    figure_of(ax)
    assert np.array_equal(line(ax, "points").get_ydata(), result.trace["points"])
    assert labels(convergence(result.trace)) == labels(ax)


def test_it_draws_where_it_is_told_to() -> None:
    """In the caller's axes, and in a new figure otherwise."""
    _, ours = plt.subplots(layout="constrained")
    assert convergence(STEPS, ax=ours) is ours
    assert plt.get_fignums() == [1]
    assert convergence(STEPS) is not ours
    assert plt.get_fignums() == [1, 2]


def test_a_search_of_no_time_and_no_points_can_be_drawn() -> None:
    """One row, at second 0, for an empty month."""
    ax = convergence(STEPS.iloc[:1].assign(elapsed=0.0, points=0, bound=0))
    figure_of(ax)
    ticks = [label.get_text() for label in ax.get_yticklabels()]
    assert len(set(ticks)) == len(ticks)


@pytest.mark.parametrize("trace", [STEPS.iloc[:0], STEPS.drop(columns="bound")], ids=["empty", "no bound"])
def test_no_trace_is_refused(trace: pd.DataFrame) -> None:
    """Nothing to draw: said in one line."""
    with pytest.raises(ValueError, match=r"^trace: (no row|without \['bound'\]): expected that of a Result$"):
        convergence(trace)


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, as for every extra."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"^le paquet matplotlib .*pip install '\.\[plot\]'$"):
        convergence(STEPS)


def test_matplotlib_loads_when_something_is_drawn() -> None:
    """Not before."""
    code = "import sys, rsa_sched.plot; print('matplotlib' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


@pytest.mark.slow
def test_the_command_of_the_documentations_figure(tmp_path: Path) -> None:
    """It solves its load and writes an SVG whose text is text; here without the time for a search."""
    target = tmp_path / "figure.svg"
    subprocess.run([sys.executable, ROOT / "docs" / "images" / "convergence.py", "0", target], check=True)
    picture = ElementTree.parse(target)
    words = {element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"seconds", "points of the agenda", "points", "bound"} <= words
