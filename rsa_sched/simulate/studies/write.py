"""The results of a study as files: tables (csv), pictures (svg), a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.errors import brought_by
from rsa_sched.french.sentences import say, words
from rsa_sched.office.files import write_whole
from rsa_sched.office.inert import inert_cell
from rsa_sched.plot.element import svg_element
from rsa_sched.render.table import BOM
from rsa_sched.simulate.campaigns.campaign import Campaign
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.frontier import frontier
from rsa_sched.simulate.studies.conduct import Findings
from rsa_sched.simulate.studies.dossier import dossier_of
from rsa_sched.simulate.studies.page import study_page

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Draw = Callable[[], "Axes | Figure"]


def write(found: Findings, folder: Path) -> list[Path]:
    """Write everything into a folder; what was there under the same names is replaced, each file whole.

    Returns
    -------
    The paths, the page first.

    Raises
    ------
    InputError : where a file cannot be written.
    MissingExtra : without the extra ``plot``.
    """
    pictures: dict[str, tuple[str, str]] = {}
    for title, (name, draw) in _drawings(found).items():
        svg, from_zero = picture(draw)
        pictures[title if from_zero else f"{title}. {say('study.axes.zoomed')}"] = name, svg
    page = study_page(found, {title: svg for title, (_, svg) in pictures.items()})
    files = {"rapport.html": page.encode()}
    files |= {f"{name}.csv": csv_of(frame) for name, frame in found.tables.items()}
    files |= {f"{name}.svg": svg.encode() for name, svg in pictures.values()}
    dossier = dossier_of(found)
    files["hypotheses.csv"], files["non-prouves.csv"] = csv_of(dossier.assumptions), csv_of(dossier.unproven)
    files["dossier.json"] = (json.dumps(dossier.record(found), ensure_ascii=False, indent=1) + "\n").encode()
    if len(found.campaign.failures):
        files["echecs.csv"] = csv_of(found.campaign.failures)
    paths = []
    for name, data in files.items():
        path = folder / name
        write_whole(path, data)
        paths.append(path)
    return paths


def _drawings(found: Findings) -> dict[str, tuple[str, Draw]]:
    """The name of its file, and what draws it, of each picture by its title."""
    from rsa_sched.plot import frontiers, lag, service_level, trade_off, waiting_times

    requests, kinds, months = found.campaign.requests, found.campaign.kinds, found.campaign.months
    first, capacity = found.scenarios[0].name, found.capacity
    drawings: dict[str, tuple[str, Draw]] = {
        "waits": ("attentes", lambda: waiting_times(requests, by="scenario")),
        "lag": ("retard", lambda: lag(kinds[kinds["scenario"] == first])),
        "trade-off": ("compromis", lambda: trade_off(months, "trips", "seated")),
    }
    if (alike := comparable(found.campaign, found.scenarios)) is not None:
        drawings["frontier"] = "frontiere", lambda: frontiers(alike, words("study.frontier-axes"), decimal=",")
    if capacity is not None:
        drawings["capacity"] = "capacite", lambda: service_level(capacity.tried, capacity.target)
    titled: dict[str, tuple[str, Draw]] = {}
    for key, (name, draw) in drawings.items():
        title, labels = say(f"study.pictures.{key}.title", scenario=first), words(f"study.pictures.{key}")
        titled[title] = name, partial(_in_french, labels, draw)
    return titled


def comparable(played: Campaign, scenarios: Sequence[Scenario]) -> pd.DataFrame | None:
    """The frontier's figures of the scenarios that meet the first one's requests, of the replications that all have.

    In the order of the study; None where there are not two of them.
    """
    import pandas as pd

    measured = frontier(played.requests, played.kinds, played.months)
    parts = [
        measured[measured["scenario"] == scenario.name]
        for scenario in scenarios
        if scenario.demand == scenarios[0].demand
    ]
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return None
    shared = set.intersection(*(set(part["replication"]) for part in parts))
    return pd.concat([part[part["replication"].isin(shared)] for part in parts], ignore_index=True)


def picture(draw: Draw) -> tuple[str, bool]:
    """A drawing as an SVG element, and whether its axes begin at 0; the same drawing, the same text."""
    with brought_by("plot"):
        from matplotlib.figure import Figure

    drawn = draw()
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    assert isinstance(figure, Figure)
    from_zero = all(_begins_at_zero(axes) for axes in figure.axes)
    return svg_element(figure), from_zero


def _begins_at_zero(axes: Axes) -> bool:
    """Whether a length on the picture is as long as what it stands for; counts that are ticked one by one are none."""
    across = axes.get_xlim()[0] <= 0 or all(float(tick).is_integer() for tick in axes.get_xticks())
    return across and axes.get_ylim()[0] <= 0


def _in_french(labels: Mapping[str, str], draw: Draw) -> Axes | Figure:
    """A drawing whose axes and legend are labelled for officials, as far as there are labels."""
    drawn: Any = draw()
    if "across" in labels:
        drawn.set(xlabel=labels["across"], ylabel=labels["up"])
    for axes in drawn.axes if hasattr(drawn, "savefig") else [drawn]:
        _with_commas(axes)
        if "from_zero" in labels:
            axes.set_ylim(bottom=0)
        else:
            _widened(axes)
    if "legend" in labels:
        drawn.get_legend().set_title(labels["legend"])
    return drawn  # type: ignore[no-any-return]


LEAST_SPAN = 0.1
"""Of the figures themselves: what lies nearer together looks as near as it is."""


def _widened(axes: Axes) -> None:
    """Take an axis that begins above 0 so far that a difference of a per cent does not fill the picture."""
    for limits, widen in ((axes.get_xlim(), axes.set_xlim), (axes.get_ylim(), axes.set_ylim)):
        low, high = limits
        middle = (low + high) / 2
        if low > 0 and high - low < LEAST_SPAN * middle:
            widen(middle * (1 - LEAST_SPAN / 2), middle * (1 + LEAST_SPAN / 2))


def _with_commas(axes: Axes) -> None:
    """Figures at the axes as officials write them."""
    from matplotlib.ticker import FuncFormatter

    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", ",").replace("-", "−")))


def csv_of(frame: pd.DataFrame) -> bytes:
    """Semicolons, UTF-8 with BOM, no cell a formula."""
    texts = frame.select_dtypes(include=["object", "str"]).columns
    inert = frame.assign(**{name: frame[name].map(lambda cell: inert_cell(str(cell))) for name in texts})
    return BOM + inert.to_csv(sep=";", index=False, lineterminator="\r\n").encode()
