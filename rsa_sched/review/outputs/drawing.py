"""A plot as an element of a page, read aloud as one picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from rsa_sched.errors import brought_by

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
    with brought_by("plot"):
        import matplotlib as mpl
        from matplotlib import pyplot as plt

    with mpl.rc_context({"svg.hashsalt": "rsa_sched", "svg.fonttype": "none"}):
        axes: Any = draw()
        axes.set(xlabel=across, ylabel=up)
        stream = io.StringIO()
        axes.figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "rsa_sched"})
        plt.close(axes.figure)
    text = stream.getvalue()
    shape = text[text.index("<svg") + len("<svg") :]
    return Markup('<svg role="img" aria-label="{}"').format(escape(alt)) + Markup(shape)  # noqa: S704 - matplotlib escapes
