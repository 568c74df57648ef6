"""What the urgent's wait is paid with: the wait of the others, the dues of the structures, the trips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rsa_sched.errors import brought_by
from rsa_sched.plot.looks import own_axes, require

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UP = "urgent_median_days"
ACROSS = ("calm_p90_days", "due_missed", "trips_per_situation")
SHARES = frozenset({"due_missed", "long_waits"})
"""Drawn in per cent."""


def frontier(measured: pd.DataFrame, x: str = ACROSS[0], y: str = UP, ax: Axes | None = None) -> Axes:
    """Draw the mean of one figure against that of another: a numbered mark for each scenario, in order of appearance.

    The nearer to the lower left corner, the better in both. The first scenario is filled, so that the others are seen
    against it.

    Parameters
    ----------
    measured : one row a scenario (and replication) with both figures, as `measures.frontier` makes it.
    x, y : its columns.
    ax : where to draw; by default in a figure of its own.

    Raises
    ------
    MissingExtra : where matplotlib is not installed.
    ValueError : where there is no row, or a column is missing.
    """
    require(measured, ("scenario", x, y), "measured")
    ax = own_axes(ax)
    means = measured.groupby("scenario", sort=False)[[x, y]].mean()
    for number, (across, up) in enumerate(zip(means[x], means[y], strict=True), start=1):
        first = number == 1
        place = (100 * across if x in SHARES else across, 100 * up if y in SHARES else up)
        face, ink = ("#1b1f24", "#ffffff") if first else ("#ffffff", "#1b1f24")
        above = 4 if first else 3
        ax.plot(
            [place[0]], [place[1]], "o", markersize=15, markerfacecolor=face, markeredgecolor="#1b1f24", zorder=above
        )
        ax.annotate(str(number), place, color=ink, ha="center", va="center", fontsize=8, zorder=above)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.margins(0.15)
    ax.grid(axis="x", linewidth=0.5, color="#d0d7de")
    return ax


def frontiers(
    measured: pd.DataFrame,
    labels: Mapping[str, str],
    across: Sequence[str] = ACROSS,
    up: str = UP,
    *,
    decimal: str = ".",
) -> Figure:
    """Several of them side by side, with the names of the scenarios below; `labels` say what each column is."""
    with brought_by("plot"):
        from matplotlib import pyplot as plt
        from matplotlib.ticker import FuncFormatter

    figure, row = plt.subplots(1, len(across), figsize=(11, 5.2), sharey=True, layout="constrained", squeeze=False)
    for number, (name, ax) in enumerate(zip(across, row[0], strict=True)):
        frontier(measured, name, up, ax)
        ax.set_xlabel(labels[name])
        ax.set_ylabel(labels[up] if not number else "")
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", decimal)))
    names = [f"{number} {name}" for number, name in enumerate(measured["scenario"].drop_duplicates(), start=1)]
    columns = 4
    lines = [" · ".join(names[start : start + columns]) for start in range(0, len(names), columns)]
    figure.supxlabel("\n".join(lines), fontsize=9)
    return figure
