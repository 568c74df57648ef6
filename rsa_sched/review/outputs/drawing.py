"""A plot as an element of a page, read aloud as one picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from rsa_sched.plot.element import svg_element

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def drawing(draw: Callable[[], Axes], *, alt: str, across: str, up: str) -> Markup:
    """The SVG element of a plot; the same plot, the same text.

    Parameters
    ----------
    alt : what it shows, for those who do not see it.
    across, up : what its axes are called.

    Raises
    ------
    MissingExtra : without the extra ``plot``.
    """
    axes: Any = draw()
    axes.set(xlabel=across, ylabel=up)
    shape = svg_element(axes.figure).removeprefix("<svg")
    return Markup('<svg role="img" aria-label="{}"').format(escape(alt)) + Markup(shape)  # noqa: S704 - matplotlib escapes
