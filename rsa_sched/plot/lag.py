"""How far each kind of structure is behind its weight, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsa_sched.errors import brought_by
from rsa_sched.plot.looks import line_styles, needed, own_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def lag(kinds: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the ledger's lag of each kind in places of half an hour; above 0 it is behind, below ahead.

    Parameters
    ----------
    kinds : ``kinds`` of a run, or of a campaign: then the mean of replications in a band
        from the least to the greatest.
    ax : where to draw; by default in a figure of its own.

    Raises
    ------
    MissingExtra : where matplotlib is not installed.
    ValueError : where there is no row, or a column is missing.
    """
    needed(kinds, ("month", "kind", "lag_slots"), "kinds")
    with brought_by("plot"):
        from matplotlib.ticker import MaxNLocator

    ax = own_axes(ax)
    names = sorted(kinds["kind"].unique())
    for name, look in zip(names, line_styles(len(names)), strict=True):
        months = kinds[kinds["kind"] == name].groupby("month")["lag_slots"]
        mean = months.mean()
        number = mean.index.to_numpy() + 1
        ax.plot(
            number, mean, look.dash, color=look.ink, marker=look.mark, markevery=max(1, len(mean) // 12), label=name
        )
        if "replication" in kinds.columns:
            ax.fill_between(number, months.min(), months.max(), color=look.ink, alpha=0.12, linewidth=0)
    ax.axhline(0, color="#1b1f24", linewidth=0.8)
    ax.set_xlabel("month")
    ax.set_ylabel("places behind (+) or ahead (-)")
    ax.legend(frameon=False)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return ax
