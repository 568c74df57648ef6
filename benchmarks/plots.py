"""Pictures of the results; each line is told apart by its marker and dashes as well as by its colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.medians import of
from benchmarks.peers import LABELS, NAMES
from benchmarks.records import Record, Results
from benchmarks.registry import ENTRIES, OURS
from benchmarks.stops import Stop, measured_families, stop

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Look = dict[str, Any]
# Okabe and Ito's colours, which the colour-blind tell apart too.
LOOKS: dict[str, Look] = {
    OURS: {"color": "#000000", "marker": "o", "linestyle": "-", "linewidth": 2},
    "textbook-8": {"color": "#0072B2", "marker": "D", "linestyle": "-."},
    "mip-highs": {"color": "#D55E00", "marker": "^", "linestyle": ":"},
    "solverforge": {"color": "#E69F00", "marker": "s", "linestyle": "--"},
    "officer": {"color": "#009E73", "marker": "v", "linestyle": (0, (5, 5))},
    "officer-in-turn": {"color": "#CC79A7", "marker": "P", "linestyle": (0, (1, 3))},
}
ONE_SHAPE = ("grenoble", "departement", "region", "france")
"""Families that differ in the number of services alone, or nearly so."""
LEAST = 1e-4
"""Per cent: what is closer is drawn here."""
ZERO, NOWHERE = 1e-4, 1e3
"""Per cent: where the picture of stops draws what is proven best, and what has no agenda."""


def draw(results: Results, folder: Path) -> list[Path]:
    """All pictures, as SVG. Raises ImportError where matplotlib is not installed."""
    import matplotlib as mpl

    mpl.use("Agg")
    # The same records give the same bytes.
    with mpl.rc_context({"svg.hashsalt": "rsa_sched", "font.size": 9, "svg.fonttype": "none"}):
        return [
            _stops(results, folder / "stops.svg"),
            _scaling(results, folder / "scaling.svg"),
            _convergence(results, folder / "convergence.svg"),
        ]


def label(solver: str) -> str:
    """What a legend calls a solver."""
    return LABELS.get(solver, solver)


def _stops(results: Results, path: Path) -> Path:
    from matplotlib import pyplot as plt

    figure, ax = plt.subplots(figsize=(10, 6), layout="constrained")
    families = measured_families(results)
    ends: list[tuple[float, str]] = []
    for number, solver in enumerate((OURS, *NAMES)):
        found = [place for family in families if (place := stop(results, family, solver)) is not None]
        # Beside one another where several stand at the same height.
        spots = sorted((place.situations * 1.025 ** (number - 2.5), _height(place)) for place in found)
        if spots:
            ax.plot(*zip(*spots, strict=True), markersize=6, **{**LOOKS[solver], "linewidth": 1})
            ends.append((spots[-1][1], solver))
    ax.set(xscale="log", yscale="log", xlabel="situations", ylabel="missing to the least bound proven, %")
    _named_families(ax, [(family, stop(results, family, OURS)) for family in families])
    ax.set_ylim(ZERO / 2, NOWHERE * 2)
    ticks = {ZERO: "0", **{10.0**power: f"{10.0**power:g}" for power in range(-3, 3)}, NOWHERE: "no agenda"}
    ax.set_yticks(list(ticks), list(ticks.values()))
    ax.minorticks_off()
    for line in (ZERO * 2.5, NOWHERE / 2):
        ax.axhline(line, color="#888888", linewidth=0.8)
    ax.grid(True, which="major", alpha=0.4)
    _labelled_ends(ax, ends)
    return _saved(figure, path, "Where each solver stops (medians over the seeds; 0: nobody can have a better agenda)")


def _height(place: Stop) -> float:
    """Per cent on the picture: nothing missing and no agenda have lines of their own."""
    if place.gap is None:
        return NOWHERE
    return ZERO if place.gap == 0 else min(NOWHERE / 2.2, max(ZERO * 2.8, 100 * place.gap))


def _named_families(ax: Axes, found: Sequence[tuple[str, Stop | None]]) -> None:
    spots = [(place.situations, f"{family} ({place.situations:,.0f})") for family, place in found if place is not None]
    ax.set_xticks([at for at, _ in spots], [text for _, text in spots], rotation=55, ha="right", fontsize=8)


def _labelled_ends(ax: Axes, ends: Sequence[tuple[float, str]]) -> None:
    """Each line's name at its right end, moved apart where they would lie on one another."""
    below = 0.0
    for height, solver in sorted(ends, key=lambda end: end[0]):
        below = max(height, below * 1.9)
        ax.annotate(
            label(solver),
            (1.02, below),
            xycoords=("axes fraction", "data"),
            color=LOOKS[solver]["color"],
            va="center",
            annotation_clip=False,
        )


