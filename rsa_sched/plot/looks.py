"""Lines that differ without colour: each has a dash and a mark of its own."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING, NamedTuple

from rsa_sched.errors import brought_by

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class LineStyle(NamedTuple):
    """Ink, dash and mark of a line."""

    ink: str
    dash: str
    mark: str


LINE_STYLES = (
    LineStyle("#0b5394", "-", "o"),
    LineStyle("#b34700", "--", "s"),
    LineStyle("#38761d", "-.", "^"),
    LineStyle("#741b47", ":", "D"),
    LineStyle("#444444", (0, (5, 1, 1, 1, 1, 1)), "v"),  # type: ignore[arg-type]  # a dash of one's own
)


def line_styles(number: int) -> list[LineStyle]:
    """As many styles as asked for, from the first again after five."""
    return list(islice(cycle(LINE_STYLES), number))


def own_axes(ax: Axes | None) -> Axes:
    """The caller's axes, or new ones in a figure of their own; without a frame above and at the right."""
    with brought_by("plot"):
        from matplotlib import pyplot as plt

    if ax is None:
        _, ax = plt.subplots(figsize=(8, 4.5), layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", linewidth=0.5, color="#d0d7de")
    ax.set_axisbelow(True)
    return ax


def require(frame: object, columns: tuple[str, ...], name: str) -> None:
    """ValueError where a frame has no row or lacks a column."""
    there = getattr(frame, "columns", ())
    missing = [column for column in columns if column not in there]
    if missing or not len(frame):  # type: ignore[arg-type]
        raise ValueError(f"{name}: {f'without {missing}' if missing else 'no row'}")
