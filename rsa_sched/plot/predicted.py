"""What was foretold of months and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rsa_sched.errors import brought_by
from rsa_sched.plot.looks import LINE_STYLES, require

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 3.4, 2.3
"""Inches of one picture."""


def predicted(figures: pd.DataFrame, labels: Mapping[tuple[str, str], str] | None = None) -> Figure:
    """Draw each measure's predictive intervals as bars, their medians as dashes and what was observed as dots.

    Parameters
    ----------
    figures : `PredictiveCheck.figures`.
    labels : what a measure (with its kind, or "") is called; by default its name.

    Raises
    ------
    MissingExtra, ValueError : without matplotlib; for a frame without rows or without one of the columns.
    """
    require(figures, ("month", "measure", "kind", "observed", "median", "low", "high"), "figures")
    with brought_by("plot"):
        from matplotlib.figure import Figure
    groups = list(figures.groupby(["measure", "kind"], sort=False))
    columns = min(3, len(groups))
    rows = -(-len(groups) // columns)
    figure = Figure(figsize=(WIDTH * columns, HEIGHT * rows), layout="constrained")
    look = LINE_STYLES[0]
    for number, ((measure, kind), group) in enumerate(groups, start=1):
        axes = figure.add_subplot(rows, columns, number)
        at = range(len(group))
        axes.vlines(at, group["low"], group["high"], color="0.75", linewidth=7)
        axes.plot(at, group["median"], linestyle="", marker="_", markersize=12, color=look.ink)
        axes.plot(at, group["observed"], linestyle="", marker="o", markersize=5, color=look.ink)
        axes.set_xticks(list(at), list(group["month"]))
        axes.tick_params(labelsize=8)
        name = f"{measure} {kind}".strip()
        axes.set_title(name if labels is None else labels[str(measure), str(kind)], fontsize=9)
        axes.set_ylim(bottom=0)
        axes.set_xlim(-0.5, len(group) - 0.5)
    return figure
