"""How long requests wait, how far kinds are behind, what is paid for what, what more sessions bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rsa_sched.errors import brought_by
from rsa_sched.plot.looks import LINE_STYLES, line_styles, own_axes, require
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
    MissingExtra, ValueError : without matplotlib; for a frame without rows or without one of the columns.
    """
    require(requests, ("waited_days", "fate", *([by] if by else [])), "requests")
    ax = own_axes(ax)
    groups: list[tuple[Any, pd.DataFrame]] = list(requests.groupby(by, sort=True)) if by else [("all", requests)]
    for (name, group), look in zip(groups, line_styles(len(groups)), strict=True):
        days, left = survival(group["waited_days"].to_numpy(), (group["fate"] == "heard").to_numpy())
        marks = max(1, len(days) // 8)
        look_of: dict[str, Any] = {"color": look.ink, "marker": look.mark, "markevery": marks, "label": str(name)}
        ax.step(days, 100 * left, look.dash, where="post", **look_of)
    ax.set_xlabel("days since the request")
    ax.set_ylabel("not heard yet (%)")
    ax.set_xlim(left=0)
    ax.set_ylim(0, 102)
    if by:
        ax.legend(title=by, frameon=False)
    return ax


def lag(kinds: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the ledger's lag of each kind in places of half an hour; above 0 it is behind, below ahead.

    Parameters
    ----------
    kinds : ``kinds`` of a run, or of a campaign: then the mean of replications in a band
        from the least to the greatest.
    ax : where to draw; by default in a figure of its own.

    Raises
    ------
    MissingExtra, ValueError : without matplotlib; for a frame without rows or without one of the columns.
    """
    require(kinds, ("month", "kind", "lag_slots"), "kinds")
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
    MissingExtra, ValueError : without matplotlib; for a frame without rows or without one of the columns.
    """
    require(months, ("scenario", x, y), "months")
    ax = own_axes(ax)
    means = months.groupby("scenario", sort=True)[[x, y]].mean()
    for number, ((name, across, up), look) in enumerate(zip(means.itertuples(), line_styles(len(means)), strict=True)):
        ax.plot([across], [up], look.mark, color=look.ink, markersize=9, linestyle="none")
        beside = (8, -12 if number % 2 else 4)  # two that are alike have their names above one another
        ax.annotate(str(name), (across, up), xytext=beside, textcoords="offset points", color=look.ink)
    ax.set_xlabel(f"{x} a month")
    ax.set_ylabel(f"{y} a month")
    ax.margins(0.2)
    return ax


def service_level(tried: pd.DataFrame, target: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share heard in time, with its interval, against the sessions a month.

    Parameters
    ----------
    tried : ``tried`` of a `Capacity`: ``sessions``, ``mean``, ``low``, ``high``.
    target : a line at that share.
    ax : where to draw; by default in a figure of its own.

    Raises
    ------
    MissingExtra, ValueError : without matplotlib; for a frame without rows or without one of the columns.
    """
    require(tried, ("sessions", "mean", "low", "high"), "tried")
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
