"""A drawing as an element of a page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rsa_sched.errors import brought_by

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def svg_element(figure: Figure) -> str:
    """The SVG element of a figure, which is closed; the same drawing, the same text.

    Raises
    ------
    MissingExtra : without the extra ``plot``.
    """
    with brought_by("plot"):
        import matplotlib as mpl
        from matplotlib import pyplot as plt

    stream = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "rsa_sched", "svg.fonttype": "none"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "rsa_sched"})
    plt.close(figure)
    text = stream.getvalue()
    return text[text.index("<svg") :]
