"""How long requests wait: the share that was not heard yet, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rsa_sched.plot.looks import line_styles, needed, own_axes
from rsa_sched.survival import survival

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def waiting_times(requests: pd.DataFrame, by: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share of requests still unheard against the days since they were made (Kaplan and Meier, 1958).

    Parameters
    ----------
    requests : ``requests`` of a run or campaign; who withdrew or still waits is counted for as long as was seen.
    by : a column, as ``scenario``, ``kind`` or ``urgency``: one line each; None: one line.
    ax : where to draw; by default in a figure of its own.

    Raises
    ------
    MissingExtra : where matplotlib is not installed.
    ValueError : where there is no row, or a column is missing.
    """
    needed(requests, ("waited_days", "fate", *([by] if by else [])), "requests")
    ax = own_axes(ax)
    groups: list[tuple[Any, pd.DataFrame]] = list(requests.groupby(by, sort=True)) if by else [("all", requests)]
    for (name, group), look in zip(groups, line_styles(len(groups)), strict=True):
        days, left = survival(group["waited_days"].to_numpy(), (group["fate"] == "heard").to_numpy())
        marks = max(1, len(days) // 8)
        ax.step(
            days,
            100 * left,
            look.dash,
            where="post",
            color=look.ink,
            marker=look.mark,
            markevery=marks,
            label=f"{name}",
        )
    ax.set_xlabel("days since the request")
    ax.set_ylabel("not heard yet (%)")
    ax.set_xlim(left=0)
    ax.set_ylim(0, 102)
    if by:
        ax.legend(title=by, frameon=False)
    return ax
