"""What share is heard in time with how many sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsa_sched.plot.looks import LINE_STYLES, needed, own_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def service_level(tried: pd.DataFrame, target: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share heard in time, with its interval, against the sessions a month.

    Parameters
    ----------
    tried : ``tried`` of a `Capacity`: ``sessions``, ``mean``, ``low``, ``high``.
    target : a line at that share.
    ax : where to draw; by default in a figure of its own.

    Raises
    ------
    MissingExtra : where matplotlib is not installed.
    ValueError : where there is no row, or a column is missing.
    """
    needed(tried, ("sessions", "mean", "low", "high"), "tried")
    ax = own_axes(ax)
    mean = 100 * tried["mean"]
    bars = [mean - 100 * tried["low"], 100 * tried["high"] - mean]
    look = LINE_STYLES[0]
    ax.errorbar(tried["sessions"], mean, bars, color=look.ink, marker=look.mark, linestyle=look.dash, capsize=4)
    if target is not None:
        ax.axhline(100 * target, color=LINE_STYLES[1].ink, linestyle=LINE_STYLES[1].dash)
        ax.annotate(f"target {100 * target:g} %", (tried["sessions"].min(), 100 * target), xytext=(0, 4),
                    textcoords="offset points", color=LINE_STYLES[1].ink)  # fmt: skip
    ax.set_xlabel("sessions a month")
    ax.set_ylabel("heard in time (%)")
    ax.set_xticks(sorted(tried["sessions"]))
    ax.set_ylim(top=102)
    return ax