def _scaling(results: Results, path: Path) -> Path:
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.8), layout="constrained")
    _against_size(left, results, "seconds of the whole process", lambda run: run.wall)
    _against_size(right, results, "memory, MiB", lambda run: run.memory)
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    title = "Time and memory against the number of situations (medians over the seeds; lines: one shape, more services)"
    return _saved(figure, path, title)


def _against_size(ax: Axes, results: Results, title: str, figure: Callable[[Record], float | None]) -> None:
    from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

    for solver in (OURS, *NAMES):
        points = {}
        for family in ENTRIES:
            runs = [run for run in results.of(family, solver) if run.failed is None]
            across, height = of(runs, lambda run: run.situations), of(runs, figure)
            if across is not None and height is not None:
                points[family] = across, height
        # A line from an easy shape to a hard one would say nothing; the months of ever more services are one shape.
        named = label(solver)
        for families, linestyle in ((ONE_SHAPE, LOOKS[solver]["linestyle"]), (ENTRIES.keys() - set(ONE_SHAPE), "")):
            spots = sorted(points[family] for family in families if family in points)
            if spots:
                look = {**LOOKS[solver], "linestyle": linestyle, "label": named}
                named = ""
                ax.plot(*zip(*spots, strict=True), markersize=5, **look)
        if solver == OURS:
            for family, spot in points.items():
                ax.annotate(family, spot, xytext=(0, 7), textcoords="offset points", fontsize=7, ha="center")
    ax.set(xscale="log", yscale="log", xlabel="situations", ylabel=title)
    ax.margins(0.12)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(StrMethodFormatter("{x:,g}"))
        axis.set_minor_formatter(NullFormatter())
    ax.grid(True, which="major", alpha=0.4)


def _convergence(results: Results, path: Path) -> Path:
    from matplotlib import pyplot as plt

    shown = [family for family in ENTRIES if any(len(run.trace) > 2 for run in results.of(family, OURS))] or [
        family for family in ENTRIES if results.of(family, OURS)
    ]
    columns = min(3, max(1, len(shown)))
    rows = -(-max(1, len(shown)) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(4 * columns, 3.2 * rows + 0.8), layout="constrained", squeeze=False
    )
    for ax, family in zip(axes.flat, shown, strict=False):
        _family(ax, results, family)
    for ax in axes.flat[len(shown) :]:
        ax.set_axis_off()
    handles = {text: handle for ax in axes.flat for handle, text in zip(*ax.get_legend_handles_labels(), strict=True)}
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=3)
    title = (
        "Distance to the best bound known, against time (filled: points of one seed, hollow: the solver's own bound)"
    )
    return _saved(figure, path, title)


def _family(ax: Axes, results: Results, family: str) -> None:
    seed = min(run.seed for run in results.of(family, OURS))
    runs = [run for solver in (OURS, *NAMES) for run in results.of(family, solver) if run.seed == seed]
    bounds = [run.bound for run in runs if run.bound is not None]
    best = min(bounds, default=0)
    for run in runs:
        if run.points is None:
            continue
        at_last = run.search if run.search is not None else run.wall
        steps = [*run.trace, (max(at_last, run.trace[-1][0] if run.trace else 0.0), run.points, run.bound)]
        look = {**LOOKS[run.solver], "markersize": 4, "markevery": max(1, len(steps) // 8)}
        _line(ax, steps, [best - points for _, points, _ in steps], best, {**look, "label": label(run.solver)})
        known = [step for step in steps if step[2] is not None]
        above = [(bound or 0) - best for _, _, bound in known]
        _line(ax, known, above, best, {**look, "markerfacecolor": "white", "alpha": 0.6, "linewidth": 1})
    ax.set(xscale="log", yscale="log", title=family, xlabel="seconds", ylabel="distance, %", ylim=(LEAST / 2, 200))
    ax.grid(True, which="major", alpha=0.4)


def _line(
    ax: Axes, steps: Sequence[tuple[float, int, int | None]], missing: Sequence[int], best: int, look: Look
) -> None:
    if steps:
        heights = [max(LEAST, 100 * value / max(1, abs(best))) for value in missing]
        ax.plot([max(0.01, at) for at, _, _ in steps], heights, drawstyle="steps-post", **look)


def _saved(figure: Figure, path: Path, title: str) -> Path:
    from matplotlib import pyplot as plt

    figure.suptitle(title)
    figure.savefig(path, metadata={"Title": title, "Date": None, "Creator": None})
    plt.close(figure)
    return path
