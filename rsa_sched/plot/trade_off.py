"""What is paid for what: two figures of each scenario against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsa_sched.plot.looks import line_styles, needed, own_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def trade_off(months: pd.DataFrame, x: str = "travel", y: str = "priority", ax: Axes | None = None) -> Axes:
    """Draw the monthly mean of one column against that of another, a mark and its name for each scenario.

    Parameters
    ----------
    months : ``months`` of a campaign.
    x, y : columns, as ``priority``, ``equity``, ``travel``, ``trips``, ``idle_minutes``, ``seated``. Points of
        scenarios with different weights are in different currencies: compare trips and seats then, not points.
    ax : where to draw; by default in a figure of its own.

    Raises
    ------
    MissingExtra : where matplotlib is not installed.
    ValueError : where there is no row, or a column is missing.
    """
    needed(months, ("scenario", x, y), "months")
    ax = own_axes(ax)
    means = months.groupby("scenario", sort=True)[[x, y]].mean()
    for (name, across, up), look in zip(means.itertuples(), line_styles(len(means)), strict=True):
        ax.plot([across], [up], look.mark, color=look.ink, markersize=9, linestyle="none")
        ax.annotate(str(name), (across, up), xytext=(8, 4), textcoords="offset points", color=look.ink)
    ax.set_xlabel(f"{x} a month")
    ax.set_ylabel(f"{y} a month")
    ax.margins(0.2)
    return ax
