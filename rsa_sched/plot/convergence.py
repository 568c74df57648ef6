"""How a search converged: the points of the best agenda rise, the proven bound falls, between them lies the gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsa_sched.engine.progress import relative_gap
from rsa_sched.french.figures import figure
from rsa_sched.plot.looks import own_axes
from rsa_sched.result import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLUMNS = ("elapsed", "points", "bound")
"""What is looked at of a trace."""
BOUND, POINTS, BETWEEN = "#b34700", "#0b5394", "#eceff1"


def convergence(result: Result | pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw points and bound against elapsed time (s), as steps, up to the end of the search.

    The two lines differ by dash and end mark as well as by colour, and bear their names and last values at the right
    of the frame: in axes of your own leave room there (``layout="constrained"`` does).

    Parameters
    ----------
    result : what `solve` returned, or its ``trace``.
    ax : where to draw; by default in a figure of its own.

    Returns
    -------
    Axes
        As drawn; nothing is shown or saved.

    Raises
    ------
    MissingExtra : where matplotlib is not installed.
    ValueError : where the trace has no row, or lacks a column.
    """
    trace = result.trace if isinstance(result, Result) else result
    missing = [column for column in COLUMNS if column not in trace.columns]
    if missing or trace.empty:
        raise ValueError(f"trace: {f'without {missing}' if missing else 'no row'}: expected that of a Result")
    ax = own_axes(ax)
    from matplotlib import pyplot as plt
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    elapsed, points, bound = (trace[column].to_numpy() for column in COLUMNS)
    ax.fill_between(elapsed, points, bound, step="post", color=BETWEEN, linewidth=0)
    looks = ((bound, BOUND, "--", "v", "bound"), (points, POINTS, "-", "o", "points"))
    for height, ink, dash, mark, name in looks:
        lines = ax.step(elapsed, height, dash, where="post", color=ink, marker=mark, markevery=[-1], label=name)
        plt.setp(lines, linewidth=1.8)

    last_points, last_bound, seconds = int(points[-1]), int(bound[-1]), float(elapsed[-1])
    proven = last_points == last_bound
    if proven:
        _label(ax, seconds, last_points, f"{figure(last_points)}\npoints = bound", POINTS, "center")
    else:
        _label(ax, seconds, last_bound, f"bound\n{figure(last_bound)}", BOUND, "bottom")
        _label(ax, seconds, last_points, f"{figure(last_points)}\npoints", POINTS, "top")
    gap = "Proven: no agenda has more points" if proven else f"Gap {100 * relative_gap(last_points, last_bound):.2f} %"
    ax.set_title(f"{gap}, after {seconds:.3g} s", loc="left")
    ax.set_xlabel("seconds")
    ax.set_ylabel("points of the agenda")
    ax.set_xlim(left=0, right=1.01 * seconds or None)
    if points.min() == bound.max():
        ax.set_ylim(last_points - 1, last_points + 1)  # else the ticks would be fractions of a point
    ax.yaxis.set_major_locator(MaxNLocator(8, integer=True, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: figure(round(value))))
    return ax


def _label(ax: Axes, seconds: float, height: int, words: str, ink: str, side: str) -> None:
    """Beside the end of a line, bound above and points below: they cannot meet however small the gap."""
    ax.annotate(words, (seconds, height), xytext=(12, 0), textcoords="offset points", color=ink, va=side)
