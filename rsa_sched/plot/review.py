"""The pictures of a review: who still waits, and who asks, is heard and waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rsa_sched.plot.looks import line_styles, own_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def waiting_steps(curves: Mapping[str, Sequence[tuple[int, float]]], ax: Axes | None = None) -> Axes:
    """Draw the share that still waits against the days waited, a line each.

    Parameters
    ----------
    curves : by name, days and shares of 1.
    ax : where to draw; by default in a figure of its own.
    """
    ax = own_axes(ax)
    for (name, points), look in zip(curves.items(), line_styles(len(curves)), strict=True):
        days, shares = [day for day, _ in points], [100 * share for _, share in points]
        ax.plot(days, shares, look.dash, color=look.ink, marker=look.mark, label=name)
    ax.set_xlabel("days since the request")
    ax.set_ylabel("not heard yet (%)")
    ax.set_xlim(left=0)
    ax.set_ylim(0, 102)
    ax.legend(frameon=False)
    return ax


def grouped_bars(values: Mapping[str, Mapping[str, float | None]], ax: Axes | None = None) -> Axes:
    """Draw bars of several series side by side over groups; what is None is left out.

    Parameters
    ----------
    values : by series, a value a group.
    ax : where to draw; by default in a figure of its own.
    """
    ax = own_axes(ax)
    groups = list(dict.fromkeys(group for series in values.values() for group in series))
    width = 0.8 / max(1, len(values))
    hatches = ("", "//", "..", "xx", "--")
    for n, ((name, series), look) in enumerate(zip(values.items(), line_styles(len(values)), strict=True)):
        at = [groups.index(group) - 0.4 + width * (n + 0.5) for group, value in series.items() if value is not None]
        shown = [value for value in series.values() if value is not None]
        bars = ax.bar(at, shown, width, color="none", edgecolor=look.ink, hatch=hatches[n % 5], label=name)
        ax.bar_label(bars, fmt="%g", padding=2)
    ax.set_xticks(range(len(groups)), groups)
    ax.legend(frameon=False)
    return ax
